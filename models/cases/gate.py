"""Whether a person may do this to this case now; each refusal names its own reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.cases.columns import ACCOUNTS, UNITS
from models.cases.guards import fact_refusal, person_refusal
from models.cases.posts import OF_POST, TO_POSTS, require_of_post
from models.cases.pressers import require_not_own
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
    Entry,
    Reach,
    Transition,
    hands_over,
    possible_actions,
    within_reach,
)
from models.cases.settings.house import PACKAGED
from models.cases.settings.refusals import CloseKindNotOffered, ReasonNotListed
from models.cases.words import ACTION_WORDS, ENTRY_WORDS
from models.kernel.errors import Invalid, NotPermitted
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.door import CleanEntries
    from models.cases.kinds import CaseState
    from models.cases.settings.house import House
    from models.cases.tables import Case

_SHOWN = 40
"""Characters of a text that a refusal quotes."""


def allowed_row(
    session: Session, actor: Actor, case: Case, action: Action, now: datetime, house: House
) -> Transition:
    """Return the row of the office's table by which ``actor`` may do ``action`` to ``case`` at ``now``.

    Raises:
        WrongState: there is none from where the case stands (:class:`CaseEnded` where there
            is none at all).
        NotPermitted: it is for other roles.
        NotYourUnit, NotTheAcceptor, NotYourPost: it is for people closer to the case.
        RequestRefused: what was asked for on the case, or was not, stands in the way.
        OwnUrging: it answers what they urged themselves.
    """
    row = house.transition(action, case.state)
    if row is None:
        raise no_such_step(case.number, case.state, action)
    if not actor.has(*row.roles):
        raise NotPermitted(actor.name, ACTION_WORDS[action])
    if not within_reach(row, actor, unit_id=case.unit_id, acceptor_id=case.acceptor_id):
        if row.reach in {Reach.UNIT, Reach.HOLDER, Reach.NEAR}:
            raise NotYourUnit(case.number, _unit_name(session, case), action)
        raise NotTheAcceptor(case.number, _acceptor_name(session, case), action)
    if case.post_id is not None and action in OF_POST:
        require_of_post(session, actor, case.number, case.post_id)
    fact = fact_refusal(action, case, now, house.caps)
    stands_in_the_way = fact or person_refusal(action, case, actor, house)
    if stands_in_the_way is not None:
        raise stands_in_the_way
    if action is Action.ANSWER:
        require_not_own(session, actor, case.id or 0, case)
    return row


def no_such_step(number: str, state: CaseState, action: Action) -> WrongState:
    """Return the refusal of an action the table does not know from ``state``."""
    possible = possible_actions(state)
    return (WrongState if possible else CaseEnded)(number, state, action, possible)


def require_entries(row: Transition, entries: CleanEntries, house: House = PACKAGED) -> None:
    """Let entries pass that are what ``row`` asks for, and what the office takes.

    Raises:
        EntryMissing: a required one is not given.
        EntryNotAsked: one is given that the action has no place for; silently dropping it
            would lose what somebody wrote.
        ReasonNotListed, CloseKindNotOffered: the office takes only what it offers.
        Invalid: a text is longer than the office takes.
    """
    missing_or_surplus(row.action, row.required, row.optional, entries)
    if house.document:
        _require_offered(row, entries, house)


def require_straight(
    session: Session, actor: Actor, case: Case, row: Transition, entries: CleanEntries, house: House
) -> None:
    """Let a person be named with a step that gives a case to a unit by whoever may hand over there.

    Raises:
        NotPermitted: their roles never do.
        NotYourUnit: they choose people in their own unit only.
    """
    if row.straight is None or entries.person_id is None:
        return
    if not hands_over(house, actor, unit_id=None):
        raise NotPermitted(actor.name, ACTION_WORDS[Action.HAND_OVER])
    if not hands_over(house, actor, unit_id=entries.unit_id):
        name = session.connection().scalar(select(UNITS.c.name).where(UNITS.c.id == entries.unit_id))
        raise NotYourUnit(case.number, name or "-", Action.HAND_OVER)


def missing_or_surplus(
    action: Action, required: Sequence[Entry], optional: Sequence[Entry], entries: CleanEntries
) -> None:
    """Let entries pass that are what an action asks for; see :func:`require_entries`."""
    given = entries.given()
    missing = [entry for entry in required if entry not in given]
    if missing:
        raise EntryMissing(action, missing)
    surplus = sorted(given.difference(required, optional))
    if entries.post_id is not None and action not in TO_POSTS:
        surplus = sorted({*surplus, Entry.UNIT})
    if surplus:
        raise EntryNotAsked(action, surplus)


def _require_offered(row: Transition, entries: CleanEntries, house: House) -> None:
    offered = house.reasons.get(row.action, ())
    if entries.reason and offered and row.action in house.only_listed and entries.reason not in offered:
        raise ReasonNotListed(row.action, offered)
    if entries.close_kind is not None and entries.close_kind not in house.close_kinds:
        raise CloseKindNotOffered
    for name, text, most in (
        (Entry.REASON, entries.reason, house.reason_length),
        (Entry.NOTE, entries.note, house.note_length),
    ):
        if len(text) > most:
            words = N_("it has %(length)s characters, at most %(most)s fit")
            raise Invalid(ENTRY_WORDS[name], text[:_SHOWN], Phrase(words, length=len(text), most=most))


def _unit_name(session: Session, case: Case) -> str:
    statement = select(UNITS.c.name).where(UNITS.c.id == case.unit_id)
    return session.connection().execute(statement).scalar_one_or_none() or "-"


def _acceptor_name(session: Session, case: Case) -> str:
    statement = select(ACCOUNTS.c.name).where(ACCOUNTS.c.id == case.acceptor_id)
    return session.connection().execute(statement).scalar_one_or_none() or "-"
