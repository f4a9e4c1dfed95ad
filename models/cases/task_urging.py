"""Units that were urged to what they assist with: their share of the queue of what awaits an answer.

A case stands there for its own urging where it has one that concerns the person, and for that of a task
otherwise: never twice. What is urged of a task is over once the unit replies, or the task ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, false, func, literal, or_, select

from models.cases.columns import CASES, TASKS, URGED_TASK
from models.cases.rules import restricted_to_unit
from models.cases.sight import in_area
from models.cases.task_queries import first_marks
from models.kernel.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Select, Subquery, TextClause
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.task_views import TaskMark

    Condition = ColumnElement[bool] | TextClause


def _urged(actor: Actor) -> list[Condition]:
    """Return the conditions under which a task was urged and concerns the person."""
    if not restricted_to_unit(actor):
        return [URGED_TASK, *in_area(actor, TASKS.c.division_code)]
    if actor.unit_id is None:
        return [URGED_TASK, false()]
    return [URGED_TASK, TASKS.c.unit_id == actor.unit_id, *in_area(actor, TASKS.c.division_code)]


def _alone(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which the case is not there for an urging of its own as well."""
    own = CASES.c.to_answer == 0
    return or_(own, CASES.c.unit_id != actor.unit_id) if restricted_to_unit(actor) else own


def for_a_task(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which a case awaits an answer of a unit that assists."""
    return exists().where(TASKS.c.case_id == CASES.c.id, *_urged(actor))


def urged_cases(
    actor: Actor, wanted: Sequence[Condition], after: Sequence[Any] | None, most: int
) -> Subquery:
    """Return the ids of the first cases that await the answer of a unit that assists, and when it is due."""
    place = func.min(TASKS.c.answer_due_at, type_=UtcDateTime()).label("place")
    grouped = (
        select(TASKS.c.case_id.label("id"), place)
        .join(CASES, CASES.c.id == TASKS.c.case_id)
        .where(*_urged(actor), _alone(actor), *wanted)
        .group_by(TASKS.c.case_id)
        .subquery()
    )
    statement = select(grouped.c.id, grouped.c.place)
    if after is not None:
        later = and_(grouped.c.place == after[0], grouped.c.id > after[1])
        statement = statement.where(or_(grouped.c.place > after[0], later))
    return statement.order_by(grouped.c.place, grouped.c.id).limit(most).subquery()


def urged_count(actor: Actor, name: str) -> Select[str, int]:
    """Select how many of them there are, beside ``name``."""
    return (
        select(literal(name).label("name"), func.count(TASKS.c.case_id.distinct()).label("cases"))
        .join(CASES, CASES.c.id == TASKS.c.case_id)
        .where(*_urged(actor), _alone(actor))
    )


def urged_marks(session: Session, actor: Actor, case_ids: Sequence[int]) -> Mapping[int, TaskMark]:
    """Return the task each of the cases awaits an answer for; those there for their own urging have none."""
    return first_marks(session, case_ids, (*_urged(actor), _alone(actor)), TASKS.c.answer_due_at)
