"""Queues: pages by key on the partial indexes of open cases, and their counters."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, bindparam, func, literal, select, type_coerce, union_all

from models.cases.columns import ACCOUNTS, CASES, GRIDS, MATTER_VERSIONS, OPEN, RUNNING, STAGED, UNITS
from models.cases.contents import branches, parts_of
from models.cases.day import gathered
from models.cases.deciding import decisions_of
from models.cases.facts import by_area
from models.cases.lights import light_of_row
from models.cases.numbers import short_number
from models.cases.rules import FAR_FUTURE, QUEUE_STATES, QueueKey, restricted_to_unit
from models.cases.settings.inforce import in_force
from models.cases.sight import listed_for, open_to
from models.cases.task_queries import assisted_cases, assisted_count, marks_of
from models.cases.task_urging import urged_cases, urged_count, urged_marks
from models.cases.views import CaseLine
from models.kernel.paging import Page, after_key
from models.kernel.ready import Ready
from models.kernel.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, CompoundSelect, FromClause, Row, Select, Subquery, TextClause
    from sqlalchemy.sql.base import Executable
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.settings.house import House

    Condition = ColumnElement[bool] | TextClause

MOST_ROWS = 500
"""No page is longer, whoever asks."""

_ORDERS = {QueueKey.TO_ACCEPT: CASES.c.reported_at, QueueKey.URGED: CASES.c.answer_due_at}
_OWNERS = ACCOUNTS.alias("owner")
_LINE = (
    CASES.c.id,
    CASES.c.number,
    CASES.c.state,
    CASES.c.due_at,
    CASES.c.warn_at,
    CASES.c.clock_running,
    CASES.c.clock_stopped_at,
    CASES.c.receipt["provisional_years"].label("provisional_years"),
    CASES.c.state_since,
    CASES.c.reported_at,
    CASES.c.title,
    CASES.c.place,
    CASES.c.channel,
    CASES.c.owner_id,
    CASES.c.return_count,
    CASES.c.rework_count,
    CASES.c.asked,
    CASES.c.answer_due_at,
    CASES.c.stage,
    CASES.c.stage_due_at,
    CASES.c.stage_warn_at,
    CASES.c.version,
    MATTER_VERSIONS.c.name.label("matter_name"),
    MATTER_VERSIONS.c.urgency,
    GRIDS.c.name.label("grid_name"),
    UNITS.c.name.label("unit_name"),
    _OWNERS.c.name.label("owner_name"),
)


def queue_page(
    session: Session,
    actor: Actor,
    key: QueueKey | None,
    now: datetime,
    *,
    wanted: Sequence[Condition] = (),
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> Page[CaseLine]:
    """Return a page of a queue.

    The public pool is in the order of arrival, what awaits an answer in the order in which the
    answers are due, assistance in that of its own deadlines, every other queue in the order in which
    the first clock that counts is due (cases of which none does come last).
    ``None`` is every open case in the person's lists. A queue of several states is read state by
    state and merged, each in the order of its index, so nothing is sorted but two pages. A
    person's day is one page and has no next.
    """
    size = max(1, min(limit, MOST_ROWS))
    if key is QueueKey.DAY:
        return Page(_day(session, actor, now, wanted, size), None)
    house = in_force(session)
    rows: Sequence[Any]
    if key is QueueKey.ASSISTING:
        statement = _page_of(assisted_cases(actor, wanted, after, size + 1))
        rows = session.connection().execute(statement).all()
    elif wanted:
        statement = _page_of(_chosen(actor, key, now, wanted, size + 1, house, after))
        rows = session.connection().execute(statement).all()
    else:
        following = {} if after is None else dict(zip(_AFTER, after, strict=True))
        ready = _plain(actor, key, house, "following" if following else "first")
        rows = ready.rows(session, now=now, most=size + 1, **following)
    shown = rows[:size]
    next_key = (shown[-1].sorted_by, shown[-1].id) if len(rows) > size else None
    lines = tuple(_line(row, actor, now) for row in shown)
    return Page(marked(session, actor, key, lines), next_key)


def marked(
    session: Session, actor: Actor, key: QueueKey | None, lines: Sequence[CaseLine]
) -> tuple[CaseLine, ...]:
    """Add the task each line of a queue, or of a section of a day, stands there for."""
    sections: dict[QueueKey | None, list[int]] = {}
    for line in lines:
        sections.setdefault(line.section or key, []).append(line.id)
    assists = marks_of(session, actor, sections.get(QueueKey.ASSISTING, []))
    urged = urged_marks(session, actor, sections.get(QueueKey.URGED, []))
    marks = {**assists, **urged}
    return tuple(replace(line, task=marks[line.id]) if line.id in marks else line for line in lines)


def _order(key: QueueKey | None, conditions: Sequence[Condition]) -> ColumnElement[Any]:
    """Return what a part of a queue is sorted by: where one clock put it there, by that."""
    if conditions[0] is STAGED:
        return CASES.c.stage_due_at
    if conditions[0] is RUNNING:
        return CASES.c.due_at
    return CASES.c.urgent_at if key is None else _ORDERS.get(key, CASES.c.urgent_at)


def _following(order: ColumnElement[Any], after: Sequence[Any] | None) -> list[Condition]:
    if after is None:
        return []
    # The first condition follows from the second, but lets the index be entered in the middle.
    return [order >= after[0], after_key((order, CASES.c.id), after)]


def _chosen(
    actor: Actor,
    key: QueueKey | None,
    now: datetime,
    wanted: Sequence[Condition],
    most: int,
    house: House,
    after: Sequence[Any] | None = None,
) -> Subquery:
    """Return the ids of the first cases of a queue, and what they are sorted by."""
    narrowing: list[Condition] = [*listed_for(actor), *wanted]
    parts = [
        select(CASES.c.id, order.label("place"))
        .where(*conditions, *narrowing, *_following(order, after))
        .order_by(order, CASES.c.id)
        .limit(most)
        .subquery()
        for conditions in branches(actor, key, now, house)
        for order in [_order(key, conditions)]
    ]
    if key is QueueKey.URGED:
        parts.append(urged_cases(actor, wanted, after, most))
    merged = union_all(*(select(part.c.id, part.c.place) for part in parts)).subquery()
    return select(merged).order_by(merged.c.place, merged.c.id).limit(most).subquery()


def _day(
    session: Session, actor: Actor, now: datetime, wanted: Sequence[Condition], size: int
) -> tuple[CaseLine, ...]:
    house = in_force(session)

    def first(key: QueueKey, most: int) -> Sequence[int]:
        if not wanted and key is not QueueKey.ASSISTING:
            return [row.id for row in _plain(actor, key, house, "ids").rows(session, now=now, most=most)]
        chosen = (
            assisted_cases(actor, wanted, None, most)
            if key is QueueKey.ASSISTING
            else _chosen(actor, key, now, wanted, most, house)
        )
        return session.connection().execute(_ids_of(chosen)).scalars().all()

    lines = gathered(actor, first, lambda ids: lines_by_ids(session, actor, ids, now), size, house)
    return marked(session, actor, QueueKey.DAY, lines)


def found_lines(
    session: Session, actor: Actor, now: datetime, chosen: Select[Any], keys: int, size: int
) -> Page[CaseLine]:
    """Return a page of the cases chosen, from the greatest key down.

    Args:
        session: reads.
        actor: who looks.
        now: the present moment.
        chosen: selects ids, and what they are sorted by as ``key0``, ``key1`` ...; one more than
            the page has room for.
        keys: how many of these there are.
        size: how many rows the page has room for.
    """
    ids = chosen.subquery()
    order = [ids.c[f"key{number}"] for number in range(keys)]
    statement = _lines(ids.join(CASES, CASES.c.id == ids.c.id)).add_columns(*order)
    rows = session.connection().execute(statement.order_by(*(key.desc() for key in order))).all()
    shown = rows[:size]
    next_key = tuple(shown[-1][-keys:]) if len(rows) > size else None
    return Page(tuple(_line(row, actor, now) for row in shown), next_key)


def lines_by_ids(session: Session, actor: Actor, ids: Sequence[int], now: datetime) -> list[CaseLine]:
    """Return the lines of cases in the order asked for; those out of sight are left out."""
    statement = _lines(CASES).where(CASES.c.id.in_(ids), *open_to(actor))
    found = {row.id: _line(row, actor, now) for row in session.connection().execute(statement)}
    return [found[case_id] for case_id in dict.fromkeys(ids) if case_id in found]


def counters(session: Session, actor: Actor, now: datetime) -> dict[QueueKey, int]:
    """Return how many cases each queue holds for a person, in one query on the partial indexes.

    A person's day is made of other queues and is not counted.
    """
    found: Counter[str] = Counter()
    for row in _counting(actor, in_force(session)).rows(session, now=now):
        found[row.name] += row.cases
    return {
        key: sum(found[state.value] for state in states)
        if (states := QUEUE_STATES.get(key))
        else found[key.value]
        for key in QueueKey
        if key is not QueueKey.DAY
    }


_KEPT: dict[tuple[object, ...], Ready] = {}
_MOST_KEPT = 64
_AFTER = ("after", "after_id")
_NOW: Any = bindparam("now", type_=UtcDateTime())
_HOW_MANY: Any = bindparam("most", type_=Integer())
_FOLLOWED = (bindparam(_AFTER[0], type_=UtcDateTime()), bindparam(_AFTER[1], type_=Integer()))


def _page_of(chosen: Subquery) -> Select[Any]:
    """Select the lines of the cases chosen, in their order."""
    return (
        _lines(chosen.join(CASES, CASES.c.id == chosen.c.id))
        .add_columns(chosen.c.place.label("sorted_by"))
        .order_by(chosen.c.place, chosen.c.id)
    )


def _ids_of(chosen: Subquery) -> Select[Any]:
    return select(chosen.c.id).order_by(chosen.c.place, chosen.c.id)


def _plain(actor: Actor, key: QueueKey | None, house: House, part: str) -> Ready:
    """Return what reads a queue nothing narrows: its ``first`` page, a ``following`` one, or its ``ids``."""
    name = (part, key, actor.account_id, actor.rights, decisions_of(actor, house))
    after = _FOLLOWED if part == "following" else None
    shape = _ids_of if part == "ids" else _page_of
    return _kept(name, lambda: shape(_chosen(actor, key, _NOW, (), _HOW_MANY, house, after)))


def _kept(name: tuple[object, ...], make: Callable[[], Executable]) -> Ready:
    """Return a statement that was put together before; that takes longer than asking it."""
    kept = _KEPT.get(name)
    if kept is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[name] = Ready(make())
    return kept


def _counting(actor: Actor, house: House) -> Ready:
    """Return what counts the queues of a person."""
    key = (actor.account_id, actor.rights, decisions_of(actor, house))
    return _kept(key, lambda: _count_of_each(actor, house))


def _count_of_each(actor: Actor, house: House) -> CompoundSelect[Any]:
    """Select how many cases each queue holds at ``now``, all but a person's day."""
    seen = listed_for(actor)
    by_state = (
        select(type_coerce(CASES.c.state, String).label("name"), func.count().label("cases"))
        .where(OPEN, *seen)
        .group_by(CASES.c.state)
    )
    if not restricted_to_unit(actor):
        by_state = by_area(by_state)
    others = [
        select(literal(key.value).label("name"), func.count().label("cases"))
        .select_from(CASES)
        .where(*conditions, *seen)
        for key in QueueKey
        if key not in QUEUE_STATES and key not in {QueueKey.DAY, QueueKey.ASSISTING}
        for conditions in parts_of(actor, key, _NOW, house)
    ]
    assists = assisted_count(actor, QueueKey.ASSISTING.value)
    return union_all(by_state, *others, assists, urged_count(actor, QueueKey.URGED.value))


def _lines(source: FromClause) -> Select[Any]:
    return select(*_LINE).select_from(
        source.join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
        .outerjoin(UNITS, UNITS.c.id == CASES.c.unit_id)
        .outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        .outerjoin(_OWNERS, _OWNERS.c.id == CASES.c.owner_id)
    )


def _line(row: Row[Any], actor: Actor, now: datetime) -> CaseLine:
    has_deadline = row.due_at < FAR_FUTURE
    return CaseLine(
        id=row.id,
        number=row.number,
        short_number=short_number(row.number),
        state=row.state,
        light=light_of_row(row, now),
        due_at=row.due_at if has_deadline else None,
        warn_at=row.warn_at if has_deadline else None,
        clock_running=row.clock_running,
        clock_stopped_at=row.clock_stopped_at,
        provisional=has_deadline and bool(row.provisional_years),
        state_since=row.state_since,
        reported_at=row.reported_at,
        title=row.title,
        place=row.place,
        matter_name=row.matter_name or "",
        urgency=row.urgency,
        grid_name=row.grid_name,
        channel=row.channel,
        unit_name=row.unit_name or "",
        owner_name=row.owner_name or "",
        mine=row.owner_id == actor.account_id,
        return_count=row.return_count,
        rework_count=row.rework_count,
        asked=row.asked,
        answer_due_at=row.answer_due_at,
        stage=row.stage,
        stage_due_at=row.stage_due_at,
        stage_warn_at=row.stage_warn_at,
        version=row.version,
    )
