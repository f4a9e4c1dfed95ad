"""What lies in the pools a person takes from: cases given to their unit, or their post, that nobody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select

from models.accounts.views import Role
from models.cases.columns import ACCOUNTS, CASES, OPEN, STAFF
from models.cases.kinds import CaseState
from models.cases.shape import UNIT_ROLES

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, TextClause

    from models.accounts.views import Actor


def takes_from_pools(actor: Actor) -> bool:
    """Say whether the person takes cases on for a unit."""
    return actor.unit_id is not None and actor.has(*UNIT_ROLES)


def in_pools_of(actor: Actor) -> list[ColumnElement[bool] | TextClause]:
    """Return when a case waits for the person, among others, to take it on.

    As :meth:`models.cases.posts.PostPool.open_to` has it: what was given to a post waits for its people and
    for the lead of the unit; for everybody of the unit where nobody holds the post.
    """
    # No unit has the number 0; written like this, whoever takes nothing is answered by the index as well.
    unit = actor.unit_id if takes_from_pools(actor) else 0
    waits: list[ColumnElement[bool] | TextClause] = [
        OPEN,
        CASES.c.unit_id == unit,
        CASES.c.state == CaseState.DISPATCHED,
        CASES.c.owner_id.is_(None),
    ]
    return waits if actor.has(Role.UNIT_LEAD) else [*waits, _open_post(actor)]


def _open_post(actor: Actor) -> ColumnElement[bool]:
    own = (
        select(STAFF.c.post_id)
        .join(ACCOUNTS, ACCOUNTS.c.staff_id == STAFF.c.id)
        .where(ACCOUNTS.c.id == actor.account_id, STAFF.c.active)
    )
    held = exists().where(and_(STAFF.c.post_id == CASES.c.post_id, STAFF.c.active))
    return or_(CASES.c.post_id.is_(None), CASES.c.post_id.in_(own), ~held)
