"""A copy of the SQLite file before its shape changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def back_up(database: Path, revision: str, moment: datetime) -> Path:
    """Copy ``database`` beside itself and return the copy.

    The copy is named for the revision it is at and the UTC time, so that copies sort and a
    person can tell which program opens it: ``yiwang.db.0003.20260302T010000Z.bak``. It is
    taken through SQLite's own backup, so it is whole even while others write.

    Raises:
        OSError: the folder cannot be written.
        sqlite3.Error: the copy failed, for example because the disk is full.
    """
    target = database.with_name(f"{database.name}.{revision}.{moment:%Y%m%dT%H%M%SZ}.bak")
    unfinished = target.with_name(f"{target.name}.part")
    # It holds the same personal data, so the same people may read it, before the first byte.
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=database.stat().st_mode & 0o777)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(unfinished)) as copy:
        source.backup(copy)
    unfinished.replace(target)
    return target
