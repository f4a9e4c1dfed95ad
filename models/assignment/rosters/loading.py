"""Reading what a presence rests on: one statement for each kind of fact, by index, compiled once."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, or_, select

from models.accounts.tables import Account
from models.accounts.views import AccountStatus
from models.assignment.rosters.presence import Away, Capacity, Deputy, Duty, Facts, Person, Skill
from models.assignment.rosters.queries import CAPACITIES, DEPUTIES, DUTIES, LEAVE, SHIFTS, SKILLS
from models.assignment.rosters.views import MINUTES
from models.calendar import queries as calendars
from models.calendar.compiling import calendar_in_force
from models.kernel.ready import Ready
from models.kernel.store import STORE
from models.kernel.tables import table_of
from models.organisation.queries import STAFF, STAFF_GRIDS, office_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlmodel import Session

    from models.assignment.rosters.kinds import ShiftKind
    from models.calendar.arithmetic import WorkingTime

ACCOUNTS = table_of(Account)
_NAME = "roster_time"
_MINUTE = timedelta(minutes=1)

_USED = and_(ACCOUNTS.c.staff_id == STAFF.c.id, ACCOUNTS.c.status == AccountStatus.ACTIVE)
_PEOPLE = Ready(
    select(STAFF.c.id, STAFF.c.name, STAFF.c.unit_id, ACCOUNTS.c.id.label("account_id"))
    .select_from(STAFF.outerjoin(ACCOUNTS, _USED))
    .where(STAFF.c.active)
    # Who has two accounts works with the first: the last one read stays.
    .order_by(STAFF.c.id, ACCOUNTS.c.id.desc())
)
_DUTIES = Ready(
    select(
        DUTIES.c.staff_id,
        DUTIES.c.unit_id,
        DUTIES.c.day,
        DUTIES.c.lead,
        DUTIES.c.shift_id,
    )
    .where(DUTIES.c.day.between(bindparam("first"), bindparam("last")))
    .order_by(DUTIES.c.day, DUTIES.c.id)
)
_SHIFTS = Ready(select(SHIFTS.c.id, SHIFTS.c.name, SHIFTS.c.kind, SHIFTS.c.starts, SHIFTS.c.ends))
_AWAY = Ready(
    select(
        LEAVE.c.staff_id,
        LEAVE.c.from_day,
        LEAVE.c.to_day,
        LEAVE.c.from_minute,
        LEAVE.c.to_minute,
        LEAVE.c.kind,
    ).where(LEAVE.c.to_day >= bindparam("first"), LEAVE.c.from_day <= bindparam("last"))
)
_DEPUTIES = Ready(
    select(
        DEPUTIES.c.staff_id,
        DEPUTIES.c.deputy_id,
        DEPUTIES.c.rank,
        DEPUTIES.c.from_day,
        DEPUTIES.c.to_day,
    ).where(
        DEPUTIES.c.from_day <= bindparam("last"),
        or_(DEPUTIES.c.to_day.is_(None), DEPUTIES.c.to_day >= bindparam("first")),
    )
)
_SKILLS = Ready(
    select(SKILLS.c.staff_id, SKILLS.c.skill, SKILLS.c.permit, SKILLS.c.valid_until).order_by(
        SKILLS.c.staff_id, SKILLS.c.skill
    )
)
_CAPACITIES = Ready(select(CAPACITIES.c.staff_id, CAPACITIES.c.per_day, CAPACITIES.c.open_most))
_GRIDS = Ready(
    select(STAFF_GRIDS.c.staff_id, STAFF_GRIDS.c.grid_id).order_by(
        STAFF_GRIDS.c.staff_id, STAFF_GRIDS.c.grid_id
    )
)


def working_time(session: Session) -> WorkingTime:
    """Return the calendar in force in the office's zone, compiled once for each edition.

    Raises:
        NotFound: the database was never initialised.
    """
    store = session.info.get(STORE)
    kept: dict[Any, WorkingTime] = (
        {} if store is None else store.memo.recall(_NAME, lambda before: before or {})
    )
    zone = office_zone(session)
    # The time of making is part of it: an id given out in a transaction that failed is given out again.
    key = (calendars.latest(session), zone.key)
    time = kept.get(key)
    if time is None:
        time = kept[key] = calendar_in_force(session, zone).time
    return time


def facts_between(session: Session, start: datetime, end: datetime, time: WorkingTime) -> Facts:
    """Return the facts of the days from ``start`` to ``end``, with leave to a month beyond.

    Args:
        session: an open session.
        start: an instant; duties of its day are read.
        end: an instant, not before it.
        time: whose zone the days are of.
    """
    first, last = time.local(start).date(), time.local(end).date()
    instants: dict[tuple[date, int], datetime] = {}

    def instant(day: date, minute: int) -> datetime:
        found = instants.get((day, minute))
        if found is None:
            local = datetime(day.year, day.month, day.day) + minute * _MINUTE  # noqa: DTZ001 -- of the office's clock
            found = instants[day, minute] = time.instant(local)
        return found

    return Facts(
        people={row.id: Person(*row) for row in _PEOPLE.rows(session)},
        duties=_duties(session, first, last, instant),
        away=tuple(
            Away(
                row.staff_id,
                instant(row.from_day, row.from_minute),
                instant(row.to_day, row.to_minute),
                row.kind,
                row.to_day,
            )
            for row in _AWAY.rows(session, first=first, last=last + _BEYOND)
        ),
        deputies=tuple(
            Deputy(
                row.staff_id,
                row.deputy_id,
                row.rank,
                instant(row.from_day, 0),
                None if row.to_day is None else instant(row.to_day, MINUTES),
            )
            for row in _DEPUTIES.rows(session, first=first, last=last)
        ),
        skills={
            staff_id: tuple(Skill(row.skill, row.permit, row.valid_until) for row in rows)
            for staff_id, rows in groupby(_SKILLS.rows(session), key=itemgetter(0))
        },
        capacities={row.staff_id: Capacity(row.per_day, row.open_most) for row in _CAPACITIES.rows(session)},
        grids=_grids(session),
    )


_BEYOND = timedelta(days=31)
"""Leave that begins within a month of the last day still says how long an absence lasts."""


def _duties(
    session: Session, first: date, last: date, instant: Callable[[date, int], datetime]
) -> tuple[Duty, ...]:
    shifts = {
        row.id: (row.name, row.kind, row.starts, row.ends if row.ends > row.starts else row.ends + MINUTES)
        for row in _SHIFTS.rows(session)
    }
    spans: dict[tuple[date, int], tuple[str, ShiftKind, datetime, datetime]] = {}
    found = []
    for staff_id, unit_id, day, lead, shift_id in _DUTIES.rows(session, first=first, last=last):
        span = spans.get((day, shift_id))
        if span is None:
            name, kind, starts, ends = shifts[shift_id]
            span = spans[day, shift_id] = (name, kind, instant(day, starts), instant(day, ends))
        found.append(Duty(staff_id, unit_id, *span, lead))
    return tuple(found)


def _grids(session: Session) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    for staff_id, grid_id in _GRIDS.rows(session):
        found[staff_id].append(grid_id)
    return {staff_id: tuple(grids) for staff_id, grids in found.items()}
