"""Editions beside direct changes, and days that come by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from models.catalogue.editions.refusals import EditionTooEarly
from models.catalogue.refusals import CodeTaken, LaterVersion
from models.catalogue.views import MatterStatus
from models.kernel.errors import Conflict, NotFound
from tests.catalogue.conftest import draft
from tests.catalogue.test_editions import FIRST, SECOND

if TYPE_CHECKING:
    from tests.catalogue.book import Book


def test_a_date_to_come_takes_effect_by_itself(book: Book) -> None:
    """Nothing runs at midnight: what is in force follows from the day alone."""
    book.load("2025-01-01", FIRST)
    book.load("2026-04-01", SECOND)
    catalogue, admin = book.services.catalogue, book.admin

    def shown() -> tuple[list[str], set[str], list[str]]:
        rows = [line.code for line in catalogue.matters(admin).rows]
        total = {f"{each.matters}" for each in catalogue.classes(admin)}
        return rows, total, [each.line.name for each in catalogue.suggest(admin, "有人燃放烟花，路灯不亮")]

    assert shown() == (sorted(FIRST), {"4"}, ["路灯不亮"])
    assert catalogue.matter_by_code(admin, "0301").status is MatterStatus.UPCOMING
    assert catalogue.matter_by_code(admin, "0103").in_force_to == date(2026, 3, 31)
    # 23:59 on 31 March in Shanghai, then midnight.
    book.clock.set(datetime(2026, 3, 31, 15, 59, tzinfo=UTC))
    assert shown() == (sorted(FIRST), {"4"}, ["路灯不亮"])
    book.pass_by(minutes=1)
    assert shown() == (sorted(SECOND), {"4"}, ["违规燃放烟花"])
    assert catalogue.matter_by_code(admin, "0103").name == "非法行医"
    assert catalogue.matter_by_code(admin, "0103", date(2026, 3, 31)).name == "路灯不亮"
    assert catalogue.matter_by_code(admin, "0102").status is MatterStatus.RETIRED


def test_direct_changes_beside_editions(book: Book) -> None:
    book.load("2025-01-01", {code: {"name": name} for code, name in FIRST.items()})
    conditions = draft("0101", "x").conditions
    book.change("0101", urgency=3, conditions=conditions)
    # Changed on 2 March: not before, nor in the list as it was published.
    lines = {
        on: book.services.editions.list_on(book.admin, on)[0].conditions for on in ("2026-03-01", "1", None)
    }
    assert lines == {"2026-03-01": 0, "1": 0, None: 1}
    book.load("2026-04-01", SECOND)
    for code in ("0101", "0102"):
        with pytest.raises(LaterVersion) as refusal:
            book.change(code, urgency=4, conditions=conditions)
        assert refusal.value.params["day"] == date(2026, 4, 1)
    with pytest.raises(EditionTooEarly):
        book.plan("2026-03-15", SECOND)
    # Taken back, it can be changed again under the version that holds.
    book.withdraw(2)
    assert book.change("0101", urgency=4, conditions=conditions).urgency == 4
    stale = replace(book.services.catalogue.draft_of(book.admin, "0101"), urgency=1)
    with pytest.raises(Conflict):
        book.services.catalogue.change_matter(book.admin, stale, 1)
    assert book.services.catalogue.check() == []


def test_a_list_dated_before_a_direct_change_is_refused(book: Book) -> None:
    book.load("2025-01-01", FIRST)
    book.services.catalogue.create_matter(
        book.admin, replace(draft("0999", "明年的事项"), in_force_from=date(2027, 1, 1))
    )
    for names in ({**FIRST, "0999": "明年的事项"}, {**FIRST, "0999": "别的"}):
        with pytest.raises(LaterVersion):
            book.plan("2026-06-01", names)
        with pytest.raises(LaterVersion):
            book.load("2026-06-01", names)
    # Untouched, it comes into force all the same.
    book.load("2026-06-01", FIRST)
    assert book.names("2027-01-01") == {**FIRST, "0999": "明年的事项"}


def test_a_retired_code_is_used_again_for_something_else(book: Book) -> None:
    catalogue, admin = book.services.catalogue, book.admin
    catalogue.create_matter(admin, draft("0101", "占用消防通道"))
    old = book.retire("0101")
    book.pass_by(days=1)
    with pytest.raises(CodeTaken):
        # It meant something else then.
        catalogue.create_matter(admin, replace(draft("0101", "非法行医"), in_force_from=date(2026, 1, 1)))
    new = catalogue.create_matter(admin, draft("0101", "非法行医"))
    assert new.id != old.id
    assert new.in_force_from == date(2026, 3, 3)
    with pytest.raises(CodeTaken):
        catalogue.create_matter(admin, draft("0101", "第三个"))
    assert catalogue.matter_by_code(admin, "0101").name == "非法行医"
    assert catalogue.matter_by_code(admin, "0101", date(2026, 3, 1)).name == "占用消防通道"
    assert catalogue.matter(admin, old.id).status is MatterStatus.RETIRED
    assert [bearer.name for bearer in book.bearers("0101")] == ["非法行医", "占用消防通道"]
    # A matter that goes on under another number has left its old one.
    book.load("2026-04-01", {"0201": "非法行医"})
    book.pass_by(days=60)
    with pytest.raises(NotFound):
        catalogue.change_matter(admin, draft("0101", "非法行医"), 1)
    third = catalogue.create_matter(admin, draft("0101", "第三个"))
    assert third.id not in {old.id, new.id}
    assert [bearer.name for bearer in book.bearers("0101")] == ["第三个", "非法行医", "占用消防通道"]
    assert book.heirs("0101") == [["0101"], ["0201"], ["0101"]]
    assert catalogue.check() == []
