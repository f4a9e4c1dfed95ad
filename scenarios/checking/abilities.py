"""Who may do what, by the table of transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.assisting import steps_of
from models.cases.kinds import Action
from models.cases.rules import INTAKE_ROLES, UNIT_ROLES, roles_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.accounts.views import Role
    from scenarios.format.scenario import Scenario

NOBODY = frozenset({Action.UNDO, Action.FORMER})
"""No steps of the table: nothing a desk can be expected to do."""


def may_do(action: Action) -> frozenset[Role]:
    """Return the roles that may do an action in some state at least."""
    if action is Action.INTAKE:
        return INTAKE_ROLES
    if action in NOBODY:
        return frozenset()
    # What is asked of assisting units stands in a table of its own.
    return roles_of(action).union(*(step.roles for step in steps_of(action)))


def doable(scenario: Scenario, actions: Iterable[Action], by: Iterable[str] = ()) -> bool:
    """Say whether one of ``by`` may do one of ``actions``; without ``by``, whether anybody may.

    Units that the scenario does not name are worked by the simulation, so whatever a unit may do
    gets done.
    """
    allowed = frozenset(role for each in actions for role in may_do(each))
    named = set(by)
    if not named:
        return bool(allowed & (UNIT_ROLES | {seat.role for seat in scenario.roles}))
    seats = {seat.role for seat in scenario.roles if seat.id in named}
    actors = any(actor.unit is not None for actor in scenario.actors if actor.id in named)
    return bool(allowed & (seats | (UNIT_ROLES if actors else frozenset())))
