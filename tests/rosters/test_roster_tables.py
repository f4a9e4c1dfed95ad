"""Duties, leave and deputies as tables: both forms of duties, given back, and what comes out goes in."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from models.accounts.views import Role
from models.assignment.rosters.views import CellChange, DutyView
from models.exchange.exporting.views import Format, How, Wanted
from models.exchange.readers import Source
from models.exchange.refusals import RowsRejected
from models.exchange.views import ImportOptions
from models.kernel.store import Store, open_engine
from tests.exchange.test_cases_kind import counts
from tests.rosters.conftest import PEOPLE, Board, make_board
from tests.support.copies import copy_sqlite

if TYPE_CHECKING:
    from pathlib import Path

    from models.kernel.clock import ManualClock

MONTH = {"month": "2026-03"}
TABLES: tuple[tuple[str, tuple[dict[str, str], ...], tuple[dict[str, str], ...]], ...] = (
    (
        "rosters",
        (
            {"工号": "S1", "日期": "2026-03-02", "班次": "夜班"},
            {"工号": "张二", "日期": "2026-03-03", "班次": "夜"},
        ),
        ({"工号": "S1", "日期": "2026-03-02", "班次": "夜班", "带班": "是", "单位编码": "ZF"},),
    ),
    (
        "leave",
        ({"工号": "S1", "开始日期": "2026-03-02", "请假类型": "年休", "开始时间": "14:00"},),
        ({"工号": "张一", "开始日期": "2026-03-02", "结束日期": "2026-03-04", "请假类型": "病假"},),
    ),
    (
        "deputies",
        ({"A角": "S1", "B角": "S2", "开始日期": "2026-03-01"},),
        ({"A角": "S1", "B角": "S2", "开始日期": "2026-03-01", "结束日期": "2026-06-30", "顺序": "2"},),
    ),
)


def load(board: Board, kind: str, *rows: dict[str, str], **said: str) -> Any:
    options = ImportOptions(constants=said)
    admin = board.town.actor(Role.SYSTEM_ADMIN)
    return board.services.exchange.import_rows(admin, kind, rows, options=options)


def given_out(board: Board, kind: str, format_: Format = Format.CSV) -> bytes:
    target = io.BytesIO()
    board.services.exports.export(board.town.actor(Role.SYSTEM_ADMIN), Wanted(kind), How(format_), target)
    return target.getvalue()


def refused(board: Board, kind: str, *rows: dict[str, str], **said: str) -> list[str]:
    with pytest.raises(RowsRejected) as caught:
        load(board, kind, *rows, **said)
    return [str(getattr(each.reason, "code", each.reason)) for each in caught.value.summary.problems]


@pytest.mark.parametrize(("kind", "first", "second"), TABLES, ids=[each[0] for each in TABLES])
def test_a_table_goes_in_twice_unchanged_and_is_given_back(
    board: Board, kind: str, first: tuple[dict[str, str], ...], second: tuple[dict[str, str], ...]
) -> None:
    admin, batches = board.town.actor(Role.SYSTEM_ADMIN), board.services.batches
    one = load(board, kind, *first)
    assert counts(one) == (len(first), 0, 0, 0)
    assert counts(load(board, kind, *first)) == (0, 0, len(first), 0)
    between = given_out(board, kind)
    board.clock.advance(timedelta(minutes=1))
    two = load(board, kind, *second)
    assert counts(two) == (0, len(second), 0, 0)
    assert given_out(board, kind) != between
    report = batches.undo(admin, two.number)
    assert (report.removed, report.restored, report.kept) == (0, len(second), 0)
    assert given_out(board, kind) == between
    for format_ in (Format.CSV, Format.JSON_LINES, Format.XLSX):
        source = Source(f"{kind}.xlsx", given_out(board, kind, format_))
        assert counts(board.services.exchange.import_file(admin, kind, source)) == (0, 0, len(first), 0)
    assert batches.undo(admin, one.number).removed == len(first)
    assert board.services.rosters.check() == []
    assert board.services.ledger.check() == []


def test_a_month_table_has_a_column_for_each_day(sqlite_board: Board) -> None:
    board = sqlite_board
    rows = (
        {"姓名": "张一", "1": "夜班*", "2": "休", "7日": "周、夜"},
        {"姓名": "张二", "1": "", "2": "N", "8": "W"},
    )
    board.give("张一", 2, "N")
    summary = load(board, "rosters", *rows, **MONTH)
    assert counts(summary) == (1, 1, 0, 0)
    month = board.rosters.month(board.chief, date(2026, 3, 1))

    def held(name: str, day: int) -> list[tuple[int, bool]]:
        duties = month.cell(board.staff[name], date(2026, 3, day)).duties
        return [(each.shift_id, each.lead) for each in duties]

    shift = board.shift
    assert held("张一", 1) == [(shift["N"], True)]
    assert held("张一", 2) == []
    assert held("张一", 7) == [(shift["N"], False), (shift["W"], False)]
    assert (held("张二", 2), held("张二", 8)) == ([(shift["N"], False)], [(shift["W"], False)])
    assert counts(load(board, "rosters", *rows, **MONTH)) == (0, 0, 2, 0)
    assert refused(board, "rosters", {"姓名": "张一", "1": "夜"}) == [
        "say which month it is: --set month=2026-03"
    ]
    # The line above the headings says it, or the file's name; a day's date is not the name of a month.
    admin, take = board.town.actor(Role.SYSTEM_ADMIN), board.services.exchange.import_file
    table = "姓名,1,2\n张一,,白\n"
    for name, above, month_meant in (
        ("a.csv", "大岭镇2026年5月值班表,,\n", date(2026, 5, 2)),
        ("值班2026-6.csv", "", date(2026, 6, 2)),
    ):
        assert counts(take(admin, "rosters", Source(name, (above + table).encode())))[0] == 1
        first = month_meant.replace(day=1)
        assert board.rosters.month(board.chief, first).cell(board.staff["张一"], month_meant).duties
    assert refused(board, "rosters", {"姓名": "张一", "31": "夜"}, month="2026-02") == [
        "the month has no such day"
    ]
    assert refused(board, "rosters", {"姓名": "赵六", "1": "夜"}, **MONTH) == [
        "nobody of the office has this number or name: 赵六"
    ]
    assert refused(board, "rosters", {"姓名": "张一", "1": "大夜"}, **MONTH) == [
        "there is no shift 大夜 in use"
    ]
    assert refused(board, "rosters", {"姓名": "张一"}) == ["there is neither a day nor a column for each day"]
    overlap = {"工号": "S1", "开始日期": "2026-03-02", "结束日期": "2026-03-05", "请假类型": "事假"}
    load(board, "leave", overlap)
    assert refused(board, "leave", overlap | {"开始日期": "2026-03-04"}) == [
        "it overlaps the leave from 2026-03-02"
    ]
    assert refused(board, "deputies", {"A角": "S1", "B角": "张一", "开始日期": "2026-03-01"}) == [
        "nobody stands in for themselves"
    ]


_DUTIES = st.sets(
    st.tuples(
        st.sampled_from(PEOPLE), st.integers(1, 28), st.sampled_from("DNWH"), st.booleans(), st.booleans()
    ),
    min_size=1,
    max_size=12,
)


def test_whatever_duties_there_are_go_out_and_in_unchanged(
    sqlite_board: Board, sqlite_template: Path, tmp_path: Path, clock: ManualClock
) -> None:
    here = sqlite_board
    there = make_board(Store(open_engine(copy_sqlite(sqlite_template, tmp_path / "there.db"))), clock)

    @settings(max_examples=6)
    @given(duties=_DUTIES)
    def check(duties: set[tuple[str, int, str, bool, bool]]) -> None:
        for board in (here, there):
            with board.store.write() as session:
                session.connection().execute(text("DELETE FROM roster_duty"))
        cells: dict[tuple[int, date], dict[int, DutyView]] = {}
        for name, day, code, lead, unit in duties:
            key = (here.staff[name], date(2026, 3, day))
            shift_id, unit_id = here.shift[code], here.town.unit if unit else None
            cells.setdefault(key, {})[shift_id] = DutyView(*key, shift_id, unit_id, lead)
        wanted = [CellChange(*key, tuple(held.values()), None) for key, held in cells.items()]
        here.rosters.write(here.chief, wanted)
        for format_ in (Format.CSV, Format.XLSX):
            source = Source("rosters", given_out(here, "rosters", format_))
            summary = there.services.exchange.import_file(
                there.town.actor(Role.SYSTEM_ADMIN), "rosters", source
            )
            assert summary.rejected == summary.skipped == 0
        assert given_out(there, "rosters") == given_out(here, "rosters")

    check()
    there.store.close()
