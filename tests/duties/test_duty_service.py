"""The lists as they are read, and changed item by item."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from models.catalogue.duties.refusals import (
    AlreadyListed,
    DutyCodeTaken,
    NotListed,
    NumberOutside,
    UnknownDepartment,
)
from models.catalogue.duties.views import DutyEntries, DutyTitle
from models.catalogue.views import DutyItemView, DutyStatus
from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.duties.conftest import BASIC, COOPERATIVE, RECALLED, entries, numbers
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.duties.service import DutyService


def entered(item: DutyItemView, **changes: object) -> DutyEntries:
    facts: dict[str, object] = {
        name: getattr(item, name)
        for name in (
            "duty_list",
            "name",
            "category",
            "department",
            "superior_duty",
            "township_duty",
            "method",
        )
    }
    return DutyEntries(**(facts | changes))  # type: ignore[arg-type]


def history(services: Services, admin: Actor, stream: str) -> list[tuple[str, object, object]]:
    return [
        (entry.action, entry.before, entry.after) for entry in services.ledger.entries(admin, stream).rows
    ]


def test_a_book_is_read_in_sections(book: DutyService, clerk: Actor) -> None:
    sheet = book.sheet(clerk, BASIC)
    assert [(each.category, len(each.items)) for each in sheet.sections] == [("党的建设", 2), ("经济发展", 1)]
    assert numbers(book, clerk, BASIC) == [(1, "J001"), (2, "J002"), (3, "J003")]
    assert numbers(book, clerk, COOPERATIVE) == [(1, "P001"), (2, "P002")]
    assert book.item(clerk, "ｐ００１").superior_duty == "1.制定计划。\n2.执法。"
    only = book.sheet(clerk, COOPERATIVE, "县住建局")
    assert [item.code for section in only.sections for item in section.items] == ["P001"]


def test_the_counts(book: DutyService, clerk: Actor) -> None:
    counts = book.counts(clerk)
    assert dict(counts.lists) == {BASIC: 3, COOPERATIVE: 2, RECALLED: 1}
    assert counts.total == 6
    assert [(each.category, each.total) for each in counts.categories] == [
        ("党的建设", 2), ("经济发展", 1), ("安全稳定", 1), ("应急管理及消防", 1), ("市场监管", 1),
    ]  # fmt: skip
    assert counts.categories[0].counts[BASIC] == 2


def test_lines_have_title_rows_and_are_paged(book: DutyService, clerk: Actor) -> None:
    whole = book.lines(clerk, BASIC)
    assert whole.next_key is None
    shown = [line.title if isinstance(line, DutyTitle) else line.code for line in whole.rows]
    assert shown == ["一、党的建设（2项）", "J001", "J002", "二、经济发展（1项）", "J003"]
    paged: list[object] = []
    after = None
    for _page in range(5):
        page = book.lines(clerk, BASIC, after=after, limit=1)
        paged += page.rows
        after = page.next_key
    assert (paged, after) == (list(whole.rows), None)


@pytest.mark.parametrize(
    ("text", "codes"), [("党员", ["J002"]), ("fzx", ["J002"]), ("j00", ["J001", "J002", "J003"]),
                       ("经济 企业", ["J003"]), ("无", [])]
)  # fmt: skip
def test_lines_are_searched(book: DutyService, clerk: Actor, text: str, codes: list[str]) -> None:
    rows = book.lines(clerk, BASIC, text).rows
    assert [row.code for row in rows if isinstance(row, DutyItemView)] == codes
    # The count of a title row is that of its section, not that of what was found.
    titles = [row for row in rows if isinstance(row, DutyTitle)]
    assert all(title.count in {1, 2} for title in titles)
    assert bool(titles) is bool(codes)


def test_departments_see_their_side(book: DutyService, clerk: Actor) -> None:
    known = [(each.department, each.cooperative, each.recalled) for each in book.departments(clerk)]
    assert known == [("县应急管理局", 2, 0), ("县住建局", 1, 0), ("县市场监督管理局", 0, 1)]
    mirror = book.mirror(clerk, " 县应急管理局")
    assert [item.code for item in mirror.cooperative] == ["P001", "P002"]
    assert mirror.recalled == ()
    with pytest.raises(UnknownDepartment) as refused:
        book.mirror(clerk, "县水利局")
    assert "县住建局" in str(refused.value.params["known"])


def test_a_new_item_moves_those_behind_it(book: DutyService, services: Services, admin: Actor) -> None:
    done = book.create(admin, entries(BASIC, "教育党员", "一、党的建设（2项）", number=2))
    assert (done.item.number, done.item.code, done.item.category) == (2, "J004", "党的建设")
    assert [(each.code, each.before, each.after) for each in done.renumbered] == [
        ("J002", 2, 3),
        ("J003", 3, 4),
    ]
    assert numbers(book, admin, BASIC) == [(1, "J001"), (2, "J004"), (3, "J002"), (4, "J003")]
    assert history(services, admin, "duty_list:basic")[-1] == (
        "duty_list.renumber", {"J002": 2, "J003": 3}, {"J002": 3, "J003": 4},
    )  # fmt: skip
    ((action, before, after),) = history(services, admin, "duty:J004")
    assert (action, before) == ("duty.create", None)
    assert after["name"] == "教育党员"  # type: ignore[index]
    # Those that moved up are still what somebody may be changing.
    assert book.item(admin, "J002").version == 1


def test_texts_are_changed_and_nothing_else(book: DutyService, services: Services, admin: Actor) -> None:
    old = book.item(admin, "P001")
    done = book.change(admin, "P001", entered(old, township_duty="巡查。\r\n上报。\x1b[31m"), old.version)
    assert (done.item.township_duty, done.item.version, done.renumbered) == ("巡查。\n上报。", 2, ())
    assert history(services, admin, "duty:P001")[-1] == (
        "duty.change", {"township_duty": "日常巡查，发现问题上报。"}, {"township_duty": "巡查。\n上报。"},
    )  # fmt: skip
    same = book.change(admin, "P001", entered(done.item), 2)
    assert same.item.version == 2
    assert len(history(services, admin, "duty:P001")) == 2


@BOTH_ENGINES
def test_two_people_cannot_overwrite_each_other(book: DutyService, admin: Actor) -> None:
    old = book.item(admin, "J001")
    book.change(admin, "J001", entered(old, name="先存的"), 1)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: book.change(admin, "J001", entered(old, name="后存的"), 1),
        lambda: book.move(admin, "J001", 1, number=2),
        lambda: book.retire(admin, "J001", 1),
    )
    for attempt in attempts:
        with pytest.raises(Conflict) as conflict:
            attempt()
        assert isinstance(conflict.value.current, DutyItemView)
        assert conflict.value.current.name == "先存的"
    assert numbers(book, admin, BASIC) == [(1, "J001"), (2, "J002"), (3, "J003")]


def test_moving_within_a_list_a_category_and_between_lists(book: DutyService, admin: Actor) -> None:
    book.move(admin, "J001", 1, number=2)
    assert numbers(book, admin, BASIC) == [(1, "J002"), (2, "J001"), (3, "J003")]
    done = book.move(admin, "J001", 2, number=3)
    assert (done.item.category, done.item.number) == ("经济发展", 3)
    done = book.move(admin, "J003", 1, category="平安法治")
    assert numbers(book, admin, BASIC) == [(1, "J002"), (2, "J001"), (3, "J003")]
    done = book.move(admin, "J002", 1, duty_list=COOPERATIVE, category="安全稳定")
    assert (done.item.duty_list, done.item.number, done.item.code) == (COOPERATIVE, 2, "J002")
    assert numbers(book, admin, COOPERATIVE) == [(1, "P001"), (2, "J002"), (3, "P002")]
    assert numbers(book, admin, BASIC) == [(1, "J001"), (2, "J003")]
    assert {each.duty_list for each in done.renumbered} == {BASIC, COOPERATIVE}
    with pytest.raises(NumberOutside):
        book.move(admin, "P002", 1, category="应急管理及消防", number=1)


def test_an_item_leaves_its_list_and_comes_back(book: DutyService, admin: Actor) -> None:
    gone = book.retire(admin, "J001", 1)
    assert gone.item.status is DutyStatus.RETIRED
    assert numbers(book, admin, BASIC) == [(1, "J002"), (2, "J003")]
    assert book.item(admin, "J001").name == "推进基层党组织建设"
    with pytest.raises(NotListed):
        book.retire(admin, "J001", 2)
    with pytest.raises(NotListed):
        book.move(admin, "J001", 2, number=1)
    with pytest.raises(DutyCodeTaken):
        book.create(admin, entries(BASIC, "同码", code="J001"))
    back = book.restore(admin, "J001", 2)
    assert (back.item.status, back.item.number) == (DutyStatus.LISTED, 2)
    assert numbers(book, admin, BASIC) == [(1, "J002"), (2, "J001"), (3, "J003")]
    with pytest.raises(AlreadyListed):
        book.restore(admin, "J001", 3)


def test_a_dry_run_says_the_same_and_writes_nothing(
    book: DutyService, services: Services, admin: Actor
) -> None:
    before = [book.sheet(admin, duty_list) for duty_list in (BASIC, COOPERATIVE, RECALLED)]
    planned = (
        book.create(admin, entries(BASIC, "新事项", "党的建设", number=1), dry_run=True),
        book.move(admin, "J003", 1, duty_list=RECALLED, dry_run=True),
        book.retire(admin, "J001", 1, dry_run=True),
    )
    assert [len(each.renumbered) for each in planned] == [3, 1, 2]
    assert [book.sheet(admin, duty_list) for duty_list in (BASIC, COOPERATIVE, RECALLED)] == before
    done = book.retire(admin, "J001", 1)
    assert done.renumbered == planned[2].renumbered
    assert replace(done.item, version=1) == planned[2].item
    assert services.ledger.check() == []


@BOTH_ENGINES
def test_a_list_is_numbered_through(book: DutyService, services: Services, admin: Actor) -> None:
    with services.store.write() as session:
        session.connection().exec_driver_sql("UPDATE duty_item SET number = 7 WHERE code = 'J003'")
        session.connection().exec_driver_sql("UPDATE duty_item SET number = 1 WHERE code = 'J002'")
    planned = book.renumber(admin, BASIC, dry_run=True)
    assert [(each.code, each.before, each.after) for each in planned] == [("J002", 1, 2), ("J003", 7, 3)]
    assert book.renumber(admin, BASIC) == planned
    assert book.renumber(admin, BASIC) == ()
    assert numbers(book, admin, BASIC) == [(1, "J001"), (2, "J002"), (3, "J003")]


def test_who_may_not_and_what_cannot_be(book: DutyService, admin: Actor, clerk: Actor) -> None:
    assert book.may_edit(admin)
    assert not book.may_edit(clerk)
    fresh = entries(BASIC, "新事项")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: book.create(clerk, fresh),
        lambda: book.change(clerk, "J001", fresh, 1),
        lambda: book.move(clerk, "J001", 1, number=2),
        lambda: book.retire(clerk, "J001", 1),
        lambda: book.restore(clerk, "J001", 1),
        lambda: book.renumber(clerk, BASIC),
    )
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()
    with pytest.raises(NotFound):
        book.item(clerk, "X999")
    for bad in (
        entries(BASIC, " \x07"), entries(BASIC, "长" * 513), entries(BASIC, "名", "类" * 65),
        entries(BASIC, "名", code="a b/c"), entries(BASIC, "名", number=0),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            book.create(admin, bad)


@BOTH_ENGINES
def test_people_who_add_at_once_get_different_numbers(
    book: DutyService, services: Services, admin: Actor
) -> None:
    with ThreadPoolExecutor(max_workers=4) as pool:
        made = list(
            pool.map(lambda n: book.create(admin, entries(BASIC, f"新事项{n}", "党的建设")), range(8))
        )
    assert len({each.item.code for each in made}) == 8
    rows = numbers(book, admin, BASIC)
    assert [number for number, _code in rows] == list(range(1, 12))
    assert services.ledger.check() == []
