"""Reads of saved queues and searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from models.accounts.views import Role
from models.cases.arranging import DEFAULT_COLUMNS, Whole, base_of, look_from
from models.cases.columns import ACCOUNTS, SAVED_QUEUES, UNITS
from models.cases.filters import parse
from models.cases.kept_names import known_names, told, with_kept
from models.cases.narrowing import narrowed
from models.cases.saved_views import SavedView, SharedWith, Sharing
from models.kernel.errors import NotFound
from models.kernel.ready import Ready
from models.kernel.text import clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.arranging import Base, Ordering
    from models.cases.filters import Filter

_ROWS = (
    select(SAVED_QUEUES, ACCOUNTS.c.name.label("owner_name"), UNITS.c.name.label("unit_name"))
    .select_from(
        SAVED_QUEUES.join(ACCOUNTS, ACCOUNTS.c.id == SAVED_QUEUES.c.account_id).outerjoin(
            UNITS, UNITS.c.id == SAVED_QUEUES.c.unit_id
        )
    )
    .where(SAVED_QUEUES.c.dropped_at.is_(None))
)


# Asked with every look at the counters.
_OFFERED = Ready(
    _ROWS.where(
        or_(SAVED_QUEUES.c.account_id == bindparam("account_id"), SAVED_QUEUES.c.shared != SharedWith.NOBODY)
    )
)


def visible_rows(session: Session, actor: Actor) -> list[Row[Any]]:
    """Return what a person saved and what others share with them: their own first, in its order."""
    rows = _OFFERED.rows(session, account_id=actor.account_id)
    found = [row for row in rows if _sees(actor, row)]
    return sorted(
        found, key=lambda row: (row.account_id != actor.account_id, row.owner_name, row.position, row.id)
    )


def visible_row(session: Session, actor: Actor, queue_id: int) -> Row[Any]:
    """Return one of them.

    Raises:
        NotFound: there is none, or it is not shared with the person.
    """
    row = session.connection().execute(_ROWS.where(SAVED_QUEUES.c.id == queue_id)).first()
    if row is None or not _sees(actor, row):
        raise NotFound(N_("saved queue"), queue_id)
    return row


def visible_called(session: Session, actor: Actor, name: str) -> Row[Any] | None:
    """Return what is called ``name``: the person's own, or else what somebody shares with them."""
    wanted = clean_line(name)
    return next((row for row in visible_rows(session, actor) if row.name == wanted), None)


def any_row(session: Session, queue_id: int) -> Row[Any]:
    """Return one of them, whoever sees it."""
    return session.connection().execute(_ROWS.where(SAVED_QUEUES.c.id == queue_id)).one()


def every_row(session: Session) -> Sequence[Row[Any]]:
    """Return all that is saved, whoever's it is."""
    return session.connection().execute(_ROWS.order_by(SAVED_QUEUES.c.id)).all()


def views(session: Session, actor: Actor, rows: Iterable[Row[Any]]) -> list[SavedView]:
    """Return rows as the person sees them, with what became of the names in them."""
    rows = list(rows)
    known = known_names(session, (row.names for row in rows))
    return [_view(row, actor, known) for row in rows]


def conditions_of(
    row: Row[Any], actor: Actor, now: datetime, zone: ZoneInfo, at: Any = None
) -> list[ColumnElement[bool]]:
    """Return under which conditions a case is in a saved queue, its base aside.

    "Mine" is whoever looks, and a day by its name is that day as seen from now. Where the conditions are
    kept, ``at`` is what stands in them for the moment at which they are asked.

    Raises:
        FilterNotUnderstood: the filter is one of another version of the program.
    """
    return narrowed(filter_of(row, now.astimezone(zone).date()), actor, now if at is None else at, zone)


def filter_of(row: Row[Any], today: date) -> Filter:
    """Return what a saved queue asks for, its base aside.

    Raises:
        FilterNotUnderstood: the filter is one of another version of the program.
    """
    return with_kept(parse(row.text, today), row.names)


def base_in(row: Row[Any]) -> Base:
    """Return what a saved queue begins with; one of another version of the program begins with all."""
    return base_of(row.base) or Whole.OPEN


def ordering_in(row: Row[Any]) -> Ordering | None:
    """Return the order it was saved with."""
    return look_from({"order": row.ordering}).ordering


def sharing_of(row: Row[Any]) -> Sharing:
    """Return who sees it beside its owner."""
    known = {role.value for role in Role}
    roles = frozenset(Role(name) for name in row.roles or () if name in known)
    return Sharing(row.shared, roles, row.unit_id)


def _sees(actor: Actor, row: Row[Any]) -> bool:
    if row.account_id == actor.account_id:
        return True
    if row.shared is SharedWith.NOBODY:
        return False
    if actor.has(Role.SYSTEM_ADMIN) or row.shared is SharedWith.EVERYBODY:
        return True
    if row.shared is SharedWith.UNIT:
        return actor.unit_id is not None and actor.unit_id == row.unit_id
    return actor.has(*sharing_of(row).roles)


def _view(row: Row[Any], actor: Actor, known: Any) -> SavedView:
    look = look_from({"columns": row.columns, "order": row.ordering})
    return SavedView(
        id=row.id,
        name=row.name,
        text=row.text,
        base=base_in(row),
        columns=look.columns or DEFAULT_COLUMNS,
        ordering=look.ordering,
        sharing=sharing_of(row),
        position=row.position,
        owner_id=row.account_id,
        owner_name=row.owner_name,
        unit_name=row.unit_name or "",
        mine=row.account_id == actor.account_id,
        names=tuple(told(row.names, known)),
        version=row.version,
    )
