"""Who is here: a pure answer from plain values, and the same one read from the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from models.accounts.views import Role
from models.assignment.rosters.facts import Deputy, Facts, only
from models.assignment.rosters.kinds import LeaveKind, ShiftKind
from models.assignment.rosters.presence import Away, Duty, Person, Presence, presence_at
from models.assignment.rosters.refusals import BadSpan, LeaveOverlaps
from models.assignment.rosters.service import LeaveEntries
from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from models.organisation.views import StaffEntries
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.rosters.conftest import Board

LOCAL = ZoneInfo("Asia/Shanghai")
PEOPLE = {number: Person(number, f"p{number}", 1 if number < 4 else 2) for number in range(1, 6)}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of March 2026 on the office's clock; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=LOCAL).astimezone(UTC)


def on(day: int) -> date:
    return date(2026, 3, day)


def night(staff_id: int, day: int, unit_id: int | None = None, *, lead: bool = False) -> Duty:
    return Duty(staff_id, unit_id, "夜班", ShiftKind.NIGHT, at(day, 18), at(day + 1, 8), lead)


def ids(presence: Presence, unit_id: int | None = None) -> list[int]:
    return [each.person.staff_id for each in presence.on_duty(unit_id)]


def test_without_day_shifts_a_unit_is_here_in_office_hours() -> None:
    here = Presence(at(2, 9), only(PEOPLE.values()))
    assert ids(here, 1) == [1, 2, 3]
    assert here.on_duty(1)[0].until == at(2, 18)
    assert ids(here.at(at(2, 12, 30)), 1) == ids(here.at(at(7, 9)), 1) == ids(here.at(at(2, 18)), 1) == []
    duties = (night(2, 2), night(3, 2, lead=True), Duty(1, 1, "白班", ShiftKind.DAY, at(2, 8), at(2, 18)))
    kept = Presence(at(2, 9), Facts(PEOPLE, duties))
    assert ids(kept, 1) == [1], "a unit with day shifts is here by its roster"
    assert ids(kept, 2) == [4, 5]
    late = kept.at(at(3, 2))
    assert ids(late) == [3, 2], "who leads comes first, and the night runs past midnight"
    assert [each.lead for each in late.on_duty()] == [True, False]
    assert (late.until(2), late.until(1)) == (at(3, 8), None)
    assert kept.next_duty(2) == duties[0]
    assert late.next_duty(2) is None


def test_leave_ends_a_duty_and_deputies_are_followed_without_going_round() -> None:
    def leave(staff_id: int, start: datetime, end: datetime) -> Away:
        return Away(
            staff_id, start, end, LeaveKind.ANNUAL, (end - timedelta(minutes=1)).astimezone(LOCAL).date()
        )

    away = (leave(1, at(2, 0), at(4, 0)), leave(1, at(4, 0), at(5, 0)), leave(2, at(2, 14), at(3, 0)))
    deputies = (
        Deputy(1, 2, 1, at(1, 0), None),
        Deputy(2, 1, 1, at(1, 0), None),
        Deputy(2, 4, 2, at(1, 0), at(3, 0)),
    )
    here = Presence(at(2, 9), Facts(PEOPLE, (night(2, 2),), away, deputies))
    absence = here.absent(1)
    assert absence is not None
    assert (absence.until, absence.to_day, absence.deputy_id) == (at(5, 0), date(2026, 3, 4), 2)
    assert here.until(2) == at(2, 14), "the leave of the afternoon ends the office day"
    afternoon = here.at(at(2, 15))
    assert afternoon.deputy_of(1) == 4, "the deputy's deputy, for the deputy is away as well"
    assert ids(here.at(at(2, 20))) == []
    assert here.absent(2) is None
    alone = Presence(at(2, 15), Facts(PEOPLE, away=away, deputies=deputies[:2]))
    assert alone.deputy_of(1) is None
    gone = Presence(at(2, 9), Facts({1: PEOPLE[1]}, away=away, deputies=deputies))
    assert gone.deputy_of(1) is None, "nobody stands in who does not work here any more"
    assert (gone.person(2), gone.until(2), gone.is_on_duty(3)) == (None, None, False)


def test_presence_is_read_with_everything_it_answers_from(board: Board) -> None:
    rosters, staff, admin = board.rosters, board.staff, board.town.actor(Role.SYSTEM_ADMIN)
    one, two = staff["张一"], staff["张二"]
    board.give("张一", 2, "N", lead=True)
    board.give("张二", 2, "D", board.town.unit)
    rosters.add_leave(admin, LeaveEntries(two, date(2026, 3, 3), date(2026, 3, 4), LeaveKind.SICK))
    rosters.add_deputy(admin, two, one, date(2026, 3, 1))
    rosters.set_skill(admin, one, "焊工", "T-1", date(2026, 3, 2))
    rosters.set_skill(admin, one, "执法证", "Z-9")
    rosters.set_capacity(admin, one, 5, 20)
    entries = StaffEntries("S1", "张一", board.town.unit, grid_ids=(board.town.grid,))
    board.services.organisation.change_staff(admin, one, entries, 1)

    with board.store.read() as session:
        here = presence_at(session, at(2, 10))
    assert ids(here, board.town.unit) == [two]
    assert ids(here, board.town.other_unit) == [staff["李五"]]
    assert [each.name for each in here.skills(one)] == ["执法证", "焊工"]
    assert [each.name for each in here.at(at(3, 1)).skills(one)] == ["执法证"], "the permit ran out"
    capacity = here.capacity(one)
    assert (capacity.per_day, capacity.open_most, here.capacity(two).per_day) == (5, 20, None)
    assert here.grids(one) == (board.town.grid,)
    night_shift = here.next_duty(one)
    assert night_shift is not None
    assert (night_shift.starts, night_shift.lead) == (at(2, 18), True)
    absence = here.at(at(3, 9)).absent(two)
    assert absence is not None
    assert (absence.kind, absence.until, absence.deputy_id) == (LeaveKind.SICK, at(5, 0), one)
    assert rosters.presence(board.me("张二")).moment == board.clock.now()


@pytest.mark.parametrize(("moment", "working"), [(at(2, 9), True), (at(2, 13), False), (at(8, 9), False)])
def test_office_hours_come_from_the_calendar(sqlite_board: Board, moment: datetime, *, working: bool) -> None:
    with sqlite_board.store.read() as session:
        assert presence_at(session, moment).working is working


@BOTH_ENGINES
def test_leave_is_noted_changed_and_dropped(board: Board) -> None:
    rosters, staff, lead = board.rosters, board.staff, board.lead
    one = staff["张一"]
    noted = rosters.add_leave(lead, LeaveEntries(one, on(2), on(6), LeaveKind.ANNUAL, "回老家", 840))
    with pytest.raises(LeaveOverlaps):
        rosters.add_leave(lead, LeaveEntries(one, on(6), on(9), LeaveKind.SICK))
    morning = LeaveEntries(one, on(2), on(2), LeaveKind.SICK, to_minute=720)
    assert rosters.add_leave(lead, morning).to_minute == 720, "the other half of the day is free"
    changed = rosters.change_leave(lead, noted.id, LeaveEntries(one, on(3), on(4), LeaveKind.ANNUAL), 1)
    assert (changed.from_day, changed.to_day, changed.version) == (on(3), on(4), 2)
    with pytest.raises(Conflict):
        rosters.change_leave(lead, noted.id, LeaveEntries(one, on(3), on(5), LeaveKind.ANNUAL), 1)
    for bad in (
        LeaveEntries(one, on(9), on(8), LeaveKind.SICK),
        LeaveEntries(one, on(9), on(9), LeaveKind.SICK, "", 720, 480),
        LeaveEntries(one, on(9), on(9), LeaveKind.SICK, "长" * 201),
    ):
        with pytest.raises((BadSpan, Invalid)):
            rosters.add_leave(lead, bad)
    with pytest.raises(NotPermitted):
        rosters.add_leave(board.me("张一"), LeaveEntries(one, on(9), on(9), LeaveKind.SICK))
    assert len(rosters.leave(board.me("张二"), on(1), on(31))) == 2
    rosters.drop_leave(lead, noted.id)
    with pytest.raises(NotFound):
        rosters.drop_leave(lead, noted.id)
