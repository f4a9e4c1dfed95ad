"""Reads of a drill and its recording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.accounts.tables import Account, AccountRole
from models.accounts.views import ADMINISTRATORS, AccountStatus
from models.drills.refusals import NoDrill
from models.drills.tables import Drill
from models.drills.timing import Pace
from models.drills.views import DrillView, EntryView
from models.drills.writing import ENTRIES
from models.kernel.tables import table_of
from models.organisation.tables import Office

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.drills.kinds import EntryKind

DRILLS = table_of(Drill)
ACCOUNTS = table_of(Account)
ACCOUNT_ROLES = table_of(AccountRole)
OFFICES = table_of(Office)

_SHOWN = (ENTRIES.c.seq, ENTRIES.c.kind, ENTRIES.c.at, ENTRIES.c.login, ENTRIES.c.body, ENTRIES.c.hash)


def drill_row(session: Session) -> Row[Any]:
    """Return the drill of this database.

    Raises:
        NoDrill: there is none.
    """
    row = session.connection().execute(select(DRILLS)).first()
    if row is None:
        raise NoDrill
    return row


def require_drill(session: Session) -> None:
    """Refuse a database without a drill; the scenario, which is long, is not read for it.

    Raises:
        NoDrill: there is none.
    """
    if session.connection().scalar(select(DRILLS.c.id)) is None:
        raise NoDrill


def pace_of(row: Row[Any]) -> Pace:
    """Return how the time of a drill runs."""
    return Pace(row.state, row.virtual, row.room, row.speed, row.lease, row.ends)


def view_of(row: Row[Any]) -> DrillView:
    """Return a drill as others see it."""
    return DrillView(
        number=row.number,
        name=row.name,
        title=row.title,
        party=row.party,
        seed=row.seed,
        scenario=row.scenario,
        world=row.world,
        format=row.format,
        starts=row.starts,
        pace=pace_of(row),
        steerer=row.steerer,
        version=row.version,
    )


def entries(
    session: Session, after: int, limit: int | None, kinds: Collection[EntryKind] | None
) -> Iterator[EntryView]:
    """Yield entries in the order they were written."""
    statement = select(*_SHOWN).where(ENTRIES.c.seq > after).order_by(ENTRIES.c.seq).limit(limit)
    if kinds is not None:
        statement = statement.where(ENTRIES.c.kind.in_(sorted(kinds)))
    for row in session.connection().execute(statement):
        yield EntryView(*row)


def logins(session: Session) -> list[str]:
    """Return who may sit at a desk: every account in use that administers nothing."""
    keepers = select(ACCOUNT_ROLES.c.account_id).where(ACCOUNT_ROLES.c.role.in_(sorted(ADMINISTRATORS)))
    found = select(ACCOUNTS.c.login).where(
        ACCOUNTS.c.status == AccountStatus.ACTIVE, ACCOUNTS.c.id.not_in(keepers)
    )
    return list(session.connection().scalars(found.order_by(ACCOUNTS.c.id)))


def last_at(session: Session) -> datetime | None:
    """Return the latest moment an entry carries."""
    found: datetime | None = session.connection().scalar(select(func.max(ENTRIES.c.at)))
    return found
