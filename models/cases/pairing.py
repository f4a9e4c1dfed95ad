"""Two cases in one step: the other one found by its number, both locked, both told in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.cases.columns import CASES
from models.cases.kinds import ASIDE, PAIRED, Action
from models.cases.offering import offers
from models.cases.queries import id_of_number
from models.cases.settings.inforce import in_force
from models.cases.task_queries import unit_assists

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.door import CleanEntries

_WITH_ANOTHER = PAIRED - {Action.UNMERGE}
"""What names the other case; a merged one knows its lead."""


def resolved(
    session: Session, actor: Actor, case_id: int, action: Action, entries: CleanEntries, now: datetime
) -> CleanEntries:
    """Return the entries with the full number of the other case they name, both cases locked.

    Two people who merge two cases into each other at once would wait for each other for ever; so both
    cases are locked in one order, the lower id first.

    Raises:
        NotFound: there is no such case within the person's sight.
    """
    other: int | None = None
    if action in _WITH_ANOTHER and entries.other:
        other = id_of_number(session, actor, entries.other, now)
        number = session.connection().scalar(select(CASES.c.number).where(CASES.c.id == other))
        entries = entries.model_copy(update={"other": number})
    elif action is Action.UNMERGE:
        other = session.connection().scalar(select(CASES.c.lead_id).where(CASES.c.id == case_id))
    if other is not None:
        pair = select(CASES.c.id).where(CASES.c.id.in_([case_id, other])).order_by(CASES.c.id)
        session.connection().execute(pair.with_for_update()).all()
    return entries


def works_on(session: Session, actor: Actor, row: Row[Any], now: datetime) -> bool:
    """Say whether there is something for a person to do on a case now.

    What is done on a lead is done for those merged into it: whoever calls back the reporter of one
    calls back the reporters of all.
    """
    if unit_assists(session, row.id, actor.unit_id):
        return True
    seen: set[int] = set()
    house = in_force(session)
    at: Row[Any] | None = row
    while at is not None and at.id not in seen:
        seen.add(at.id)
        if any(offer.allowed and offer.action not in ASIDE for offer in offers(actor, at, now, house)):
            return True
        above: Select[Any] = select(CASES).where(CASES.c.id == at.lead_id)
        at = session.connection().execute(above).first()
    return False
