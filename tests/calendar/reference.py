"""Slow, obvious counting of working time, minute by minute, to hold the fast one against."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from models.calendar.days import DayKind, DayNote
from models.calendar.rules import OfficeHours

if TYPE_CHECKING:
    from collections.abc import Mapping

MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)


class SlowCalendar:
    """Knows a day by asking the table, then the week; knows time by walking through it."""

    def __init__(self, notes: Mapping[date, DayNote], hours: OfficeHours) -> None:
        self.notes = notes
        self.hours = hours

    def is_working(self, day: date) -> bool:
        note = self.notes.get(day)
        if note is not None:
            return note.kind is DayKind.WORK
        return day.isoweekday() <= 5

    def runs(self, moment: datetime) -> bool:
        """Say whether the minute that begins at ``moment`` is working time."""
        minute = moment.hour * 60 + moment.minute
        inside = any(begin <= minute < end for begin, end in self.hours.windows)
        return inside and self.is_working(moment.date())

    def after_minutes(self, start: datetime, minutes: int) -> datetime:
        moment, left = start, minutes
        while left:
            left -= self.runs(moment)
            moment += MINUTE
        return moment

    def minutes_between(self, start: datetime, end: datetime) -> int:
        moment, found = start, 0
        while moment < end:
            found += self.runs(moment)
            moment += MINUTE
        return found

    def after_days(self, received: date, days: int) -> date:
        day, left = received, days
        while left:
            day += ONE_DAY
            left -= self.is_working(day)
        return day


def local_times(first: date, last: date) -> st.SearchStrategy[datetime]:
    """Whole minutes of the office's clock between two days."""
    return st.datetimes(
        datetime(first.year, first.month, first.day),  # noqa: DTZ001 -- the office's own clock
        datetime(last.year, last.month, last.day),  # noqa: DTZ001
    ).map(lambda moment: moment.replace(second=0, microsecond=0))


def _hours(edges: list[int]) -> OfficeHours:
    ordered = sorted(edges)
    return OfficeHours(tuple(zip(ordered[::2], ordered[1::2], strict=True)))


office_hours = (
    st.lists(st.integers(0, 24 * 60), min_size=2, max_size=8, unique=True)
    .filter(lambda edges: len(edges) % 2 == 0)
    .filter(lambda edges: sum(sorted(edges)[1::2]) - sum(sorted(edges)[::2]) >= 60)
    .map(_hours)
)
"""Any shape of an office day: one to four windows, an hour or more together."""
