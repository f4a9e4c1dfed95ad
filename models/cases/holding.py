"""Who still holds open cases: asked before a unit, a person or an account is taken out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.cases.columns import ACCOUNTS, CASES, OPEN, POSTED, TASKS
from models.cases.post_refusals import PostHoldsCases
from models.cases.refusals import PersonHoldsCases, UnitHoldsCases
from models.cases.task_queries import tasks_held
from models.cases.task_refusals import PersonHoldsTasks, UnitHoldsTasks

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.kernel.objections import Kind


def object_to_closing(session: Session, kind: Kind, key: int, name: str) -> None:
    """Object while open cases lie with what is to be closed (see :mod:`models.kernel.objections`).

    A grid is only where a case happened: its cases go on when it is closed.

    Raises:
        UnitHoldsCases: cases were dispatched to the unit and are not ended.
        PersonHoldsCases: cases lie with the person, or with an account of theirs.
        PostHoldsCases: open cases were given to the post.
        UnitHoldsTasks, PersonHoldsTasks: they still have to assist on cases.
    """
    if kind == "unit":
        held = held_by_units(session, CASES.c.unit_id == key).get(key, 0)
        if held:
            raise UnitHoldsCases(name, held)
        assists = tasks_held(session, TASKS.c.unit_id == key)
        if assists:
            raise UnitHoldsTasks(name, assists)
    elif kind == "post":
        _object_to_post(session, key, name)
    elif kind in {"staff", "account"}:
        accounts = ACCOUNTS.c.staff_id == key if kind == "staff" else ACCOUNTS.c.id == key
        held = sum(held_by_people(session, accounts).values())
        if held:
            raise PersonHoldsCases(name, held)
        assists = tasks_held(session, TASKS.c.owner_id.in_(select(ACCOUNTS.c.id).where(accounts)))
        if assists:
            raise PersonHoldsTasks(name, assists)


def _object_to_post(session: Session, post_id: int, name: str) -> None:
    """Object to doing away with a post; what ended long ago keeps no post from going, nor its name."""
    statement = select(func.count()).select_from(CASES).where(OPEN, POSTED, CASES.c.post_id == post_id)
    held = session.connection().scalar(statement) or 0
    if held:
        raise PostHoldsCases(name, held)


def held_by_units(session: Session, *conditions: ColumnElement[bool]) -> dict[int, int]:
    """Return how many open cases each unit holds, of those that meet ``conditions``.

    A unit that holds none is left out.
    """
    statement = (
        select(CASES.c.unit_id, func.count())
        .where(OPEN, CASES.c.unit_id.is_not(None), *conditions)
        .group_by(CASES.c.unit_id)
    )
    return dict(session.connection().execute(statement).all())


def held_by_people(session: Session, *conditions: ColumnElement[bool]) -> dict[int | None, int]:
    """Return how many open cases lie with the accounts of each person of the office, by the person's id.

    Args:
        session: an open session.
        conditions: which accounts are meant; those of no person are counted together under ``None``.
    """
    statement = (
        select(ACCOUNTS.c.staff_id, func.count())
        .select_from(CASES.join(ACCOUNTS, ACCOUNTS.c.id == CASES.c.owner_id))
        .where(OPEN, *conditions)
        .group_by(ACCOUNTS.c.staff_id)
    )
    return dict(session.connection().execute(statement).all())
