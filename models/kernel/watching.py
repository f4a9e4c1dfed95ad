"""Hearing of what other processes saved, on either engine.

SQLite counts the commits of others for whoever asks (``PRAGMA data_version``). A PostgreSQL
server calls: every ``write()`` ends with a NOTIFY, which the server passes on when it
commits, and a watcher holds one connection that LISTENs. Both become a number that moves.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

CHANNEL = "yiwang_saved"
"""What writers call on and watchers listen to."""

_CALL = text("SELECT pg_notify(:channel, :origin) WHERE pg_current_xact_id_if_assigned() IS NOT NULL")
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
    """Watches an SQLite file. What this process saves through other connections moves it as well."""

    def __init__(self, path: str) -> None:
        # The number means something only on a connection that lives on.
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)

    def version(self) -> int:
        """Return SQLite's own count."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


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


def call_out(connection: Connection, origin: str) -> None:
    """Have the server tell all watchers when this transaction commits, if it wrote anything."""
    connection.execute(_CALL, {"channel": CHANNEL, "origin": origin})
