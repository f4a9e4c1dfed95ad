"""Which cases a person sees, as conditions of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sqlalchemy import BindParameter, bindparam, exists, false, literal, or_, select

from models.cases.columns import CASES, EVENTS, TASKS
from models.cases.rules import restricted_to_unit
from models.kernel.errors import NotFound
from models.kernel.ready import Ready
from models.kernel.words import N_

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlmodel import Session

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
            own += [CASES.c.unit_id == actor.unit_id, *_once(actor.unit_id)]
        conditions.append(or_(*own))
    return conditions


def _once(unit_id: int) -> list[ColumnElement[bool]]:
    """Return when a unit had a case, or was asked to assist with it."""
    had = select(literal(1)).where(EVENTS.c.case_id == CASES.c.id, EVENTS.c.unit_id == unit_id)
    assists = select(literal(1)).where(TASKS.c.case_id == CASES.c.id, TASKS.c.unit_id == unit_id)
    # With an offset PostgreSQL looks each case up; else it would gather all steps there ever were beforehand.
    return [exists(each.correlate(CASES).offset(0)) for each in (had, assists)]


class Lying(Protocol):
    """What sight depends on: a case's row."""

    @property
    def id(self) -> int | None: ...  # noqa: D102 -- the columns of ``cases``, described there
    @property
    def division_code(self) -> str: ...  # noqa: D102
    @property
    def unit_id(self) -> int | None: ...  # noqa: D102
    @property
    def reporter_account_id(self) -> int | None: ...  # noqa: D102


_OF_CASE: BindParameter[int] = bindparam("case_id")
_OF_UNIT: BindParameter[int] = bindparam("unit_id")
_HAD = exists().where(EVENTS.c.case_id == _OF_CASE, EVENTS.c.unit_id == _OF_UNIT)
_ASSISTS = exists().where(TASKS.c.case_id == _OF_CASE, TASKS.c.unit_id == _OF_UNIT)
_CONCERNED = Ready(select(literal(1)).where(or_(_HAD, _ASSISTS)))


def sees(session: Session, actor: Actor, case: Lying) -> bool:
    """Say whether the person may look at a case that was read: the same as :func:`open_to`."""
    if not actor.sees(case.division_code):
        return False
    if not restricted_to_unit(actor):
        return True
    if case.reporter_account_id is not None and case.reporter_account_id == actor.account_id:
        return True
    if actor.unit_id is None:
        return False
    if case.unit_id == actor.unit_id:
        return True
    return _CONCERNED.first(session, case_id=case.id, unit_id=actor.unit_id) is not None


def require_seen(session: Session, actor: Actor, case: Lying) -> None:
    """Let the person pass if they may look at a case that was read.

    Raises:
        NotFound: it is out of their sight.
    """
    if not sees(session, actor, case):
        raise NotFound(N_("case"), case.id)
