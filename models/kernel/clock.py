"""The time as a parameter: nothing below the entry points asks the system."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that moves only when told to, for tests, demo building and drills."""

    def __init__(self, start: datetime) -> None:
        self._now = require_utc(start)

    def now(self) -> datetime:
        """Return the moment the clock was last set to."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Move the clock to ``moment``; it may go backwards."""
        self._now = require_utc(moment)

    def advance(self, step: timedelta) -> datetime:
        """Move the clock by ``step`` and return the new moment."""
        self._now += step
        return self._now


def require_utc(moment: datetime) -> datetime:
    """Return ``moment`` in UTC.

    Raises:
        ValueError: ``moment`` is naive, so nobody can know which instant it means.
    """
    if moment.tzinfo is None:
        message = f"a naive time cannot be placed: {moment.isoformat()}"
        raise ValueError(message)
    return moment.astimezone(UTC)
