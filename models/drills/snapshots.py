"""Taking the whole of a world aside as a file, and putting it back under consoles that look at it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from models.kernel.store import Store


def take(store: Store, target: Path) -> None:
    """Copy a world as it stands into a file (milliseconds); others may read and write meanwhile."""
    with closing(sqlite3.connect(target)) as copy, store.engine.connect() as connection:
        _driver(connection).backup(copy)


def put_back(store: Store, source: Path) -> None:
    """Make a world what it was when it was taken aside.

    The file stays the same one: consoles that have it open see what it holds now, as after any other
    change.
    """
    with closing(sqlite3.connect(source)) as copy, store.engine.connect() as connection:
        connection.rollback()
        copy.backup(_driver(connection))
    store.memo.forget()


def _driver(connection: Any) -> sqlite3.Connection:
    found: sqlite3.Connection = connection.connection.driver_connection
    return found
