"""What a person can hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.rules import restricted_to_unit
from models.cases.shifts.kinds import Scope

if TYPE_CHECKING:
    from models.accounts.views import Actor


def scopes_of(actor: Actor) -> tuple[Scope, ...]:
    """Return what a person can hand over, the usual first."""
    found = [Scope.PERSON]
    if actor.unit_id is not None:
        found.insert(0 if actor.has(Role.UNIT_LEAD) else 1, Scope.UNIT)
    if not restricted_to_unit(actor):
        pools = actor.has(Role.ACCEPTOR, Role.DISPATCHER, Role.DUTY_CHIEF)
        found.insert(0 if pools else len(found), Scope.OFFICE)
    return tuple(found)
