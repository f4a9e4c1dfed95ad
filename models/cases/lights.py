"""How a deadline stands: lights, warnings, and whether a case ended late."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from models.cases.kinds import CloseKind, Light

FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)
"""What ``due_at`` and ``warn_at`` hold while a case has no deadline; never shown."""

WARN_PART = Fraction(2, 3)
"""How much of the limit has passed when the light turns yellow: one third is left."""


def light(
    now: datetime,
    *,
    due_at: datetime,
    warn_at: datetime,
    running: bool,
    stopped_at: datetime | None,
    held: bool = False,
) -> Light:
    """Return the light of a case at ``now``.

    A case is overdue once its deadline has *passed*: at the very minute it is still in time.
    """
    if due_at >= FAR_FUTURE:
        return Light.NONE
    if held:
        return Light.HELD
    if not running:
        return Light.MISSED if stopped_at is not None and stopped_at > due_at else Light.MET
    if now > due_at:
        return Light.RED
    return Light.YELLOW if now >= warn_at else Light.GREEN


def close_kind_of(chosen: CloseKind, *, due_at: datetime, stopped_at: datetime | None) -> CloseKind:
    """Return how a case ends: a normal closing turns late by itself where the clock stopped too late."""
    late = stopped_at is not None and stopped_at > due_at
    return CloseKind.LATE if late and chosen is CloseKind.NORMAL else chosen
