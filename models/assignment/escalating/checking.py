"""What a check of the database looks for in escalations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from models.assignment.escalating.queries import ESCALATIONS
from models.cases.columns import CASES, EVENTS
from models.cases.kinds import Action
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

_NO_STEP = N_("Case %(number)s went up, but step %(step)s of its timeline does not say so.")


def escalation_findings(session: Session) -> Iterator[Finding]:
    """Yield escalations the timeline of their case knows nothing of."""
    same = and_(
        EVENTS.c.case_id == ESCALATIONS.c.case_id,
        EVENTS.c.seq == ESCALATIONS.c.seq,
        EVENTS.c.action == Action.ESCALATE,
    )
    statement = (
        select(CASES.c.number, ESCALATIONS.c.seq)
        .select_from(ESCALATIONS.join(CASES, CASES.c.id == ESCALATIONS.c.case_id).outerjoin(EVENTS, same))
        .where(EVENTS.c.id.is_(None))
        .order_by(ESCALATIONS.c.id)
    )
    for row in session.connection().execute(statement):
        yield Finding("cases", row.number, _NO_STEP, {"number": row.number, "step": row.seq})
