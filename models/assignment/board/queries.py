"""Reads of the load board: counts by unit, each from one partial index on open cases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from models.assignment.board.views import Measure
from models.cases.columns import CASES, OPEN, RUNNING, STAGED
from models.cases.kinds import CaseState
from models.cases.sight import listed_for

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, TextClause
    from sqlmodel import Session

    from models.accounts.views import Actor

    Counts = Counter[tuple[int | None, Measure]]
    Condition = ColumnElement[bool] | TextClause

# As its partial index has it, so that SQLite sees that it fits.
_OPEN_RETURNED = (OPEN, CASES.c.return_count > 0)


def counted(session: Session, actor: Actor, now: datetime, midnight: datetime) -> Counts:
    """Return how many cases of each unit each measure holds, within the person's lists.

    Args:
        session: an open session.
        actor: whose lists.
        now: the moment.
        midnight: when the office's day ends.
    """
    found: Counts = Counter()
    for unit_id, state, cases in _by_state(session, actor):
        found[unit_id, Measure.OPEN] += cases
        if state in {CaseState.DISPATCHED, CaseState.REPORTED}:
            found[unit_id, Measure.WAITING] += cases
    late = CASES.c.due_at < now
    calm = or_(CASES.c.stage_due_at.is_(None), CASES.c.stage_due_at >= now)
    _add(session, actor, found, Measure.OVERDUE, RUNNING, late)
    # What is late twice counts once.
    _add(session, actor, found, Measure.OVERDUE, STAGED, CASES.c.stage_due_at < now, _not_running_late(now))
    _add(session, actor, found, Measure.TODAY, RUNNING, ~late, CASES.c.due_at < midnight, calm)
    _add(session, actor, found, Measure.RETURNED, *_OPEN_RETURNED)
    return found


def _not_running_late(now: datetime) -> ColumnElement[bool]:
    return or_(~CASES.c.clock_running, CASES.c.due_at >= now)


def _by_state(session: Session, actor: Actor) -> Any:
    statement = (
        select(CASES.c.unit_id, CASES.c.state, func.count())
        .where(OPEN, *listed_for(actor))
        .group_by(CASES.c.unit_id, CASES.c.state)
    )
    return session.connection().execute(statement)


def _add(session: Session, actor: Actor, found: Counts, measure: Measure, *conditions: Condition) -> None:
    statement = (
        select(CASES.c.unit_id, func.count()).where(*conditions, *listed_for(actor)).group_by(CASES.c.unit_id)
    )
    for unit_id, cases in session.connection().execute(statement):
        found[unit_id, measure] += cases
