"""How a deadline stands: lights, warnings, what presses first, and whether a case ended late."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from models.cases.kinds import CaseState, CloseKind, Light

if TYPE_CHECKING:
    from collections.abc import Mapping

FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)
"""What ``due_at`` and ``warn_at`` hold while a case has no deadline, ``urgent_at`` while none presses;
never shown."""

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


def urgent_at(
    state: CaseState, due_at: datetime, stage_due_at: datetime | None, *, running: bool
) -> datetime:
    """Return when the first clock of a case that still counts is due: what lists of open cases are sorted by.

    The clock of handling counts while it runs, and while the case is on hold, as the end of the hold is
    reckoned in its deadline; a stage clock counts while it runs. A deadline whose clock has stopped, kept
    or missed, presses nobody any more.

    Args:
        state: where the case stands.
        due_at: when handling is due.
        stage_due_at: when the running stage clock due first is due, ``None`` where none runs.
        running: whether the clock of handling runs.

    Returns:
        That moment; :data:`FAR_FUTURE` where nothing counts, so that such a case stands last.
    """
    main = due_at if running or state is CaseState.HELD else FAR_FUTURE
    return main if stage_due_at is None else min(main, stage_due_at)


_DECIDE = ("state", "due_at", "stage_due_at", "clock_running")


def urgent_changes(case: Any, changes: Mapping[str, Any]) -> dict[str, datetime]:
    """Return ``urgent_at`` of a case with these ``changes`` of its columns; nothing if none bears on it."""
    if not any(name in changes for name in _DECIDE):
        return {}
    state, due_at, stage_due_at, running = (
        changes[name] if name in changes else getattr(case, name) for name in _DECIDE
    )
    return {"urgent_at": urgent_at(state, due_at, stage_due_at, running=running)}


def close_kind_of(chosen: CloseKind, *, due_at: datetime, stopped_at: datetime | None) -> CloseKind:
    """Return how a case ends: a normal closing turns late by itself where the clock stopped too late."""
    late = stopped_at is not None and stopped_at > due_at
    return CloseKind.LATE if late and chosen is CloseKind.NORMAL else chosen


_GRAVITY = (Light.NONE, Light.MET, Light.MISSED, Light.GREEN, Light.HELD, Light.YELLOW, Light.RED)
"""From what concerns nobody to what is late. A hold stands above green: it is told before it is forgotten."""


def worse(
    now: datetime,
    main: Light,
    due_at: datetime | None,
    stage_due_at: datetime | None,
    stage_warn_at: datetime | None,
) -> tuple[Light, bool]:
    """Return the light of a case with two clocks at ``now``, and whether it is the stage's.

    The worse light decides; of two alike, the one due first.

    Args:
        now: the moment.
        main: the light of the clock of handling.
        due_at: when that is due, ``None`` without a deadline.
        stage_due_at: when the running stage clock due first is due, ``None`` where none runs.
        stage_warn_at: when that one turns yellow.
    """
    if stage_due_at is None:
        return main, False
    warn_at = stage_due_at if stage_warn_at is None else stage_warn_at
    stage = light(now, due_at=stage_due_at, warn_at=warn_at, running=True, stopped_at=None)
    mine, its = _GRAVITY.index(main), _GRAVITY.index(stage)
    ahead = its > mine or (its == mine and (due_at is None or stage_due_at < due_at))
    return (stage, True) if ahead else (main, False)


def light_of_row(row: Any, now: datetime) -> Light:
    """Return the light of a row of ``cases`` at ``now``, by the worse of its clocks."""
    main = light(
        now,
        due_at=row.due_at,
        warn_at=row.warn_at,
        running=row.clock_running,
        stopped_at=row.clock_stopped_at,
        held=row.state is CaseState.HELD,
    )
    return worse(now, main, row.due_at, row.stage_due_at, row.stage_warn_at)[0]
