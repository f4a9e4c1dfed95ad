"""What a plan rests on: the cases, and who of the unit can take how many."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from models.assignment.rosters.queries import SKILLS
from models.cases.columns import (
    ACCOUNTS,
    CASES,
    EVENTS,
    GRIDS,
    MATTER_VERSIONS,
    OPEN,
    POSTS,
    STAFF,
    UNITS,
)
from models.cases.kinds import Action, CaseState
from models.cases.sight import listed_for
from models.cases.sources import every_handler, handlers
from models.catalogue.tables import MatterClass
from models.kernel.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.arithmetic import WorkingTime

CLASSES = table_of(MatterClass)
_FEW = 400
"""Keys asked for in one statement"""
_POOL = (CaseState.DISPATCHED,)
_IN_HAND = (CaseState.DISPATCHED, CaseState.HANDLING)
_TO_DISPATCH = (CaseState.FILED, CaseState.RETURNED_TO_DISPATCHER)


def unit_name(session: Session, unit_id: int) -> str:
    """Return the name of a unit; "" if there is none."""
    return session.connection().scalar(select(UNITS.c.name).where(UNITS.c.id == unit_id)) or ""


def pool(session: Session, actor: Actor, unit_id: int | None, limit: int, *, in_hand: bool) -> list[int]:
    """Return the cases of a unit (``None``: of all) that nobody took, or with those people have.

    The most urgent come first.
    """
    of_unit = [] if unit_id is None else [CASES.c.unit_id == unit_id]
    states = _IN_HAND if in_hand else _POOL
    return _waiting(session, actor, limit, *of_unit, CASES.c.state.in_(states))


def to_dispatch(session: Session, actor: Actor, limit: int) -> list[int]:
    """Return the cases that wait to be dispatched, the most urgent first."""
    return _waiting(session, actor, limit, CASES.c.state.in_(_TO_DISPATCH))


def _waiting(session: Session, actor: Actor, limit: int, *conditions: ColumnElement[bool]) -> list[int]:
    statement = (
        select(CASES.c.id)
        .where(OPEN, *conditions, *listed_for(actor))
        .order_by(CASES.c.urgent_at, CASES.c.id)
        .limit(limit)
    )
    return list(session.connection().scalars(statement))


def cases_of(session: Session, case_ids: Collection[int]) -> dict[int, Row[Any]]:
    """Return the cases with where they lie, what they are about and with whom they are."""
    statement = (
        select(
            CASES.c.id,
            CASES.c.due_at,
            CASES.c.division_code,
            CASES.c.owner_id,
            CASES.c.unit_id,
            CASES.c.channel,
            CASES.c.matter_version_id,
            MATTER_VERSIONS.c.matter_id,
            MATTER_VERSIONS.c.lead_unit_id,
            MATTER_VERSIONS.c.code,
            MATTER_VERSIONS.c.class_id,
            MATTER_VERSIONS.c.urgency,
            GRIDS.c.name.label("grid_name"),
            GRIDS.c.path,
            ACCOUNTS.c.name.label("owner_name"),
            MATTER_VERSIONS.c.name.label("matter_name"),
            CLASSES.c.name.label("class_name"),
        )
        .join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
        .outerjoin(ACCOUNTS, ACCOUNTS.c.id == CASES.c.owner_id)
        .outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        .outerjoin(CLASSES, CLASSES.c.id == MATTER_VERSIONS.c.class_id)
    )
    wanted = list(case_ids)
    found: dict[int, Row[Any]] = {}
    for start in range(0, len(wanted), _FEW):
        part = statement.where(CASES.c.id.in_(wanted[start : start + _FEW]))
        found |= {row.id: row for row in session.connection().execute(part)}
    return found


def people_of(session: Session, unit_id: int | None) -> Sequence[Row[Any]]:
    """Return those who handle cases in a unit, ``None`` in any.

    Each is id, login, name, area, staff_id, unit_id, unit_name.
    """
    statement = every_handler() if unit_id is None else handlers(unit_id)
    more = (ACCOUNTS.c.area, ACCOUNTS.c.staff_id, ACCOUNTS.c.unit_id, UNITS.c.name.label("unit_name"))
    statement = statement.add_columns(*more).join(UNITS, UNITS.c.id == ACCOUNTS.c.unit_id)
    return session.connection().execute(statement.order_by(ACCOUNTS.c.unit_id, ACCOUNTS.c.id)).all()


def day_begins(clock: WorkingTime, now: datetime) -> datetime:
    """Return when the office's day began."""
    return datetime.combine(clock.local(now).date(), time(), clock.zone).astimezone(UTC)


def open_with(
    session: Session, people: Collection[int], now: datetime, clock: WorkingTime
) -> tuple[dict[int, set[int]], Counter[int]]:
    """Return the open cases each person has, and how many of them they took or were given today."""
    today = day_begins(clock, now)
    statement = select(CASES.c.id, CASES.c.owner_id, CASES.c.state, CASES.c.state_since).where(
        OPEN, CASES.c.owner_id.in_(people)
    )
    have: dict[int, set[int]] = {person: set() for person in people}
    taken: Counter[int] = Counter()
    for row in session.connection().execute(statement):
        have[row.owner_id].add(row.id)
        taken[row.owner_id] += row.state is CaseState.HANDLING and row.state_since >= today
    return have, taken


def places_of(session: Session, grid_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the division and path of grids."""
    statement = select(GRIDS.c.id, GRIDS.c.division_code, GRIDS.c.path).where(GRIDS.c.id.in_(grid_ids))
    return {row.id: (row.division_code, row.path) for row in session.connection().execute(statement)}


def skills_known(session: Session) -> frozenset[str]:
    """Return the names of all skills anybody was entered with, valid or not."""
    return frozenset(session.connection().scalars(select(func.trim(SKILLS.c.skill)).distinct()))


def posts_of(session: Session, codes: Collection[str]) -> Sequence[Row[Any]]:
    """Return the posts of some units: id, unit_id, name."""
    if not codes:
        return []
    statement: Select[Any] = select(POSTS.c.id, POSTS.c.unit_id, POSTS.c.name).join(
        UNITS, UNITS.c.id == POSTS.c.unit_id
    )
    return session.connection().execute(statement.where(UNITS.c.code.in_(sorted(codes)))).all()


def posts_held(session: Session) -> dict[int, int]:
    """Return the post of each of the staff who holds one."""
    statement = select(STAFF.c.id, STAFF.c.post_id).where(STAFF.c.active, STAFF.c.post_id.is_not(None))
    return {row.id: row.post_id for row in session.connection().execute(statement)}


def open_of_teams(session: Session) -> tuple[dict[int, int], dict[int, int]]:
    """Return the open cases of units (by id) and posts (by minus their id), and how many nobody took."""
    free = CASES.c.owner_id.is_(None) & CASES.c.state.in_(_POOL)
    statement = (
        select(CASES.c.unit_id, CASES.c.post_id, func.count().label("held"), func.count(case((free, 1))))
        .where(OPEN, CASES.c.unit_id.is_not(None))
        .group_by(CASES.c.unit_id, CASES.c.post_id)
    )
    held: Counter[int] = Counter()
    waiting: Counter[int] = Counter()
    for unit_id, post_id, count, untaken in session.connection().execute(statement):
        for key in (unit_id, *(() if post_id is None else (-post_id,))):
            held[key] += count
            waiting[key] += untaken
    return held, waiting


def gave_back(session: Session, case_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Return which units gave which of the cases back to the dispatchers: case and unit."""
    wanted, found = list(case_ids), set()
    for start in range(0, len(wanted), _FEW):
        statement = select(EVENTS.c.case_id, EVENTS.c.unit_id).where(
            EVENTS.c.case_id.in_(wanted[start : start + _FEW]), EVENTS.c.action == Action.RETURN
        )
        found |= {(row.case_id, row.unit_id) for row in session.connection().execute(statement)}
    return frozenset(found)
