"""What the office really did with its cases, to be made an exercise: read from the database people work in.

People are told by the logins they would have in a copy of the township (:mod:`models.worlds`), never by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts.tables import Account
from models.cases.columns import CASES, EVENTS, GRIDS, MATTER_VERSIONS, UNITS
from models.cases.sight import in_area
from models.drills.views import Past, PastCase, PastStep
from models.organisation.tables import Staff
from models.worlds import nobody_login

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Table
    from sqlmodel import Session

    from models.accounts.views import Actor

ACCOUNTS: Table = Account.__table__  # type: ignore[attr-defined]  # a table class has one, its type does not say so
STAFF: Table = Staff.__table__  # type: ignore[attr-defined]  # as above
_AT_ONCE = 500
_SHORTEST_NAME = 2


def past(
    session: Session, actor: Actor, since: datetime, until: datetime, numbers: Sequence[str] | None
) -> Past:
    """Return the cases that came in within a time, with what was done to them in it.

    Args:
        session: a reading.
        actor: within whose area.
        since: the first moment.
        until: the moment after the last.
        numbers: only these cases; ``None`` for all.
    """
    logins, names = _people(session)
    columns = CASES.c["id", "number", "channel", "title", "body", "place", "reporter_name", "reporter_phone"]
    statement = (
        select(
            *columns,
            CASES.c.reported_at,
            CASES.c.external,
            GRIDS.c.code.label("grid"),
            MATTER_VERSIONS.c.code.label("matter"),
        )
        .join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
        .outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        .where(CASES.c.reported_at >= since, CASES.c.reported_at < until, *in_area(actor))
        .order_by(CASES.c.reported_at, CASES.c.id)
    )
    wanted = None if numbers is None else frozenset(numbers)
    rows = [row for row in session.connection().execute(statement) if wanted is None or row.number in wanted]
    steps = _steps(session, [row.id for row in rows], until, logins)
    cases = tuple(
        PastCase(
            number=row.number,
            channel=row.channel,
            title=row.title,
            body=row.body,
            place=row.place,
            grid=row.grid,
            matter=row.matter or "",
            reachable=bool(row.reporter_phone),
            reported_at=row.reported_at,
            external=row.external or {},
            steps=tuple(steps.get(row.id, ())),
        )
        for row in rows
    )
    reporters = {row.reporter_name for row in rows}
    return Past(cases, frozenset(each for each in names | reporters if len(each) >= _SHORTEST_NAME))


def _people(session: Session) -> tuple[dict[int, str], set[str]]:
    """Return the login everybody has in a copy of the township, by account, and all names."""
    connection = session.connection()
    accounts = connection.execute(select(ACCOUNTS.c.id, ACCOUNTS.c.name).order_by(ACCOUNTS.c.id)).all()
    logins = {row.id: nobody_login(number) for number, row in enumerate(accounts, 1)}
    return logins, {row.name for row in accounts} | set(connection.scalars(select(STAFF.c.name)))


def _steps(
    session: Session, ids: Sequence[int], until: datetime, logins: dict[int, str]
) -> dict[int, list[PastStep]]:
    columns = EVENTS.c["id", "case_id", "at", "action", "actor_id", "reason", "note", "details", "activity"]
    found: dict[int, list[PastStep]] = {}
    persons = _by_login(session, logins)
    for start in range(0, len(ids), _AT_ONCE):
        statement = (
            select(*columns, EVENTS.c.from_state, EVENTS.c.to_state, UNITS.c.code.label("unit"))
            .outerjoin(UNITS, UNITS.c.id == EVENTS.c.unit_id)
            .where(EVENTS.c.case_id.in_(ids[start : start + _AT_ONCE]), EVENTS.c.at < until)
            .order_by(EVENTS.c.case_id, EVENTS.c.seq)
        )
        for row in session.connection().execute(statement):
            details: dict[str, Any] = dict(row.details or {})
            if "person" in details:
                details["person"] = persons.get(details["person"], "")
            step = PastStep(
                order=row.id,
                at=row.at,
                action=row.action,
                login=logins.get(row.actor_id, ""),
                unit=row.unit or "",
                reason=row.reason,
                note=row.note,
                details=details,
                foreign=row.activity is not None,
                source=row.from_state,
                state=row.to_state,
            )
            found.setdefault(row.case_id, []).append(step)
    return found


def _by_login(session: Session, logins: dict[int, str]) -> dict[str, str]:
    rows = session.connection().execute(select(ACCOUNTS.c.id, ACCOUNTS.c.login))
    return {row.login: logins[row.id] for row in rows}
