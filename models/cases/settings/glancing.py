"""The settings read with the standard library alone, before the database layer is loaded.

For the first look (:mod:`models.glance`) and for the help of a command, which names steps and states as the
office does and must not load a database layer for it. Only SQLite files can be read so.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from models.cases.settings.house import House
    from models.kernel.store import Store

_SCHEME = "sqlite:///"
_NEWEST = "SELECT number, document FROM case_settings ORDER BY number DESC LIMIT 1"


def house_seen(db: sqlite3.Connection) -> House:
    """Return the rules in force in an open database."""
    from models.cases.settings.house import house_of

    return house_of(*_newest(db))


def settings_at(url: str) -> tuple[int, dict[str, Any]] | None:
    """Return the newest edition at ``url`` and what it says; ``None`` where that cannot be seen so."""
    path = url.removeprefix(_SCHEME)
    if path == url:
        return None
    try:
        db = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=0.2)
    except sqlite3.Error:
        return None
    try:
        return _newest(db)
    except (sqlite3.Error, ValueError):
        # No such table yet, or locked: the packaged words will do.
        return None
    finally:
        db.close()


def settings_in(store: Store) -> tuple[int, dict[str, Any]] | None:
    """Return what :func:`settings_at` does, seen through a SQLite database that is open already.

    A connection of its own would read the description of all tables once more, for one row.
    """
    # Loaded on use: a first look does without the database layer.
    from models.kernel.lines import line_of

    try:
        with store.read() as session:
            return _newest(line_of(session).raw)
    except (sqlite3.Error, ValueError):
        return None


def _newest(db: sqlite3.Connection) -> tuple[int, dict[str, Any]]:
    found = db.execute(_NEWEST).fetchone()
    return (0, {}) if found is None else (found[0], json.loads(found[1]))
