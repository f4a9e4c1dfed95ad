"""Statements put together and compiled once, then handed to the driver as they are.

Building a ``select()`` of fifty columns, finding it again among the compiled ones and wrapping its rows
takes many times as long as the database needs to answer. What every step on a case asks is therefore a
:class:`Ready`: made once at import, compiled once per engine, and run with plain values. The types of
columns and parameters are applied as SQLAlchemy itself applies them.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from models.kernel.bulk import preparing
from models.kernel.lines import line_of
from models.kernel.types import TextEnum, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import StrEnum

    from sqlalchemy import Dialect
    from sqlalchemy.sql.base import Executable
    from sqlalchemy.types import TypeEngine
    from sqlmodel import Session

    from models.kernel.lines import Line

    Prepare = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as one engine takes it."""

    text: str
    plan: Sequence[tuple[str, Prepare | None]]
    """Its parameters and what is done to each, in their order where the engine counts them"""
    fixed: dict[str, Any]
    """Those the statement itself gives"""
    counted: bool
    make: Callable[[Sequence[Any]], Any]
    names: Sequence[str]
    finish: Sequence[tuple[int, Prepare]]

    def bound(self, values: dict[str, Any]) -> Any:
        """Return the parameters as the driver takes them."""
        if self.fixed:
            values = {**self.fixed, **values}
        if self.counted:
            return tuple([values[name] if work is None else work(values[name]) for name, work in self.plan])
        return {name: values[name] if work is None else work(values[name]) for name, work in self.plan}

    def finished(self, row: Sequence[Any]) -> Any:
        """Return a row of the driver as a named tuple of values."""
        return self.make(self.typed(row))

    def typed(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return the values of a row of the driver as their types have them."""
        if not self.finish:
            return row
        values = list(row)
        for place, work in self.finish:
            if (value := values[place]) is not None:
                values[place] = work(value)
        return values


class Ready:
    """A statement that is asked again and again.

    Args:
        statement: with a ``bindparam`` for each value to come, none of them a list; or what returns it for
            an engine by name: where the two are spelled differently, or to make it when it is first asked.
            Where lists of values (``in_``) are part of it, each value to come needs a placeholder's value.
    """

    def __init__(self, statement: Executable | Callable[[str], Executable]) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, session: Session, **values: Any) -> list[Any]:
        """Return the rows as named tuples."""
        line = line_of(session)
        ready = self._compiled.get(line.dialect.name) or self._compile(line)
        found = line.all(ready.text, ready.bound(values))
        return list(map(ready.finished, found))

    def first(self, session: Session, **values: Any) -> Any:
        """Return the first row as a named tuple; ``None`` if there is none."""
        line = line_of(session)
        ready = self._compiled.get(line.dialect.name) or self._compile(line)
        row = line.first(ready.text, ready.bound(values))
        return None if row is None else ready.finished(row)

    def columns(self, session: Session, **values: Any) -> dict[str, Any] | None:
        """Return the first row by the names of its columns; ``None`` if there is none."""
        line = line_of(session)
        ready = self._compiled.get(line.dialect.name) or self._compile(line)
        row = line.first(ready.text, ready.bound(values))
        return None if row is None else dict(zip(ready.names, ready.typed(row), strict=True))

    def later(self, session: Session, **values: Any) -> Callable[[], list[Any]]:
        """Read the rows; return what makes the named tuples of :meth:`rows` of them, for whoever may ask."""
        line = line_of(session)
        ready = self._compiled.get(line.dialect.name) or self._compile(line)
        found = line.all(ready.text, ready.bound(values))
        return lambda: list(map(ready.finished, found))

    def value(self, session: Session, **values: Any) -> Any:
        """Return the first column of the first row; ``None`` if there is none."""
        row = self.first(session, **values)
        return None if row is None else row[0]

    def run(self, session: Session, **values: Any) -> int:
        """Change rows; return how many were met."""
        line = line_of(session)
        ready = self._compiled.get(line.dialect.name) or self._compile(line)
        return line.run(ready.text, ready.bound(values))

    def _compile(self, line: Line) -> _Compiled:
        dialect = line.dialect
        statement = self._statement(dialect.name) if callable(self._statement) else self._statement
        ready = self._compiled[dialect.name] = _compile(statement, dialect)
        return ready


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect)
    lists = [bind for bind in compiled.binds.values() if bind.expanding]
    if any(bind.required for bind in lists):
        message = f"a list to come cannot be compiled once: {compiled.string}"
        raise ValueError(message)
    if lists:
        compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    columns = [(entry.keyname, entry.type) for entry in compiled._result_columns]  # noqa: SLF001 -- no public way
    # A named tuple may not have fields of these names, rare as they are among columns.
    make_record: Any = namedtuple  # noqa: PYI024 -- its fields are known at run time only
    record = make_record("Record", [name for name, _ in columns], rename=True)
    given = compiled.params
    # A value of a list is called after the list, by its place.
    binds = compiled.binds
    asked = {name: binds[name if name in binds else name.rpartition("_")[0]] for name in given}
    counted = compiled.positiontup if compiled.positional else list(given)
    return _Compiled(
        text=compiled.string,
        plan=[(name, preparing(dialect, asked[name].type)) for name in counted],
        fixed={name: given[name] for name, bind in asked.items() if not bind.required},
        counted=compiled.positional,
        make=record._make,
        names=[name for name, _ in columns],
        finish=[
            (place, work)
            for place, (_, kind) in enumerate(columns)
            if (work := _finishing(dialect, kind)) is not None
        ],
    )


class _Members(dict[str, Any]):
    """The members of a closed list by what is kept of them; what is none is refused as the list does it."""

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__((member.value, member) for member in kind)
        self._kind = kind

    def __missing__(self, value: str) -> Any:
        return self._kind(value)


def _finishing(dialect: Dialect, kind: TypeEngine[Any]) -> Prepare | None:
    """Return what a type does to what the driver gave; ``None`` for nothing.

    What nearly every row has is done in one call instead of SQLAlchemy's three.
    """
    if isinstance(kind, TextEnum):
        return _Members(kind.kind).__getitem__
    if isinstance(kind, UtcDateTime) and dialect.name == "sqlite":
        return _moment
    return kind.dialect_impl(dialect).result_processor(dialect, None)


@lru_cache(maxsize=1024)
def _moment(text: str) -> datetime:
    # Kept without an offset: it is always UTC. The rows of a screen name the same moments again and again.
    return datetime.fromisoformat(f"{text}+00:00")
