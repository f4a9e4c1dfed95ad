"""What a plan rests on: the cases, and who of the unit can take how many."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select

from models.assignment.rosters.queries import SKILLS
from models.cases.columns import ACCOUNTS, CASES, GRIDS, MATTER_VERSIONS, OPEN, UNITS
from models.cases.kinds import CaseState
from models.cases.sight import listed_for
from models.cases.sources import handlers
from models.catalogue.tables import MatterClass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.arithmetic import WorkingTime

CLASSES: Table = MatterClass.__table__  # type: ignore[attr-defined]  # every table class has it
_FEW = 400
"""Keys asked for in one statement"""
_POOL = (CaseState.DISPATCHED,)
_IN_HAND = (CaseState.DISPATCHED, CaseState.HANDLING)


def unit_name(session: Session, unit_id: int) -> str:
    """Return the name of a unit; "" if there is none."""
    return session.connection().scalar(select(UNITS.c.name).where(UNITS.c.id == unit_id)) or ""


def pool(session: Session, actor: Actor, unit_id: int, limit: int, *, in_hand: bool) -> list[int]:
    """Return the cases of a unit that nobody took, or with those people have; the most urgent come first."""
    statement = (
        select(CASES.c.id)
        .where(
            OPEN,
            CASES.c.unit_id == unit_id,
            CASES.c.state.in_(_IN_HAND if in_hand else _POOL),
            *listed_for(actor),
        )
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


def people_of(session: Session, unit_id: int) -> Sequence[Row[Any]]:
    """Return those who handle cases in a unit: id, login, name, area, staff_id."""
    statement = handlers(unit_id).add_columns(ACCOUNTS.c.area, ACCOUNTS.c.staff_id).order_by(ACCOUNTS.c.id)
    return session.connection().execute(statement).all()


def open_with(
    session: Session, people: Collection[int], now: datetime, clock: WorkingTime
) -> tuple[dict[int, set[int]], Counter[int]]:
    """Return the open cases each person has, and how many of them they took or were given today."""
    today = datetime.combine(clock.local(now).date(), time(), clock.zone).astimezone(UTC)
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
