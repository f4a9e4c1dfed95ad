"""What is set up on each connection of the driver before anybody uses it."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import Any

_NEVER = 1 << 30
"""So many times nothing is asked"""
_FEW_KIB = 256
"""Pages each SQLite connection keeps; by itself it would keep 2 MB"""


def prepare_sqlite(connection: Any, _record: object) -> None:
    """Let a transaction mean what it says, and wait for no disk but at the end of it."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def prepare_postgresql(connection: Any, _record: object) -> None:
    """Have each question answered by the process that was asked, as it stands."""
    # Every question here is answered in thousandths of a second: compiling it, or calling other processes
    # to help, takes ten times as long.
    connection.execute(
        "SELECT set_config('jit', 'off', false), set_config('max_parallel_workers_per_gather', '0', false)"
    )
    connection.commit()
    # By itself the driver would prepare whatever is asked often, and the server then answer a search by a
    # plan for words it was not told. What may be prepared is said with each statement (models.kernel.lines).
    connection.prepare_threshold = _NEVER


def spare_pages(connection: Any, _record: object) -> None:
    """Keep few of the file's pages in memory."""
    # The system keeps the file's pages as well, once for all consoles.
    connection.execute(f"PRAGMA cache_size = -{_FEW_KIB}")


def load_driver_without_tls() -> None:
    """Load psycopg without Python's own TLS (4 MB).

    The driver loads it only to have it set OpenSSL up, which OpenSSL does by itself since 1.1,
    and which concerns another copy of it than the one libpq encrypts with.
    """
    modules: dict[str, Any] = sys.modules
    if "psycopg" in modules or "ssl" in modules:
        return
    modules["ssl"] = ModuleType("ssl")
    try:
        # Whether the driver is there is found out, and said, by whoever makes the engine.
        with suppress(ImportError):
            import_module("psycopg")
    finally:
        del modules["ssl"]
