"""Whether a person may take this step on this request now; each refusal names its own reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from models.catalogue.boundary.contents import FIXED_IN_FORCE, lacking
from models.catalogue.boundary.kinds import Action, Entry, Guard, Reach
from models.catalogue.boundary.queries import opinion_count
from models.catalogue.boundary.refusals import (
    EntryInForce,
    EntryMissing,
    GuardFails,
    Incomplete,
    NotTheOpener,
    OtherUnit,
    RequestEnded,
    WrongState,
)
from models.catalogue.boundary.rules import (
    CHIEFS,
    FINAL_STATES,
    Transition,
    close_enough,
    failing,
    possible_actions,
    transition,
)
from models.catalogue.boundary.words import ACTION_WORDS
from models.catalogue.standing import UNITS
from models.kernel.errors import NotFound, NotPermitted
from models.kernel.ready import Ready
from models.kernel.words import N_

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.boundary.queries import Found
    from models.catalogue.boundary.views import RequestFacts, StepEntries
    from models.catalogue.boundary.writing import Moment

_UNIT = Ready(select(UNITS.c.id).where(UNITS.c.id == bindparam("key")))


def allowed_row(moment: Moment, found: Found, action: Action) -> Transition:
    """Return the row of the table by which a person may take a step.

    Raises:
        WrongState: there is none from where the request stands (:class:`RequestEnded` where
            there is none at all).
        NotPermitted: it is for other roles.
        NotTheOpener: somebody else opened the request.
        EntryMissing: the person belongs to no unit to give an opinion for.
        Incomplete, GuardFails: something that must be so before is not.
    """
    stored, actor = found.row, moment.actor
    row = transition(action, stored.state, stored.kind)
    if row is None:
        refusal = RequestEnded if stored.state in FINAL_STATES else WrongState
        raise refusal(stored.id, stored.state, action, possible_actions(stored.state, stored.kind))
    if not actor.has(*row.roles):
        raise NotPermitted(actor.name, ACTION_WORDS[action])
    if not close_enough(row, actor, opener_id=stored.opened_by_id):
        if row.reach is Reach.UNIT:
            raise EntryMissing(action, [Entry.UNIT])
        raise NotTheOpener(stored.id, stored.opened_by, action)
    missing = lacking(found.facts)
    guard = failing(
        row,
        found.facts,
        moment.day,
        complete=not missing,
        opinions=opinion_count(moment.session, stored.id),
        started=stored.matter_id is not None,
    )
    if guard is Guard.COMPLETE:
        raise Incomplete(stored.id, missing)
    if guard is not None:
        raise GuardFails(stored.id, action, guard)
    return row


def require_loose(found: Found, facts: RequestFacts) -> None:
    """Let new facts pass that change nothing of an entry in force already.

    Raises:
        EntryInForce: they do.
    """
    if found.row.matter_id is None:
        return
    fixed = [name for name in FIXED_IN_FORCE if getattr(facts, name) != getattr(found.facts, name)]
    if fixed:
        raise EntryInForce(found.row.id, fixed)


def opinion_unit(session: Session, actor: Actor, row: Transition, entries: StepEntries) -> StepEntries:
    """Return the entries of an opinion with the unit it is given for: one's own unless a chief names one.

    Raises:
        OtherUnit: the person may speak for their own unit only.
        NotFound: there is no such unit.
        EntryMissing: a chief without a unit named none.
    """
    if row.reach is not Reach.UNIT:
        return entries
    unit_id = entries.unit_id or actor.unit_id
    if unit_id is None:
        raise EntryMissing(row.action, [Entry.UNIT])
    if unit_id != actor.unit_id and not actor.has(*CHIEFS):
        raise OtherUnit(actor.name)
    if _UNIT.first(session, key=unit_id) is None:
        raise NotFound(N_("unit"), unit_id)
    return replace(entries, unit_id=unit_id)
