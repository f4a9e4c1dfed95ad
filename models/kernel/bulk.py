"""Many rows at once, at the driver's own speed.

``exec_driver_sql`` with tuples is as fast as the bare driver, but skips the column types;
here each column's own type prepares its values once per column instead of once per cell
where it has nothing to do.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Dialect, Table
    from sqlalchemy.types import TypeEngine
    from sqlmodel import Session

CHUNK = 20_000
"""Rows handed to the driver in one call, so that progress can be told between calls."""


def insert_rows(
    session: Session,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Insert ``rows``, tuples of values in the order of ``columns``.

    Defaults declared in Python do not apply: every NOT NULL column has to be named.

    Args:
        session: inside the caller's transaction.
        table: where to.
        columns: names of its columns.
        rows: the values.
        on_progress: told the number of rows written so far.
    """
    connection = session.connection()
    marks = ", ".join([_mark(connection.dialect)] * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    # Names of our own tables and columns; values are always bound.
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608
    _run(connection, statement, [table.c[name].type for name in columns], rows, on_progress)


def update_rows(
    session: Session,
    table: Table,
    columns: Sequence[str],
    keys: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    condition: str = "",
) -> int:
    """Update by key: each row holds the values of ``columns``, then those of ``keys``.

    ``condition`` is a further one, in SQL and the same for all rows; never text from outside.

    Returns:
        How many rows were found by their keys; with a version among the keys, fewer than
        given means that somebody else changed one meanwhile.
    """
    connection = session.connection()
    mark = _mark(connection.dialect)
    sets = ", ".join(f'"{name}" = {mark}' for name in columns)
    wheres = " AND ".join([*(f'"{name}" = {mark}' for name in keys), *([condition] if condition else [])])
    # As above: only names are pasted in.
    statement = f'UPDATE "{table.name}" SET {sets} WHERE {wheres}'  # noqa: S608
    return _run(connection, statement, [table.c[name].type for name in (*columns, *keys)], rows, None)


def _run(
    connection: Connection,
    statement: str,
    types: Sequence[TypeEngine[Any]],
    rows: Sequence[Sequence[Any]],
    on_progress: Callable[[int], None] | None,
) -> int:
    matched = 0
    prepare = [each.dialect_impl(connection.dialect).bind_processor(connection.dialect) for each in types]
    for start in range(0, len(rows), CHUNK):
        chunk = [tuple(row) for row in rows[start : start + CHUNK]]
        if any(prepare):
            columns = zip(*chunk, strict=True)
            chunk = list(
                zip(
                    *(
                        column if work is None else [work(value) for value in column]
                        for work, column in zip(prepare, columns, strict=True)
                    ),
                    strict=True,
                )
            )
        matched += connection.exec_driver_sql(statement, chunk).rowcount
        if on_progress is not None:
            on_progress(start + len(chunk))
    return matched


def _mark(dialect: Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"


def execute_plain(session: Session, statement: str, rows: Sequence[Sequence[Any]]) -> int:
    """Carry a statement out for many rows of plain texts and numbers; return how many rows it met.

    No column type prepares a value: dates are ISO texts and members of closed lists their values,
    which both engines take. ``statement`` marks each value by ``?``; never text from outside.
    """
    if not rows:
        return 0
    connection = session.connection()
    if connection.dialect.paramstyle != "qmark":
        statement = statement.replace("?", "%s")
    return connection.exec_driver_sql(statement, list(rows)).rowcount


def fetch_plain(session: Session, statement: str, values: Sequence[Any]) -> Sequence[Any]:
    """Return the rows of a query as the driver has them; ``statement`` as in :func:`execute_plain`."""
    connection = session.connection()
    if connection.dialect.paramstyle != "qmark":
        statement = statement.replace("?", "%s")
    # Wrapping each row would cost more than finding it.
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement, tuple(values))
        return cursor.fetchall()
    finally:
        cursor.close()


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector of cycles still while very many tuples are made, none of which can be in one.

    It would look at all of them again and again: half of the time of a long import.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
