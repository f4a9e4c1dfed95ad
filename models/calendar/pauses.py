"""Deadlines whose clock stood still for a while.

A case that is put on hold (挂账) loses none of its limit: what was left when the clock stopped is
left when it runs again. What is "left" follows the way the limit is counted:

- continuous limits, and natural days to the minute, move by the time that passed;
- working time moves by the working minutes that passed;
- counted days: the days after the day of the pause up to the day it was due are left, and are
  counted again from the day after the clock goes on, as if the case were received on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from models.calendar.arithmetic import STANDARD, Deadline, WorkingTime
from models.calendar.rules import MINUTES_PER_DAY, Counting, DayEnd, Limit, Mode, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which a clock stood still; both ends are instants in UTC."""

    begin: datetime
    end: datetime


def paused(
    time: WorkingTime,
    deadline: Deadline,
    limit: Limit,
    pauses: Iterable[Pause],
    counting: Counting = STANDARD,
) -> Deadline:
    """Return a deadline as it stands after ``pauses``, in the order of time.

    A pause that began when the deadline had passed, or that ended before it began, moves nothing.

    Args:
        time: the calendar with the office's windows.
        deadline: what :meth:`WorkingTime.due` gave without any pause.
        limit: the limit it was worked out for.
        pauses: when the clock stood still; they do not overlap.
        counting: the way of counting it was worked out with.

    Raises:
        UnknownYear: as :meth:`WorkingTime.due`.
        MomentOutOfReach: a pause lies before 1996 or after 2199.
    """
    for pause in pauses:
        if pause.end > pause.begin and pause.begin < deadline.at:
            deadline = _moved(time, deadline, limit, pause, counting)
    return deadline


def _moved(time: WorkingTime, deadline: Deadline, limit: Limit, pause: Pause, counting: Counting) -> Deadline:
    begin, end = time.local(pause.begin), time.local(pause.end)
    by_day = counting.mode is Mode.DAYS and limit.unit in {Unit.WORKING_DAY, Unit.NATURAL_DAY}
    if limit.unit.continuous:
        at = deadline.at + (time.instant(end) - time.instant(begin))
        local = time.local(at)
        return Deadline(at, local, local.date(), deadline.provisional_years)
    if by_day:
        last = _day_left(time, deadline, limit, begin.toordinal(), end.toordinal())
        close = time.hours.close if counting.day_end is DayEnd.CLOSE else MINUTES_PER_DAY
        due = datetime.fromordinal(last) + close * _MINUTE
    elif limit.unit is Unit.NATURAL_DAY:
        due = deadline.local + (end - begin)
        last = due.toordinal()
    else:
        passed = time.position(end) - time.position(begin)
        due = time.moment_at(time.position(deadline.local) + passed)
        last = due.toordinal()
    years: tuple[int, ...] = ()
    if limit.unit.working:
        years = time.unknown(begin, last, counting)
    known = tuple(sorted({*deadline.provisional_years, *years}))
    return Deadline(time.instant(due), due, date.fromordinal(last), known)


def _day_left(time: WorkingTime, deadline: Deadline, limit: Limit, begin: int, end: int) -> int:
    """Return the day that counts when the days left at ``begin`` are counted on from ``end``."""
    due = deadline.day.toordinal()
    if limit.unit is Unit.NATURAL_DAY:
        return end + max(due - begin, 0)
    left = time.days.before(due + 1) - time.days.before(begin + 1)
    # Paused on the very day it was due: it is due on the day the clock goes on, or the next worked one.
    return time.days.nth(time.days.before(end + 1) + left - 1) if left > 0 else _worked(time, end)


def _worked(time: WorkingTime, day: int) -> int:
    return day if time.days.is_working(day) else time.days.nth(time.days.before(day))
