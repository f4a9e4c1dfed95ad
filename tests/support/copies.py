"""SQLite files for tests: one is made by the migrations, the others are copied from it."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migrations import runner
from migrations.runner import Move, upgrade
from models.kernel.store import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from sqlalchemy import Engine

SMALL_PAGE = 1024
"""Bytes of a page of the files tests work on; SQLite itself takes 4096.

Most of the three hundred tables and indexes fill no page, and every copy, log and checkpoint of
two thousand tests carries them all.
"""

AS_MIGRATED = 0
"""The stamp of a copy of the template"""
_STAMPS = 10_000_000
"""How many stamps there are: seconds in the spring of 1970, when no test wrote a file"""


def shared_sqlite_template(folder: Path) -> Path:
    """Return the template in ``folder``; whichever worker comes first makes it, the others wait."""
    with (folder / "template.lock").open("w") as lock:
        # Let go of with the file.
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = folder / "template.db"
        return path if path.exists() else make_sqlite_template(folder, page=SMALL_PAGE)


def make_sqlite_template(folder: Path, *, page: int | None = None) -> Path:
    """Migrate a fresh SQLite file and leave it as one file, without its write-ahead log.

    Args:
        folder: where to put it.
        page: bytes of each of its pages; without it those every office has.
    """
    path = folder / "template.db"
    if page is not None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA page_size = {page}")
            connection.execute("VACUUM")
    upgrade(f"sqlite:///{path}", backup=False)
    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def upgraded_by_copy(
    request: pytest.FixtureRequest, upgrade: Callable[..., Move], url: str, target: str = "head", **rest: Any
) -> Move:
    """Do what ``upgrade`` does; a new SQLite file is copied from the template instead."""
    path = Path(url.removeprefix("sqlite:///"))
    whole = target == "head" and not rest.keys() - {"backup", "clock"}
    if not whole or not url.startswith("sqlite:///") or path.exists():
        return upgrade(url, target=target, **rest)
    runner._make_folder(url)
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    return Move(None, runner.head_revision(), None)


def copy_sqlite(template: Path, target: Path) -> str:
    """Copy the template; return the URL of the copy."""
    shutil.copyfile(template, target)
    stamp(target, AS_MIGRATED)
    return f"sqlite:///{target}"


def stamp(path: Path, number: int) -> None:
    """Note on a closed file what it holds: until somebody writes in it, it was last written long ago."""
    os.utime(path, (number, number))


def untouched(engine: Engine) -> tuple[Path, int] | None:
    """Return the file of ``engine`` and its stamp, if nobody has it open or has written in it since."""
    pool: Any = engine.pool
    if engine.dialect.name != "sqlite" or pool.checkedin() or pool.checkedout():
        return None
    path = Path(engine.url.database or "")
    written = int(path.stat().st_mtime)
    # What was written may still lie in the log.
    log = path.with_name(f"{path.name}-wal")
    return (path, written) if written < _STAMPS and not log.exists() else None
