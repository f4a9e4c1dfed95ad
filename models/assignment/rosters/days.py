"""Days of a month."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def month_days(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month a day lies in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
