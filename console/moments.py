"""Reading of moments as people write them: 14:05, 昨天 9:00, 11-22 14:05, 11月22日下午2点."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from console.i18n import N_
from models.kernel.text import half_width

if TYPE_CHECKING:
    from console.text import Times
    from models.kernel.words import Word

_DAY = re.compile(
    r"(?P<word>今天|昨天|前天|明天|后天|today|yesterday|tomorrow)"
    r"|(?:(?P<year>\d{4})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*(?:[日号]|(?![\d:]))",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?P<part>凌晨|早上|上午|中午|下午|晚上)?\s*(?P<hour>\d{1,2})\s*"
    r"(?::\s*(?P<minute>\d{2})(?::\d{2})?|[点时](?:(?P<half>半)|\s*(?P<rest>\d{1,2})\s*分?)?)"
)
_DAYS_BACK = {
    "今天": 0,
    "today": 0,
    "昨天": 1,
    "yesterday": 1,
    "前天": 2,
    "明天": -1,
    "后天": -2,
    "tomorrow": -1,
}
_AFTER_NOON = ("下午", "晚上")
_NOON = 12
_FIRST_HOUR_OF_NOON = 11
_HOURS = 24
_MINUTES = 60
_HALF = 30
_HALF_A_YEAR = timedelta(days=183)

_UNREADABLE = N_("This cannot be read as a time. Write for example: 14:05, yesterday 9:00, 11-22 14:05.")
_UNREADABLE_AHEAD = N_(
    "This cannot be read as a time ahead. Write for example: 17:00, tomorrow 9:00, 11-22 14:05."
)
_NO_CLOCK = N_("The time of day is missing. Write for example: 11-22 14:05.")
_NONE_SUCH = N_("There is no such day or time of day.")
_IN_FUTURE = N_(
    "This lies in the future. If it was on another day, write for example: yesterday 14:05, 11-22 14:05."
)


@dataclass(frozen=True, slots=True)
class NotAMoment:
    """Why a text could not be taken for a moment that has passed."""

    reason: Word
    """A message id"""


def read_moment(text: str, times: Times, now: datetime) -> datetime | NotAMoment | None:
    """Return the moment ``text`` means on the office's clocks, in UTC; ``None`` for an empty text.

    A time without a day is today's; a day without a year is this year's, or last year's if
    that is less than half a year ago.
    Full-width digits and signs are understood.

    Args:
        text: what a person wrote.
        times: knows the office's zone.
        now: the present; what happened cannot lie after it.
    """
    plain = half_width(text)
    if not plain:
        return None
    day = _DAY.match(plain)
    rest = plain[day.end() :].strip(" ,，T") if day is not None else plain
    clock = _CLOCK.fullmatch(rest)
    if clock is None:
        return NotAMoment(_NO_CLOCK if day is not None and not rest else _UNREADABLE)
    today = times.local(now).date()
    moment = _moment(_date_of(day, today), clock, times)
    yearless = day is not None and day["month"] is not None and day["year"] is None
    if moment is not None and moment > now and yearless:
        # In January, the 31st of December is last year's; but in March, the 5th of March is a slip.
        earlier = _moment(_date_of(day, today, years_back=1), clock, times)
        moment = earlier if earlier is not None and now - earlier < _HALF_A_YEAR else moment
    if moment is None:
        return NotAMoment(_NONE_SUCH)
    return NotAMoment(_IN_FUTURE) if moment > now else moment


def read_coming(text: str, times: Times, now: datetime) -> datetime | NotAMoment | None:
    """Return the moment ahead that ``text`` means on the office's clocks, in UTC; ``None`` for an empty text.

    A time without a day is today's; a day without a year is of this year, or of the next where this
    year's lies more than half a year back.

    Args:
        text: what a person wrote.
        times: knows the office's zone.
        now: the present.
    """
    plain = half_width(text)
    if not plain:
        return None
    day = _DAY.match(plain)
    rest = plain[day.end() :].strip(" ,，T") if day is not None else plain
    clock = _CLOCK.fullmatch(rest)
    if clock is None:
        return NotAMoment(_NO_CLOCK if day is not None and not rest else _UNREADABLE_AHEAD)
    today = times.local(now).date()
    moment = _moment(_date_of(day, today), clock, times)
    yearless = day is not None and day["month"] is not None and day["year"] is None
    if moment is not None and yearless and now - moment > _HALF_A_YEAR:
        moment = _moment(_date_of(day, today, years_back=-1), clock, times)
    return NotAMoment(_NONE_SUCH) if moment is None else moment


def _moment(day: date | None, clock: re.Match[str], times: Times) -> datetime | None:
    hour = _hour(clock["part"], int(clock["hour"]))
    minute = _HALF if clock["half"] else int(clock["minute"] or clock["rest"] or 0)
    if day is None or hour >= _HOURS or minute >= _MINUTES:
        return None
    return datetime.combine(day, time(hour, minute), times.zone).astimezone(UTC)


def _hour(part: str | None, hour: int) -> int:
    """Return the hour of 24; twelve at night comes back as 24, which no clock shows."""
    if part == "晚上" and hour == _NOON:
        return _HOURS
    is_late = part in _AFTER_NOON or (part == "中午" and hour < _FIRST_HOUR_OF_NOON)
    return hour + _NOON if is_late and hour < _NOON else hour


def _date_of(day: re.Match[str] | None, today: date, *, years_back: int = 0) -> date | None:
    """Return the day meant, ``None`` where the calendar has none such."""
    if day is None:
        return today
    if day["word"] is not None:
        return today - timedelta(days=_DAYS_BACK[day["word"].lower()])
    year = int(day["year"] or today.year - years_back)
    return _date(year, int(day["month"]), int(day["day"]))


def _date(year: int, month: int, day: int) -> date | None:
    # A date knows by itself what months and leap years allow; asking it is shorter than knowing it again.
    try:
        return date(year, month, day)
    except ValueError:
        return None
