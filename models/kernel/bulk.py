"""Many rows at once, at the driver's own speed.

``exec_driver_sql`` with tuples is as fast as the bare driver, but skips the column types;
here each column's own type prepares its values once per column instead of once per cell
where it has nothing to do.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from models.kernel.clock import require_utc
from models.kernel.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Dialect, Table
    from sqlmodel import Session

    Prepare = Callable[[Any], Any]

_UTC_LENGTH = len("2026-11-26 02:40:00.000000")
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
    columns = tuple(columns)
    statement = _insertion(table.name, columns, _mark(connection.dialect))
    _run(connection, statement, prepared(connection.dialect, table, columns), rows, on_progress)


def insert_row(session: Session, table: Table, columns: Sequence[str], row: Sequence[Any]) -> int:
    """Insert one row as :func:`insert_rows` does; return the id it got."""
    connection = session.connection()
    columns = tuple(columns)
    statement = f'{_insertion(table.name, columns, _mark(connection.dialect))} RETURNING "id"'
    values = _typed(prepared(connection.dialect, table, columns), row)
    return int(connection.exec_driver_sql(statement, values).scalar_one())


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
    return _run(connection, statement, prepared(connection.dialect, table, (*columns, *keys)), rows, None)


@lru_cache(maxsize=64)
def _insertion(table: str, columns: tuple[str, ...], mark: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join([mark] * len(columns))
    # Names of our own tables and columns; values are always bound.
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608


_PREPARED: dict[tuple[str, str, str], Prepare | None] = {}


def prepared(dialect: Dialect, table: Table, columns: Sequence[str]) -> list[Prepare | None]:
    """Return what each column's type does to a value before the driver gets it; ``None`` for nothing."""
    found = []
    for name in columns:
        key = (dialect.name, table.name, name)
        if key not in _PREPARED:
            kind = table.c[name].type
            plainly = dialect.name == "sqlite" and isinstance(kind, UtcDateTime)
            work = _utc_text if plainly else kind.dialect_impl(dialect).bind_processor(dialect)
            _PREPARED[key] = work
        found.append(_PREPARED[key])
    return found


def _utc_text(moment: datetime | None) -> str | None:
    """Return a time as SQLite keeps it; SQLAlchemy's own way there takes three times as long."""
    return None if moment is None else require_utc(moment).isoformat(" ", "microseconds")[:_UTC_LENGTH]


def _typed(prepare: Sequence[Prepare | None], row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple([value if work is None else work(value) for work, value in zip(prepare, row, strict=True)])


def _run(
    connection: Connection,
    statement: str,
    prepare: Sequence[Prepare | None],
    rows: Sequence[Sequence[Any]],
    on_progress: Callable[[int], None] | None,
) -> int:
    matched = 0
    if len(rows) == 1 and on_progress is None:
        return connection.exec_driver_sql(statement, _typed(prepare, rows[0])).rowcount
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
