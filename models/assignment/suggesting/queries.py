"""Reads for suggestions, each by an index."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, exists, func, select

from models.accounts.views import AccountStatus
from models.cases.columns import ACCOUNT_ROLES, ACCOUNTS, CASES, EVENTS, GRIDS, MATTER_VERSIONS, OPEN
from models.cases.kinds import Action, CaseState
from models.cases.rules import UNIT_ROLES
from models.catalogue.standing import CLASSES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlmodel import Session

_LATEST = 300
"""Cases of a matter looked back at: the latest say more than all there ever were."""


@dataclass(frozen=True, slots=True)
class Past:
    """How many cases of a matter somebody fed back, and the median of the minutes from filing to then."""

    count: int
    minutes: int


class Outcome(NamedTuple):
    """What became of the latest cases of a matter, by unit and by account."""

    units: Mapping[int, Past]
    people: Mapping[int, Past]


def case_row(session: Session, case_id: int) -> Row[Any]:
    """Return what suggestions look at of a case that is there."""
    statement: Select[Any] = (
        select(
            CASES.c.id,
            CASES.c.number,
            CASES.c.state,
            CASES.c.grid_id,
            CASES.c.division_code,
            CASES.c.channel,
            CASES.c.unit_id,
            CASES.c.owner_id,
            CASES.c.matter_version_id,
            GRIDS.c.path,
            GRIDS.c.name.label("grid_name"),
            MATTER_VERSIONS.c.matter_id,
            MATTER_VERSIONS.c.name.label("matter_name"),
            MATTER_VERSIONS.c.lead_unit_id,
            CLASSES.c.name.label("class_name"),
        )
        .select_from(
            CASES.join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
            .outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
            .outerjoin(CLASSES, CLASSES.c.id == MATTER_VERSIONS.c.class_id)
        )
        .where(CASES.c.id == case_id)
    )
    return session.connection().execute(statement).one()


def counted(session: Session, column: ColumnElement[Any], keys: Collection[int]) -> dict[int, int]:
    """Return how many open cases lie with units or people, by the column that names them."""
    statement = select(column, func.count()).where(OPEN, column.in_(list(keys))).group_by(column)
    return dict(session.connection().execute(statement).all())


def in_hand(
    session: Session, people: Collection[int], today: datetime
) -> tuple[dict[int, int], dict[int, int]]:
    """Return how many open cases people have, and how many of them they were given since ``today`` began.

    Counted by the database: somebody can have hundreds.
    """
    anew = case(((CASES.c.state == CaseState.HANDLING) & (CASES.c.state_since >= today), 1))
    statement = (
        select(CASES.c.owner_id, func.count(), func.count(anew))
        .where(OPEN, CASES.c.owner_id.in_(list(people)))
        .group_by(CASES.c.owner_id)
    )
    held: dict[int, int] = {}
    taken: dict[int, int] = {}
    for owner_id, count, new in session.connection().execute(statement):
        held[owner_id], taken[owner_id] = count, new
    return held, taken


def gave_back(session: Session, case_id: int) -> frozenset[int | None]:
    """Return the units that gave a case back to the dispatchers."""
    statement = select(EVENTS.c.unit_id).where(EVENTS.c.case_id == case_id, EVENTS.c.action == Action.RETURN)
    return frozenset(session.connection().scalars(statement))


def units_at_work(session: Session) -> frozenset[int | None]:
    """Return the units in which somebody handles cases."""
    roles = ACCOUNT_ROLES.c.role.in_(sorted(UNIT_ROLES))
    handles = exists().where(ACCOUNT_ROLES.c.account_id == ACCOUNTS.c.id, roles)
    statement = (
        select(ACCOUNTS.c.unit_id).where(ACCOUNTS.c.status == AccountStatus.ACTIVE, handles).distinct()
    )
    return frozenset(session.connection().scalars(statement))


def outcome(session: Session, matter_id: int, since: datetime) -> Outcome:
    """Return what became of the latest cases of a matter that were fed back since a moment."""
    versions = select(MATTER_VERSIONS.c.id).where(MATTER_VERSIONS.c.matter_id == matter_id)
    # The sum is no column of an index: else all cases would be gone through from the last on, until enough
    # of a rare matter are found. This way those of the matter are, by its own index.
    latest = (
        select(CASES.c.id)
        .where(CASES.c.matter_version_id.in_(versions))
        .order_by((CASES.c.id + 0).desc())
        .limit(_LATEST)
        .subquery()
    )
    statement = (
        select(EVENTS.c.unit_id, EVENTS.c.actor_id, EVENTS.c.at, CASES.c.clock_started_at)
        .select_from(
            latest.join(CASES, CASES.c.id == latest.c.id).join(EVENTS, EVENTS.c.case_id == latest.c.id)
        )
        .where(EVENTS.c.action == Action.FEEDBACK, EVENTS.c.at >= since)
    )
    units: dict[int | None, list[int]] = defaultdict(list)
    people: dict[int | None, list[int]] = defaultdict(list)
    for row in session.connection().execute(statement):
        if row.clock_started_at is not None:
            minutes = int((row.at - row.clock_started_at).total_seconds() // 60)
            units[row.unit_id].append(minutes)
            people[row.actor_id].append(minutes)
    return Outcome(_medians(units), _medians(people))


def _medians(found: Mapping[int | None, list[int]]) -> dict[int, Past]:
    return {key: Past(len(times), int(median(times))) for key, times in found.items() if key is not None}
