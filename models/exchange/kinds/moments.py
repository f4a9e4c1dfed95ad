"""Moments in tables: a day and a time on the office's clock, or with an offset of their own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from models.exchange.cells import Nature, of_nature
from models.exchange.refusals import BadCell
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_CHINESE = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?[ T]?"
    r"(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})分?(?::?(?P<second>\d{1,2})秒?)?"
)


class NotAMoment(BadCell):
    """Not a day with a time."""

    code = "exchange.not_a_moment"
    sentence = N_("a time is written 2026-03-02 09:30")


@of_nature(Nature.MOMENT)
def local_moment(cell: str) -> datetime:
    """Read a moment: 2026-03-02 09:30, 2026/3/2 9:30:05, 2026年3月2日9时30分, or ISO with an offset.

    Without an offset the result is naive: on the office's clock, see :func:`placed`.

    Raises:
        NotAMoment: it is none of these, or no such time exists.
    """
    text = half_width(clean_line(cell))
    try:
        match = _CHINESE.fullmatch(text)
        if match is not None:
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 -- placed later
        return datetime.fromisoformat(text)
    except ValueError:
        raise NotAMoment from None


def placed(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return ``moment`` in UTC; without an offset it is taken for the office's clock."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment on the office's clock, with its distance from UTC, as imports read it."""
    return at.astimezone(zone).isoformat(sep=" ")
