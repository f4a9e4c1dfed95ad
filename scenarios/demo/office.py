"""Time as the office spends it: minutes that only pass while somebody sits at the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.calendar.arithmetic import WorkingTime

_MINUTE = timedelta(minutes=1)
_DAY = 24 * 60 * 60


class OfficeTime:
    """Moves moments along the office's windows, by the calendar in force.

    Years without a published notice count Monday to Friday, as deadlines there do.
    """

    def __init__(self, time: WorkingTime) -> None:
        self._time = time
        self._zone = time.zone

    def local(self, moment: datetime) -> datetime:
        """Return a moment on the office's clock."""
        return moment.astimezone(self._zone)

    def instant(self, day: date, minute: int) -> datetime:
        """Return the moment at ``minute`` of a local day, in UTC."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return (midnight + minute * _MINUTE).astimezone(UTC)

    def working(self, day: date) -> bool:
        """Say whether a day is worked."""
        return self._time.days.is_working(day.toordinal())

    def open_at(self, moment: datetime) -> bool:
        """Say whether the office is open."""
        local = self.local(moment)
        minute = local.hour * 60 + local.minute
        inside = any(begin <= minute < end for begin, end in self._time.hours.windows)
        return inside and self.working(local.date())

    def after(self, moment: datetime, minutes: float) -> datetime:
        """Return when ``minutes`` of office time have passed since ``moment``, to the second.

        No minutes at all lead to the moment itself if the office is open, else to the next
        opening.
        """
        local = self.local(moment)
        day = local.date()
        second = (local.hour * 60 + local.minute) * 60 + local.second
        left = round(minutes * 60)
        while True:
            if self.working(day):
                for begin, end in self._time.hours.windows:
                    start = max(begin * 60, second)
                    room = end * 60 - start
                    if room > left:
                        # The zone has no summer time, so seconds of the day are wall-clock seconds.
                        return self.instant(day, 0) + timedelta(seconds=start + left)
                    left -= max(room, 0)
            day += timedelta(days=1)
            second = 0

    def before(self, moment: datetime, minutes: float) -> datetime:
        """Return the moment since which ``minutes`` of office time have passed."""
        local = self.local(moment)
        day = local.date()
        second = (local.hour * 60 + local.minute) * 60 + local.second
        left = round(minutes * 60)
        while True:
            if self.working(day):
                for begin, end in reversed(self._time.hours.windows):
                    stop = min(end * 60, second)
                    room = stop - begin * 60
                    if room >= left:
                        return self.instant(day, 0) + timedelta(seconds=stop - left)
                    left -= max(room, 0)
            day -= timedelta(days=1)
            second = _DAY

    def day_minutes(self) -> int:
        """Return the minutes of one office day."""
        return self._time.hours.length
