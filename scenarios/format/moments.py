"""Moments of a drill: counted from its start, or on the office's clock.

========================  ====================================================================
``T+00:15``, ``T+15``     15 minutes after the start (hours and minutes, or minutes)
``T+00:15:30``, ``T+90s``  to the second; any span of time may follow
``J-60``, ``T-60``        60 minutes before the start; ``J-2h`` and ``J-1d`` as well
``第15分钟``              as ``T+15``
``14:30``                 by the clock, on the day of the start
``+1 08:00``              by the clock, a day later
``2026-08-12 14:30``      by the calendar
========================  ====================================================================

The clock is the office's local one (world.start is local as well); a drill of at most three days
meets no change of the clock in China, so seconds of the wall are seconds of the drill.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from models.kernel.text import clean_line, half_width
from models.kernel.words import N_
from scenarios.format.base import DAY, HOUR, MINUTE, refused, seconds_of

_RELATIVE = re.compile(r"[TJ]\s*(?P<sign>[+\-−])?\s*(?P<span>.*)", re.IGNORECASE)
_ORDINAL = re.compile(r"第?\s*(?P<number>\d+)\s*(?:分钟|分)")
_CLOCK = re.compile(r"(?:\+(?P<days>\d)\s+)?(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?")
_DATED = re.compile(
    r"(?P<y>\d{4})-(?P<mo>\d{1,2})-(?P<d>\d{1,2})[ T]+"
    r"(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A moment: ``seconds`` from the start, or of the day ``days`` after it, or of ``day``."""

    written: str
    seconds: int
    days: int | None = None
    """Days after the start, for a clock time"""
    day: date | None = None
    """The day, for a moment by the calendar"""

    def offset(self, start: datetime) -> int:
        """Return the seconds from ``start``, a local moment, to this one; negative before it."""
        if self.day is not None:
            day = self.day
        elif self.days is not None:
            day = start.date() + timedelta(days=self.days)
        else:
            return self.seconds
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- local, as start is
        return round((midnight - start.replace(tzinfo=None)).total_seconds()) + self.seconds


def parsed(value: object) -> Parsed:
    """Understand a moment.

    Raises:
        PydanticCustomError: it is none.
    """
    if isinstance(value, datetime):
        value = value.isoformat(" ", "seconds")
    if isinstance(value, int) and not isinstance(value, bool):
        value = f"T+{value}" if value >= 0 else f"T-{-value}"
    found = _understood(half_width(value)) if isinstance(value, str) else None
    if found is None:
        raise refused(
            N_("“%(value)s” is no moment; write T+00:15, J-60, 14:30, +1 08:00 or 2026-08-12 14:30"),
            value=clean_line(str(value))[:60],
        )
    return found


@lru_cache(maxsize=4096)
def _understood(text: str) -> Parsed | None:
    ordinal = _ORDINAL.fullmatch(text)
    if ordinal is not None:
        return Parsed(text, int(ordinal["number"]) * MINUTE)
    relative = _RELATIVE.fullmatch(text)
    if relative is not None:
        return _from_start(text, relative["sign"], relative["span"])
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        return Parsed(text, _of_day(clock), days=int(clock["days"] or 0))
    dated = _DATED.fullmatch(text)
    return None if dated is None else _by_calendar(text, dated)


def _from_start(text: str, sign: str | None, span: str) -> Parsed | None:
    seconds = seconds_of(span) if span else 0
    if seconds is None or (span and sign is None):
        return None
    return Parsed(text, seconds if sign in {"+", None} else -seconds)


def _by_calendar(text: str, dated: re.Match[str]) -> Parsed | None:
    try:
        return Parsed(text, _of_day(dated), day=date(int(dated["y"]), int(dated["mo"]), int(dated["d"])))
    except ValueError:
        return None


def _of_day(match: re.Match[str]) -> int:
    return int(match["h"]) * HOUR + int(match["m"]) * MINUTE + int(match["s"] or 0)


def relative(offset: int) -> str:
    """Return an offset as people of a drill write it: ``T+00:15``, ``T+01:02:30``, ``J-60``."""
    if offset < 0 and offset % MINUTE == 0:
        return f"J-{-offset // MINUTE}"
    sign, rest = ("-", -offset) if offset < 0 else ("+", offset)
    hours, rest = divmod(rest, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    return f"T{sign}{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def clock(offset: int, start: datetime) -> str:
    """Return an offset by the clock: ``14:30``, with the days after the start before it."""
    moment = start.replace(tzinfo=None) + timedelta(seconds=offset)
    days = (moment.date() - start.date()).days
    shown = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    if 0 < days < 10:  # noqa: PLR2004 -- as many as one digit says
        return f"+{days} {shown}"
    return shown if days == 0 else f"{moment:%Y-%m-%d} {shown}"


__all__ = ["DAY", "Parsed", "clock", "parsed", "relative"]
