"""Hearing of what other processes saved, on either engine.

Every ``write()`` that others should hear of ends with a call. In an SQLite file that is a
count (``PRAGMA user_version``), raised within the transaction: unlike ``data_version`` it
stands still for what concerns nobody else, a draft for example. On PostgreSQL it is a
NOTIFY, which the server passes on when the transaction commits to all who LISTEN. Watchers
make a number of it that moves.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from models.kernel.errors import DatabaseReplaced

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from models.kernel.lines import Line

CHANNEL = "yiwang_saved"
"""What writers call on and watchers listen to."""

_HIGHEST = 0x7FFFFFFF
"""SQLite keeps its count in 32 bits."""

_CALL = "SELECT pg_notify(%s, %s) WHERE pg_current_xact_id_if_assigned() IS NOT NULL"
"""Called only by a transaction that wrote something; the server delivers it if it commits."""

# A dead line must show by itself: nothing is ever sent on this connection. Seconds but for the count.
_LINE = {
    "connect_timeout": 2,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "application_name": "yiwang watch",
}


class Watcher(Protocol):
    """Says by a number whether something was saved elsewhere."""

    def version(self) -> int:
        """Return a number that differs from the last one if another process has saved since."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


class FileWatcher:
    """Watches an SQLite file. What this process saves moves the number as well.

    A file that is exchanged for another goes on existing for whoever has it open, and takes in what
    they write, which nobody will ever read. That is looked for as well.
    """

    def __init__(self, path: str) -> None:
        # Loaded on use, here and in the store: on PostgreSQL it would take a megabyte.
        import sqlite3

        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._path = path
        self._file = _file_at(path)

    def version(self) -> int:
        """Return the count kept in the file (6 microseconds).

        Raises:
            DatabaseReplaced: another file lies at its place by now.
        """
        if self._file is not None and _file_at(self._path) not in {None, self._file}:
            raise DatabaseReplaced
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


def _file_at(path: str) -> tuple[int, int] | None:
    """Return what tells the file at ``path`` from every other; ``None`` where there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class ServerWatcher:
    """Listens to a PostgreSQL server.

    What the same store saved carries its ``origin`` and does not count. A line that broke
    counts as a change once there is a new one: nobody knows what was missed. While there is
    none the number stands still, and every look tries again.

    Args:
        engine: how the server is reached.
        origin: what the store's own calls carry.
    """

    def __init__(self, engine: Engine, origin: str) -> None:
        self._dialect = engine.dialect
        self._url = engine.url
        self._origin = origin
        self._line: Any = None
        self._heard = 0
        self._closed = False

    def version(self) -> int:
        """Return how often others were heard to save; takes no longer than a look, or a failed call."""
        driver: Any = self._dialect.loaded_dbapi
        try:
            if self._line is None:
                self._connect()
                self._heard += 1
            else:
                self._heard += sum(call.payload != self._origin for call in self._line.notifies(timeout=0))
        except (driver.OperationalError, driver.InterfaceError):
            self._hang_up()
        return self._heard

    def close(self) -> None:
        """Hang up, for good."""
        self._closed = True
        self._hang_up()

    def _connect(self) -> None:
        arguments, options = self._dialect.create_connect_args(self._url)
        line: Any = self._dialect.connect(*arguments, **{**_LINE, **options})
        line.autocommit = True
        line.execute(f"LISTEN {CHANNEL}")
        self._line = line
        if self._closed:
            # The store was closed while the server was being called.
            self._hang_up()

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


def watcher_of(engine: Engine, origin: str) -> Watcher:
    """Return what watches the database of ``engine``; ``origin`` marks a store's own calls."""
    if engine.dialect.name == "sqlite":
        return FileWatcher(engine.url.database or ":memory:")
    return ServerWatcher(engine, origin)


def call_out(line: Line, origin: str) -> None:
    """Have all watchers told when this transaction commits; ``origin`` is the store's own mark.

    On PostgreSQL only if it wrote anything.
    """
    if line.sqlite:
        [count] = line.first("PRAGMA user_version") or (0,)
        line.run(f"PRAGMA user_version = {(count + 1) & _HIGHEST}")
    else:
        line.run(_CALL, (CHANNEL, origin))
