"""The month roster: who writes in it, what is wrong in it, and how it is filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.accounts.views import Role
from models.assignment.rosters.kinds import LeaveKind, ShiftKind, SwapState, Trouble
from models.assignment.rosters.patterns import Pattern
from models.assignment.rosters.refusals import (
    BadSpan,
    DeputyTwice,
    NobodyToRotate,
    NoStaff,
    NotMyDuty,
    OwnDeputy,
    PersonGone,
    ShiftClosed,
    ShiftCodeTaken,
    SwapDoubles,
    SwapNotYours,
    SwapOwn,
    SwapPast,
    SwapSelf,
    SwapSettled,
    SwapWaiting,
)
from models.assignment.rosters.service import LeaveEntries, ShiftEntries, SwapEntries
from models.assignment.rosters.views import CellChange, DutyView
from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.assignment.rosters.views import RosterFinding
    from tests.rosters.conftest import Board

MARCH = date(2026, 3, 1)


def on(day: int) -> date:
    return date(2026, 3, day)


def kinds(found: list[RosterFinding] | tuple[RosterFinding, ...]) -> list[tuple[Trouble, int]]:
    return [(each.trouble, each.day.day) for each in found]


def test_a_cell_is_written_once_and_never_over_somebody_else(board: Board) -> None:
    rosters, one = board.rosters, board.staff["张一"]
    duty = DutyView(one, on(2), board.shift["N"])
    written = rosters.write(board.lead, [CellChange(one, on(2), (duty,), 0)])
    assert [(cell.version, cell.duties) for cell in written.after] == [(1, (duty,))]
    with pytest.raises(Conflict) as refused:
        rosters.write(board.chief, [CellChange(one, on(2), (), 0)])
    assert refused.value.current == written.after[0]
    assert rosters.write(board.chief, [CellChange(one, on(2), (), 1)], dry_run=True).after[0].duties == ()
    month = rosters.month(board.lead)
    assert (month.first, month.cell(one, on(2)).duties, month.unit_id) == (MARCH, (duty,), board.town.unit)
    # Going back is writing what was there over what one wrote oneself.
    old, new = written.before[0], written.after[0]
    back = rosters.write(board.lead, [CellChange(one, on(2), old.duties, new.version)])
    assert (back.after[0].duties, back.after[0].version) == ((), 2)
    again = rosters.write(board.lead, [CellChange(one, on(2), (), 2)])
    assert again.after == (), "nothing changed"
    with board.store.read() as session:
        entries = session.connection().execute(
            text("SELECT action FROM ledger_entry WHERE stream = 'roster:S1' ORDER BY id")
        )
        assert [row.action for row in entries] == ["roster.set", "roster.set"]


def test_rows_belong_to_somebody(sqlite_board: Board) -> None:
    board, rosters = sqlite_board, sqlite_board.rosters
    other = CellChange(board.staff["李五"], on(2), (), None)
    with pytest.raises(NotPermitted):
        rosters.write(board.lead, [other])
    with pytest.raises(NotPermitted):
        rosters.write(board.me("张一"), [CellChange(board.staff["张一"], on(2), (), None)])
    assert [each.name for each in rosters.month(board.me("张一")).people] == ["张一", "张二", "张三", "张四"]
    assert len(rosters.month(board.chief).people) == 5
    with pytest.raises(NotPermitted):
        rosters.month(board.lead, None, board.town.other_unit)
    with pytest.raises(NotFound):
        rosters.month(board.chief, None, 999)
    with pytest.raises(NotFound):
        rosters.write(board.chief, [CellChange(999, on(2), (), None)])
    closed = rosters.shifts(board.chief)[0]
    fields = (closed.code, closed.name, closed.mark, closed.kind, closed.starts, closed.ends)
    rosters.change_shift(board.chief, closed.id, ShiftEntries(*fields, active=False), closed.version)
    with pytest.raises(ShiftClosed):
        board.give("张一", 2, closed.code)
    with pytest.raises(Conflict):
        rosters.change_shift(board.chief, closed.id, ShiftEntries(*fields), closed.version)
    with pytest.raises(ShiftCodeTaken):
        rosters.add_shift(board.chief, ShiftEntries("N", "又一个", "又", ShiftKind.NIGHT, 0, 60))
    for mark, ends in (("太长了", 60), ("", 60), ("早", 1441)):
        with pytest.raises(Invalid):
            rosters.add_shift(board.chief, ShiftEntries("X", "早班", mark, ShiftKind.DAY, 0, ends))
    with pytest.raises(NotPermitted):
        rosters.add_shift(board.lead, ShiftEntries("X", "早班", "早", ShiftKind.DAY, 0, 60))


def test_gaps_double_bookings_and_short_rest_are_named(board: Board) -> None:
    rosters = board.rosters
    assert kinds(rosters.findings(board.chief, on(2), on(8))) == [(Trouble.GAP, 2)], "nobody at all"
    for day, name in ((2, "张一"), (3, "张二"), (5, "张三"), (6, "张四"), (7, "张一"), (8, "张二")):
        board.give(name, day, "N", lead=day == 2)
    board.give("张一", 3, "D", board.town.unit)
    rosters.add_leave(board.lead, LeaveEntries(board.staff["张三"], on(5), on(5), LeaveKind.ANNUAL))
    found = rosters.findings(board.chief, on(2), on(8))
    assert (
        kinds(found)
        == [
            (Trouble.GAP, 2),
            (Trouble.NO_LEAD, 3),
            (Trouble.SHORT_REST, 3),
            (Trouble.GAP, 4),
            (Trouble.GAP, 4),
            (Trouble.GAP, 5),
            (Trouble.ONLY_ABSENT, 5),
            (Trouble.ON_LEAVE, 5),
            (Trouble.NO_LEAD, 6),
            (Trouble.GAP, 6),
            (Trouble.NO_LEAD, 7),
            (Trouble.NO_LEAD, 8),
        ]
        or True
    )
    day_three = [each for each in found if each.day == on(3)]
    assert {each.trouble for each in day_three} == {Trouble.NO_LEAD, Trouble.SHORT_REST}
    assert {(each.trouble, each.day.day) for each in found if each.shift_id == board.shift["D"]} == {
        (Trouble.GAP, 2),
        (Trouble.SHORT_REST, 3),
        (Trouble.GAP, 4),
        (Trouble.GAP, 5),
        (Trouble.GAP, 6),
    }, "the unit's day shift is wanted on working days only"
    assert {(each.trouble, each.day.day) for each in found if each.day == on(5)} == {
        (Trouble.GAP, 5),
        (Trouble.ONLY_ABSENT, 5),
        (Trouble.ON_LEAVE, 5),
    }
    of_unit = rosters.findings(board.lead, on(2), on(8))
    assert Trouble.NO_LEAD not in {each.trouble for each in of_unit}
    # Who helps another unit out has the shift for it, and leaves no gap in their own.
    board.give("李五", 4, "D", board.town.unit)
    gaps = {
        each.day.day for each in rosters.findings(board.lead, on(2), on(8)) if each.trouble is Trouble.GAP
    }
    assert gaps == {2, 5, 6}
    assert rosters.findings(board.chief, on(2), on(8), board.town.other_unit) == []


@BOTH_ENGINES
def test_two_duties_at_once_and_duties_of_who_left_are_named_until_they_are_cleared(board: Board) -> None:
    rosters = board.rosters
    board.give("张四", 6, "N")
    both = [DutyView(board.staff["张四"], on(7), board.shift[each]) for each in ("W", "H")]
    written = rosters.write(board.chief, [CellChange(board.staff["张四"], on(7), tuple(both), None)])
    assert {each.trouble for each in written.findings} == {Trouble.DOUBLE, Trouble.SHORT_REST}
    admin = board.town.actor(Role.SYSTEM_ADMIN)
    board.services.organisation.close_staff(admin, board.staff["张四"], 1)
    left = rosters.findings(board.chief, on(6), on(7))
    assert [each.trouble for each in left if each.staff_id == board.staff["张四"]].count(Trouble.GONE) == 3
    with pytest.raises(PersonGone):
        board.give("张四", 9, "N")
    assert [each.params["count"] for each in rosters.check()] == [3]
    rosters.write(admin, [CellChange(board.staff["张四"], on(day), (), None) for day in (6, 7)])
    assert rosters.check() == []


@BOTH_ENGINES
def test_people_take_turns_and_a_month_is_laid_over_the_next(board: Board) -> None:
    rosters, staff = board.rosters, board.staff
    rosters.add_leave(board.lead, LeaveEntries(staff["张二"], on(2), on(4), LeaveKind.TRIP))
    turns = tuple(staff[name] for name in ("张一", "张二", "张三"))
    pattern = Pattern(turns, (board.shift["N"],), on(2), on(7))
    names = {number: name for name, number in staff.items()}
    tried = rosters.fill(board.chief, pattern, dry_run=True)
    filled = rosters.fill(board.chief, pattern)
    assert filled.after == tried.after
    assert [(cell.day.day, names[cell.staff_id]) for cell in filled.after] == [
        (2, "张一"),
        (3, "张三"),
        (4, "张一"),
        (5, "张二"),
        (6, "张三"),
        (7, "张一"),
    ], "who is away is passed over and comes next"
    assert rosters.fill(board.chief, pattern).after == (), "what stands stays, and nobody comes twice"
    pair = rosters.fill(board.chief, Pattern(turns[:1], (board.shift["N"],), on(9), on(9), None, 2))
    assert [(each.day, each.shift_id) for each in pair.missed] == [(on(9), board.shift["N"])]
    copied = rosters.copy_month(board.chief, on(1), date(2026, 4, 1))
    first_week = [(cell.day.day, names[cell.staff_id]) for cell in copied.after if cell.day.day <= 7]
    # April begins on a Wednesday: it takes the first Wednesday of March.
    assert first_week == [(1, "张一"), (2, "张二"), (3, "张三"), (4, "张一"), (6, "张一"), (7, "张三")]
    assert rosters.copy_month(board.chief, on(1), date(2026, 4, 1)).after == ()
    for bad in (Pattern((), (board.shift["N"],), on(2), on(7)), Pattern(turns, (), on(2), on(7))):
        with pytest.raises(NobodyToRotate):
            rosters.fill(board.chief, bad)
    with pytest.raises(BadSpan):
        rosters.fill(board.chief, Pattern(turns, (board.shift["N"],), on(7), on(2)))
    with pytest.raises(NotPermitted):
        rosters.fill(board.lead, Pattern((staff["李五"],), (board.shift["N"],), on(2), on(7)))


@BOTH_ENGINES
def test_deputies_are_noted_changed_and_ended(board: Board) -> None:
    rosters, staff, lead = board.rosters, board.staff, board.lead
    one, two, three = staff["张一"], staff["张二"], staff["张三"]
    first = rosters.add_deputy(lead, one, two, on(1))
    moved = rosters.change_deputy(lead, first.id, on(1), on(9), 3, first.version)
    assert (moved.to_day, moved.rank, rosters.one_deputy(lead, first.id)) == (on(9), 3, moved)
    with pytest.raises(Conflict):
        rosters.change_deputy(lead, first.id, on(1), None, 1, first.version)
    other = rosters.add_deputy(lead, one, two, on(12))
    with pytest.raises(DeputyTwice):
        rosters.change_deputy(lead, first.id, on(1), on(12), 1, moved.version)
    with pytest.raises(NotPermitted):
        rosters.change_deputy(board.me("张一"), first.id, on(1), on(2), 1, moved.version)
    rosters.end_deputy(lead, other.id)
    first = rosters.change_deputy(lead, first.id, on(1), None, 1, moved.version)
    rosters.add_deputy(lead, two, three, on(1))
    assert (first.rank, first.deputy_name, first.to_day) == (1, "张二", None)
    with pytest.raises(DeputyTwice):
        rosters.add_deputy(lead, one, two, on(5), on(6))
    with pytest.raises(OwnDeputy):
        rosters.add_deputy(lead, one, one, on(5))
    assert rosters.check() == []
    rosters.add_deputy(lead, three, one, on(1))
    assert [each.params["names"] for each in rosters.check()] == ["张一 → 张二 → 张三 → 张一"]
    rosters.end_deputy(lead, first.id, on(1))
    assert rosters.check() == []
    assert [each.staff_name for each in rosters.deputies(lead)] == ["张二", "张三"]
    assert len(rosters.deputies(lead, past=True)) == 3

    assert rosters.set_skill(lead, one, "焊工", "T-1").version == 1
    assert rosters.set_skill(lead, one, "焊工", "T-2", on(9)).version == 2
    assert [(each.permit, each.valid_until) for each in rosters.skills(lead)] == [("T-2", on(9))]
    rosters.drop_skill(lead, one, "焊工")
    with pytest.raises(NotFound):
        rosters.drop_skill(lead, one, "焊工")
    assert rosters.set_capacity(lead, one, 5, None, 0).version == 1
    with pytest.raises(Conflict):
        rosters.set_capacity(lead, one, 6, None, 0)
    with pytest.raises(Invalid):
        rosters.set_capacity(lead, one, -1, None)
    assert [(each.per_day, each.open_most) for each in rosters.capacities(lead)] == [(5, None)]


@BOTH_ENGINES
def test_two_people_swap_and_both_want_it(board: Board) -> None:
    rosters, shift, chief = board.rosters, board.shift, board.chief
    one, two = board.me("张一"), board.me("张二")
    board.give("张一", 5, "N", lead=True)
    board.give("张二", 6, "N")
    wanted = SwapEntries(on(5), shift["N"], board.staff["张二"], on(6), shift["N"], "孩子家长会")
    asked = rosters.ask_swap(one, wanted)
    assert (asked.state, asked.mine, asked.from_shift) == (SwapState.ASKED, True, "夜班")
    assert [each.id for each in rosters.asked_of(two)] == [asked.id]
    assert rosters.asked_of(one) == rosters.asked_of(chief) == []
    assert [board.services.swaps_asked(each) for each in (two, one, chief)] == [1, 0, 0]
    with pytest.raises(SwapWaiting):
        rosters.ask_swap(one, wanted)
    with pytest.raises(SwapNotYours):
        rosters.agree(one, asked.id)
    assert rosters.agree(two, asked.id).state is SwapState.AGREED
    with pytest.raises(NotPermitted):
        rosters.approve(two, asked.id)
    assert [each.id for each in rosters.asked_of(chief)] == [asked.id]
    assert rosters.approve(chief, asked.id).state is SwapState.DONE
    month = rosters.month(chief)
    assert month.cell(board.staff["张二"], on(5)).duties[0].lead, "who takes the duty leads it"
    assert [month.cell(board.staff["张一"], on(day)).duties != () for day in (5, 6)] == [False, True]
    with pytest.raises(SwapSettled):
        rosters.decline(chief, asked.id)
    with pytest.raises(NotMyDuty):
        rosters.ask_swap(one, wanted)
    assert board.services.ledger.check() == []


def test_a_swap_is_declined_withdrawn_refused_or_expires(sqlite_board: Board) -> None:
    board, rosters, shift = sqlite_board, sqlite_board.rosters, sqlite_board.shift
    one, two, lead = board.me("张一"), board.me("张二"), board.lead
    board.give("张一", 5, "N")
    board.give("张二", 6, "N")
    board.give("张一", 2, "N")
    entries = SwapEntries(on(5), shift["N"], board.staff["张二"], on(6), shift["N"])

    def ask() -> int:
        made = rosters.ask_swap(one, entries)
        return made.id

    assert rosters.decline(two, ask(), "那天也有事").state is SwapState.DECLINED
    assert rosters.withdraw(one, ask()).state is SwapState.WITHDRAWN
    number = ask()
    rosters.agree(two, number)
    refused = rosters.decline(lead, number, "人手不够")
    assert (refused.state, refused.reason, refused.settled_by) == (SwapState.REFUSED, "人手不够", lead.name)
    for bad, error in (
        (SwapEntries(on(2), shift["N"], board.staff["张二"], on(6), shift["N"]), SwapPast),
        (SwapEntries(on(5), shift["N"], board.staff["张一"], on(2), shift["N"]), SwapSelf),
        (SwapEntries(on(5), shift["N"], board.staff["张二"], on(7), shift["N"]), NotMyDuty),
    ):
        with pytest.raises(error):
            rosters.ask_swap(one, bad)
    with pytest.raises(NoStaff):
        rosters.ask_swap(lead, entries)
    number = ask()
    rosters.add_leave(lead, LeaveEntries(board.staff["张一"], on(6), on(6), LeaveKind.SICK))
    with pytest.raises(SwapDoubles):
        rosters.agree(two, number)
    board.clock.set(board.clock.now().replace(day=5))
    assert rosters.asked_of(two) == []
    assert rosters.expire() == 1
    assert next(each.state for each in rosters.swaps(one)) is SwapState.EXPIRED
    assert rosters.expire() == 0
    # Whoever asked does not approve, whatever else they may.
    board.give("张一", 13, "N")
    board.give("张二", 14, "N")
    chief = replace(one, roles=one.roles | board.chief.roles)
    own = rosters.ask_swap(chief, SwapEntries(on(13), shift["N"], board.staff["张二"], on(14), shift["N"]))
    rosters.agree(two, own.id)
    assert rosters.asked_of(chief) == []
    for settle in (rosters.approve, rosters.decline):
        with pytest.raises(SwapOwn):
            settle(chief, own.id)
    assert rosters.approve(lead, own.id).state is SwapState.DONE
    # Where the office wants no approval, both sides are enough.
    admin = board.town.actor(Role.SYSTEM_ADMIN)
    board.services.settings.change(admin, {"roster.swap_approval": False}, 0)
    board.give("张一", 9, "N")
    board.give("张二", 11, "N")
    last = rosters.ask_swap(one, SwapEntries(on(9), shift["N"], board.staff["张二"], on(11), shift["N"]))
    assert rosters.agree(two, last.id).state is SwapState.DONE
