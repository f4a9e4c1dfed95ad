"""What was done to the cases of a world, as it happened: the feed a player listens to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from models.cases.columns import ACCOUNTS, CASES, EVENTS, GRIDS, MATTER_VERSIONS, UNITS
from models.cases.kinds import Action
from models.drills.views import CaseStep
from models.kernel.ready import Ready

if TYPE_CHECKING:
    from sqlmodel import Session

_THEIRS = UNITS.alias("theirs")
_NAMED = UNITS.alias("named")
_HOLDING = UNITS.alias("holding")
_ACCEPTORS = ACCOUNTS.alias("acceptors")
_FEED = Ready(
    select(
        EVENTS.c.id,
        EVENTS.c.case_id,
        CASES.c.number,
        EVENTS.c.action,
        EVENTS.c.at,
        ACCOUNTS.c.login,
        _THEIRS.c.code.label("actor_unit"),
        _NAMED.c.code.label("unit"),
        EVENTS.c.reason,
        EVENTS.c.note,
        EVENTS.c.to_state,
        _HOLDING.c.code.label("case_unit"),
        MATTER_VERSIONS.c.code.label("matter"),
        GRIDS.c.code.label("grid"),
        _ACCEPTORS.c.login.label("acceptor"),
        CASES.c.channel,
        CASES.c.title,
        CASES.c.body,
        CASES.c.due_at,
        CASES.c.clock_running,
        CASES.c.clock_stopped_at,
        CASES.c.reported_at,
        CASES.c.asked,
        CASES.c.version,
        CASES.c.to_answer,
    )
    .select_from(
        EVENTS.join(CASES, CASES.c.id == EVENTS.c.case_id)
        .join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
        .outerjoin(ACCOUNTS, ACCOUNTS.c.id == EVENTS.c.actor_id)
        .outerjoin(_THEIRS, _THEIRS.c.id == ACCOUNTS.c.unit_id)
        .outerjoin(_NAMED, _NAMED.c.id == EVENTS.c.unit_id)
        .outerjoin(_HOLDING, _HOLDING.c.id == CASES.c.unit_id)
        .outerjoin(_ACCEPTORS, _ACCEPTORS.c.id == CASES.c.acceptor_id)
        .outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
    )
    .where(EVENTS.c.id > bindparam("after"))
    .order_by(EVENTS.c.id)
)


def _said(row: Any) -> tuple[str, ...]:
    """Return what was said with a step: of an intake, what came in."""
    return (row.title, row.body) if row.action is Action.INTAKE else (row.reason, row.note)


def steps(session: Session, after: int) -> list[CaseStep]:
    """Return the steps written after a number, in their order; what is of the case is as it stands now."""
    return [
        CaseStep(
            id=row.id,
            case_id=row.case_id,
            number=row.number,
            action=row.action,
            at=row.at,
            login=row.login or "",
            actor_unit=row.actor_unit or "",
            unit=row.unit or "",
            text=" ".join(filter(None, _said(row))),
            state=row.to_state,
            case_unit=row.case_unit or "",
            matter=row.matter or "",
            grid=row.grid,
            acceptor=row.acceptor or "",
            channel=row.channel,
            title=row.title,
            due_at=row.due_at,
            clock_running=row.clock_running,
            clock_stopped_at=row.clock_stopped_at,
            reported_at=row.reported_at,
            asked=row.asked,
            version=row.version,
            to_answer=row.to_answer > 0,
        )
        for row in _FEED.rows(session, after=after)
    ]
