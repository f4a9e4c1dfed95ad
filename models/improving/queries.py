"""Reads of corrective tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from models.accounts.tables import Account, AccountRole
from models.accounts.views import ADMINISTRATORS, AccountStatus
from models.improving.kinds import TaskState
from models.improving.rules import closes, owns, trains
from models.improving.tables import CorrectiveTask
from models.improving.views import Origin, OwnerView, TaskView
from models.kernel.tables import table_of
from models.organisation.tables import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor

TASKS = table_of(CorrectiveTask)
ACCOUNTS = table_of(Account)
ROLES = table_of(AccountRole)
UNITS = table_of(Unit)

_LYING_WITH = func.coalesce(TASKS.c.unit_id, ACCOUNTS.c.unit_id)
"""The unit that has a task, or its owner's."""


def own(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which a task is a person's: their own, or their unit's."""
    theirs = TASKS.c.owner_id == actor.account_id
    if actor.unit_id is None:
        return theirs
    return or_(theirs, and_(TASKS.c.owner_id.is_(None), TASKS.c.unit_id == actor.unit_id))


def rows_of() -> Select[Any]:
    """Return the statement that reads tasks with the names they are shown by."""
    unit_name = UNITS.c.name.label("unit_name")
    owned = TASKS.outerjoin(ACCOUNTS, ACCOUNTS.c.id == TASKS.c.owner_id)
    return (
        select(TASKS, ACCOUNTS.c.login, ACCOUNTS.c.name, unit_name, _LYING_WITH.label("at"))
        .select_from(owned.outerjoin(UNITS, UNITS.c.id == _LYING_WITH))
        .order_by(TASKS.c.state != TaskState.OPEN, TASKS.c.due_on, TASKS.c.id)
    )


def tasks(
    session: Session, actor: Actor, conditions: Sequence[ColumnElement[bool]], limit: int
) -> list[TaskView]:
    """Return tasks, open ones first, those due first of them."""
    found = session.connection().execute(rows_of().where(*conditions).limit(limit))
    return [view_of(row, actor) for row in found]


def view_of(row: Row[Any], actor: Actor) -> TaskView:
    """Return a task as a person sees it."""
    is_open = row.state is TaskState.OPEN
    closable = is_open and closes(actor, row.owner_id, row.at)
    return TaskView(
        id=row.id,
        origin=Origin(row.drill, row.drill_title, row.drill_day, row.party),
        expectation=row.expectation,
        title=row.title,
        owner_login=row.login or "",
        owner_name=row.name or "",
        unit_name=row.unit_name or "",
        due_on=row.due_on,
        state=row.state,
        note=row.note,
        made_by=row.made_by,
        made_at=row.made_at,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
        version=row.version,
        closable=closable,
        droppable=closable or (is_open and trains(actor)),
    )


def is_own(row: Row[Any], actor: Actor) -> bool:
    """Say whether a task is a person's own, or lies with the unit they lead."""
    return owns(actor, row.owner_id, row.unit_id) or closes(actor, row.owner_id, row.at)


def owners(session: Session) -> list[OwnerView]:
    """Return who a task can be given to: people who work on cases, then units in use."""
    workers = select(ROLES.c.account_id).where(ROLES.c.role.not_in(sorted(ADMINISTRATORS)))
    people = (
        select(ACCOUNTS.c.login, ACCOUNTS.c.name, UNITS.c.name.label("unit_name"))
        .select_from(ACCOUNTS.outerjoin(UNITS, UNITS.c.id == ACCOUNTS.c.unit_id))
        .where(ACCOUNTS.c.status == AccountStatus.ACTIVE, ACCOUNTS.c.id.in_(workers))
        .order_by(ACCOUNTS.c.id)
    )
    units = select(UNITS.c.code, UNITS.c.name).where(UNITS.c.active).order_by(UNITS.c.code)
    connection = session.connection()
    return [
        *(
            OwnerView(row.login, row.name, row.unit_name or "", is_unit=False)
            for row in connection.execute(people)
        ),
        *(OwnerView(row.code, row.name, row.name, is_unit=True) for row in connection.execute(units)),
    ]


def owner_ids(session: Session, login: str, unit: str) -> tuple[int | None, int | None]:
    """Return account and unit by what names them; ``None`` for what does not."""
    connection = session.connection()
    account = (
        connection.scalar(
            select(ACCOUNTS.c.id).where(ACCOUNTS.c.login == login, ACCOUNTS.c.status == AccountStatus.ACTIVE)
        )
        if login
        else None
    )
    place = connection.scalar(select(UNITS.c.id).where(UNITS.c.code == unit)) if unit else None
    return account, place
