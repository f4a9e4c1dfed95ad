"""Reads of what units were asked to assist with: the tasks of a case, of a queue, of a unit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, exists, false, func, literal, or_, select, text

from models.accounts.views import Role
from models.cases.columns import ACCOUNTS, CASES, OPEN_TASK, TASKS, UNITS
from models.cases.kinds import CaseState
from models.cases.lights import light
from models.cases.rules import restricted_to_unit
from models.cases.sight import in_area
from models.cases.task_kinds import WITH_THE_UNIT, TaskState
from models.cases.task_views import TaskMark, TaskView
from models.kernel.ready import Ready
from models.kernel.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select, Subquery, TextClause
    from sqlmodel import Session

    from models.accounts.views import Actor

    TaskRow = Row[Any]
    Condition = ColumnElement[bool] | TextClause

RULED_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
"""Where a declined task stands in the order of deadlines: before all others, for somebody has to rule."""

_OWNERS = ACCOUNTS.alias("owner")
WHISTLED = text("case_task.kind = 'whistle'")
"""A unit was called to the spot."""
AWAITED = text(
    "case_task.kind = 'whistle' AND case_task.open AND case_task.reported_at IS NULL"
    " AND case_task.absent_at IS NULL"
)
"""It was, has not reported in, and nobody noted that."""


def open_tasks_of(session: Session, case_id: int | None) -> Sequence[Row[Any]]:
    """Return the open tasks of a case (id, unit_id, unit_name), in the order of asking."""
    statement: Select[Any] = (
        select(TASKS.c.id, TASKS.c.unit_id, UNITS.c.name.label("unit_name"))
        .join(UNITS, UNITS.c.id == TASKS.c.unit_id)
        .where(TASKS.c.case_id == case_id, OPEN_TASK)
        .order_by(TASKS.c.id)
    )
    return session.connection().execute(statement).all()


def tasks_of(session: Session, case_id: int) -> tuple[TaskRow, ...]:
    """Return every task of a case with the names of its unit and person, in the order of asking."""
    return tuple(_ALL.rows(session, case_id=case_id))


def _all(_engine: str) -> Select[Any]:
    return (
        select(TASKS, UNITS.c.name.label("unit_name"), _OWNERS.c.name.label("owner_name"))
        .select_from(
            TASKS.join(UNITS, UNITS.c.id == TASKS.c.unit_id).outerjoin(
                _OWNERS, _OWNERS.c.id == TASKS.c.owner_id
            )
        )
        .where(TASKS.c.case_id == bindparam("case_id"))
        .order_by(TASKS.c.id)
    )


_ALL = Ready(_all)


def units_awaited(session: Session) -> bool:
    """Say whether any unit that was called has not reported in yet; an index of few rows."""
    return session.connection().execute(select(TASKS.c.id).where(AWAITED).limit(1)).first() is not None


def task_views(found: Row[Any], tasks: Sequence[TaskRow], now: datetime) -> tuple[TaskView, ...]:
    """Return the tasks of a case as its screen shows them."""
    return tuple(_view(found, row, now) for row in tasks)


def _view(found: Row[Any], row: TaskRow, now: datetime) -> TaskView:
    late = (row.stopped_at or now) > row.due_at
    return TaskView(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        state=row.state,
        open=row.open,
        binding=row.binding,
        asked=row.asked,
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
        limit=f"{row.limit_amount}{row.limit_unit}",
        capped=row.capped,
        bound=row.bound,
        due_at=row.due_at,
        warn_at=row.warn_at,
        light=light(
            now,
            due_at=row.due_at,
            warn_at=row.warn_at,
            running=row.state in WITH_THE_UNIT,
            stopped_at=row.stopped_at,
            held=row.state in WITH_THE_UNIT and found.state is CaseState.HELD,
        ),
        receipt=row.receipt,
        provisional=bool(row.receipt.get("provisional_years")),
        owner_id=row.owner_id,
        owner_name=row.owner_name or "",
        taken_at=row.taken_at,
        stopped_at=row.stopped_at,
        said=row.said,
        urged=row.urged,
        answer_due_at=row.answer_due_at,
        late=late,
        absent=late and row.state is not TaskState.ANSWERED,
        version=row.version,
        kind=row.kind,
        place=row.place,
        report_by=row.report_by,
        reported_at=row.reported_at,
        came=row.came,
        absent_at=row.absent_at,
        turnout=row.turnout,
        turnout_note=row.turnout_note,
    )


def unit_assists(session: Session, case_id: int, unit_id: int | None) -> bool:
    """Say whether a unit has something to assist with on a case now."""
    if unit_id is None:
        return False
    statement = select(TASKS.c.id).where(
        OPEN_TASK, TASKS.c.case_id == case_id, TASKS.c.unit_id == unit_id, TASKS.c.state.in_(_RUNNING)
    )
    return session.connection().execute(statement).first() is not None


def tasks_held(session: Session, *conditions: ColumnElement[bool]) -> int:
    """Return how many open tasks meet ``conditions``."""
    statement = select(func.count()).select_from(TASKS).where(OPEN_TASK, *conditions)
    return session.connection().execute(statement).scalar_one()


# ---------------------------------------------------------------- the queue of assistance

_RUNNING = sorted(WITH_THE_UNIT)
_PLACE = case(
    (TASKS.c.state == TaskState.DECLINED, literal(RULED_FIRST, UtcDateTime())),
    else_=TASKS.c.due_at,
)


def concerns(actor: Actor) -> list[Condition]:
    """Return the conditions under which a task stands in the person's queue of assistance.

    People who only handle work have there what their unit has to answer, and its lead what other units
    declined on the cases it leads. Everybody else has there what is open in their area.
    """
    if not restricted_to_unit(actor):
        return [OPEN_TASK, *in_area(actor, TASKS.c.division_code)]
    if actor.unit_id is None:
        return [OPEN_TASK, false()]
    # No list of states: what is asked again and again is compiled once, and a list is not.
    running = or_(*(TASKS.c.state == state for state in _RUNNING))
    own = and_(TASKS.c.unit_id == actor.unit_id, running)
    if actor.has(Role.UNIT_LEAD):
        own = or_(own, and_(TASKS.c.state == TaskState.DECLINED, CASES.c.unit_id == actor.unit_id))
    return [OPEN_TASK, own, *in_area(actor, TASKS.c.division_code)]


def assisting_in(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which a case stands in the person's queue of assistance."""
    return exists().where(TASKS.c.case_id == CASES.c.id, *concerns(actor))


def assisted_cases(
    actor: Actor, wanted: Sequence[Condition], after: Sequence[Any] | None, most: int
) -> Subquery:
    """Return the ids of the first cases in the queue of assistance, and what they are sorted by.

    A case stands there once, for its most urgent task; what was declined comes first.
    """
    place = func.min(_PLACE, type_=UtcDateTime()).label("place")
    grouped = (
        select(TASKS.c.case_id.label("id"), place)
        .join(CASES, CASES.c.id == TASKS.c.case_id)
        .where(*concerns(actor), *wanted)
        .group_by(TASKS.c.case_id)
        .subquery()
    )
    statement = select(grouped.c.id, grouped.c.place)
    if after is not None:
        later = and_(grouped.c.place == after[0], grouped.c.id > after[1])
        statement = statement.where(or_(grouped.c.place > after[0], later))
    return statement.order_by(grouped.c.place, grouped.c.id).limit(most).subquery()


def assisted_count(actor: Actor, name: str) -> Select[str, int]:
    """Select how many cases stand in the queue of assistance, beside ``name``."""
    counted = select(literal(name).label("name"), func.count(TASKS.c.case_id.distinct()).label("cases"))
    if restricted_to_unit(actor) and actor.has(Role.UNIT_LEAD):
        # Which unit leads a case stands with the case.
        counted = counted.join(CASES, CASES.c.id == TASKS.c.case_id)
    return counted.where(*concerns(actor))


def marks_of(session: Session, actor: Actor, case_ids: Sequence[int]) -> Mapping[int, TaskMark]:
    """Return the task each of the cases stands in the queue of assistance for."""
    return first_marks(session, case_ids, concerns(actor), _PLACE)


def first_marks(
    session: Session, case_ids: Sequence[int], wanted: Iterable[Condition], place: ColumnElement[Any]
) -> Mapping[int, TaskMark]:
    """Return, of the tasks of each case that meet ``wanted``, the one with the first ``place``."""
    if not case_ids:
        return {}
    statement: Select[Any] = (
        select(
            TASKS.c.case_id,
            TASKS.c.state,
            TASKS.c.due_at,
            TASKS.c.warn_at,
            TASKS.c.stopped_at,
            TASKS.c.answer_due_at,
            UNITS.c.name.label("unit_name"),
        )
        .join(CASES, CASES.c.id == TASKS.c.case_id)
        .join(UNITS, UNITS.c.id == TASKS.c.unit_id)
        .where(*wanted, TASKS.c.case_id.in_(list(case_ids)))
        .order_by(place.desc(), TASKS.c.id.desc())
    )
    # Later rows of a case take the place of those before: the first one stays.
    return {row.case_id: TaskMark.of(row) for row in session.connection().execute(statement)}
