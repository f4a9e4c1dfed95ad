"""What the office really did with its cases, to be made an exercise: read from the database people work in.

People are told by the logins they would have in a copy of the township (:mod:`models.worlds`), never by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts.tables import Account
from models.cases.columns import CASES, CONDITIONS, EVENTS, GRIDS, MATTER_VERSIONS, ORIGINS, UNITS
from models.cases.former import is_former
from models.cases.ledgering import stream_of
from models.cases.sight import in_area
from models.drills.rules import nobody_login
from models.drills.views import Past, PastCase, PastStep
from models.exchange.tables import ImportBatch
from models.kernel.errors import NotFound
from models.kernel.tables import table_of
from models.kernel.words import N_
from models.ledger.queries import streams_written
from models.organisation.tables import Staff

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

ACCOUNTS = table_of(Account)
STAFF = table_of(Staff)
BATCHES = table_of(ImportBatch)
_OF_CASES = frozenset({"cases", "history"})
"""Kinds of tables whose lines are kept by the numbers of cases"""
_AT_ONCE = 500
_SHORTEST_NAME = 2


def past(session: Session, actor: Actor, since: datetime, until: datetime, batch: int | None) -> Past:
    """Return the cases that came in within a time, with what was done to them in it.

    Args:
        session: a reading.
        actor: within whose area.
        since: the first moment.
        until: the moment after the last.
        batch: only the cases of this import; ``None`` for all.

    Raises:
        NotFound: there is no import of this number.
    """
    logins, names = _people(session)
    columns = CASES.c["id", "number", "channel", "title", "body", "place", "reporter_name", "reporter_phone"]
    statement = (
        select(
            *columns,
            *CASES.c["reported_at", "external", "receipt", "due_at", "closed_at"],
            ORIGINS.c.system,
            CONDITIONS.c.seq.label("condition"),
            GRIDS.c.code.label("grid"),
            MATTER_VERSIONS.c.code.label("matter"),
        )
        .join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
        .outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        .outerjoin(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id)
        .outerjoin(ORIGINS, ORIGINS.c.case_id == CASES.c.id)
        .where(CASES.c.reported_at >= since, CASES.c.reported_at < until, *in_area(actor))
        .order_by(CASES.c.reported_at, CASES.c.id)
    )
    wanted = None if batch is None else frozenset(numbers_of(session, batch))
    rows = [row for row in session.connection().execute(statement) if wanted is None or row.number in wanted]
    steps, strangers = _steps(session, [row.id for row in rows], until, logins)
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
            system=row.system or "",
            condition=row.condition or 0,
            due_at=row.due_at if is_former(row.receipt) else None,
            closed_at=row.closed_at,
        )
        for row in rows
    )
    # Where a log names nobody, its system stands for them.
    names |= {row.reporter_name for row in rows} | strangers - {row.system for row in rows}
    return Past(cases, frozenset(each for each in names if len(each) >= _SHORTEST_NAME))


def numbers_of(session: Session, batch: int) -> list[str]:
    """Return the numbers of the cases an import brought, or brought steps of.

    A log keeps no line for each of its entries: every case of it has an entry of the ledger, of the
    very moment its batch was written at.

    Raises:
        NotFound: there is no import of this number.
    """
    # Loaded on use: no console reads imports to play a drill.
    from models.cases.former_writing import LOADED
    from models.exchange.journal import read_chunks
    from models.exchange.logs.undoing import KIND

    row = session.connection().execute(select(BATCHES).where(BATCHES.c.number == batch)).first()
    if row is None:
        raise NotFound(N_("import"), str(batch))
    if row.kind == KIND:
        return [each.removeprefix(stream_of("")) for each in streams_written(session, LOADED, row.at)]
    if row.kind not in _OF_CASES:
        return []
    return [line.key for chunk in read_chunks(session, batch) for line in chunk.lines()]


def _people(session: Session) -> tuple[dict[int, str], set[str]]:
    """Return the login everybody has in a copy of the township, by account, and all names."""
    connection = session.connection()
    accounts = connection.execute(select(ACCOUNTS.c.id, ACCOUNTS.c.name).order_by(ACCOUNTS.c.id)).all()
    logins = {row.id: nobody_login(number) for number, row in enumerate(accounts, 1)}
    return logins, {row.name for row in accounts} | set(connection.scalars(select(STAFF.c.name)))


def _steps(
    session: Session, ids: Sequence[int], until: datetime, logins: dict[int, str]
) -> tuple[dict[int, list[PastStep]], set[str]]:
    """Return the steps by case, and the names in them of people without an account."""
    columns = EVENTS.c["id", "case_id", "at", "action", "actor_id", "reason", "note", "details", "activity"]
    found: dict[int, list[PastStep]] = {}
    strangers: set[str] = set()
    persons = _by_login(session, logins)
    for start in range(0, len(ids), _AT_ONCE):
        statement = (
            select(
                *columns,
                *EVENTS.c["actor_name", "from_state", "to_state"],
                UNITS.c.code.label("unit"),
            )
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
                activity=row.activity or "",
                source=row.from_state,
                state=row.to_state,
            )
            found.setdefault(row.case_id, []).append(step)
            if row.activity is not None and row.actor_id is None:
                strangers.add(row.actor_name)
    return found, strangers


def _by_login(session: Session, logins: dict[int, str]) -> dict[str, str]:
    rows = session.connection().execute(select(ACCOUNTS.c.id, ACCOUNTS.c.login))
    return {row.login: logins[row.id] for row in rows}
