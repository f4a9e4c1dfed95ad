"""The one way to the rules in force; it costs two looks into a dictionary until somebody saved something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.cases.settings.house import PACKAGED, House, house_of
from models.cases.settings.tables import CaseSettings
from models.kernel.store import STORE, Store

if TYPE_CHECKING:
    from sqlalchemy import Row, Table
    from sqlmodel import Session

EDITIONS: Table = CaseSettings.__table__  # type: ignore[attr-defined]
_NAME = "case_settings"
_NEWEST = select(EDITIONS.c.number, EDITIONS.c.document).order_by(EDITIONS.c.number.desc()).limit(1)


def in_force(place: Store | Session) -> House:
    """Return the rules in force.

    They are kept in memory until this process saves settings or hears that another one saved anything
    (:meth:`models.kernel.store.Store.data_version`, asked once a second), and are then the same object
    unless there is a newer edition.

    Args:
        place: the open database, or a session of it.
    """
    store = place if isinstance(place, Store) else place.info.get(STORE)
    if store is None:
        return newest(place, None)
    found: House = store.memo.recall(_NAME, lambda kept: _read(store, kept))
    return found


def _read(store: Store, kept: House | None) -> House:
    # A reading of its own: the transaction that asks may have begun before the edition was saved.
    with store.read() as session:
        return newest(session, kept)


def newest(session: Any, kept: House | None) -> House:
    """Return the rules of the newest edition the session sees: ``kept`` if they are these."""
    row: Row[Any] | None = session.connection().execute(_NEWEST).first()
    number = 0 if row is None else row.number
    if kept is not None and kept.number == number:
        return kept
    return PACKAGED if row is None else house_of(number, row.document)
