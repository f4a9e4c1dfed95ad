"""Reads for the sheet of a shift: what is open, what changed, what waits, and who comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, func, not_, or_, select

from models.accounts.views import AccountStatus, Role
from models.cases import queues
from models.cases.columns import ACCOUNT_ROLES, ACCOUNTS, ASKED, CASES, EVENTS, OPEN, STAGED, UNITS
from models.cases.kinds import Action, CaseState, Light, QueueKey
from models.cases.lights import FAR_FUTURE, light, worse
from models.cases.rules import QUEUE_STATES, READER_ROLES, restricted_to_unit
from models.cases.shifts.kinds import Scope
from models.cases.shifts.tables import Handover
from models.cases.shifts.views import (
    HandoverView,
    ShiftCase,
    ShiftChange,
    ShiftSheet,
    SuccessorView,
    sheet_of,
)
from models.cases.sight import listed_for
from models.kernel.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.views import CaseLine

HANDOVERS = table_of(Handover)
MOST_CASES = 300
"""Cases on a sheet: more than that nobody reads at the change of a shift; all are counted."""
MOST_CHANGES = 200
"""Steps on a sheet; all are counted."""
_SECTIONS = (
    QueueKey.OVERDUE,
    QueueKey.DUE_SOON,
    QueueKey.RETURNED,
    *(key for key in QUEUE_STATES if key is not QueueKey.RETURNED),
)
"""Parts of the sheet, the most pressing first."""


def in_scope(actor: Actor, scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions under which a case belongs to what is handed over."""
    own: ColumnElement[bool]
    match scope:
        case Scope.PERSON:
            own = or_(CASES.c.owner_id == actor.account_id, CASES.c.acceptor_id == actor.account_id)
        case Scope.UNIT:
            own = false() if actor.unit_id is None else CASES.c.unit_id == actor.unit_id
        case Scope.OFFICE:
            return listed_for(actor)
    return [own, *listed_for(actor)]


def sheet(session: Session, actor: Actor, scope: Scope, since: datetime, now: datetime) -> ShiftSheet:
    """Return the sheet of a shift as of now."""
    conditions = in_scope(actor, scope)
    counted, listed = _open(session, actor, conditions, now)
    done, changes = _changes(session, actor, scope, since, now)
    unit = select(UNITS.c.name).where(UNITS.c.id == actor.unit_id)
    return ShiftSheet(
        scope=scope,
        person=actor.name,
        unit_name=session.connection().scalar(unit) or "",
        since=since,
        at=now,
        counts=counted,
        cases=listed,
        done=done,
        changes=changes,
        requests=_requests(session, actor, conditions, now),
    )


def _open(
    session: Session, actor: Actor, conditions: list[ColumnElement[bool]], now: datetime
) -> tuple[tuple[tuple[QueueKey, int], ...], tuple[ShiftCase, ...]]:
    handling, stage_due = CASES.c.clock_running, CASES.c.stage_due_at
    late = or_(and_(handling, CASES.c.due_at < now), and_(STAGED, stage_due < now))
    warned = or_(and_(handling, CASES.c.warn_at <= now), and_(STAGED, CASES.c.stage_warn_at <= now))
    soon = and_(not_(late), warned)
    kinds = select(CASES.c.state, late.label("late"), soon.label("soon"), func.count().label("cases"))
    grouped = kinds.where(OPEN, *conditions).group_by(CASES.c.state, "late", "soon")
    counts = dict.fromkeys(_SECTIONS, 0)
    for row in session.connection().execute(grouped):
        light = Light.RED if row.late else Light.YELLOW if row.soon else Light.GREEN
        counts[_section(row.state, light)] += row.cases
    first = select(CASES.c.id).where(OPEN, *conditions).order_by(CASES.c.urgent_at, CASES.c.id)
    ids = session.connection().scalars(first.limit(MOST_CASES)).all()
    lines = [_case(line, now) for line in queues.lines_by_ids(session, actor, ids, now)]
    lines.sort(key=lambda each: (_SECTIONS.index(each.section), each.due_at or FAR_FUTURE))
    return tuple((key, count) for key, count in counts.items() if count), tuple(lines)


def _section(state: CaseState, light: Light) -> QueueKey:
    if light is Light.RED:
        return QueueKey.OVERDUE
    if light is Light.YELLOW:
        return QueueKey.DUE_SOON
    return next(key for key in _SECTIONS if state in QUEUE_STATES.get(key, ()))


def _case(line: CaseLine, now: datetime) -> ShiftCase:
    """Return a line with the deadline that decides: of the handling, or of a stage."""
    main = light(
        now,
        due_at=line.due_at or FAR_FUTURE,
        warn_at=line.warn_at or FAR_FUTURE,
        running=line.clock_running,
        stopped_at=line.clock_stopped_at,
        held=line.state is CaseState.HELD,
    )
    _light, of_stage = worse(now, main, line.due_at, line.stage_due_at, line.stage_warn_at)
    return ShiftCase(
        number=line.number,
        title=line.title,
        state=line.state,
        section=_section(line.state, line.light),
        due_at=line.stage_due_at if of_stage else line.due_at,
        unit_name=line.unit_name,
        owner_name=line.owner_name,
        asked=line.asked,
    )


def _requests(
    session: Session, actor: Actor, conditions: list[ColumnElement[bool]], now: datetime
) -> tuple[ShiftCase, ...]:
    waiting = select(CASES.c.id).where(ASKED, *conditions).order_by(CASES.c.urgent_at, CASES.c.id)
    ids = session.connection().scalars(waiting.limit(MOST_CASES)).all()
    return tuple(_case(line, now) for line in queues.lines_by_ids(session, actor, ids, now))


def _changes(
    session: Session, actor: Actor, scope: Scope, since: datetime, now: datetime
) -> tuple[tuple[tuple[Action, int], ...], tuple[ShiftChange, ...]]:
    within = [EVENTS.c.at >= since, EVENTS.c.at <= now]
    if scope is Scope.PERSON:
        within.append(EVENTS.c.actor_id == actor.account_id)
    elif scope is Scope.UNIT:
        colleagues = select(ACCOUNTS.c.id).where(ACCOUNTS.c.unit_id == actor.unit_id)
        within.append(or_(EVENTS.c.unit_id == actor.unit_id, EVENTS.c.actor_id.in_(colleagues)))
    else:
        within += listed_for(actor)
    joined = EVENTS.join(CASES, CASES.c.id == EVENTS.c.case_id)
    grouped = select(EVENTS.c.action, func.count().label("steps")).select_from(joined).where(*within)
    found = {row.action: row.steps for row in session.connection().execute(grouped.group_by(EVENTS.c.action))}
    columns = (EVENTS.c.at, EVENTS.c.action, CASES.c.number, CASES.c.title, EVENTS.c.actor_name)
    latest = (
        select(*columns).select_from(joined).where(*within).order_by(EVENTS.c.at.desc(), EVENTS.c.id.desc())
    )
    rows = session.connection().execute(latest.limit(MOST_CHANGES)).all()
    done = tuple((action, found[action]) for action in Action if action in found)
    return done, tuple(ShiftChange(*row) for row in reversed(rows))


def shift_began(session: Session, actor: Actor, after: datetime) -> datetime | None:
    """Return when the person last took a shift over or handed one over, if that was after a moment."""
    mine = or_(HANDOVERS.c.from_id == actor.account_id, HANDOVERS.c.accepted_id == actor.account_id)
    columns = (HANDOVERS.c.from_id, HANDOVERS.c.at, HANDOVERS.c.accepted_id, HANDOVERS.c.accepted_at)
    latest = select(*columns).where(mine).order_by(HANDOVERS.c.id.desc()).limit(10)
    moments = []
    for row in session.connection().execute(latest):
        moments += [row.at] if row.from_id == actor.account_id else []
        moments += [row.accepted_at] if row.accepted_id == actor.account_id else []
    return max((each for each in moments if each > after), default=None)


def successors(session: Session, actor: Actor) -> list[SuccessorView]:
    """Return those a shift can be handed to: of the same unit first."""
    readers = select(ACCOUNT_ROLES.c.account_id).where(ACCOUNT_ROLES.c.role.in_(sorted(READER_ROLES)))
    statement = (
        select(
            ACCOUNTS.c.id, ACCOUNTS.c.login, ACCOUNTS.c.name, ACCOUNTS.c.unit_id, UNITS.c.name.label("unit")
        )
        .select_from(ACCOUNTS.outerjoin(UNITS, UNITS.c.id == ACCOUNTS.c.unit_id))
        .where(ACCOUNTS.c.id != actor.account_id, ACCOUNTS.c.status == AccountStatus.ACTIVE)
        .where(ACCOUNTS.c.id.in_(readers))
    )
    rows = sorted(
        session.connection().execute(statement), key=lambda row: (row.unit_id != actor.unit_id, row.id)
    )
    return [SuccessorView(row.id, row.login, row.name, row.unit or "") for row in rows]


_OVERSEERS = (Role.DUTY_CHIEF, Role.LEADER, Role.DISPATCHER, Role.ACCEPTOR)
"""Who looks at everybody's shifts within their area."""


def rows_of(actor: Actor) -> Select[Any]:
    """Select the shifts a person may look at, with the area of whoever handed over.

    Their own and their unit's; those who work for all units, the shifts of whoever sees no more
    than they do.
    """
    joined = HANDOVERS.join(ACCOUNTS, ACCOUNTS.c.id == HANDOVERS.c.from_id)
    mine: list[ColumnElement[bool]] = [
        HANDOVERS.c[name] == actor.account_id for name in ("from_id", "to_id", "accepted_id")
    ]
    if not restricted_to_unit(actor) and actor.has(*_OVERSEERS):
        mine.append(func.substr(ACCOUNTS.c.area, 1, len(actor.area)) == actor.area)
    if actor.unit_id is not None:
        mine.append(HANDOVERS.c.unit_id == actor.unit_id)
    statement: Select[Any] = select(HANDOVERS, ACCOUNTS.c.area.label("from_area")).select_from(joined)
    return statement.where(or_(*mine))


def may_accept(actor: Actor, row: Row[Any]) -> bool:
    """Say whether a shift is for a person to take over."""
    if row.accepted_at is not None or row.from_id == actor.account_id:
        return False
    if row.to_id is not None:
        return bool(row.to_id == actor.account_id)
    if row.scope is Scope.OFFICE:
        return not restricted_to_unit(actor) and row.from_area.startswith(actor.area)
    return row.unit_id is not None and row.unit_id == actor.unit_id


def handovers(
    session: Session, actor: Actor, conditions: Sequence[ColumnElement[bool]], limit: int
) -> list[HandoverView]:
    """Return shifts handed over that a person may look at, the newest first."""
    statement = rows_of(actor).where(*conditions).order_by(HANDOVERS.c.id.desc())
    return [view_of(actor, row) for row in session.connection().execute(statement.limit(limit))]


def view_of(actor: Actor, row: Row[Any]) -> HandoverView:
    """Return a row as a person sees it."""
    return HandoverView(
        id=row.id,
        from_name=row.from_name,
        to_name=row.to_name,
        at=row.at,
        notes=row.notes,
        sheet=sheet_of(row.sheet),
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_by,
        acceptable=may_accept(actor, row),
    )
