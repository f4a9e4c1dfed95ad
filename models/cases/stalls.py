"""Which open cases nobody can move on: no account has the role, the area and the unit that a step asks for.

Only steps that move a case are looked at; a case on hold goes on by itself when its day comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import ASIDE, Action, CaseState, Reach
from models.cases.rules import TRANSITIONS, within_reach
from models.cases.sentinel_views import StallGround

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.accounts.views import Actor
    from models.cases.shape import Transition

_NOT_ON = ASIDE | {Action.RETURN, Action.GIVE_BACK, Action.TRANSFER, Action.GRANT_HOLD}
"""What carries no case on by itself: a dispatcher may take any case away from a unit, but has to be told
first that it waits there; and a hold has to be asked for by the unit."""
_GIVING_UP = frozenset({CaseState.VOID, CaseState.REFUSED, CaseState.MERGED})
"""Ends that settle nothing: that a case can be struck out does not mean that somebody works on it."""


def moving_rows(state: CaseState) -> list[Transition]:
    """Return the rows of the table that carry a case on from ``state``."""
    return [
        row
        for row in TRANSITIONS
        if row.source is state
        and row.roles
        and row.target is not state
        and row.target not in _GIVING_UP
        and row.action not in _NOT_ON
    ]


def why_stalled(
    people: Iterable[Actor],
    *,
    state: CaseState,
    division_code: str,
    unit_id: int | None,
    acceptor_id: int | None,
) -> StallGround | None:
    """Say why nobody can move such a case on; ``None`` if somebody can.

    Args:
        people: everybody who has an account in use.
        state: where the case stands.
        division_code: where it lies.
        unit_id: the unit that has it.
        acceptor_id: who accepted it.
    """
    if state is CaseState.HELD:
        return None
    steps = moving_rows(state)
    able = [actor for actor in people if any(actor.has(*row.roles) for row in steps)]
    if not able:
        return StallGround.NO_ROLE
    near = [actor for actor in able if actor.sees(division_code)]
    if not near:
        return StallGround.NO_AREA
    if any(
        actor.has(*row.roles) and within_reach(row, actor, unit_id=unit_id, acceptor_id=acceptor_id)
        for actor in near
        for row in steps
    ):
        return None
    if any(row.reach in {Reach.UNIT, Reach.HOLDER} for row in steps):
        return StallGround.NO_UNIT if unit_id is None else StallGround.UNIT_EMPTY
    return StallGround.NO_ACCEPTOR


def waiting_for(state: CaseState) -> tuple[Role, ...]:
    """Return the roles one of which has to act where a case stands."""
    roles = frozenset().union(*(row.roles for row in moving_rows(state)))
    return tuple(role for role in Role if role in roles)
