"""Many transactions one after the other, whose log is written back into the file beside them.

SQLite appends what is committed to a log and now and then writes that back into the database itself,
by default within whatever commit finds a thousand pages there. Of an import of many blocks each commit
does, and waits twice for the disk. Here a thread of its own does it while the next block is written; what
is kept, and what a power cut or a kill leaves behind, is the same: a commit is in the log, and the log
is only ever begun anew when all of it is in the file.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from models.kernel.lines import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine
    from sqlmodel import Session

    from models.kernel.store import Store

_LATER = "PRAGMA wal_autocheckpoint = 8192"
"""Pages (32 MB) from which on a commit writes the log back itself: it must not grow without an end."""
_AS_EVER = "PRAGMA wal_autocheckpoint = 1000"
_WRITE_BACK = "PRAGMA wal_checkpoint(PASSIVE)"


@contextmanager
def writing_back(store: Store) -> Iterator[Callable[[], AbstractContextManager[Session]]]:
    """Give what opens each of many transactions, as :meth:`Store.write` does, and write back beside."""
    if store.dialect != "sqlite" or store.engine.url.database in {None, "", ":memory:"}:
        yield store.write
        return
    asked = SimpleQueue[bool]()
    beside = Thread(target=_write_back, args=(store.engine, asked), name="write-back", daemon=True)
    beside.start()

    @contextmanager
    def write() -> Iterator[Session]:
        raw: Any = None
        try:
            with store.write() as session:
                raw = line_of(session).raw
                raw.execute(_LATER)
                yield session
        finally:
            # Given back by now, and closed if others gave theirs back meanwhile.
            with suppress(store.engine.dialect.loaded_dbapi.Error):
                if raw is not None:
                    raw.execute(_AS_EVER)
        asked.put(item=True)

    try:
        yield write
    finally:
        asked.put(item=False)
        beside.join()


def _write_back(engine: Engine, asked: SimpleQueue[bool]) -> None:
    """Write the log back each time somebody asks, until told that nobody will."""
    try:
        connection = engine.raw_connection()
        try:
            driver: Any = connection.driver_connection
            while asked.get():
                driver.execute(_WRITE_BACK).fetchall()
        finally:
            connection.close()
    except engine.dialect.loaded_dbapi.Error:
        # A full disk, for example: whoever commits finds that out, and writes the log back when it is long.
        return
