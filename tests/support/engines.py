"""Engines that share what each of them would find out, compile or connect anew.

A test opens an engine of its own, two thousand tests two thousand of them. What an engine
learns is the same each time: the server's facts, the compiled form of every statement, and on
PostgreSQL a session that has read the catalogue. Here all engines of one kind share the first
two, and a session that a test gave back clean serves the next test on the same database.
"""

from __future__ import annotations

import importlib
import select
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import psycopg
import sqlalchemy
from psycopg.pq import TransactionStatus
from sqlalchemy import event
from sqlalchemy.util import LRUCache

from models.cases import queues, saved_counting
from models.kernel import bulk, store
from models.kernel.preparing import prepare_sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import Dialect

MOST_COMPILED = 4_000
"""Statements kept compiled: more than the whole program has."""

_dialects: dict[type[Dialect], Dialect] = {}
_initialized: set[type[Dialect]] = set()
_compiled: dict[type[Dialect], Any] = {}
_kept: defaultdict[str, list[KeptConnection]] = defaultdict(list)


def share_between_engines() -> None:
    """Have every engine opened from now on share what can be shared."""
    module: Any = store
    module.create_engine = _create_engine
    module.prepare_sqlite = _prepare_hasty_sqlite
    # A console keeps the queues of whoever sits at it; the people of every test's township ask for the same.
    for keeping, most in ((queues, "_MOST_KEPT"), (saved_counting, "_MOST_KEPT"), (bulk, "_MOST_PREPARED")):
        setattr(keeping, most, MOST_COMPILED)


def keep_statements() -> None:
    """Have rooms keep all the statements they put together: a run is many people, where they expect one."""
    for name in ("models.cases.queues", "models.cases.saved_counting"):
        room: Any = importlib.import_module(name)
        room._MOST_KEPT = MOST_COMPILED


class KeptConnection(psycopg.Connection[Any]):
    """A session that is put aside when it is closed, if it is as good as new."""

    key = ""
    """The database it is on"""

    def close(self) -> None:
        """Put it aside for the next who asks, or close it for good if something is under way."""
        if self.closed or self.broken or self.info.transaction_status != TransactionStatus.IDLE:
            super().close()
            return
        self._notice_handlers.clear()
        self._notify_handlers.clear()
        self.autocommit = False
        self.isolation_level = self.read_only = self.deferrable = None
        _kept[self.key].append(self)

    def close_for_good(self) -> None:
        """Hang up."""
        super().close()


def kept_sessions(database: str) -> list[int]:
    """Return the numbers of the server's processes that wait for the next test on ``database``."""
    return [connection.info.backend_pid for connection in _kept[database] if not connection.closed]


def let_go(database: str) -> None:
    """Close what was put aside of ``database``."""
    for connection in _kept.pop(database, ()):
        connection.close_for_good()


def let_all_go() -> None:
    """Close all that was put aside."""
    for database in list(_kept):
        let_go(database)


def _create_engine(*arguments: Any, **options: Any) -> Engine:
    engine = sqlalchemy.create_engine(*arguments, **options)
    own, kind = engine.dialect, type(engine.dialect)
    shared: Any = _dialects.setdefault(kind, own)

    def initialize(connection: Connection) -> None:
        if kind not in _initialized:
            kind.initialize(shared, connection)
            _initialized.add(kind)

    own.initialize = initialize  # type: ignore[method-assign]
    if own.name == "postgresql":
        event.listen(own, "do_connect", _borrow)
    engine.dialect = engine.pool._dialect = shared
    engine._compiled_cache = _compiled.setdefault(kind, LRUCache(MOST_COMPILED))
    return engine


def _borrow(_dialect: Dialect, _record: Any, arguments: Any, options: Any) -> Any:
    # What tells one database from another, and one way to be connected from another.
    key = str(options.get("dbname"))
    if set(options) - {"context", "dbname", "host", "user", "port", "password"}:
        return None
    while _kept[key]:
        connection = _kept[key].pop()
        # The server says nothing to an idle session but that it is over.
        if not select.select([connection.fileno()], [], [], 0)[0]:
            return connection
        connection.close_for_good()
    made = KeptConnection.connect(*arguments, **options)
    made.key = key
    return made


def _prepare_hasty_sqlite(connection: Any, record: object) -> None:
    """Set a connection up as the store does, but wait for no disk: no test outlives a power cut."""
    prepare_sqlite(connection, record)
    connection.execute("PRAGMA synchronous = OFF")
