"""Reads about sets of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case as sql_case
from sqlalchemy import func, select

from models.cases.columns import CASES, SET_MEMBERS, SETS
from models.cases.set_views import SetLine, SetView
from models.cases.settings.inforce import in_force

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.kernel.errors import DomainError

_UNDONE = func.coalesce(func.sum(sql_case((SET_MEMBERS.c.undone, 1), else_=0)), 0).label("undone")


def sets_of(session: Session, actor: Actor, now: datetime, limit: int) -> list[SetView]:
    """Return the sets a person did, the newest first."""
    within = in_force(session).undo_within
    statement = (
        select(SETS, func.count(SET_MEMBERS.c.case_id).label("done"), _UNDONE)
        .select_from(SETS.outerjoin(SET_MEMBERS, SET_MEMBERS.c.set_id == SETS.c.id))
        .where(SETS.c.account_id == actor.account_id)
        .group_by(*SETS.c)
        .order_by(SETS.c.id.desc())
        .limit(limit)
    )
    return [
        SetView(
            id=row.id,
            action=row.action,
            at=row.at,
            asked=row.asked,
            done=row.done,
            undone=row.undone,
            until=row.at + within,
            open=row.undone < row.done and now - row.at <= within,
        )
        for row in session.connection().execute(statement)
    ]


def set_row(session: Session, actor: Actor, set_id: int) -> Row[Any] | None:
    """Return a set the person did."""
    statement = select(SETS).where(SETS.c.id == set_id, SETS.c.account_id == actor.account_id)
    return session.connection().execute(statement).first()


def member_rows(session: Session, set_id: int) -> Sequence[Row[Any]]:
    """Return the cases a set was done to."""
    statement = select(SET_MEMBERS).where(SET_MEMBERS.c.set_id == set_id).order_by(SET_MEMBERS.c.case_id)
    return session.connection().execute(statement).all()


def lines_of(session: Session, outcomes: Mapping[int, DomainError | None]) -> tuple[SetLine, ...]:
    """Return one line for each case that was to be acted on, in that order."""
    columns = (CASES.c.id, CASES.c.number, CASES.c.title, CASES.c.version, CASES.c.state)
    rows = session.connection().execute(select(*columns).where(CASES.c.id.in_(list(outcomes))))
    found = {row.id: row for row in rows}
    lines = []
    for case_id, refusal in outcomes.items():
        row = found.get(case_id)
        if row is None:
            lines.append(SetLine(case_id, str(case_id), "", 0, None, refusal))
        else:
            lines.append(SetLine(case_id, row.number, row.title, row.version, row.state, refusal))
    return tuple(lines)
