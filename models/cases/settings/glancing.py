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
    from collections.abc import Sequence

    from models.cases.settings.house import House
    from models.kernel.store import Store

_KEPT_AS = "case_settings_seen"
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


def edition_in(store: Store) -> tuple[int, dict[str, Any]]:
    """Return the newest edition in an open SQLite database and what it says, without loading the rules.

    It is kept as long as the rules made of it are (:mod:`models.cases.settings.inforce`). Asked for the
    first time within a reading, they would need a second connection, and each connection reads the
    description of all tables: more than a millisecond.

    Raises:
        ValueError: what it says cannot be read.
    """
    found: tuple[int, dict[str, Any]] = store.memo.recall(_KEPT_AS, lambda _kept: _read(store))
    return found


def _read(store: Store) -> tuple[int, dict[str, Any]]:
    # Loaded on use: a first look does without the database layer.
    from models.kernel.lines import line_of

    with store.read() as session:
        return _edition(line_of(session).first(_NEWEST))


def _newest(db: sqlite3.Connection) -> tuple[int, dict[str, Any]]:
    return _edition(db.execute(_NEWEST).fetchone())


def _edition(row: Sequence[Any] | None) -> tuple[int, dict[str, Any]]:
    return (0, {}) if row is None else (row[0], json.loads(row[1]))
