"""Many rows at once, at the driver's own speed.

``exec_driver_sql`` with tuples is as fast as the bare driver, but skips the column types;
here each column's own type prepares its values once per column instead of once per cell
where it has nothing to do.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from datetime import UTC
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from models.kernel.clock import require_utc
from models.kernel.documents import Written, json_text
from models.kernel.lines import line_of
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Dialect, Table
    from sqlalchemy.types import TypeEngine
    from sqlmodel import Session

    from models.kernel.lines import Line

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
    line = line_of(session)
    columns = tuple(columns)
    statement = _insertion(table.name, columns, line.mark)
    _run(line, statement, prepared(line.dialect, table, columns), rows, on_progress)


def insert_row(session: Session, table: Table, columns: Sequence[str], row: Sequence[Any]) -> int:
    """Insert one row as :func:`insert_rows` does; return the id it got."""
    line = line_of(session)
    columns = tuple(columns)
    statement = f'{_insertion(table.name, columns, line.mark)} RETURNING "id"'
    [made] = line.all(statement, _typed(prepared(line.dialect, table, columns), row))
    return int(made[0])


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
    if not rows:
        return 0
    line = line_of(session)
    statement = _updating(table.name, tuple(columns), tuple(keys), condition, line.mark)
    return _run(line, statement, prepared(line.dialect, table, (*columns, *keys)), rows, None)


@lru_cache(maxsize=64)
def _updating(table: str, columns: tuple[str, ...], keys: tuple[str, ...], condition: str, mark: str) -> str:
    sets = ", ".join(f'"{name}" = {mark}' for name in columns)
    wheres = " AND ".join([*(f'"{name}" = {mark}' for name in keys), *([condition] if condition else [])])
    # As below: only names are pasted in.
    return f'UPDATE "{table}" SET {sets} WHERE {wheres}'  # noqa: S608 -- names of our own tables


@lru_cache(maxsize=64)
def _insertion(table: str, columns: tuple[str, ...], mark: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join([mark] * len(columns))
    # Names of our own tables and columns; values are always bound.
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608


_MOST_PREPARED = 256
_PREPARED: dict[tuple[str, str, tuple[str, ...]], list[Prepare | None]] = {}


def prepared(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> list[Prepare | None]:
    """Return what each column's type does to a value before the driver gets it; ``None`` for nothing."""
    key = (dialect.name, table.name, columns)
    found = _PREPARED.get(key)
    if found is None:
        if len(_PREPARED) >= _MOST_PREPARED:
            _PREPARED.clear()
        found = _PREPARED[key] = [preparing(dialect, table.c[name].type) for name in columns]
    return found


def preparing(dialect: Dialect, kind: TypeEngine[Any]) -> Prepare | None:
    """Return what a type does to a value before the driver gets it; ``None`` for nothing."""
    if dialect.name == "sqlite" and isinstance(kind, UtcDateTime):
        return utc_text
    if dialect.name == "sqlite" and isinstance(kind, JsonDocument):
        return _document_text
    if isinstance(kind, TextEnum):
        return _Texts(kind, dialect).__getitem__
    return kind.dialect_impl(dialect).bind_processor(dialect)


class _Texts(dict[Any, str | None]):
    """What is kept of the members of a closed list; anything else is looked at as the list does it."""

    def __init__(self, kind: TextEnum[Any], dialect: Dialect) -> None:
        super().__init__({member: member.value for member in kind.kind} | {None: None})
        self._look = partial(kind.process_bind_param, dialect=dialect)

    def __missing__(self, value: Any) -> str | None:
        return self._look(value)


def _document_text(document: Any) -> str | None:
    if type(document) is Written:
        return document.text
    return None if document is None else json_text(document)


def utc_text(moment: datetime | None) -> str | None:
    """Return a time as SQLite keeps it; SQLAlchemy's own way there takes three times as long."""
    if moment is None:
        return None
    return _utc_text(moment if moment.tzinfo is UTC else require_utc(moment))


@lru_cache(maxsize=256)
def _utc_text(moment: datetime) -> str:
    # A step writes the same few moments in each of its rows.
    return moment.isoformat(" ", "microseconds")[:_UTC_LENGTH]


def _typed(prepare: Sequence[Prepare | None], row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple([value if work is None else work(value) for work, value in zip(prepare, row, strict=True)])


def _run(
    line: Line,
    statement: str,
    prepare: Sequence[Prepare | None],
    rows: Sequence[Sequence[Any]],
    on_progress: Callable[[int], None] | None,
) -> int:
    matched = 0
    if len(rows) == 1 and on_progress is None:
        return line.run(statement, _typed(prepare, rows[0]))
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
        matched += line.run_many(statement, chunk)
        if on_progress is not None:
            on_progress(start + len(chunk))
    return matched


def execute_plain(session: Session, statement: str, rows: Sequence[Sequence[Any]]) -> int:
    """Carry a statement out for many rows of plain texts and numbers; return how many rows it met.

    No column type prepares a value: dates are ISO texts and members of closed lists their values,
    which both engines take. ``statement`` marks each value by ``?``; never text from outside.
    """
    if not rows:
        return 0
    line = line_of(session)
    return line.run_many(statement.replace("?", line.mark), list(rows))


def fetch_plain(session: Session, statement: str, values: Sequence[Any]) -> Sequence[Any]:
    """Return the rows of a query as the driver has them; ``statement`` as in :func:`execute_plain`."""
    line = line_of(session)
    return line.all(statement.replace("?", line.mark), tuple(values))


@contextmanager
def leaving_pages(session: Session) -> Iterator[None]:
    """On SQLite let pages that become free keep what was in them: half of the writing of a big deletion.

    What goes from pages that stay is overwritten as ever. Only for what anybody may know: where SQLite was
    built to overwrite whatever is deleted, free pages of the file still hold this.
    """
    line = line_of(session)
    if not line.sqlite or line.all("PRAGMA secure_delete")[0][0] != 1:
        yield
        return
    line.all("PRAGMA secure_delete = FAST")
    try:
        yield
    finally:
        line.all("PRAGMA secure_delete = ON")


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
