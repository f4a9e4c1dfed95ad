"""Deadlines: from a moment, a limit and a rule of counting to the moment it is due.

Everything is counted in whole minutes of the office's wall clock; seconds of a starting
time are dropped, so that a receipt can be checked with pencil and paper. A deadline is the
*earliest* moment at which the limit has run out: four hours that end with the morning end
at 12:00, not at 14:00.

The rules (kinds of clock and both ways of counting days as in municipal practice):

- UH and UD run on, an hour is an hour, whatever the calendar says.
- WH runs inside the office windows of working days, in both modes.
- WD to the minute is so many times the length of a day's windows; by the day, the day of
  receipt is left out and the n-th working day after it is the last.
- ND to the minute ends at the same time of day n calendar days later; by the day, it ends
  with the n-th calendar day after the day of receipt.
- A counted day ends when the office closes, or at 24:00 (:class:`DayEnd`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.calendar.refusals import BadMoment, MomentOutOfReach, UnknownYear
from models.calendar.rules import (
    MINUTES_PER_DAY,
    STANDARD_HOURS,
    Counting,
    DayEnd,
    Limit,
    Mode,
    OfficeHours,
    Unit,
)
from models.kernel.clock import require_utc
from models.kernel.text import half_width

if TYPE_CHECKING:
    from fractions import Fraction

    from models.calendar.days import WorkingDays

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR = 1996
"""The five-day week holds in China since May 1995."""
LAST_YEAR = 2199
STANDARD = Counting()
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CalendarLabel:
    """Which calendar a deadline rests on, as a receipt names it.

    ``edition`` is the number of the edition in the database, or ``None`` for the calendar
    shipped with the program; ``plain`` is Monday to Friday; ``notices`` gives the source of
    each year.
    """

    name: str = ""
    edition: int | None = None
    plain: bool = False
    notices: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due.

    ``at`` is the instant in UTC, ``local`` the same on the office's clock (naive), ``day``
    the day that counts: it differs from ``local`` where the day ends at 24:00.
    ``provisional_years`` are those counted Monday to Friday for want of a notice.
    """

    at: datetime
    local: datetime
    day: date
    provisional_years: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether a notice still to come may move it."""
        return bool(self.provisional_years)


class WorkingTime:
    """A calendar with the office's windows and zone, ready to count. Immutable.

    Windows are read on the zone's wall clock; a change to summer time inside a window is
    not accounted for (China has had none since 1991).
    """

    def __init__(
        self,
        days: WorkingDays,
        hours: OfficeHours = STANDARD_HOURS,
        zone: ZoneInfo = SHANGHAI,
        label: CalendarLabel | None = None,
    ) -> None:
        self.days = days
        self.hours = hours
        self.zone = zone
        self.label = label or CalendarLabel(plain=days.years is None)
        self._labels: dict[tuple[int, int], CalendarLabel] = {}

    def with_hours(self, hours: OfficeHours) -> WorkingTime:
        """Return the same calendar with other windows."""
        return WorkingTime(self.days, hours, self.zone, self.label)

    def label_of(self, first: int, last: int) -> CalendarLabel:
        """Return the label as a receipt names it that touches these years: with their notices only."""
        found = self._labels.get((first, last))
        if found is None:
            notices = tuple(notice for notice in self.label.notices if first <= notice[0] <= last)
            found = self._labels[first, last] = replace(self.label, notices=notices)
        return found

    def local(self, moment: datetime) -> datetime:
        """Return ``moment`` on the office's clock, naive and in whole minutes.

        Raises:
            ValueError: ``moment`` is naive.
            MomentOutOfReach: it lies before 1996 or after 2199.
        """
        # Looked at before any conversion, which the ends of the calendar would not survive.
        if moment.tzinfo is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise MomentOutOfReach(moment.year, FIRST_YEAR, LAST_YEAR)
        if moment.tzinfo is None:
            moment = require_utc(moment)
        return moment.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0, fold=0)

    def instant(self, local: datetime) -> datetime:
        """Return a naive time of the office's clock as an instant in UTC."""
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def due(self, start: datetime, limit: Limit, counting: Counting = STANDARD) -> Deadline:
        """Return when ``limit`` runs out if it begins to run at ``start``.

        Raises:
            UnknownYear: working days of a year without a notice are needed, and
                ``counting`` does not allow a provisional answer.
            MomentOutOfReach: ``start`` lies before 1996 or after 2199.
        """
        local = self.local(start)
        if limit.unit.continuous:
            return self._continuous(start, limit)
        day = local.toordinal()
        if counting.mode is Mode.DAYS and limit.unit in {Unit.WORKING_DAY, Unit.NATURAL_DAY}:
            last = (
                day + limit.count if limit.unit is Unit.NATURAL_DAY else self._counted_day(day, limit.count)
            )
            end = self.hours.close if counting.day_end is DayEnd.CLOSE else MINUTES_PER_DAY
        elif limit.unit is Unit.NATURAL_DAY:
            last, end = day + limit.count, minute_of(local)
        else:
            last, end = self._moment_of(self.position(local) + self.minutes_of(limit))
        unknown = self.unknown(local, last, counting) if limit.unit.working else ()
        due = datetime.fromordinal(last) + end * _MINUTE
        return Deadline(self.instant(due), due, date.fromordinal(last), unknown)

    def minutes_of(self, limit: Limit) -> int:
        """Return a limit of WM, WH or WD as working minutes."""
        return limit.count * (limit.unit.minutes or self.hours.length)

    def position(self, local: datetime) -> int:
        """Return the working minutes before a local time, counted from the year 1."""
        day = local.toordinal()
        whole = self.days.before(day) * self.hours.length
        return whole + self.hours.worked_until(minute_of(local)) if self.days.is_working(day) else whole

    def resumes(self, local: datetime) -> datetime:
        """Return the first local time, not before ``local``, from which working time runs."""
        days, worked = divmod(self.position(local), self.hours.length)
        day = datetime.fromordinal(self.days.nth(days))
        return max(local, day + self.hours.minute_after(worked) * _MINUTE)

    def working_minutes(self, start: datetime, end: datetime, *, provisional: bool = False) -> int:
        """Return the working minutes between two instants; negative where ``end`` comes first.

        The inverse of :meth:`due` in the hour-accurate mode.

        Raises:
            UnknownYear: a year in between has no notice and ``provisional`` is false.
            MomentOutOfReach: an instant lies before 1996 or after 2199.
        """
        first, last = self.local(start), self.local(end)
        early, late = min(first, last), max(first, last)
        self.unknown(early, late.toordinal(), Counting(provisional=provisional))
        return self.position(last) - self.position(first)

    def working_days(self, received: date, day: date, *, provisional: bool = False) -> int:
        """Return which working day ``day`` is, the day of receipt left out.

        The inverse of :meth:`due` in the day-counting mode, for days that are worked.

        Raises:
            UnknownYear: a year in between has no notice and ``provisional`` is false.
        """
        early, late = min(received, day), max(received, day)
        start = datetime.fromordinal(early.toordinal())
        self.unknown(start, late.toordinal(), Counting(provisional=provisional))
        return self.days.before(day.toordinal() + 1) - self.days.before(received.toordinal() + 1)

    def part_passed(self, start: datetime, deadline: Deadline, limit: Limit, part: Fraction) -> datetime:
        """Return the instant at which ``part`` of the time to a deadline has passed.

        Working units are measured in working time, the others in elapsed time. With
        2/3 this is when a light turns yellow.

        Args:
            start: when the limit began to run.
            deadline: what :meth:`due` gave for it.
            limit: the limit itself, for its unit.
            part: between 0 and 1.

        Raises:
            ValueError: ``part`` lies outside 0 … 1.
        """
        if not 0 <= part.numerator <= part.denominator:
            message = f"a part lies between 0 and 1: {part}"
            raise ValueError(message)
        local = self.local(start)
        begin = self.instant(local)
        if not limit.unit.working:
            whole = (deadline.at - begin) // _MINUTE
            return begin + _share(whole, part) * _MINUTE
        position = self.position(local)
        share = _share(self.position(deadline.local) - position, part)
        if not share:
            return begin
        day, minute = self._moment_of(position + share)
        return self.instant(datetime.fromordinal(day) + minute * _MINUTE)

    def _continuous(self, start: datetime, limit: Limit) -> Deadline:
        minutes = limit.count * (limit.unit.minutes or MINUTES_PER_DAY)
        at = require_utc(start).replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        local = at.astimezone(self.zone).replace(tzinfo=None)
        return Deadline(at, local, local.date())

    def _counted_day(self, received: int, count: int) -> int:
        return self.days.nth(self.days.before(received + 1) + count - 1)

    def _moment_of(self, position: int) -> tuple[int, int]:
        """Return the earliest day and minute with ``position`` working minutes before it."""
        days, worked = divmod(position - 1, self.hours.length)
        return self.days.nth(days), self.hours.minute_when(worked + 1)

    def moment_at(self, position: int) -> datetime:
        """Return the earliest local time with ``position`` working minutes before it."""
        day, minute = self._moment_of(position)
        return datetime.fromordinal(day) + minute * _MINUTE

    def unknown(self, local: datetime, last: int, counting: Counting) -> tuple[int, ...]:
        """Return the years from ``local`` to the day ``last`` (an ordinal) that have no notice.

        Raises:
            UnknownYear: there are some, and ``counting`` allows no provisional answer.
        """
        unknown = self.days.unknown_years(local.year, date.fromordinal(last).year)
        if unknown and not counting.provisional:
            raise UnknownYear(unknown[0])
        return unknown


def _share(minutes: int, part: Fraction) -> int:
    """Return a part of a stretch in whole minutes, towards zero; a fraction of a fraction is slow to make."""
    found = abs(minutes) * part.numerator // part.denominator
    return found if minutes >= 0 else -found


def parse_moment(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """Read a time as people write it; without an offset it is of ``zone``.

    ``2026-02-13 17:00``, ``2026/2/13 9:05``, ``2026-02-13T17:00:00+08:00``; a date alone is its
    first minute.

    Raises:
        BadMoment: it is none of these, or no such day exists.
    """
    written = half_width(text).replace("/", "-")
    for read in (datetime.fromisoformat, _unpadded):
        try:
            moment = read(written)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    raise BadMoment(text.strip())


def _unpadded(written: str) -> datetime:
    # The zone is given by the caller: people write the office's time.
    return datetime.strptime(written, "%Y-%m-%d %H:%M")  # noqa: DTZ007


def minute_of(local: datetime) -> int:
    """Return the minute of the day of a local time."""
    return local.hour * 60 + local.minute
