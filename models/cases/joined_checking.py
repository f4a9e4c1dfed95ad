"""Whether merged cases and their leads agree, looked at again by ``yiwang check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from models.cases.columns import CASES, EVENTS
from models.cases.kinds import Action, CaseState
from models.cases.ledgering import stream_of
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

_ROOM = "cases"
_LEADS = CASES.alias("lead")


def merging_findings(session: Session) -> Iterator[Finding]:
    """Yield merged cases without a lead, leads of cases that are not merged, and circles."""
    merged = CASES.c.state == CaseState.MERGED
    statement = (
        select(CASES.c.id, CASES.c.number, CASES.c.state, CASES.c.lead_id, CASES.c.merged_from)
        .add_columns(_LEADS.c.id.label("found_id"))
        .select_from(CASES.outerjoin(_LEADS, _LEADS.c.id == CASES.c.lead_id))
        .where(or_(merged, CASES.c.lead_id.is_not(None)))
        .order_by(CASES.c.id)
    )
    rows = session.connection().execute(statement).all()
    leads = {row.id: row.lead_id for row in rows}
    stood = _stood(session)
    for row in rows:
        if (row.state is CaseState.MERGED) != (row.lead_id is not None):
            yield _finding(row.number, N_("Case %(number)s: its state and its leading case do not agree."))
        elif row.lead_id is not None and row.found_id is None:
            yield _finding(row.number, N_("Case %(number)s is merged into a case that is not there."))
        elif _turns_back(row.id, leads):
            yield _finding(row.number, N_("Case %(number)s is merged into itself by way of others."))
        if row.merged_from != stood.get(row.id):
            yield _finding(
                row.number,
                N_("Case %(number)s: where it stood before is not what its timeline says."),
            )


def _stood(session: Session) -> dict[int, CaseState]:
    """Return from which state each case that is merged went into its lead the last time."""
    statement = (
        select(EVENTS.c.case_id, EVENTS.c.from_state)
        .join(CASES, CASES.c.id == EVENTS.c.case_id)
        .where(CASES.c.lead_id.is_not(None), EVENTS.c.action == Action.MERGE)
        .order_by(EVENTS.c.seq)
    )
    return {row.case_id: row.from_state for row in session.connection().execute(statement)}


def _turns_back(case_id: int, leads: dict[int, int | None]) -> bool:
    above = leads.get(case_id)
    for _ in leads:
        if above is None or above == case_id:
            break
        above = leads.get(above)
    return above == case_id


def _finding(number: str, sentence: str) -> Finding:
    return Finding(_ROOM, stream_of(number), sentence, {"number": number})
