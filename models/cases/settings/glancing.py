"""The settings read with the standard library alone, before the database layer is loaded.

For the first look (:mod:`models.glance`) and for the help of a command, which names steps and states as the
office does and must not load a database layer for it. Only SQLite files can be read so.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import quote

from models.cases.settings.house import house_of

if TYPE_CHECKING:
    from models.cases.settings.house import House

_SCHEME = "sqlite:///"
_NEWEST = "SELECT number, document FROM case_settings ORDER BY number DESC LIMIT 1"


def house_seen(db: sqlite3.Connection) -> House:
    """Return the rules in force in an open database."""
    found = db.execute(_NEWEST).fetchone()
    number, document = (0, {}) if found is None else (found[0], json.loads(found[1]))
    return house_of(number, document)


def house_at(url: str) -> House | None:
    """Return the rules in force in the database at ``url``, or ``None`` where that cannot be seen so."""
    path = url.removeprefix(_SCHEME)
    if path == url:
        return None
    try:
        db = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=0.2)
    except sqlite3.Error:
        return None
    try:
        return house_seen(db)
    except (sqlite3.Error, KeyError, ValueError, TypeError):
        # No such table yet, locked, or written by another program: the packaged words will do.
        return None
    finally:
        db.close()
