"""What a division code says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.errors import Invalid
from models.organisation.rules import (
    ancestors,
    area_bounds,
    area_prefix,
    complete_code,
    entered_phone,
    entered_zone,
    level_of,
    masked_phone,
    parent_of,
)
from models.organisation.views import DivisionLevel

TOWNSHIPS = Path(__file__).parents[2].parent / "shared" / "data" / "townships.csv"

_groups = st.tuples(
    st.integers(1, 99), st.integers(1, 99), st.integers(0, 99), st.integers(1, 999), st.integers(1, 999)
)
codes = st.builds(
    lambda groups, depth: "".join(
        str(number).zfill(width) for number, width in list(zip(groups, (2, 2, 2, 3, 3), strict=True))[:depth]
    ).ljust(12, "0"),
    _groups,
    st.integers(1, 5),
)


@pytest.mark.parametrize(
    ("text", "code", "level", "parent"),
    [
        ("44", "440000000000", DivisionLevel.PROVINCE, None),
        ("4401", "440100000000", DivisionLevel.CITY, "440000000000"),
        ("440103", "440103000000", DivisionLevel.COUNTY, "440100000000"),
        ("440103001", "440103001000", DivisionLevel.TOWNSHIP, "440103000000"),
        ("440103001201", "440103001201", DivisionLevel.VILLAGE, "440103001000"),
        ("４４０１０３", "440103000000", DivisionLevel.COUNTY, "440100000000"),
        # A city without counties: its townships stand directly below it.
        ("441900003", "441900003000", DivisionLevel.TOWNSHIP, "441900000000"),
        ("441900", "441900000000", DivisionLevel.CITY, "440000000000"),
        # A county in a table of townships.
        ("350527000", "350527000000", DivisionLevel.COUNTY, "350500000000"),
    ],
)
def test_codes_are_completed_and_read(text: str, code: str, level: DivisionLevel, parent: str | None) -> None:
    assert complete_code(text) == code
    assert level_of(code) is level
    assert parent_of(code) == parent


@pytest.mark.parametrize(
    "text",
    ["", "4", "440", "4401030012011", "4 01", "岭", "00", "44000", "440003", "440103000201", "4٢01"],
)  # fmt: skip
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        complete_code(text)


@given(codes)
def test_the_way_up_ends_at_a_province(code: str) -> None:
    way = ancestors(area_prefix(code))
    assert all(code.startswith(area_prefix(above)) for above in way)
    assert [len(area_prefix(above)) for above in way] == sorted(
        {len(area_prefix(above)) for above in way}, reverse=True
    )
    top = way[-1] if way else code
    assert level_of(top) is DivisionLevel.PROVINCE
    assert complete_code(area_prefix(code)) == code


@given(codes, codes)
def test_the_bounds_of_an_area_hold_exactly_what_begins_with_it(code: str, other: str) -> None:
    area = area_prefix(code)
    low, high = area_bounds(area)
    assert (low <= other <= high) == other.startswith(area)
    assert low <= code <= high


@pytest.mark.skipif(not TOWNSHIPS.exists(), reason="the shared data is not here")
def test_every_township_of_the_country_has_its_place() -> None:
    with TOWNSHIPS.open(encoding="utf-8") as source:
        for row in csv.DictReader(source):
            code = complete_code(row["code"])
            above = parent_of(code)
            assert above is not None
            if level_of(code) is DivisionLevel.TOWNSHIP:
                assert above == complete_code(row["areaCode"])
                assert parent_of(above) in {
                    complete_code(row["cityCode"]),
                    complete_code(row["provinceCode"]),
                }


def test_phones() -> None:
    assert entered_phone(" １３８００１３８０００ ") == "13800138000"
    assert entered_phone("") == ""
    assert masked_phone("13800138000") == "138****8000"
    assert masked_phone("110") == "***"
    with pytest.raises(Invalid):
        entered_phone("call me")


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "Asia"])
def test_unknown_zones(zone: str) -> None:
    with pytest.raises(Invalid):
        entered_zone(zone)
