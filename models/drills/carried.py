"""The township a drill was played in, as rows that a recording carries along.

Recordings are to be played again for ever, on other machines and by later programs. So a recording does
not rest on a template being there, nor on the demo township being what it was: it holds the rows its world
was copied from, with the revision of the schema they belong to. Whoever plays it makes the tables of that
revision, puts the rows in, and lets the migrations bring them to the present one, ids and all.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from models.worlds import COPIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_AT_ONCE = 500
_MARK = 12


@dataclass(frozen=True, slots=True)
class CarriedRows:
    """Some rows of a table, as the database keeps them."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A township without cases."""

    revision: str
    """Of the schema the rows belong to"""
    parts: tuple[CarriedRows, ...]


def pack(template: Path) -> Carried:
    """Return what a template holds of the township.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    with closing(sqlite3.connect(template)) as connection:
        revision = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        names = [name for name in COPIED if name in there]
        return Carried(revision, tuple(part for name in names for part in _parts(connection, name)))


def _parts(connection: sqlite3.Connection, name: str) -> Iterator[CarriedRows]:
    found = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 -- a name of our own list
    columns = tuple(each[0] for each in found.description)
    while rows := found.fetchmany(_AT_ONCE):
        yield CarriedRows(name, columns, tuple(rows))


def mark(carried: Carried) -> str:
    """Return a word that tells a township from every other."""
    digest = sha256(carried.revision.encode())
    for part in carried.parts:
        digest.update(repr((part.table, part.columns, part.rows)).encode())
    return digest.hexdigest()[:_MARK]


def unpack(parts: Iterable[CarriedRows], target: Path) -> None:
    """Put rows into a database whose tables, of their own revision, are made and empty.

    Raises:
        sqlite3.Error: the rows do not fit the tables.
    """
    with closing(sqlite3.connect(target)) as connection, connection:
        for part in parts:
            if part.table in COPIED:
                connection.executemany(_insert(connection, part.table, part.columns), part.rows)


def _insert(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> str:
    """Return the statement; only columns the table really has are named, whatever a file says."""
    known = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    if not known.issuperset(columns):
        message = f"{table} has no such columns"
        raise sqlite3.OperationalError(message)
    names = ", ".join(f'"{each}"' for each in columns)
    marks = ", ".join("?" * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 -- names of the schema only
