"""The one way to the rules in force; it costs two looks into a dictionary until somebody saved something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.cases.settings.glancing import edition_in
from models.cases.settings.house import PACKAGED, House, house_of
from models.cases.settings.tables import CaseSettings
from models.kernel.ready import Ready
from models.kernel.store import STORE, Store
from models.kernel.tables import table_of

if TYPE_CHECKING:
    from sqlmodel import Session

EDITIONS = table_of(CaseSettings)
_NAME = "case_settings"
_NEWEST = Ready(select(EDITIONS.c.number, EDITIONS.c.document).order_by(EDITIONS.c.number.desc()).limit(1))


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
    if store.dialect == "sqlite":
        return _house(*edition_in(store), kept)
    with store.read() as session:
        return newest(session, kept)


def newest(session: Any, kept: House | None) -> House:
    """Return the rules of the newest edition the session sees: ``kept`` if they are these."""
    row = _NEWEST.first(session)
    return _house(0, {}, kept) if row is None else _house(row.number, row.document, kept)


def _house(number: int, document: dict[str, Any], kept: House | None) -> House:
    if kept is not None and kept.number == number:
        return kept
    return house_of(number, document) if number else PACKAGED
