"""Source books on both engines: imports, what changed, who looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.catalogue.sources.refusals import BadBookCode, BookCodeTaken, BookInUse, BookRetired, UntitledBook
from models.catalogue.sources.views import (
    BookEntries,
    BookState,
    ChangeAction,
    ImportWishes,
    ItemState,
    SourceKind,
)
from models.exchange.refusals import MissingColumns, RowsRejected
from models.kernel.errors import Conflict, NotFound, NotPermitted
from tests.support.databases import BOTH_ENGINES
from tests.support.factories import make_actor
from tests.support.workbooks import Sheet, xlsx

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.sources.service import SourcesService
    from models.catalogue.sources.views import ImportReport

HEAD = "序号,事项编码,事项名称,实施部门,法律依据,服务对象,备注\n"
FIRST = (
    HEAD
    + "1,A1,低保申请受理,县民政局,《社会救助暂行办法》第十一条,困难群众,旧\n"
    + "2,,临时救助,,,,\n"
    + "3,,高龄津贴发放,县民政局,,老年人,\n"
)
ENTRIES = BookEntries("民政下放", SourceKind.DEPARTMENT, "县民政局")


@pytest.fixture
def sources(services: Services) -> SourcesService:
    return services.sources


def put(
    sources: SourcesService, admin: Actor, text: str, book: str = "MZ", *, partial: bool = False
) -> ImportReport:
    wishes = ImportWishes(partial=partial)
    return sources.import_file(admin, ("民政.csv", text.encode()), book, ENTRIES, wishes)


def counts(report: ImportReport) -> list[int]:
    return [report.created, report.changed, report.same, report.gone, report.rejected]


def names(sources: SourcesService, admin: Actor, **filters: object) -> list[str]:
    return [line.name for line in sources.items(admin, **filters).rows]  # type: ignore[arg-type]


def test_a_book_comes_in_whole_and_again_without_a_change(sources: SourcesService, admin: Actor) -> None:
    planned = sources.plan_import(admin, ("民政.csv", FIRST.encode()), "MZ", ENTRIES)
    assert (counts(planned), planned.number, planned.new_book) == ([3, 0, 0, 0, 0], None, True)
    assert sources.books(admin) == []
    first = put(sources, admin, FIRST)
    assert (counts(first), first.number, first.batch) == ([3, 0, 0, 0, 0], 1, 1)
    assert counts(put(sources, admin, FIRST)) == [0, 0, 3, 0, 0]
    (book,) = sources.books(admin)
    assert (book.title, book.department, book.imports, book.present, book.gone, book.changed) == (
        "民政下放",
        "县民政局",
        2,
        3,
        0,
        0,
    )
    lines = sources.items(admin, "MZ").rows
    assert [line.department for line in lines] == ["县民政局"] * 3, "the book's, where the row names none"
    item = sources.item(admin, lines[0].id)
    assert (item.code, item.object, item.row, item.number) == ("A1", "困难群众", 2, "1")
    assert item.other == (("备注", "旧"),)
    assert (item.file, item.first_import, item.last_import) == ("民政.csv", 1, 2)
    assert [each.number for each in sources.imports(admin, "MZ")] == [2, 1]


@BOTH_ENGINES
def test_what_changed_is_told_field_by_field_until_somebody_looked(
    sources: SourcesService, admin: Actor
) -> None:
    put(sources, admin, FIRST)
    before = {line.name: line.id for line in sources.items(admin, "MZ").rows}
    second = (
        HEAD
        + "1,,新增事项,县民政局,,,\n"
        + "2,A1,最低生活保障申请受理,县民政局,《社会救助暂行办法》第十条,困难群众,新\n"
        + "3,,高龄津贴发放,县民政局,,老年人,\n"
    )
    report = put(sources, admin, second)
    assert counts(report) == [1, 1, 1, 1, 0]
    assert [(line.action, line.name) for line in report.lines] == [
        (ChangeAction.CREATED, "新增事项"),
        (ChangeAction.CHANGED, "最低生活保障申请受理"),
        (ChangeAction.GONE, "临时救助"),
    ]
    changed = sources.item(admin, before["低保申请受理"])
    assert {(each.field, each.old, each.new) for each in changed.changes[0].changes} == {
        ("name", "低保申请受理", "最低生活保障申请受理"),
        ("legal_basis", "《社会救助暂行办法》第十一条", "《社会救助暂行办法》第十条"),
        ("备注", "旧", "新"),
    }
    assert (changed.version, changed.position) == (2, 2)
    waiting = ["新增事项", "临时救助", "最低生活保障申请受理"]
    assert sorted(names(sources, admin, changed=True)) == sorted(waiting)
    assert names(sources, admin, state=ItemState.GONE) == ["临时救助"]
    assert sources.acknowledge(admin, item_ids=[changed.id]) == 1
    assert sources.acknowledge(admin, "MZ") == 2
    assert names(sources, admin, changed=True) == []
    kept = sources.changes(admin, "MZ", import_number=2).rows
    assert len(kept) == 3, "the list stays readable"
    assert {each.seen_by for each in kept} == {admin.account_id}


def test_a_row_that_only_moved_is_the_same_item(sources: SourcesService, admin: Actor) -> None:
    put(sources, admin, FIRST)
    first, *rest = FIRST.splitlines()
    ids = {line.name: line.id for line in sources.items(admin, "MZ").rows}
    assert counts(put(sources, admin, "\n".join([first, *reversed(rest)]))) == [0, 0, 3, 0, 0]
    moved = sources.items(admin, "MZ").rows
    assert [line.name for line in moved] == ["高龄津贴发放", "临时救助", "低保申请受理"]
    assert {line.name: line.id for line in moved} == ids


def test_what_is_gone_comes_back_as_itself(sources: SourcesService, admin: Actor) -> None:
    put(sources, admin, FIRST)
    ids = [line.id for line in sources.items(admin, "MZ").rows]
    put(sources, admin, HEAD + "1,A1,低保申请受理,县民政局,《社会救助暂行办法》第十一条,困难群众,旧\n")
    report = put(sources, admin, FIRST)
    assert counts(report) == [0, 2, 1, 0, 0]
    assert {line.action for line in report.lines} == {ChangeAction.RETURNED}
    assert [line.id for line in sources.items(admin, "MZ").rows] == ids


def test_codes_given_later_and_columns_left_out_make_no_other_item(
    sources: SourcesService, admin: Actor
) -> None:
    put(sources, admin, FIRST)
    ids = [line.id for line in sources.items(admin, "MZ").rows]
    coded = FIRST.replace("2,,", "2,B2,").replace("3,,", "3,B3,")
    assert counts(put(sources, admin, coded)) == [0, 2, 1, 0, 0]
    short = "序号,事项名称\n1,低保申请受理\n2,临时救助\n3,高龄津贴发放\n"
    assert counts(put(sources, admin, short)) == [0, 0, 3, 0, 0]
    lines = sources.items(admin, "MZ").rows
    assert ([line.id for line in lines], [line.code for line in lines]) == (ids, ["A1", "B2", "B3"])
    assert sources.item(admin, ids[0]).legal_basis


def test_rows_that_clash_are_refused_and_repeated_rows_left_out(
    sources: SourcesService, admin: Actor
) -> None:
    twice = FIRST + "4,,临时救助,,,,\n"
    report = sources.plan_import(admin, ("民政.csv", twice.encode()), "MZ")
    assert (counts(report), report.skipped) == ([3, 0, 0, 0, 0], 1)
    clash = FIRST + "4,,临时救助,,《别的法》第一条,,\n5,C5,,,,,\n"
    with pytest.raises(RowsRejected) as refusal:
        put(sources, admin, clash)
    assert [problem.row for problem in refusal.value.summary.problems] == [5, 6]
    assert sources.books(admin) == []
    assert counts(put(sources, admin, clash, partial=True)) == [3, 0, 0, 0, 2]


def test_nothing_is_gone_where_rows_were_rejected(sources: SourcesService, admin: Actor) -> None:
    put(sources, admin, FIRST)
    report = put(sources, admin, HEAD + "1,A1,,县民政局,,,\n2,,临时救助,,,,\n", partial=True)
    assert counts(report) == [0, 0, 1, 0, 1]
    assert any("2 items not in the file" in str(each) for each in report.assumptions)
    assert names(sources, admin, state=ItemState.GONE) == []


def test_a_workbook_keeps_sheet_row_wording_and_further_columns(
    sources: SourcesService, admin: Actor
) -> None:
    sheet = Sheet(
        "附件1",
        [
            ["清单"],
            ["序号", "主项名称", "子项", "主管部门", "责任部门", "行使层级"],
            ["一、救助（2项）"],
            [1, "低保\n管理", "申请受理", "县民政局", "镇民政办", "县级"],
            [2, "低保\n管理", "动态管理", "县民政局", "", "县级"],
        ],
        ["B4:B5"],
    )
    report = sources.import_file(admin, ("民政.xlsx", xlsx(sheet)), "MZ")
    assert counts(report) == [2, 0, 0, 0, 0]
    assert sources.book(admin, "MZ").title == "民政"
    first, second = (sources.item(admin, line.id) for line in sources.items(admin, "MZ").rows)
    assert (first.name, first.wording) == ("低保管理（申请受理）", "低保\n管理")
    assert (second.name, second.sheet, second.row, second.category) == (
        "低保管理（动态管理）",
        "附件1",
        5,
        "救助",
    )
    assert first.department == "镇民政办", "the heading named first by the field wins"
    assert first.other == (("主管部门", "县民政局"), ("行使层级", "县级"))


@BOTH_ENGINES
def test_items_are_found_by_words_codes_laws_and_initials(sources: SourcesService, admin: Actor) -> None:
    put(sources, admin, FIRST)
    assert names(sources, admin, text="低保 受理") == ["低保申请受理"]
    assert names(sources, admin, text="a1") == ["低保申请受理"]
    assert names(sources, admin, text="lsjz") == ["临时救助"]
    assert names(sources, admin, text="社会救助暂行办法") == ["低保申请受理"]
    assert names(sources, admin, kind=SourceKind.POWER) == []


@BOTH_ENGINES
def test_pages_follow_each_other(sources: SourcesService, admin: Actor) -> None:
    put(sources, admin, "事项名称,事项编码\n" + "".join(f"事项{number},C{number}\n" for number in range(25)))
    found, after = [], None
    while True:
        page = sources.items(admin, "MZ", "", after, 7)
        found += [line.name for line in page.rows]
        after = page.next_key
        if after is None:
            break
    assert found == [f"事项{number}" for number in range(25)]
    seen, after = 0, None
    while True:
        changes = sources.changes(admin, "MZ", after, 10)
        seen, after = seen + len(changes.rows), changes.next_key
        if after is None:
            break
    assert seen == 25


def test_books_are_made_edited_retired_and_restored(sources: SourcesService, admin: Actor) -> None:
    book = sources.create_book(admin, "ＱＸ-1", BookEntries(" 权责清单 ", SourceKind.POWER))
    assert (book.code, book.title, book.version) == ("QX-1", "权责清单", 1)
    with pytest.raises(BookCodeTaken):
        sources.create_book(admin, "QX-1", BookEntries("x"))
    with pytest.raises(BadBookCode):
        sources.create_book(admin, "a b", BookEntries("x"))
    with pytest.raises(UntitledBook):
        sources.create_book(admin, "X", BookEntries(" "))
    edited = sources.edit_book(admin, "QX-1", BookEntries("新题", SourceKind.POWER, "县司法局"), 1)
    assert (edited.title, edited.version) == ("新题", 2)
    assert sources.edit_book(admin, "QX-1", BookEntries("新题", SourceKind.POWER, "县司法局"), 2).version == 2
    with pytest.raises(Conflict) as conflict:
        sources.edit_book(admin, "QX-1", BookEntries("旧题"), 1)
    assert conflict.value.current == edited
    retired = sources.retire_book(admin, "QX-1", 2)
    assert retired.state is BookState.RETIRED
    assert (sources.books(admin), len(sources.books(admin, retired=True))) == ([], 1)
    with pytest.raises(BookRetired):
        put(sources, admin, FIRST, "QX-1")
    with pytest.raises(BookRetired):
        sources.retire_book(admin, "QX-1", 3)
    assert sources.restore_book(admin, "QX-1", 3).state is BookState.IN_USE
    with pytest.raises(BookInUse):
        sources.restore_book(admin, "QX-1", 4)
    for ask in (lambda: sources.book(admin, "没有"), lambda: sources.item(admin, 99)):
        with pytest.raises(NotFound):
            ask()


@BOTH_ENGINES
def test_items_of_retired_books_are_no_longer_offered(sources: SourcesService, admin: Actor) -> None:
    put(sources, admin, FIRST)
    assert [row.name for row in sources.cluster_rows(admin)] == ["低保申请受理", "临时救助", "高龄津贴发放"]
    assert sources.cluster_rows(admin, ["别的"]) == []
    sources.retire_book(admin, "MZ", 1)
    assert (names(sources, admin), sources.cluster_rows(admin)) == ([], [])
    assert len(sources.items(admin, "MZ").rows) == 3


def test_only_the_system_administrator_changes_anything(
    sources: SourcesService, services: Services, admin: Actor
) -> None:
    put(sources, admin, FIRST)
    with services.store.write() as session:
        clerk = make_actor(session, services.clock.now(), "clerk", "小李", {Role.ACCEPTOR})
    assert len(sources.items(clerk, "MZ").rows) == 3
    for act in (
        lambda: put(sources, clerk, FIRST),
        lambda: sources.plan_import(clerk, ("x.csv", FIRST.encode()), "MZ"),
        lambda: sources.create_book(clerk, "X", BookEntries("x")),
        lambda: sources.edit_book(clerk, "MZ", BookEntries("x"), 1),
        lambda: sources.retire_book(clerk, "MZ", 1),
        lambda: sources.restore_book(clerk, "MZ", 1),
        lambda: sources.acknowledge(clerk),
    ):
        with pytest.raises(NotPermitted):
            act()


@BOTH_ENGINES
def test_everything_is_in_the_ledger_and_the_check_finds_nothing(
    sources: SourcesService, services: Services, admin: Actor
) -> None:
    put(sources, admin, FIRST)
    put(sources, admin, HEAD + "1,A1,改名,县民政局,,,\n")
    sources.acknowledge(admin)
    entries = services.ledger.entries(admin, "source-book:MZ").rows
    assert [entry.action for entry in entries] == [
        "source_book.create",
        *["source_item.create"] * 3,
        "source_item.change",
        *["source_item.gone"] * 2,
        "source_change.seen",
    ]
    assert services.check() == []


def test_a_file_without_names_is_refused(sources: SourcesService, admin: Actor) -> None:
    with pytest.raises(MissingColumns):
        put(sources, admin, "序号,天气\n1,晴\n")
