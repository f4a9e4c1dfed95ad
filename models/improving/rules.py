"""Who makes corrective tasks, and who may end them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import Role

if TYPE_CHECKING:
    from models.accounts.views import Actor

TRAINERS = (Role.DUTY_CHIEF, Role.LEADER, Role.EVALUATOR, Role.SYSTEM_ADMIN)
"""Who reviews drills, and makes tasks of what came out."""
LONGEST_TITLE, LONGEST_NOTE = 300, 2000


def trains(actor: Actor) -> bool:
    """Say whether a person reviews drills."""
    return actor.has(*TRAINERS)


def owns(actor: Actor, owner_id: int | None, unit_id: int | None) -> bool:
    """Say whether a task is a person's: their own, or their unit's."""
    if owner_id is not None:
        return owner_id == actor.account_id
    return unit_id is not None and unit_id == actor.unit_id


def closes(actor: Actor, owner_id: int | None, unit_id: int | None) -> bool:
    """Say whether a person may end a task: its owner, or the lead of the unit it lies with.

    Args:
        actor: the person.
        owner_id: the account that has it.
        unit_id: the unit that has it, or the owner's.
    """
    leads = actor.has(Role.UNIT_LEAD) and unit_id is not None and unit_id == actor.unit_id
    return leads or (owner_id is not None and owner_id == actor.account_id)
