"""Lists of open cases in an order somebody chose, paged by key.

What a queue is sorted by anyway reads an index (:mod:`models.cases.queues`). Every other order sorts
the open cases of the queue, found through a partial index, and keeps the first of them: open cases
are few beside the closed ones. What is sorted by is written as an expression, so that no engine is
led to walk through an index of all cases, closed ones too, in the order it happens to have.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select

from models.cases.arranging import OWN_ORDER, CaseOrder, Whole
from models.cases.columns import CASES, GRIDS, IN_POOL, MATTER_VERSIONS, OPEN, UNITS
from models.cases.contents import parts_of
from models.cases.day import sections_of
from models.cases.kinds import CaseState, Light, QueueKey
from models.cases.lights import FAR_FUTURE
from models.cases.queues import MOST_ROWS, lines_by_ids, marked, queue_page
from models.cases.rules import QUEUE_STATES
from models.cases.settings.inforce import in_force
from models.cases.sight import listed_for
from models.cases.task_queries import assisting_in
from models.cases.task_urging import for_a_task
from models.kernel.paging import Page, after_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import FromClause, TextClause
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.arranging import Base, Ordering
    from models.cases.settings.house import House
    from models.cases.views import CaseLine

    Condition = ColumnElement[bool] | TextClause

Sorting = tuple[list[ColumnElement[Any]], list[bool]]
"""Columns, and which of them are turned round."""

_RANKS = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 2, Light.HELD: 3, Light.MISSED: 4, Light.MET: 5}
_LAST = 9


def standing_in(actor: Actor, base: Base, now: datetime, house: House) -> list[Condition]:
    """Return when a case stands in a person's queue: what it holds, and whose lists that is in.

    Partial indexes of open cases and tasks answer it. Of a person's day it is all that stands in one of
    its sections, not only the most urgent of each.

    Args:
        actor: whose queue it is.
        base: a queue, or every open case.
        now: the present moment.
        house: the rules in force.
    """
    if base is QueueKey.DAY:
        sections = [and_(*standing_in(actor, key, now, house)) for key in sections_of(actor, house)]
        return [OPEN, or_(false(), *sections)]
    if base is QueueKey.ASSISTING:
        return [OPEN, assisting_in(actor)]
    own = [*_held_in(actor, base, now, house), *listed_for(actor)]
    return [OPEN, or_(and_(*own), for_a_task(actor))] if base is QueueKey.URGED else own


def _held_in(actor: Actor, base: Base, now: datetime, house: House) -> list[Condition]:
    if isinstance(base, Whole):
        return [OPEN]
    if base is QueueKey.TO_ACCEPT:
        return [IN_POOL]
    if base in QUEUE_STATES:
        return [OPEN, CASES.c.state.in_(sorted(QUEUE_STATES[base]))]
    parts = parts_of(actor, base, now, house)
    return parts[0] if len(parts) == 1 else [OPEN, or_(*(and_(*part) for part in parts))]


def arranged_page(
    session: Session,
    actor: Actor,
    base: Base,
    now: datetime,
    *,
    ordering: Ordering | None = None,
    wanted: Sequence[Condition] = (),
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> Page[CaseLine]:
    """Return a page of open cases in the order chosen, ``None`` being the queue's own.

    In whatever direction, cases without a deadline, unit or matter come last where they are sorted
    by it. The lights of one list are those of the moment its first page was read.
    """
    key = None if isinstance(base, Whole) else base
    if ordering is None or _is_own(key, ordering):
        return queue_page(session, actor, key, now, wanted=wanted, after=after, limit=limit)
    size = max(1, min(limit, MOST_ROWS))
    as_of = now if after is None else datetime.fromisoformat(after[-1])
    columns, flags = _sorting(ordering, as_of)
    house = in_force(session)
    narrowing: list[Condition] = [*standing_in(actor, base, now, house), *wanted]
    if after is not None:
        narrowing.append(after_key(columns, after[:-1], descending=flags))
    labelled = [column.label(f"sorted_{place}") for place, column in enumerate(columns)]
    statement = (
        select(CASES.c.id, *labelled)
        .select_from(_source(ordering.by))
        .where(*narrowing)
        .order_by(*(column.desc() if down else column for column, down in zip(columns, flags, strict=True)))
        .limit(size + 1)
    )
    rows = session.connection().execute(statement).all()
    shown = rows[:size]
    lines = lines_by_ids(session, actor, [row[0] for row in shown], now)
    next_key = (*shown[-1][1:], as_of.isoformat()) if len(rows) > size else None
    if key is QueueKey.DAY:
        lines = _sectioned(session, actor, now, house, lines)
    return Page(marked(session, actor, key, lines), next_key)


def _sectioned(
    session: Session, actor: Actor, now: datetime, house: House, lines: Sequence[CaseLine]
) -> list[CaseLine]:
    """Name the section of what a day holds only for the sake of a task: that is what its line tells of."""
    ids = [line.id for line in lines]
    others = [key for key in sections_of(actor, house) if key is not QueueKey.ASSISTING]
    own = [and_(*_held_in(actor, key, now, house), *listed_for(actor)) for key in others]
    statement = select(CASES.c.id).where(CASES.c.id.in_(ids), or_(false(), *own))
    there = set(session.connection().scalars(statement))
    return [line if line.id in there else replace(line, section=QueueKey.ASSISTING) for line in lines]


def _is_own(key: QueueKey | None, ordering: Ordering) -> bool:
    """Say whether an order is the one a queue has anyway."""
    if ordering.descending:
        return False
    if key is QueueKey.TO_ACCEPT:
        return ordering.by is CaseOrder.ARRIVAL
    others = {QueueKey.URGED, *OWN_ORDER}
    return ordering.by is CaseOrder.DEADLINE and key not in others


def _source(order: CaseOrder) -> FromClause:
    if order is CaseOrder.GRID:
        return CASES.join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
    if order is CaseOrder.UNIT:
        return CASES.outerjoin(UNITS, UNITS.c.id == CASES.c.unit_id)
    if order is CaseOrder.MATTER:
        return CASES.outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
    return CASES


def _sorting(ordering: Ordering, now: datetime) -> Sorting:
    """Return what decides the order, the id last."""
    down = ordering.descending
    first: dict[CaseOrder, list[ColumnElement[Any]]] = {
        CaseOrder.DEADLINE: [_last(CASES.c.urgent_at >= FAR_FUTURE), _no_index(CASES.c.urgent_at)],
        CaseOrder.ARRIVAL: [_no_index(CASES.c.reported_at)],
        CaseOrder.SINCE: [_no_index(CASES.c.state_since)],
        # By code: neighbours stand together, and the engines sort Chinese names each in its own way.
        CaseOrder.GRID: [_no_index(GRIDS.c.code)],
        CaseOrder.UNIT: [_last(UNITS.c.id.is_(None)), func.coalesce(UNITS.c.code, "")],
        CaseOrder.MATTER: [
            _last(MATTER_VERSIONS.c.id.is_(None)),
            func.coalesce(MATTER_VERSIONS.c.code, ""),
        ],
        CaseOrder.LIGHT: [_lamp(now)],
        CaseOrder.RETURNS: [_no_index(CASES.c.return_count)],
    }
    columns = first[ordering.by]
    flags = [False] * (len(columns) - 1) + [down]
    return [*columns, _no_index(CASES.c.urgent_at), CASES.c.id], [*flags, False, False]


def _last(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _no_index(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(column, column)


def _lamp(now: datetime) -> ColumnElement[int]:
    """Return the rank of a case's light (as :func:`models.cases.lights.worse` has it), red first."""
    due, stopped, running = CASES.c.due_at, CASES.c.clock_stopped_at, CASES.c.clock_running
    staged = CASES.c.stage_due_at.is_not(None)
    return case(
        (or_(and_(running, due < now), CASES.c.stage_due_at < now), _RANKS[Light.RED]),
        (or_(and_(running, CASES.c.warn_at <= now), CASES.c.stage_warn_at <= now), _RANKS[Light.YELLOW]),
        (and_(CASES.c.state == CaseState.HELD, due < FAR_FUTURE), _RANKS[Light.HELD]),
        (or_(running, staged), _RANKS[Light.GREEN]),
        (due >= FAR_FUTURE, _LAST),
        (and_(stopped.is_not(None), stopped > due), _RANKS[Light.MISSED]),
        else_=_RANKS[Light.MET],
    )
