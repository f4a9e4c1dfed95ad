"""Whether a person may do this to this case now; each refusal names its own reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.cases.columns import ACCOUNTS, UNITS
from models.cases.guards import fact_refusal, person_refusal
from models.cases.refusals import (
    CaseEnded,
    EntryMissing,
    EntryNotAsked,
    NotTheAcceptor,
    NotYourUnit,
    WrongState,
)
from models.cases.rules import (
    Action,
    Reach,
    Transition,
    possible_actions,
    transition,
    within_reach,
)
from models.cases.words import ACTION_WORDS
from models.kernel.errors import NotPermitted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.door import CleanEntries
    from models.cases.kinds import CaseState, Entry
    from models.cases.tables import Case


def allowed_row(session: Session, actor: Actor, case: Case, action: Action, now: datetime) -> Transition:
    """Return the row of the table by which ``actor`` may do ``action`` to ``case`` at ``now``.

    Raises:
        WrongState: there is none from where the case stands (:class:`CaseEnded` where there
            is none at all).
        NotPermitted: it is for other roles.
        NotYourUnit, NotTheAcceptor: it is for people closer to the case.
        RequestRefused: what was asked for on the case, or was not, stands in the way.
    """
    row = transition(action, case.state)
    if row is None:
        raise no_such_step(case.number, case.state, action)
    if not actor.has(*row.roles):
        raise NotPermitted(actor.name, ACTION_WORDS[action])
    if not within_reach(row, actor, unit_id=case.unit_id, acceptor_id=case.acceptor_id):
        if row.reach in {Reach.UNIT, Reach.HOLDER, Reach.NEAR}:
            raise NotYourUnit(case.number, _unit_name(session, case), action)
        raise NotTheAcceptor(case.number, _acceptor_name(session, case), action)
    stands_in_the_way = fact_refusal(action, case, now) or person_refusal(action, case, actor)
    if stands_in_the_way is not None:
        raise stands_in_the_way
    return row


def no_such_step(number: str, state: CaseState, action: Action) -> WrongState:
    """Return the refusal of an action the table does not know from ``state``."""
    possible = possible_actions(state)
    return (WrongState if possible else CaseEnded)(number, state, action, possible)


def require_entries(row: Transition, entries: CleanEntries) -> None:
    """Let entries pass that are what ``row`` asks for.

    Raises:
        EntryMissing: a required one is not given.
        EntryNotAsked: one is given that the action has no place for; silently dropping it
            would lose what somebody wrote.
    """
    missing_or_surplus(row.action, row.required, row.optional, entries)


def missing_or_surplus(
    action: Action, required: Sequence[Entry], optional: Sequence[Entry], entries: CleanEntries
) -> None:
    """Let entries pass that are what an action asks for; see :func:`require_entries`."""
    given = entries.given()
    missing = [entry for entry in required if entry not in given]
    if missing:
        raise EntryMissing(action, missing)
    surplus = sorted(given.difference(required, optional))
    if surplus:
        raise EntryNotAsked(action, surplus)


def _unit_name(session: Session, case: Case) -> str:
    statement = select(UNITS.c.name).where(UNITS.c.id == case.unit_id)
    return session.connection().execute(statement).scalar_one_or_none() or "-"


def _acceptor_name(session: Session, case: Case) -> str:
    statement = select(ACCOUNTS.c.name).where(ACCOUNTS.c.id == case.acceptor_id)
    return session.connection().execute(statement).scalar_one_or_none() or "-"
