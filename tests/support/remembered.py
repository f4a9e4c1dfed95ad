"""Townships that are built once and put back, row by row the same, for every later test.

Building one takes a tenth of a second of statements, putting it back a few milliseconds.
"""

from __future__ import annotations

import copy
import pickle
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from tests.support.copies import stamp, untouched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import psycopg

    from models.kernel.store import Store

T = TypeVar("T")

# Statements are put together with names the database itself gave, quoted: hence the "noqa: S608" below.


@dataclass(frozen=True, slots=True)
class _Memory:
    """What was built: the whole database, and what its builder returned."""

    picture: Any
    result: Callable[[], Any]
    """Gives what its builder returned, each time another copy of it"""
    stamp: int
    """What a file that holds it and nothing else is stamped with"""


_memories: dict[tuple[object, ...], _Memory] = {}


def remembered(store: Store, build: Callable[[], T], *facts: object) -> T:
    """Have ``build`` fill the database the first time, and later put back what it made.

    Args:
        store: where; whatever it holds already has been built the same way before.
        build: fills it. What it returns is copied, so it holds no connection.
        facts: its name and all that decides what it makes, such as the time.
    """
    engine = store.engine
    found = untouched(engine)
    if found is not None:
        return _on_closed_file(store, build, *found, facts)
    camera = _camera(store)
    with closing(engine.raw_connection()) as pooled:
        connection: Any = pooled.driver_connection
        key = (store.dialect, camera.counts(connection), *facts)
        memory = _memories.get(key)
        if memory is not None:
            camera.put_back(connection, memory.picture)
            # What a room read before is another database now.
            store.memo.forget()
    if memory is not None:
        return cast("T", memory.result())
    return _built(store, build, key)


def resumed(store: Store, build: Callable[[], T], *facts: object) -> T:
    """Have ``build`` go on from what was put back; later put back what that made.

    Only where nothing but what is remembered here happened to the database, and nobody has looked
    into it: on a closed file. Anywhere else ``build`` does what it does each time.

    Args:
        store: where; what it holds was remembered.
        build: goes on from there. What it returns is copied.
        facts: its name and all that decides what it makes, such as the time.
    """
    # Several at once would each find it untouched.
    alone = threading.current_thread() is threading.main_thread()
    found = untouched(store.engine) if alone else None
    return build() if found is None else _on_closed_file(store, build, *found, facts)


def _on_closed_file(
    store: Store, build: Callable[[], T], path: Path, holds: int, facts: tuple[object, ...]
) -> T:
    key = (store.dialect, holds, *facts)
    memory = _memories.get(key)
    if memory is None:
        return _built(store, build, key)
    # Nobody has it open: its bytes need not go through the log.
    path.write_bytes(memory.picture)
    stamp(path, memory.stamp)
    # It may have been open and closed again.
    store.memo.forget()
    return cast("T", memory.result())


def _built(store: Store, build: Callable[[], T], key: tuple[object, ...]) -> T:
    result = build()
    with closing(store.engine.raw_connection()) as pooled:
        picture = _camera(store).take(pooled.driver_connection)
    _memories[key] = _Memory(picture, _copies(result), len(_memories) + 1)
    return result


def _camera(store: Store) -> Any:
    return _SqliteCamera() if store.dialect == "sqlite" else _PostgresCamera()


def _copies(result: Any) -> Callable[[], Any]:
    """Return what gives copies of ``result`` as it is now."""
    try:
        kept = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, TypeError):
        # A view may hold what has no name of its own, such as a method.
        return partial(copy.deepcopy, copy.deepcopy(result))
    # Eight times as fast as a deep copy.
    return partial(pickle.loads, kept)


class _SqliteCamera:
    def counts(self, connection: sqlite3.Connection) -> tuple[int, ...]:
        """Count the rows of every table: what is there already, in short."""
        found = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            " AND sql NOT LIKE 'CREATE VIRTUAL TABLE%' ORDER BY name"
        )
        counts = ", ".join(f'(SELECT count(*) FROM "{name}")' for (name,) in found)  # noqa: S608
        return tuple(connection.execute(f"SELECT {counts}").fetchone())

    def take(self, connection: sqlite3.Connection) -> bytes:
        """Return the database as the bytes of a file."""
        with closing(sqlite3.connect(":memory:")) as memory:
            connection.backup(memory)
            return memory.serialize()

    def put_back(self, connection: sqlite3.Connection, picture: bytes) -> None:
        """Let the database be what it was when the picture was taken."""
        # In memory there is no write-ahead log, which the header still promises.
        plain = picture[:18] + b"\x01\x01" + picture[20:]
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.deserialize(plain)
            memory.backup(connection)


class _PostgresCamera:
    def __init__(self) -> None:
        self._holding: list[str] = []
        """The tables that had rows when they were counted"""

    def counts(self, connection: psycopg.Connection) -> tuple[int, ...]:
        """Count the rows of every table: what is there already, in short."""
        names = list(self._tables(connection))
        counts = [f"(SELECT count(*) FROM {name})" for name in names]  # noqa: S608 -- names of our own tables
        # Planning it takes longer than counting; what a session has prepared is kept with it for other tests.
        asked = f"SELECT {', '.join(counts)}".encode()
        found = connection.execute(asked, prepare=True).fetchone() or ()
        connection.rollback()
        self._holding = [name for name, count in zip(names, found, strict=True) if count]
        return tuple(found)

    def take(self, connection: psycopg.Connection) -> tuple[dict[str, bytes], list[Any]]:
        """Return the rows of every table that has some, and where the numbers stand."""
        rows = {}
        for name in self._tables(connection):
            with connection.cursor().copy(f"COPY {name} TO STDOUT".encode()) as copying:
                rows[name] = b"".join(copying)
        numbers = connection.execute(
            "SELECT format('%I', sequencename), coalesce(last_value, start_value), last_value IS NOT NULL"
            " FROM pg_sequences WHERE schemaname = 'public'"
        ).fetchall()
        connection.rollback()
        return {name: data for name, data in rows.items() if data}, numbers

    def put_back(self, connection: psycopg.Connection, picture: tuple[dict[str, bytes], list[Any]]) -> None:
        """Let the database be what it was when the picture was taken."""
        rows, numbers = picture
        # No foreign key is looked at, so any order will do.
        connection.execute("SET LOCAL session_replication_role = replica")
        for name in self._holding:
            connection.execute(f"DELETE FROM {name}".encode())  # noqa: S608
        for name, data in rows.items():
            with connection.cursor().copy(f"COPY {name} FROM STDIN".encode()) as copying:
                copying.write(data)
        connection.execute(
            "SELECT setval(name::regclass, value, called)"
            " FROM unnest(%s::text[], %s::bigint[], %s::boolean[]) AS told (name, value, called)",
            [list(column) for column in zip(*numbers, strict=True)],
        )
        connection.commit()

    def _tables(self, connection: psycopg.Connection) -> Iterator[str]:
        found = connection.execute(
            "SELECT format('%I', relname) FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
        )
        return (str(row[0]) for row in found.fetchall())
