"""Whether a database is still what it was."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def checksums(path: Path) -> dict[str, str]:
    """Return what every table of a database holds, as a checksum."""
    # What a virtual table holds lies in tables of its own.
    found = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute(found)]
        # Names of our own tables.
        held = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608 -- ours
    return {name: hashlib.sha256(repr(rows).encode()).hexdigest() for name, rows in held.items()}
