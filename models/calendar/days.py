"""Which days are worked, counted without walking over them.

A calendar is Monday to Friday plus the few days a notice moves. The number of working days
before any date is the number of weekdays before it, which is plain division, plus the sum of
the shifts before it, which is one bisection; the inverse is one bisection as well. Nothing
is limited to a span of compiled years.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_WEEK = 7
_WEEKDAYS = 5


class DayKind(StrEnum):
    """What a notice says about a day."""

    OFF = "off"
    """放假, also on a weekend day that belongs to the festival"""
    WORK = "work"
    """调休上班: a weekend day worked in exchange"""


@dataclass(frozen=True, slots=True)
class DayNote:
    """What a notice says about one day, and for which festival."""

    kind: DayKind
    festival: str


def _weekdays_before(ordinal: int) -> int:
    # Ordinal 1, the first of January of the year 1, is a Monday.
    weeks, day = divmod(ordinal - 1, _WEEK)
    return weeks * _WEEKDAYS + min(day, _WEEKDAYS)


def _weekday_number(index: int) -> int:
    weeks, day = divmod(index, _WEEKDAYS)
    return weeks * _WEEK + day + 1


def is_weekday(ordinal: int) -> bool:
    """Say whether a day is a Monday to Friday."""
    return (ordinal - 1) % _WEEK < _WEEKDAYS


class WorkingDays:
    """The working days of a calendar. Days are proleptic ordinals (``date.toordinal``).

    Args:
        notes: what the notices say, by day.
        years: the years whose notice is known; ``None`` is Monday to Friday for ever,
            with nothing to be unknown.
    """

    def __init__(self, notes: Mapping[date, DayNote], years: Iterable[int] | None) -> None:
        self.years = None if years is None else frozenset(years)
        self._notes = {day.toordinal(): note for day, note in notes.items()}
        self._noted = sorted(self._notes)
        shifts = [(day, self._shift(day)) for day in self._noted if self._shift(day)]
        self._at = [day for day, _ in shifts]
        self._gain = [gain for _, gain in shifts]
        self._sum = list(accumulate(self._gain, initial=0))
        self._through = [self.before(day + 1) for day in self._at]

    @classmethod
    def plain_weeks(cls) -> WorkingDays:
        """Return Monday to Friday without holidays."""
        return cls({}, None)

    def _shift(self, ordinal: int) -> int:
        worked = self._notes[ordinal].kind is DayKind.WORK
        return int(worked) - int(is_weekday(ordinal))

    def before(self, ordinal: int) -> int:
        """Return how many working days lie before a day (counted from the year 1)."""
        return _weekdays_before(ordinal) + self._sum[bisect_left(self._at, ordinal)]

    def nth(self, index: int) -> int:
        """Return the working day that has ``index`` working days before it."""
        place = bisect_right(self._through, index)
        if place < len(self._at) and self._gain[place] > 0 and self._through[place] == index + 1:
            return self._at[place]
        return _weekday_number(index - self._sum[place])

    def is_working(self, ordinal: int) -> bool:
        """Say whether a day is worked."""
        note = self._notes.get(ordinal)
        return is_weekday(ordinal) if note is None else note.kind is DayKind.WORK

    def note(self, ordinal: int) -> DayNote | None:
        """Return what a notice says about a day, if anything."""
        return self._notes.get(ordinal)

    def noted(self, first: int, last: int) -> list[tuple[int, DayNote]]:
        """Return the days from ``first`` to ``last`` that a notice speaks of, in order."""
        days = self._noted[bisect_left(self._noted, first) : bisect_right(self._noted, last)]
        return [(day, self._notes[day]) for day in days]

    def unknown_years(self, first: int, last: int) -> tuple[int, ...]:
        """Return the years from ``first`` to ``last`` (inclusive) without a notice."""
        if self.years is None:
            return ()
        known = self.years
        return tuple(year for year in range(first, last + 1) if year not in known)
