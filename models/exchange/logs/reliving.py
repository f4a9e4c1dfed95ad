"""Entries of another system's log once more, one by one, in a drill made of what it brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.calendar.compiling import calendar_in_force
from models.cases.columns import CONDITIONS, GRIDS, MATTER_VERSIONS, ORIGINS
from models.cases.former import LogCase, LogStep
from models.cases.former_writing import give_numbers, planned, stored_cases, write_fresh, write_more
from models.exchange.logs.refusals import NotRelived
from models.kernel.errors import NotFound
from models.kernel.words import N_
from models.organisation.queries import is_drill

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.logs.views import FormerEntry


def relive(session: Session, actor: Actor, at: datetime, entry: FormerEntry) -> int:
    """Write an entry as :meth:`models.exchange.logs.service.LogService.import_log` would; return its case.

    Args:
        session: the transaction.
        actor: who did it, or whoever acts for the trainers.
        at: when.
        entry: what was done.

    Raises:
        NotRelived: this is a database people work in.
        NotFound: the grid is not there.
    """
    if not is_drill(session):
        raise NotRelived
    step = LogStep(
        at, entry.activity, entry.action, entry.state, actor.name if entry.known else "",
        actor.account_id if entry.known else None, "", entry.unit_id, entry.note, {},
    )  # fmt: skip
    stored = stored_cases(session, entry.system, [entry.number], lock=True)
    case = _case(session, entry, step)
    calendar_id = calendar_in_force(session).edition.id
    written = planned(entry.system, calendar_id, case, stored.get(entry.number), settled=True)
    if written.stored is None:
        give_numbers(session, entry.system, [written], set())
        write_fresh(session, actor, at, entry.system, [written])
    elif written.steps:
        write_more(session, actor, at, entry.system, [written])
    statement = select(ORIGINS.c.case_id).where(
        ORIGINS.c.system == entry.system, ORIGINS.c.number == entry.number
    )
    return int(session.connection().execute(statement).scalar_one())


def _case(session: Session, entry: FormerEntry, step: LogStep) -> LogCase:
    case = LogCase(entry.number, [step], closed_at=entry.closed_at, due_at=entry.due_at)
    if entry.due_at is not None:
        case.due = entry.due_at.isoformat(timespec="seconds")
    if entry.condition_id is not None:
        matter = _matter(session, entry.condition_id)
        case.condition_id, case.matter_version_id, case.matter_name = (
            entry.condition_id,
            matter.id,
            matter.name,
        )
    if entry.grid_id is not None:
        columns = GRIDS.c["id", "name", "division_code"]
        case.grid = session.connection().execute(select(*columns).where(GRIDS.c.id == entry.grid_id)).first()
        if case.grid is None:
            raise NotFound(N_("grid"), str(entry.grid_id))
    case.title, case.body, case.place, case.channel = entry.title, entry.body, entry.place, entry.channel
    return case


def _matter(session: Session, condition_id: int) -> Any:
    statement = (
        select(MATTER_VERSIONS.c.id, MATTER_VERSIONS.c.name)
        .join(CONDITIONS, CONDITIONS.c.matter_version_id == MATTER_VERSIONS.c.id)
        .where(CONDITIONS.c.id == condition_id)
    )
    return session.connection().execute(statement).one()
