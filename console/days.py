"""Reading of days as people write them: 2026-03-05, 2026年3月5日, 3-5, 今天, +30 (days from today)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from console.i18n import N_
from models.kernel.text import half_width

if TYPE_CHECKING:
    from models.kernel.words import Word

_DAY = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_AHEAD = re.compile(r"\+\s*(\d{1,4})\s*[天日]?")
_TODAY = {"今天", "today", "0"}
_UNREADABLE = N_("This cannot be read as a day. Write for example: 2026-03-05, 3-5, today, +30.")
_NONE_SUCH = N_("There is no such day.")


@dataclass(frozen=True, slots=True)
class NotADay:
    """Why a text could not be taken for a day."""

    reason: Word
    """A message id"""


def read_day(text: str, today: date) -> date | NotADay | None:
    """Return the day ``text`` means; ``None`` for an empty text.

    A day without a year is of this year. Full-width digits and signs are understood.

    Args:
        text: what a person wrote.
        today: the day it is at the office.
    """
    plain = half_width(text)
    if not plain:
        return None
    if plain.casefold() in _TODAY:
        return today
    ahead = _AHEAD.fullmatch(plain)
    if ahead is not None:
        return today + timedelta(days=int(ahead[1]))
    found = _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found is None:
        return NotADay(_UNREADABLE)
    year = int(found[1]) if found[1] else today.year
    return _day(year, int(found[2]), int(found[3]))


_LONGEST = 31
_MONTHS = 12


def _day(year: int, month: int, day: int) -> date | NotADay:
    if not (year and 1 <= month <= _MONTHS and 1 <= day <= _LONGEST):
        return NotADay(_NONE_SUCH)
    following = date(year + month // _MONTHS, month % _MONTHS + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month, day) if day <= last else NotADay(_NONE_SUCH)
