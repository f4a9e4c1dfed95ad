"""What a number meant and what it leads to, through chains of renumbering, merging and splitting."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.catalogue.views import LineageKind as Kind
from models.catalogue.views import MatterStatus
from models.kernel.errors import NotFound
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.catalogue.book import Book

FIRST = {"01": "占用消防通道", "02": "暴露生活垃圾", "03": "路灯不亮", "04": "井盖缺失"}


@BOTH_ENGINES
def test_an_old_number_leads_to_its_heirs_through_every_kind_of_step(book: Book) -> None:
    book.load("2020-01-01", FIRST)
    book.load("2021-01-01", {"01": FIRST["01"], "12": FIRST["02"], "03": FIRST["03"], "04": FIRST["04"]})
    book.load(
        "2022-01-01",
        {"01": FIRST["01"], "20": "环境卫生"},
        ("12", "20", Kind.MERGE),
        ("03", "20", Kind.MERGE),
    )
    book.load(
        "2023-01-01",
        {"01": FIRST["01"], "31": "生活垃圾", "32": "照明"},
        ("20", "31", Kind.SPLIT),
        ("20", "32", Kind.SPLIT),
    )
    book.load("2024-01-01", {"01": FIRST["01"], "41": "生活垃圾", "32": "照明"}, ("31", "41", Kind.RENUMBER))
    assert book.heirs("02") == [["41", "32"]]
    assert book.heirs("03") == [["41", "32"]]
    assert book.heirs("12") == book.heirs("20") == [["41", "32"]]
    # On another day, what it led to then.
    for day, found in (
        ("2020-06-01", "02"),
        ("2021-06-01", "12"),
        ("2022-06-01", "20"),
        ("2023-06-01", "31"),
    ):
        assert book.heirs("02", day)[0][0] == found
    # Ended for good: the last that was, and it says so.
    (bearer,) = book.bearers("04")
    assert [(heir.code, heir.status) for heir in bearer.heirs] == [("04", MatterStatus.RETIRED)]
    assert (bearer.first, bearer.last) == (date(2020, 1, 1), date(2021, 12, 31))
    (bearer,) = book.bearers("02")
    assert [(step.kind, step.from_code, step.to_code, step.edition) for step in bearer.steps] == [
        (Kind.RENUMBER, "02", "12", 2),
        (Kind.MERGE, "12", "20", 3),
    ]
    assert bearer.steps[0].detail["found_by"] == "name"
    with pytest.raises(NotFound):
        book.bearers("99")


@BOTH_ENGINES
def test_a_number_used_for_something_else_never_forwards_wrongly(book: Book) -> None:
    book.load("2020-01-01", FIRST)
    book.load("2021-01-01", {**FIRST, "02": "非法行医", "22": FIRST["02"]})
    book.load(
        "2022-01-01",
        {"01": FIRST["01"], "03": FIRST["03"], "22": FIRST["02"], "33": "无证诊所"},
        ("02", "33", Kind.REPLACE),
    )
    book.load("2023-01-01", {**FIRST, "02": "夜市占道", "22": FIRST["02"], "33": "无证诊所"})
    assert [bearer.name for bearer in book.bearers("02")] == ["夜市占道", "非法行医", FIRST["02"]]
    assert book.heirs("02") == [["02"], ["33"], ["22"]]
    then = [[heir.status for heir in bearer.heirs] for bearer in book.bearers("02", "2021-06-01")]
    assert then == [[MatterStatus.UPCOMING], [MatterStatus.IN_FORCE], [MatterStatus.IN_FORCE]]
    # A number that only moved on by one.
    book.load("2024-01-01", {"01": FIRST["01"], "02": "共享单车乱停", "03": "夜市占道", "04": FIRST["03"]})
    assert book.heirs("02")[:2] == [["02"], ["03"]]
    assert book.heirs("03") == [["03"], ["04"]]


@BOTH_ENGINES
def test_a_matter_that_bore_a_number_twice(book: Book) -> None:
    book.load("2020-01-01", {"01": "占用消防通道"})
    book.load("2021-01-01", {"02": "占用消防通道", "01": "非法行医"})
    book.load("2022-01-01", {"01": "占用消防通道"})
    assert [(each.name, each.first, each.last) for each in book.bearers("01")] == [
        ("占用消防通道", date(2022, 1, 1), None),
        ("非法行医", date(2021, 1, 1), date(2021, 12, 31)),
        ("占用消防通道", date(2020, 1, 1), date(2020, 12, 31)),
    ]
    assert book.heirs("01") == [["01"], ["01"], ["01"]]
