"""The month roster on the screen: written with single keys, undone, leave, findings, swaps."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.assignment.rosters.kinds import LeaveKind
from models.assignment.rosters.views import CellChange, DutyView, Written
from tests.pilot.screens import settle, shown, text_of, until
from tests.rosters.conftest import make_board

if TYPE_CHECKING:
    import pytest

    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


def test_a_month_is_written_with_single_keys(sqlite_store: Store, clock: ManualClock) -> None:
    from console.screens.roster import RosterScreen

    board = make_board(sqlite_store, clock)
    one = board.staff["张一"]

    def held(day: int) -> list[int]:
        month = board.rosters.month(board.chief, date(2026, 3, 1))
        return [each.shift_id for each in month.cell(one, date(2026, 3, day)).duties]

    def stands(day: int, shifts: list[int]) -> bool:
        return held(day) == shifts

    async def journey() -> None:
        async with shown(board.services, board.lead, clock, RosterScreen) as (app, pilot):
            await until(pilot, lambda: "张一" in text_of(app))
            assert "李五" not in text_of(app), "a unit's lead sees the unit"
            await pilot.press("2", "2", "1", "space")
            await until(pilot, lambda: held(4) == [board.shift["D"]])
            assert (held(2), held(3)) == ([board.shift["N"]], [board.shift["N"]])
            await until(pilot, lambda: "处" in text_of(app))
            await pilot.press("left", "left", "f3")
            await until(pilot, lambda: "18:00，带班" in text_of(app) and "只隔 0 小时" in text_of(app))
            # Too little rest after the night.
            await until(pilot, lambda: "白!" in text_of(app))
            await pilot.press("f4")
            await until(pilot, lambda: held(31) == [board.shift["D"]])
            assert held(7) == [], "a day shift is for working days"
            await pilot.press("f8")
            await until(pilot, lambda: held(31) == [])
            await pilot.press("plus", "down", "minus")
            two = board.staff["张二"]
            await until(
                pilot,
                lambda: bool(
                    board.rosters.month(board.chief, date(2026, 3, 1)).cell(two, date(2026, 3, 3)).duties
                ),
            )
            # Change after change is taken back, also in a cell that was changed twice.
            for cell, left in ((3, [board.shift["N"]]), (4, []), (3, [])):
                await settle(pilot)
                await pilot.press(*(["f8", "f8"] if left else ["f8"]))
                await until(pilot, partial(stands, cell, left))
            await settle(pilot)

    asyncio.run(journey())


def test_leave_findings_and_months_are_one_key_away(
    sqlite_store: Store, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.screens.roster import RosterScreen

    board = make_board(sqlite_store, clock)
    two, day = board.staff["张二"], date(2026, 3, 2)
    board.give("张二", 2, "D")

    async def journey() -> None:
        async with shown(board.services, board.lead, clock, RosterScreen) as (app, pilot):
            await until(pilot, lambda: "张二" in text_of(app))
            await pilot.press("down", "f2")
            await until(pilot, lambda: "年休" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "请假到哪天" in text_of(app))
            await pilot.press("enter")
            await until(
                pilot, lambda: len(board.rosters.leave(board.lead, date(2026, 3, 1), date(2026, 3, 31))) == 1
            )
            await pilot.press("f6")
            await until(pilot, lambda: "请假，却排了" in text_of(app))
            await pilot.press("escape", "f7")
            await until(pilot, lambda: "没有换班申请" in text_of(app))
            await pilot.press("escape")
            # Another console writes in the cell just before: it is not written over, and the screen says so.
            duty = DutyView(two, day, board.shift["N"])
            write = board.rosters.write

            def overtaken(*args: Any) -> Written:
                write(board.chief, [CellChange(two, day, (duty,), None)])
                return write(*args)

            monkeypatch.setattr(board.rosters, "write", overtaken)
            await pilot.press("4")
            await until(pilot, lambda: "值班表的这一格" in text_of(app))
            cell = board.rosters.month(board.chief, date(2026, 3, 1)).cell(two, day)
            assert cell.duties == (duty,)
            await pilot.press("enter")
            await until(pilot, lambda: "夜" in text_of(app))
            await pilot.press("slash")
            await until(pilot, lambda: "下个月" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "2026-04" in text_of(app))
            await settle(pilot)

    asyncio.run(journey())


def test_leave_and_deputies_are_changed_and_the_change_taken_back(
    sqlite_store: Store, clock: ManualClock
) -> None:
    from console.screens.roster import RosterScreen
    from models.assignment.rosters.service import LeaveEntries

    board = make_board(sqlite_store, clock)
    two, day = board.staff["张二"], date(2026, 3, 2)
    board.rosters.add_leave(board.lead, LeaveEntries(two, day, day, LeaveKind.ANNUAL))

    async def journey() -> None:
        async with shown(board.services, board.lead, clock, RosterScreen) as (app, pilot):
            await until(pilot, lambda: "张二" in text_of(app))
            await pilot.press("down")
            # Leave that is there is changed, and the change taken back.
            leave = partial(board.rosters.leave, board.lead, date(2026, 3, 1), date(2026, 3, 31))
            await pilot.press("f2")
            await until(pilot, lambda: "提前或推迟回来" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "请假到哪天" in text_of(app) or "改最后一天" in text_of(app))
            await pilot.press("home", "shift+end", *"2026-03-05", "enter")
            await until(pilot, lambda: leave()[0].to_day == date(2026, 3, 5))
            await until(pilot, lambda: "→" in text_of(app))
            await pilot.press("f8")
            await until(pilot, lambda: leave()[0].to_day == day)
            # Somebody stands in: chosen, dated, taken back.
            await pilot.press("enter")
            await until(pilot, lambda: "由谁代理" in text_of(app))
            await pilot.press(*"由谁", "enter")
            await until(pilot, lambda: "增加代理人" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "由谁代理 张二" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "从哪天到哪天" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: len(board.rosters.deputies(board.lead)) == 1)
            await until(pilot, lambda: "代理 张二" in text_of(app))
            await pilot.press("f8")
            await until(pilot, lambda: board.rosters.deputies(board.lead) == [])
            await settle(pilot)

    asyncio.run(journey())


def test_whoever_may_not_write_looks_on_and_asks_for_a_swap(sqlite_store: Store, clock: ManualClock) -> None:
    from console.screens.roster import RosterScreen

    board = make_board(sqlite_store, clock)
    board.give("张一", 5, "N")
    board.give("张二", 6, "N")
    me = board.me("张二", Role.HANDLER)

    async def journey() -> None:
        async with shown(board.services, me, clock, RosterScreen) as (app, pilot):
            await until(pilot, lambda: "夜" in text_of(app))
            await pilot.press("2", "right", "right", "right", "f7")
            await until(pilot, lambda: "申请用我的一班" in text_of(app))
            assert board.rosters.month(board.chief).cell(board.staff["张一"], date(2026, 3, 2)).duties == ()
            await pilot.press("enter")
            await until(pilot, lambda: "用我的哪一班换" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: len(board.rosters.swaps(me)) == 1)
            await settle(pilot)
            assert [each.to_name for each in board.rosters.swaps(me)] == ["张一"]

    asyncio.run(journey())


def test_what_a_person_can_do_and_turns_are_asked_for_in_dialogs(
    sqlite_store: Store, clock: ManualClock
) -> None:
    from console.screens.roster import RosterScreen

    board = make_board(sqlite_store, clock)
    rosters, one = board.rosters, board.staff["张一"]

    def having(name: str) -> list[date]:
        month = rosters.month(board.chief, date(2026, 3, 1))
        staff = board.staff[name]
        return [each.day for each in month.days if month.cell(staff, each.day).duties]

    async def journey() -> None:
        async with shown(board.services, board.lead, clock, RosterScreen) as (app, pilot):
            await until(pilot, lambda: "张一" in text_of(app))
            await pilot.press("enter", *"技能", "enter")
            await until(pilot, lambda: "张一的技能和证照" in text_of(app))
            await pilot.press("enter", *"电工作业 粤A123 2027-13-01", "enter")
            await until(pilot, lambda: "没有这一天" in text_of(app))
            await pilot.press(*["backspace"] * 5, *"03-31", "enter")
            await until(pilot, lambda: bool(rosters.skills(board.lead)))
            [skill] = rosters.skills(board.lead)
            assert (skill.staff_id, skill.permit, skill.valid_until) == (one, "粤A123", date(2027, 3, 31))
            await pilot.press("enter", *"承办", "enter")
            await until(pilot, lambda: "张一的承办上限" in text_of(app))
            await pilot.press(*["backspace"] * 3, *"5", "enter")
            await until(pilot, lambda: "请写两个数" in text_of(app))
            await pilot.press(*" -", "enter")
            await until(pilot, lambda: bool(rosters.capacities(board.lead)))
            assert [(each.per_day, each.open_most) for each in rosters.capacities(board.lead)] == [(5, None)]
            await pilot.press("enter", *"轮流", "enter")
            await until(pilot, lambda: "轮流值哪一班" in text_of(app))
            await pilot.press("down", "enter", "space", "down", "space", "enter")
            await until(pilot, lambda: "轮流值班到哪天" in text_of(app))
            await pilot.press(*["backspace"] * 10, *"+3", "enter")
            await until(pilot, lambda: "按轮流次序排" in text_of(app))
            assert having("张一") == having("张二") == []
            await pilot.press("enter")
            await until(pilot, lambda: bool(having("张一") and having("张二")))
            await pilot.press("f8")
            await until(pilot, lambda: having("张一") == having("张二") == [])
            await settle(pilot)

    asyncio.run(journey())
