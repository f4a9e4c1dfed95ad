"""What a step of a case writes, as bare SQL: the measure of what the program adds to it.

A step is rehearsed with a driver that takes down its statements, and dropped. Those that write (the case,
its log, ledger, clocks, words and what is kept to take it back, with the values the step bound) are then
carried out by ``sqlite3`` alone in one transaction of the same kind, on a connection set up like the
store's: foreign keys are checked, every index is kept, and the commit is as durable.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from models.kernel.store import Store

_WRITING = ("INSERT", "UPDATE", "DELETE", "PRAGMA USER_VERSION =")
_SETTINGS = ("journal_mode = WAL", "foreign_keys = ON", "synchronous = NORMAL", "temp_store = MEMORY")

Statement = tuple[str, Any]


class Rehearsal:
    """Takes down what a store would write.

    Args:
        store: of a file; nothing of what it is asked to do within :meth:`writes` is kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heard: list[Statement] = []
        store.close()
        event.listen(store.engine, "do_connect", self._connect)

    def _connect(self, _dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
        heard = self._heard

        class Cursor(sqlite3.Cursor):
            def execute(self, statement: str, values: Any = ()) -> Any:
                heard.append((statement, values))
                return super().execute(statement, values)

            def executemany(self, statement: str, rows: Any) -> Any:
                heard.extend((statement, values) for values in rows)
                return super().executemany(statement, rows)

        class Connection(sqlite3.Connection):
            def cursor(self, _factory: Any = None) -> Any:
                return super().cursor(Cursor)

            def execute(self, statement: str, values: Any = ()) -> Any:
                return self.cursor().execute(statement, values)

        options["factory"] = Connection

    def writes(self, work: Callable[[], Any]) -> list[Statement]:
        """Return the statements by which ``work`` would change the file."""
        self._heard.clear()
        self._store.rehearsing = True
        work()
        self._store.rehearsing = False
        return [each for each in self._heard if each[0].lstrip().upper().startswith(_WRITING)]


@contextmanager
def bare_connection(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to the file, set up as the store's are."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        yield connection
    finally:
        connection.close()


def bare(connection: sqlite3.Connection, writes: list[Statement]) -> None:
    """Carry the statements out in one transaction."""
    execute = connection.execute
    execute("BEGIN IMMEDIATE")
    for statement, values in writes:
        execute(statement, values)
    execute("COMMIT")
