"""Statements put together and compiled once, then handed to the driver as they are.

Building a ``select()`` of fifty columns, finding it again among the compiled ones and wrapping its rows
takes many times as long as the database needs to answer. What every step on a case asks is therefore a
:class:`Ready`: made once at import, compiled once per engine, and run with plain values. The types of
columns and parameters are applied as SQLAlchemy itself applies them.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.sql.base import Executable
    from sqlmodel import Session

    Prepare = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as one engine takes it."""

    text: str
    names: Sequence[str]
    """Its parameters; in their order where the engine counts them"""
    fixed: dict[str, Any]
    """Those the statement itself gives"""
    prepare: dict[str, Prepare]
    counted: bool
    make: Callable[[Sequence[Any]], Any]
    finish: Sequence[tuple[int, Prepare]]
    plain: bool
    """Whether it only reads, from SQLite: then the driver is asked without anything between"""

    def bound(self, values: dict[str, Any]) -> Any:
        """Return the parameters as the driver takes them."""
        given = {**self.fixed, **values}
        for name, work in self.prepare.items():
            given[name] = work(given[name])
        return tuple([given[name] for name in self.names]) if self.counted else given


class Ready:
    """A statement that is asked again and again.

    Args:
        statement: with a ``bindparam`` for each value to come, and no list of values (``in_``); or what
            returns it for an engine by name: where the two are spelled differently, or to make it when it
            is first asked.
    """

    def __init__(self, statement: Executable | Callable[[str], Executable]) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, session: Session, **values: Any) -> list[Any]:
        """Return the rows as named tuples."""
        ready, found = self._asked(session, values)
        return [_finished(ready, row) for row in found.fetchall()]

    def first(self, session: Session, **values: Any) -> Any:
        """Return the first row as a named tuple; ``None`` if there is none."""
        ready, found = self._asked(session, values)
        row = found.fetchone()
        found.close()
        return None if row is None else _finished(ready, row)

    def value(self, session: Session, **values: Any) -> Any:
        """Return the first column of the first row; ``None`` if there is none."""
        row = self.first(session, **values)
        return None if row is None else row[0]

    def run(self, session: Session, **values: Any) -> int:
        """Change rows; return how many were met."""
        connection = session.connection()
        ready = self._for(connection)
        return connection.exec_driver_sql(ready.text, ready.bound(values)).rowcount

    def _asked(self, session: Session, values: dict[str, Any]) -> tuple[_Compiled, Any]:
        """Put the question; return what fetches the rows of the answer.

        SQLite answers in a tenth of the time it takes to wrap its rows, so its driver is asked itself.
        """
        connection = session.connection()
        ready = self._for(connection)
        bound = ready.bound(values)
        if ready.plain:
            try:
                return ready, connection.connection.cursor().execute(ready.text, bound)
            except sqlite3.Error:
                # Asked once more in a way that says in everybody's words what is wrong.
                return ready, connection.exec_driver_sql(ready.text, bound)
        return ready, connection.exec_driver_sql(ready.text, bound)

    def _for(self, connection: Connection) -> _Compiled:
        dialect = connection.dialect
        ready = self._compiled.get(dialect.name)
        if ready is None:
            statement = self._statement(dialect.name) if callable(self._statement) else self._statement
            ready = self._compiled[dialect.name] = _compile(statement, dialect)
        return ready


def _finished(ready: _Compiled, row: Sequence[Any]) -> Any:
    if not ready.finish:
        return ready.make(row)
    values = list(row)
    for place, work in ready.finish:
        if values[place] is not None:
            values[place] = work(values[place])
    return ready.make(values)


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect)
    columns = [(entry.keyname, entry.type) for entry in compiled._result_columns]  # noqa: SLF001 -- no public way
    # A named tuple may not have fields of these names, rare as they are among columns.
    make_record: Any = namedtuple  # noqa: PYI024 -- its fields are known at run time only
    record = make_record("Record", [name for name, _ in columns], rename=True)
    asked = {name: compiled.binds[name] for name in compiled.binds}
    if any(bind.expanding for bind in asked.values()):
        message = f"a list cannot be compiled once: {compiled.string}"
        raise ValueError(message)
    return _Compiled(
        text=compiled.string,
        names=compiled.positiontup if compiled.positional else list(asked),
        fixed={name: bind.value for name, bind in asked.items() if not bind.required},
        prepare=dict(_working(asked, dialect)),
        counted=compiled.positional,
        make=record._make,
        finish=[
            (place, work)
            for place, (_, kind) in enumerate(columns)
            if (work := kind.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ],
        plain=dialect.name == "sqlite" and isinstance(statement, Select),
    )


def _working(asked: dict[str, Any], dialect: Dialect) -> Iterator[tuple[str, Prepare]]:
    for name, bind in asked.items():
        work = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if work is not None:
            yield name, work
