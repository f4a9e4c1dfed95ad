"""Filling a roster: people who take turns, and a month like the one before.

Both only propose: a cell that holds something, and a person who is away or would have too little rest, are
passed over. Who is passed over keeps their turn, so that leave costs nobody else a second duty for good.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from models.assignment.rosters.rules import overlap, span_of, span_of_leave
from models.assignment.rosters.views import DutyView, Missed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.assignment.rosters.views import DayView, LeaveView, ShiftView

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Pattern:
    """People who take turns at shifts.

    On each day every shift whose kind the day is for takes the next ``together`` people.
    """

    staff_ids: tuple[int, ...]
    """In the order they take turns"""
    shift_ids: tuple[int, ...]
    first: date
    last: date
    unit_id: int | None = None
    """The unit they serve; ``None`` is the whole office"""
    together: int = 1
    """How many have a shift of a day at the same time"""
    lead: bool = False
    """Whether they lead the shift"""


class Board:
    """What people have and when they are away, to see whether one more duty fits.

    Args:
        shifts: every shift there is, by its id.
        duties: what they have.
        leave: when they are away.
        rest: minutes of rest between two duties at least.
    """

    def __init__(
        self,
        shifts: Mapping[int, ShiftView],
        duties: Iterable[DutyView],
        leave: Iterable[LeaveView],
        rest: int,
    ) -> None:
        self.shifts = shifts
        self._rest = rest
        self._taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._away: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._having: Counter[tuple[int, int | None, date]] = Counter()
        for each in leave:
            self._away[each.staff_id].append(span_of_leave(each))
        for duty in duties:
            self.take(duty)

    def take(self, duty: DutyView) -> None:
        """Note one more duty."""
        self._taken[duty.staff_id].append(span_of(self.shifts[duty.shift_id], duty.day))
        self._having[duty.shift_id, duty.unit_id, duty.day] += 1

    def having(self, shift_id: int, unit_id: int | None, day: date) -> int:
        """Return how many have a shift of a day already."""
        return self._having[shift_id, unit_id, day]

    def fits(self, staff_id: int, shift: ShiftView, day: date) -> bool:
        """Say whether a person could have a shift: here, nothing else then, and rested."""
        begin, end = span_of(shift, day)
        if any(overlap((begin, end), each) for each in self._away.get(staff_id, ())):
            return False
        wide = (begin - self._rest, end + self._rest)
        return not any(overlap(wide, each) for each in self._taken.get(staff_id, ()))


def rotated(pattern: Pattern, days: Sequence[DayView], board: Board) -> tuple[list[DutyView], list[Missed]]:
    """Return the duties a pattern gives, and the shifts for which nobody was left."""
    waiting = list(pattern.staff_ids)
    made: list[DutyView] = []
    missed: list[Missed] = []
    for day in days:
        if not pattern.first <= day.day <= pattern.last:
            continue
        for shift_id in pattern.shift_ids:
            shift = board.shifts[shift_id]
            if shift.kind not in day.kinds:
                continue
            wanted = pattern.together - board.having(shift_id, pattern.unit_id, day.day)
            free = (each for each in waiting if board.fits(each, shift, day.day))
            chosen = list(islice(free, max(wanted, 0)))
            for staff_id in chosen:
                duty = DutyView(staff_id, day.day, shift_id, pattern.unit_id, pattern.lead)
                board.take(duty)
                made.append(duty)
            waiting = [each for each in waiting if each not in chosen] + chosen
            if len(chosen) < wanted:
                missed.append(Missed(day.day, shift_id))
    return made, missed


def copied(
    duties: Iterable[DutyView], source: date, days: Sequence[DayView], board: Board
) -> tuple[list[DutyView], list[Missed]]:
    """Return the duties of a month laid over another one, weekday by weekday.

    The second Tuesday takes what the second Tuesday had; a fifth one there was not takes the first's.
    A shift that is not for the kind of day (a night before is, a working day's on a holiday is not) stays
    away, and so does whoever is away.

    Args:
        duties: those of the month that is copied.
        source: its first day.
        days: the days of the month that is filled.
        board: what people have there already.

    Returns:
        The duties, and those that nobody could be given.
    """
    by_day: dict[date, list[DutyView]] = defaultdict(list)
    for duty in duties:
        by_day[duty.day].append(duty)
    like = [
        each for each in (source + timedelta(days=count) for count in range(31)) if each.month == source.month
    ]
    made: list[DutyView] = []
    missed: list[Missed] = []
    for day in days:
        same = [each for each in like if each.weekday() == day.day.weekday()]
        for duty in by_day.get(same[(day.day.day - 1) // _WEEK % len(same)], ()):
            shift = board.shifts[duty.shift_id]
            if not shift.active or shift.kind not in day.kinds:
                continue
            if board.fits(duty.staff_id, shift, day.day):
                fresh = DutyView(duty.staff_id, day.day, duty.shift_id, duty.unit_id, duty.lead)
                board.take(fresh)
                made.append(fresh)
            else:
                missed.append(Missed(day.day, duty.shift_id, duty.staff_id))
    return made, missed
