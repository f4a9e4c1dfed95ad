"""Which cases a person sees, as conditions of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, false, or_

from models.cases.columns import CASES, EVENTS, TASKS
from models.cases.rules import restricted_to_unit

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from models.accounts.views import Actor

_CODE_LENGTH = 12


def in_area(actor: Actor, column: ColumnElement[str] = CASES.c.division_code) -> list[ColumnElement[bool]]:
    """Return the conditions under which a case lies within the person's area; ``column`` says where it lies.

    A range of codes rather than a pattern: it reads an index on either engine, and digits
    sort alike under every collation.
    """
    if not actor.area:
        return []
    low = actor.area.ljust(_CODE_LENGTH, "0")
    high = actor.area.ljust(_CODE_LENGTH, "9")
    return [column.between(low, high)]


def listed_for(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions under which a case stands in the person's lists.

    People who only handle work have in their lists what their unit has now.
    """
    if not restricted_to_unit(actor):
        return in_area(actor)
    if actor.unit_id is None:
        return [false()]
    return [CASES.c.unit_id == actor.unit_id, *in_area(actor)]


def open_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions under which the person may look at a single case.

    People who only handle work also look back at what their unit had once (and gave back), at
    what it was asked to assist with, and at what they reported themselves.
    """
    conditions = in_area(actor)
    if restricted_to_unit(actor):
        own = [CASES.c.reporter_account_id == actor.account_id]
        if actor.unit_id is not None:
            had = exists().where(EVENTS.c.case_id == CASES.c.id, EVENTS.c.unit_id == actor.unit_id)
            assists = exists().where(TASKS.c.case_id == CASES.c.id, TASKS.c.unit_id == actor.unit_id)
            own += [CASES.c.unit_id == actor.unit_id, had, assists]
        conditions.append(or_(*own))
    return conditions
