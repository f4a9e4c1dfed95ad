"""What a play rests on: the history, the open cases, and who is at work when."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import case as sql_case
from sqlalchemy import func, select

from models.accounts.views import AccountStatus
from models.assignment.whatif.habits import Came, Handled, day_kind
from models.calendar.rules import Unit
from models.cases.columns import (
    ACCOUNT_ROLES,
    ACCOUNTS,
    CASES,
    CONDITIONS,
    EVENTS,
    MATTER_VERSIONS,
    OPEN,
    UNITS,
)
from models.cases.kinds import Action, CaseState
from models.cases.rules import FAR_FUTURE
from models.cases.shape import UNIT_ROLES
from models.cases.sight import listed_for

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.arithmetic import WorkingTime

ARRIVALS, HANDLING = timedelta(days=365), timedelta(days=183)
"""How far back is looked for how often cases come, and for how long they take"""
_PARTS = 2_000
_GIVEN = (Action.DISPATCH, Action.TRANSFER)
_UNFILED = (CaseState.REPORTED, CaseState.CHECKING, CaseState.ACCEPTED)
_AT_DESK = (CaseState.FILED, CaseState.RETURNED_TO_DISPATCHER)
_WITH_UNIT = (CaseState.DISPATCHED, CaseState.HANDLING)


def _last(what: Any, *actions: Action) -> Any:
    return func.max(sql_case((EVENTS.c.action.in_(actions), what)))


def handled(session: Session, since: datetime, time: WorkingTime) -> list[Handled]:
    """Return the cases units handed back of those reported since then, each with how long a unit had it.

    One grouped read. Counted is the unit that had it last, from when it was given the case.
    """
    statement = (
        select(
            CASES.c.condition_id,
            MATTER_VERSIONS.c.class_id,
            CASES.c.unit_id,
            CASES.c.due_at,
            CONDITIONS.c.limit_unit,
            _last(EVENTS.c.actor_id, Action.FEEDBACK).label("person"),
            _last(EVENTS.c.at, *_GIVEN).label("given"),
            _last(EVENTS.c.at, Action.FEEDBACK).label("ended"),
        )
        .select_from(EVENTS.join(CASES, CASES.c.id == EVENTS.c.case_id))
        .join(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        .join(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id)
        .where(
            CASES.c.reported_at >= since,
            CASES.c.unit_id.is_not(None),
            CASES.c.due_at < FAR_FUTURE,
            EVENTS.c.action.in_((*_GIVEN, Action.FEEDBACK)),
        )
        .group_by(
            CASES.c.id,
            CASES.c.condition_id,
            MATTER_VERSIONS.c.class_id,
            CASES.c.unit_id,
            CASES.c.due_at,
            CONDITIONS.c.limit_unit,
        )
    )
    found = []
    for row in session.connection().execute(statement):
        if None in {row.person, row.given, row.ended} or not row.given < row.ended:
            continue
        urgent = Unit(row.limit_unit).continuous
        begin, end, due = (minute(time, moment, urgent) for moment in (row.given, row.ended, row.due_at))
        # Handled outside office hours, it took no office time at all.
        end, due = max(end, begin + 1), max(due, begin + 1)
        person = (row.condition_id, row.class_id, row.unit_id, row.person)
        found.append(Handled(*person, urgent, begin, end, due - begin))
    return found


def minute(time: WorkingTime, moment: datetime, urgent: bool) -> int:  # noqa: FBT001 -- passed on as it is kept
    """Return which minute of the office's time a moment is, or, for what is urgent, of all time."""
    return int(moment.timestamp()) // 60 if urgent else time.position(time.local(moment))


def came(
    session: Session, since: datetime, time: WorkingTime
) -> tuple[Counter[tuple[int, int]], Counter[int], datetime | None]:
    """Return how many cases came by kind of day and hour, and by month, and when the first came."""
    by_hour: Counter[tuple[int, int]] = Counter()
    by_month: Counter[int] = Counter()
    statement = select(CASES.c.reported_at).where(CASES.c.reported_at >= since).order_by(CASES.c.reported_at)
    first = None
    kinds: dict[int, int] = {}
    for moment in session.connection().execution_options(yield_per=_PARTS).scalars(statement):
        local = time.local(moment)
        day = local.toordinal()
        if first is None:
            first = moment
        if day not in kinds:
            kinds[day] = day_kind(local.date(), time.days)
        by_hour[kinds[day], local.hour] += 1
        by_month[local.month] += 1
    return by_hour, by_month, first


def mix(session: Session, since: datetime) -> tuple[Came, ...]:
    """Return what came since then: how often each condition, to which unit, by which channel."""
    keys = (CASES.c.condition_id, MATTER_VERSIONS.c.matter_id, CASES.c.unit_id, CASES.c.channel)
    statement = (
        select(*keys, func.count())
        .join(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        .where(CASES.c.reported_at >= since, CASES.c.condition_id.is_not(None), CASES.c.unit_id.is_not(None))
        .group_by(*keys)
        .order_by(*keys)
    )
    return tuple(Came(*row) for row in session.connection().execute(statement))


def desk_times(session: Session, since: datetime, time: WorkingTime) -> tuple[float, float]:
    """Return the office minutes from intake to filing, and to the unit, that half of the cases take."""
    statement = (
        select(CASES.c.reported_at, CASES.c.clock_started_at, func.min(EVENTS.c.at).label("given"))
        .select_from(EVENTS.join(CASES, CASES.c.id == EVENTS.c.case_id))
        .where(
            CASES.c.reported_at >= since,
            CASES.c.clock_started_at.is_not(None),
            EVENTS.c.action == Action.DISPATCH,
        )
        .group_by(CASES.c.id, CASES.c.reported_at, CASES.c.clock_started_at)
    )
    filing, unit = [0], [0]
    for row in session.connection().execute(statement):
        start, filed, given = (time.position(time.local(moment)) for moment in row)
        filing.append(max(0, filed - start))
        unit.append(max(0, given - start))
    return median(filing), median(unit)


def limits(session: Session, condition_ids: Collection[int]) -> dict[int, Row[Any]]:
    """Return the limits of conditions: amount, unit, mode."""
    wanted = sorted(condition_ids)
    found: dict[int, Row[Any]] = {}
    columns = (CONDITIONS.c.id, CONDITIONS.c.limit_amount, CONDITIONS.c.limit_unit, CONDITIONS.c.mode)
    for start in range(0, len(wanted), _PARTS):
        part = select(*columns).where(CONDITIONS.c.id.in_(wanted[start : start + _PARTS]))
        found |= {row.id: row for row in session.connection().execute(part)}
    return found


def open_cases(session: Session) -> Sequence[Row[Any]]:
    """Return the open cases whose clock runs: with a unit, and since when, or at the desk before it."""
    columns = ("id", "number", "title", "state", "unit_id", "condition_id", "due_at")
    given = (
        select(func.max(EVENTS.c.at))
        .where(EVENTS.c.case_id == CASES.c.id, EVENTS.c.action.in_(_GIVEN))
        .scalar_subquery()
        .label("given")
    )
    statement: Select[Any] = (
        select(*(CASES.c[name] for name in columns), given, CONDITIONS.c.limit_unit)
        .outerjoin(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id)
        .where(OPEN, CASES.c.clock_running, CASES.c.state.in_((*_AT_DESK, *_WITH_UNIT)))
        .order_by(CASES.c.due_at, CASES.c.id)
    )
    return session.connection().execute(statement).all()


def unfiled(session: Session) -> int:
    """Return how many open cases are not filed yet: nobody knows yet what they are."""
    statement = select(func.count()).select_from(CASES).where(OPEN, CASES.c.state.in_(_UNFILED))
    return int(session.connection().scalar(statement) or 0)


def seen_by(session: Session, actor: Actor) -> frozenset[int]:
    """Return which open cases stand in the person's lists."""
    statement = select(CASES.c.id).where(OPEN, *listed_for(actor))
    return frozenset(session.connection().scalars(statement))


def handlers(session: Session) -> Sequence[Row[Any]]:
    """Return all who handle cases: account, name, unit, staff."""
    held = select(ACCOUNT_ROLES.c.account_id).where(ACCOUNT_ROLES.c.role.in_(sorted(UNIT_ROLES)))
    statement: Select[Any] = (
        select(ACCOUNTS.c.id, ACCOUNTS.c.login, ACCOUNTS.c.name, ACCOUNTS.c.unit_id, ACCOUNTS.c.staff_id)
        .where(
            ACCOUNTS.c.status == AccountStatus.ACTIVE,
            ACCOUNTS.c.unit_id.is_not(None),
            ACCOUNTS.c.id.in_(held),
        )
        .order_by(ACCOUNTS.c.id)
    )
    return session.connection().execute(statement).all()


def unit_names(session: Session) -> dict[int, str]:
    """Return the names of all units that take work."""
    statement = select(UNITS.c.id, UNITS.c.name).order_by(UNITS.c.id)
    return {row.id: row.name for row in session.connection().execute(statement)}
