"""Templates and examples: every kind has both, and both are understood when they come back."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from models.exchange.kinds import kind_named
from models.exchange.mapping import map_columns
from models.exchange.names import NAMES
from models.exchange.readers import Source
from models.exchange.samples import sample
from models.exchange.templates import asked_fields, template_headings, write_template
from models.exchange.views import ImportOptions
from models.exchange.workbooks import read_grids
from tests.exchange.test_cases_kind import counts, founded

if TYPE_CHECKING:
    from models.api import Services
    from models.kernel.clock import ManualClock


def plain(message: str, **params: object) -> str:
    return message % params if params else message


def template(kind: str, *, chinese: bool = True) -> bytes:
    target = io.BytesIO()
    write_template(kind_named(kind), target, plain, chinese=chinese)
    return target.getvalue()


def options(kind: str) -> ImportOptions:
    book = {"book": "X", "book_title": "示例", "book_kind": "热线"} if kind == "sources" else {}
    grid = {"grid": "990101103090001"} if kind == "cases" else {}
    return ImportOptions(constants=book | grid)


@pytest.mark.parametrize("name", NAMES)
def test_every_heading_of_a_template_is_understood_as_its_own_field(name: str) -> None:
    kind = kind_named(name)
    for chinese in (True, False):
        headings = template_headings(kind, chinese=chinese)
        assert len(set(headings)) == len(headings)
        marked = [
            f"{heading}（必填）" if field.required else heading
            for field, heading in zip(asked_fields(kind), headings, strict=True)
        ]
        columns = map_columns("x", marked, kind.fields, spare=bool(kind.rest))
        assert dict(columns.places) == {field.name: place for place, field in enumerate(asked_fields(kind))}
    known = [field for field in template_headings(kind) if field.isascii()]
    assert known == [], "a Chinese office fills in Chinese columns"


def test_examples_build_on_each_other_and_come_in_twice_unchanged(
    sqlite_services: Services, clock: ManualClock
) -> None:
    services = sqlite_services
    administrator = founded(services, clock)
    for name in NAMES:
        headings, *rows = sample(name)
        content = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (headings, *rows)).encode()
        source = Source(f"{name}.csv", content)
        first = services.exchange.import_file(administrator, name, source, options=options(name))
        assert first.rejected == 0
        assert first.unknown_columns == ()
        assert first.created + first.changed == len(rows), name
        again = services.exchange.import_file(administrator, name, source, options=options(name))
        # What a former row of conditions changed, the row of matters does not change back by itself.
        assert counts(again) == (0, 0, len(rows), 0), name
    assert services.check() == []


def test_an_untouched_template_holds_no_rows_and_that_is_no_error(
    sqlite_services: Services, clock: ManualClock
) -> None:
    administrator = founded(sqlite_services, clock)
    for name in NAMES:
        content = template(name)
        assert content == template(name), "the same bytes every time"
        source = Source(f"{name}.xlsx", content)
        summary = sqlite_services.exchange.import_file(administrator, name, source, options=options(name))
        assert (summary.number, summary.rows, summary.rejected) == (None, 0, 0), name
        assert any("no rows yet" in str(each) for each in summary.assumptions)


def test_a_template_offers_choices_marks_what_is_required_and_comes_back_filled_in(
    sqlite_services: Services, clock: ManualClock
) -> None:
    administrator = founded(sqlite_services, clock)
    content = template("units")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
        notes = packed.read("xl/comments1.xml").decode()
    assert 'sqref="D4:D504"' in page
    assert "内设机构" in page
    assert "For example: X01" in notes
    first, values = read_grids("units.xlsx", content)
    assert list(first.rows[2][:4]) == ["填写说明", "单位编码 (required)", "单位名称 (required)", "单位类型"]
    assert ["单位类型", "站所", "station"] in [list(row) for row in values.rows]
    filled = [*first.rows[:4], ["", "X09", "新站", "站所", "990101103000", "", ""]]
    text = io.StringIO()
    csv.writer(text).writerows(filled[2:])
    source = Source("units.csv", text.getvalue().encode())
    summary = sqlite_services.exchange.import_file(administrator, "units", source)
    assert counts(summary) == (1, 0, 0, 0)
    assert summary.unknown_columns == ()
    assert any("example rows skipped" in str(each) for each in summary.assumptions)
