"""What a step of a case writes, as bare SQL: the measure of what the program adds to it.

A step is rehearsed with a driver that takes down its statements, and dropped. They are then carried out by
``sqlite3`` alone in one transaction of the same kind (``BEGIN IMMEDIATE`` to ``COMMIT``, one for each step),
on a connection set up like the store's: the same rows and columns get the same values, foreign keys are
checked, every index is kept, and the commit is as durable.

There are two measures. *Writes* are the statements that change something, and nothing else: the case by its
number and version (which is the check that nobody was quicker), what is kept to take the step back and the
tidying of older such rows, the step of the timeline, the text and the index of words, the entry of the ledger
and its head, the clocks, and the count others listen to. *With their reads* are these and the reads of the
same tables without which nobody could know what to write: the case as it was, its last step, its clocks, its
text, the head its entry is chained to, and the count. Left out of both is what the program reads for the sake
of its rules alone: who may act, which calendar is in force, what the case looks like afterwards.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import event

from models.kernel.lines import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from models.kernel.store import Store

_WRITING = ("INSERT", "UPDATE", "DELETE")
_COUNT = "PRAGMA user_version"
"""What others listen to, raised with every step"""
_TOLD_BY = {"CASES", "CASE_EVENT", "CASE_CLOCK", "CASE_WORDS", "LEDGER_HEAD"}
"""Tables a step has to read before it can write; joined with others they are read to be shown"""
_READING = re.compile(r"SELECT\s.*\sFROM (\w+)\s+WHERE\s", re.DOTALL)
_SETTINGS = ("journal_mode = WAL", "foreign_keys = ON", "synchronous = NORMAL", "temp_store = MEMORY")

Statement = tuple[str, Any]


class Writes(NamedTuple):
    """What a step says to the file, in its order."""

    alone: list[Statement]
    """What changes something"""
    with_reads: list[Statement]
    """That, and what has to be read to know it"""


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

    def writes(self, work: Callable[[], Any]) -> Writes:
        """Return the statements by which ``work`` would change the file."""
        self._heard.clear()
        self._store.rehearsing = True
        work()
        self._store.rehearsing = False
        with self._store.read() as session:
            count = line_of(session).all(_COUNT)[0][0]
        # What is rehearsed tells nobody, so the count is not among what was heard.
        told: Statement = (f"{_COUNT} = {count + 1}", ())
        alone = [each for each in self._heard if _says(each).startswith(_WRITING)]
        both = [each for each in self._heard if _says(each).startswith(_WRITING) or _tells(_says(each))]
        return Writes([*alone, told], [*both, (_COUNT, ()), told])


def _says(statement: Statement) -> str:
    return statement[0].lstrip().upper()


def _tells(said: str) -> bool:
    reads = _READING.match(said)
    return reads is not None and reads[1] in _TOLD_BY


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


def bare(connection: sqlite3.Connection, statements: list[Statement]) -> None:
    """Carry the statements out in one transaction; what they read is fetched."""
    execute = connection.execute
    execute("BEGIN IMMEDIATE")
    for statement, values in statements:
        execute(statement, values).fetchall()
    execute("COMMIT")
