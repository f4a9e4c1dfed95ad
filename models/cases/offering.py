"""What can be done to a case where it stands, and whether somebody may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import in_order
from models.cases.asking_refusals import NothingAsked, NothingToAnswer
from models.cases.guards import fact_refusal, person_refusal
from models.cases.kinds import Action, Entry
from models.cases.linking_refusals import NothingLinked
from models.cases.rules import Reach, Transition, hands_over, within_reach
from models.cases.settings.house import PACKAGED
from models.cases.views import Offer
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from models.accounts.views import Actor
    from models.cases.asking_refusals import RequestRefused
    from models.cases.guards import Standing
    from models.cases.settings.house import House
    from models.kernel.words import Word

_WRONG_ROLE = N_("This needs another role.")
_OTHER_UNIT = N_("The case is with another unit.")
_OTHER_ACCEPTOR = N_("Somebody else accepted the case.")


def _why_not(
    row: Transition, actor: Actor, case: Standing, fact: RequestRefused | None, house: House
) -> Word | None:
    """Say in a few words why ``actor`` may not do ``row``; ``fact`` is what the case has against it."""
    if not actor.has(*row.roles):
        return _WRONG_ROLE
    if not within_reach(row, actor, unit_id=case.unit_id, acceptor_id=case.acceptor_id):
        return _OTHER_ACCEPTOR if row.reach is Reach.ACCEPTOR else _OTHER_UNIT
    refusal = fact or person_refusal(row.action, case, actor, house)
    return None if refusal is None else refusal.brief


def offers(actor: Actor, case: Standing, now: datetime, house: House = PACKAGED) -> tuple[Offer, ...]:
    """Return what can be done to a case where it stands, each with whether this person may.

    What answers a request is left out where there is none: nobody looks for it there.
    """
    found = []
    for row in house.offered(case.state):
        fact = fact_refusal(row.action, case, now, house.caps)
        if isinstance(fact, NothingAsked | NothingToAnswer | NothingLinked):
            continue
        refusal = _why_not(row, actor, case, fact, house)
        optional = row.optional
        if row.action is Action.FEEDBACK and not case.open_tasks:
            # There is nobody it could go on without.
            optional = tuple(entry for entry in optional if entry is not Entry.REASON)
        if row.straight is not None and not hands_over(house, actor, unit_id=None):
            optional = tuple(entry for entry in optional if entry is not Entry.PERSON)
        found.append(
            Offer(
                row.action,
                refusal is None,
                refusal,
                row.required,
                optional,
                row.explain,
                in_order(row.roles),
            )
        )
    return tuple(found)
