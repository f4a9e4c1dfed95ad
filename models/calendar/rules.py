"""The units of time limits, how they are written, and the office's windows."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from models.calendar.refusals import BadLimit, BadWindows, ImpossibleLimit, ImpossibleWindows
from models.kernel.text import half_width

MINUTES_PER_DAY = 24 * 60
MOST_DAYS = 3650
"""No limit is longer than ten years: a longer one is a slip of the hand."""
_NOMINAL_HOURS = 8
_LEAST_DAY = 60


class Unit(StrEnum):
    """What a limit is counted in: the five kinds of clock of urban management, and their minutes."""

    URGENT_MINUTE = "UM"
    """紧急分钟: a minute of such hours, for the steps of the desk"""
    URGENT_HOUR = "UH"
    """紧急工作时: an hour that runs on through nights and holidays"""
    URGENT_DAY = "UD"
    """紧急工作日: twenty-four such hours"""
    WORKING_MINUTE = "WM"
    """工作分钟: a minute inside the office windows of working days"""
    WORKING_HOUR = "WH"
    """工作时: an hour inside the office windows of working days"""
    WORKING_DAY = "WD"
    """工作日: one day's windows, or one counted working day, by :class:`Mode`"""
    NATURAL_DAY = "ND"
    """自然日: a day of the calendar, working or not"""

    @property
    def continuous(self) -> bool:
        """Whether it runs on without regard to the office or the calendar."""
        return self in _CONTINUOUS

    @property
    def working(self) -> bool:
        """Whether it needs to know which days are worked."""
        return self in _WORKING

    @property
    def most(self) -> int:
        """The largest count that is believed: ten years of this unit."""
        a_day = {
            Unit.URGENT_MINUTE: MINUTES_PER_DAY,
            Unit.URGENT_HOUR: 24,
            Unit.WORKING_MINUTE: _NOMINAL_HOURS * 60,
            Unit.WORKING_HOUR: _NOMINAL_HOURS,
        }
        return MOST_DAYS * a_day.get(self, 1)

    @property
    def minutes(self) -> int | None:
        """How many minutes it has on whichever clock it runs; ``None`` for what depends on the calendar."""
        return {
            Unit.URGENT_MINUTE: 1,
            Unit.WORKING_MINUTE: 1,
            Unit.URGENT_HOUR: 60,
            Unit.WORKING_HOUR: 60,
            Unit.URGENT_DAY: MINUTES_PER_DAY,
        }.get(self)


# Told one by one: a set would have each of them hashed, at every step of a case.
_CONTINUOUS = (Unit.URGENT_MINUTE, Unit.URGENT_HOUR, Unit.URGENT_DAY)
_WORKING = (Unit.WORKING_MINUTE, Unit.WORKING_HOUR, Unit.WORKING_DAY)


class Mode(StrEnum):
    """How days are counted. Hours are counted to the minute in both modes."""

    HOURS = "hours"
    """To the minute: a working day is the length of a day's windows; a natural day
    ends at the same time of day"""
    DAYS = "days"
    """By the day: the day of receipt is left out, the next (working) day is day 1, and
    the limit ends with day n"""


class DayEnd(StrEnum):
    """When a counted day is over (day mode only)."""

    CLOSE = "close"
    """At the end of the last window, also where the day is not a working one"""
    MIDNIGHT = "midnight"
    """At 24:00"""


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: so many of one unit. Written ``4WH``."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 0 < self.count <= self.unit.most:
            raise ImpossibleLimit(str(self), f"{self.unit.most}{self.unit.value}")

    def __str__(self) -> str:
        return f"{self.count}{self.unit.value}"


@dataclass(frozen=True, slots=True)
class Counting:
    """By which rule a limit is counted.

    ``provisional`` allows years without a published notice to be counted Monday to Friday;
    the deadline is then marked, never given as certain.
    """

    mode: Mode = Mode.HOURS
    day_end: DayEnd = DayEnd.CLOSE
    provisional: bool = False


_UNIT_NAMES = {
    **{unit.value: unit for unit in Unit},
    "紧急分钟": Unit.URGENT_MINUTE,
    "紧急工作时": Unit.URGENT_HOUR,
    "紧急工作小时": Unit.URGENT_HOUR,
    "紧急工作日": Unit.URGENT_DAY,
    "工作分钟": Unit.WORKING_MINUTE,
    "工作时": Unit.WORKING_HOUR,
    "工作小时": Unit.WORKING_HOUR,
    "工作日": Unit.WORKING_DAY,
    "自然日": Unit.NATURAL_DAY,
    "自然天": Unit.NATURAL_DAY,
    "天": Unit.NATURAL_DAY,
}
# A bare 小时 is left out on purpose: places differ on whether it stops at night.
_LIMIT = re.compile(r"(?P<sign>[-+]?)(?P<count>\d{1,9})个?(?P<unit>[^\d\W]+)")


def parse_limit(text: str) -> Limit:
    """Read a limit such as ``4WH``, ``５工作日`` or ``2个紧急工作时``.

    Full-width digits, spaces and lower-case letters are taken as what they stand for. This
    is the only reader of limits; imports use it too.

    Raises:
        BadLimit: it is not a whole number followed by a unit.
        ImpossibleLimit: zero, negative, or more than ten years (:data:`MOST_DAYS`).
    """
    compact = "".join(half_width(text).upper().split())
    match = _LIMIT.fullmatch(compact)
    unit = _UNIT_NAMES.get(match["unit"]) if match else None
    if match is None or unit is None:
        raise BadLimit(text.strip())
    count = int(match["count"])
    if match["sign"] == "-" or not 0 < count <= unit.most:
        raise ImpossibleLimit(text.strip(), f"{unit.most}{unit.value}")
    return Limit(count, unit)


def clock_text(minute: int) -> str:
    """Return a minute of the day as ``HH:MM``; the end of the day is ``24:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True)
class OfficeHours:
    """The windows of one working day, as pairs of minutes after midnight.

    The windows stand in order, do not overlap, lie within one day, and make an hour or more
    together.

    Raises:
        ImpossibleWindows: they do not.
    """

    windows: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        edges = [0, *(edge for window in self.windows for edge in window), MINUTES_PER_DAY]
        ordered = all(earlier <= later for earlier, later in itertools.pairwise(edges))
        lasting = all(begin < end for begin, end in self.windows)
        if not (ordered and lasting and sum(end - begin for begin, end in self.windows) >= _LEAST_DAY):
            raise ImpossibleWindows(str(self))

    def __str__(self) -> str:
        return self._text

    @cached_property
    def _text(self) -> str:
        return ",".join(f"{clock_text(begin)}-{clock_text(end)}" for begin, end in self.windows)

    @cached_property
    def length(self) -> int:
        """Minutes of one working day."""
        return sum(end - begin for begin, end in self.windows)

    @cached_property
    def close(self) -> int:
        """The minute of the day at which the office closes."""
        return self.windows[-1][1]

    def worked_until(self, minute: int) -> int:
        """Return the working minutes of a day that have passed at ``minute``."""
        passed = 0
        for begin, end in self.windows:
            if minute <= begin:
                break
            passed += min(minute, end) - begin
        return passed

    def minute_when(self, worked: int) -> int:
        """Return the earliest minute of the day at which ``worked`` minutes have passed.

        ``worked`` lies in 1 … :attr:`length`; the end of a window therefore comes before
        the beginning of the next.
        """
        left = worked
        for begin, end in self.windows:
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return self.close

    def minute_after(self, worked: int) -> int:
        """Return the latest minute of the day at which only ``worked`` minutes have passed.

        ``worked`` lies in 0 … :attr:`length` - 1: it is where the next minute begins to run.
        """
        left = worked
        for begin, end in self.windows:
            if left < end - begin:
                return begin + left
            left -= end - begin
        return self.close

    def spans(self, first: int = 0, last: int = MINUTES_PER_DAY) -> tuple[tuple[int, int], ...]:
        """Return the parts of the windows that lie between two minutes of the day."""
        cut = ((max(begin, first), min(end, last)) for begin, end in self.windows)
        return tuple((begin, end) for begin, end in cut if begin < end)


_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(\d{1,2}):(\d{2})")


def parse_windows(text: str) -> OfficeHours:
    """Read the windows of a day, such as ``08:00-12:00,14:00-18:00``.

    Full-width punctuation and 、 or ； between windows are understood.

    Raises:
        BadWindows: it is not a list of from-to times.
        ImpossibleWindows: the times make no office day.
    """
    windows = []
    for piece in re.split(r"[,;、]", half_width(text)):
        match = _WINDOW.fullmatch(piece.strip())
        if match is None:
            raise BadWindows(text.strip())
        hours_from, minutes_from, hours_to, minutes_to = map(int, match.groups())
        if max(minutes_from, minutes_to) >= 60:  # noqa: PLR2004 -- minutes of an hour
            raise BadWindows(text.strip())
        windows.append((hours_from * 60 + minutes_from, hours_to * 60 + minutes_to))
    return OfficeHours(tuple(windows))


STANDARD_HOURS = OfficeHours(((8 * 60, 12 * 60), (14 * 60, 18 * 60)))
"""08:00–12:00 and 14:00–18:00: eight hours, the common office day."""
