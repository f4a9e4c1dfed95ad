"""Deadlines counted the way a person would, minute by minute and day by day.

A second, slow and straightforward implementation of what :mod:`models.calendar.arithmetic` and
:mod:`models.calendar.pauses` work out by division and bisection. It shares with them only the reading of a
calendar's notes and windows, so that ``yiwang deadlines verify`` compares two independent answers.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from models.calendar.days import DayKind
from models.calendar.rules import Counting, DayEnd, Limit, Mode, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.calendar.arithmetic import WorkingTime
    from models.calendar.pauses import Pause

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_SATURDAY = 5


class Counter:
    """Counts on one calendar.

    Args:
        time: the calendar; of it only its notes, windows and zone are used.
    """

    def __init__(self, time: WorkingTime) -> None:
        self._time = time
        self._minutes = [minute for begin, end in time.hours.windows for minute in range(begin, end)]

    def due(
        self, start: datetime, limit: Limit, counting: Counting, pauses: Sequence[Pause] = ()
    ) -> datetime:
        """Return the instant at which ``limit`` has run out, standing still during ``pauses``.

        Args:
            start: when it begins to run; seconds are dropped.
            limit: the limit.
            counting: to the minute or by the day, and when a counted day ends.
            pauses: in the order of time; one that begins after the deadline plays no part.
        """
        local = self._local(start)
        stops = [(self._local(pause.begin), self._local(pause.end)) for pause in pauses]
        by_day = counting.mode is Mode.DAYS and limit.unit in {Unit.WORKING_DAY, Unit.NATURAL_DAY}
        if by_day:
            return self._instant(self._counted(local, limit, counting, stops))
        if limit.unit in {Unit.WORKING_MINUTE, Unit.WORKING_HOUR, Unit.WORKING_DAY}:
            return self._instant(self._worked(local, limit, stops))
        whole = {
            Unit.URGENT_MINUTE: 1,
            Unit.URGENT_HOUR: 60,
            Unit.URGENT_DAY: 24 * 60,
            Unit.NATURAL_DAY: 24 * 60,
        }
        return self._instant(_run_on(local, limit.count * whole[limit.unit], stops))

    def earlier(self, due: datetime, limit: Limit) -> datetime:
        """Return the instant that lies ``limit`` before ``due``, letting minutes pass backwards."""
        at = self._local(due)
        if limit.unit.working:
            of_the_unit = {Unit.WORKING_MINUTE: 1, Unit.WORKING_HOUR: 60}
            left = limit.count * of_the_unit.get(limit.unit, len(self._minutes))
            worked = set(self._minutes)
            while left:
                at -= _MINUTE
                left -= self._is_worked(at.date()) and at.hour * 60 + at.minute in worked
            # The moment that ends the working minute before, where nothing is worked just before this one.
            while not self._worked_just_before(at, worked):
                at -= _MINUTE
            return self._instant(at)
        whole = {Unit.URGENT_MINUTE: 1, Unit.URGENT_HOUR: 60}
        return self._instant(at - limit.count * whole.get(limit.unit, 24 * 60) * _MINUTE)

    def _worked_just_before(self, at: datetime, worked: set[int]) -> bool:
        before = at - _MINUTE
        return self._is_worked(before.date()) and before.hour * 60 + before.minute in worked

    def _worked(self, start: datetime, limit: Limit, stops: Sequence[tuple[datetime, datetime]]) -> datetime:
        """Let working minutes pass one by one, but those in which the clock stood still."""
        of_the_unit = {Unit.WORKING_MINUTE: 1, Unit.WORKING_HOUR: 60}
        left = limit.count * of_the_unit.get(limit.unit, len(self._minutes))
        for minute in self._working_minutes(start):
            if any(begin <= minute < end for begin, end in stops):
                continue
            left -= 1
            if not left:
                return minute + _MINUTE
        message = "a calendar without working days"
        raise AssertionError(message)

    def _working_minutes(self, start: datetime) -> Iterator[datetime]:
        day = datetime.combine(start.date(), datetime.min.time())
        while True:
            if self._is_worked(day.date()):
                for minute in self._minutes:
                    at = day + minute * _MINUTE
                    if at >= start:
                        yield at
            day += _DAY

    def _counted(
        self,
        start: datetime,
        limit: Limit,
        counting: Counting,
        stops: Sequence[tuple[datetime, datetime]],
    ) -> datetime:
        """Cross days off; the day of receipt does not count, nor do those of a pause but its first."""
        day, left = start.date(), limit.count
        paused = sorted((begin.date(), end.date()) for begin, end in stops if begin < end)
        while True:
            if left == 0 or (paused and paused[0][0] == day):
                stop = paused[0] if paused and paused[0][0] == day else None
                if stop is None:
                    return self._end_of(day, counting)
                begins = next(begin for begin, _end in stops if begin.date() == day)
                paused.pop(0)
                if left == 0 and begins >= self._end_of(day, counting):
                    return self._end_of(day, counting)
                day = stop[1]
                if left == 0:
                    while limit.unit is Unit.WORKING_DAY and not self._is_worked(day):
                        day += _DAY
                    return self._end_of(day, counting)
                continue
            day += _DAY
            if limit.unit is Unit.NATURAL_DAY or self._is_worked(day):
                left -= 1

    def _end_of(self, day: date, counting: Counting) -> datetime:
        midnight = datetime.combine(day, datetime.min.time())
        if counting.day_end is DayEnd.CLOSE:
            return midnight + (self._minutes[-1] + 1) * _MINUTE
        return midnight + _DAY

    def _is_worked(self, day: date) -> bool:
        note = self._time.days.note(day.toordinal())
        return day.weekday() < _SATURDAY if note is None else note.kind is DayKind.WORK

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._time.zone).replace(tzinfo=None, second=0, microsecond=0)

    def _instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self._time.zone).astimezone(UTC)


def _run_on(start: datetime, minutes: int, stops: Sequence[tuple[datetime, datetime]]) -> datetime:
    """Let minutes pass one by one, whatever the calendar says, but those of a pause."""
    at, left = start, minutes
    while left:
        stop = next(((begin, end) for begin, end in stops if begin <= at < end), None)
        if stop is not None:
            at = stop[1]
            continue
        at += _MINUTE
        left -= 1
    return at
