"""Rows for every table of any schema, made by looking at the schema.

Migrations are tested on a database that holds something. Live table classes cannot fill the
database of an older revision, so columns, references and CHECK constraints are read from
the database itself and rows are made that satisfy them.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from psycopg import ClientCursor

from migrations.schema import unmanaged_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = dict[str, Any]

_TRIES = 20_000
"""Combinations of values tried before a CHECK constraint counts as beyond this populator."""

_DAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Unsatisfied(AssertionError):
    """No row could be made for a table; the populator has to learn its constraint."""


def table_names(connection: sa.Connection) -> list[str]:
    """Return the names of the tables, those of search indexes and of alembic left out."""
    hidden = unmanaged_tables(connection)
    return [name for name in sa.inspect(connection).get_table_names() if name not in hidden]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table as the database describes it."""

    name: str
    columns: tuple[sa.Column[Any], ...]
    references: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """The tables it refers to, each with the pairs of its own column and the other's"""
    checks: tuple[str, ...]
    """The conditions every row satisfies"""
    facts: tuple[str, ...]
    """Its name, and what decides whether it takes a row"""

    def column(self, name: str) -> sa.Column[Any]:
        return next(column for column in self.columns if column.name == name)


_described: dict[tuple[Any, ...], _Shape] = {}
"""Tables that were looked at before, by the engine and all that the database says of them"""

_DESCRIPTIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_schema WHERE type = 'table'",
    "postgresql": """
SELECT relname,
    (SELECT string_agg(
         concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull), ',' ORDER BY attnum
     ) FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped),
    (SELECT string_agg(pg_get_constraintdef(oid), ',' ORDER BY conname)
     FROM pg_constraint WHERE conrelid = pg_class.oid)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
""",
}
"""What the database says of each of its tables, whose first column is the name"""


def shapes(connection: sa.Connection) -> list[_Shape]:
    """Return the tables the database has, parents first; those of search indexes and of alembic left out.

    Most tables are what they were before the last revision: only those that are not are looked at.
    """
    names = table_names(connection)
    dialect = connection.dialect.name
    told = {row[0]: (dialect, *row) for row in connection.exec_driver_sql(_DESCRIPTIONS[dialect])}
    if unknown := [name for name in names if told[name] not in _described]:
        _described.update((told[shape.name], shape) for shape in _look_at(connection, unknown))
    found = {name: _described[told[name]] for name in names}
    above = {name: {parent for parent, _pairs in shape.references} - {name} for name, shape in found.items()}
    return [found[name] for name in TopologicalSorter(above).static_order()]


def _look_at(connection: sa.Connection, names: list[str]) -> list[_Shape]:
    """Return these tables, as they are.

    Only what rows have to satisfy is asked for: reflecting whole tables takes four times as long.
    """
    inspector = sa.inspect(connection)
    columns = inspector.get_multi_columns(filter_names=names)
    references = inspector.get_multi_foreign_keys(filter_names=names)
    checks = inspector.get_multi_check_constraints(filter_names=names)
    return [_shape(name, columns[None, name], references[None, name], checks[None, name]) for name in names]


def _shape(name: str, columns: Sequence[Any], references: Sequence[Any], checks: Sequence[Any]) -> _Shape:
    own = tuple(sa.Column(each["name"], each["type"], nullable=each["nullable"]) for each in columns)
    pairs = tuple(
        (
            each["referred_table"],
            tuple(zip(each["constrained_columns"], each["referred_columns"], strict=True)),
        )
        for each in references
    )
    texts = tuple(each["sqltext"] for each in checks)
    kinds = (f"{column.name} {column.type!r} {column.nullable}" for column in own)
    return _Shape(name, own, pairs, texts, (name, *texts, *kinds))


def count_rows(connection: sa.Connection) -> dict[str, int]:
    """Return the number of rows of every table."""
    names = table_names(connection)
    if not names:
        return {}
    # Names are enough to count: looking at columns and constraints takes fifty times as long.
    counts = ", ".join(f'(SELECT count(*) FROM "{name}")' for name in names)  # noqa: S608 -- from the catalogue
    return dict(zip(names, connection.exec_driver_sql(f"SELECT {counts}").one(), strict=True))


def populate(connection: sa.Connection, rows_per_table: int = 3) -> dict[str, int]:
    """Put rows into every table, parents first; return how many each table has now."""
    rows: dict[str, list[Row]] = {}
    driver: Any = connection.connection.driver_connection
    # A server is asked once for all tables, not eighty times.
    whole = None if connection.dialect.name == "sqlite" else ClientCursor(driver)
    statements = []
    for shape in shapes(connection):
        maker = _RowMaker(connection, shape, rows)
        for number in range(1, rows_per_table + 1):
            maker.make(number)
        rows[shape.name] = maker.own
        statements.append(maker.insert(whole))
    if whole is not None:
        whole.execute(";".join(statements).encode())
    return count_rows(connection)


_satisfying: dict[tuple[Any, ...], Row] = {}
"""What became of a row so that it satisfied its conditions, by all that decided it"""
_preparing: dict[tuple[Any, ...], dict[str, Any]] = {}
"""What turns the values of each column of a table into what the driver takes, by engine and table"""


class _RowMaker:
    """Makes the rows of one table."""

    def __init__(self, connection: sa.Connection, shape: _Shape, made: Mapping[str, list[Row]]) -> None:
        self.connection = connection
        self.shape = shape
        self.made = made
        self.own: list[Row] = []

    def make(self, number: int) -> None:
        """Make the row with this number."""
        row = {column.name: _value(column.type, number, column.name) for column in self.shape.columns}
        fixed = self._refer(row, number)
        key = (self.connection.dialect.name, repr(row), repr(sorted(fixed)), self.shape.facts)
        known = _satisfying.get(key)
        if known is None:
            self._satisfy(row, number, fixed)
            _satisfying[key] = dict(row)
        self.own.append(row if known is None else dict(known))

    def insert(self, whole: ClientCursor[Any] | None) -> str:
        """Insert what was made, as the types of the columns have it kept.

        Args:
            whole: writes the values into the statement, which is then returned to be run with others.
        """
        dialect = self.connection.dialect
        work = _preparing.get((dialect.name, self.shape.facts))
        if work is None:
            work = _preparing[dialect.name, self.shape.facts] = {
                column.name: column.type.dialect_impl(dialect).bind_processor(dialect)
                for column in self.shape.columns
            }
        row = f"({', '.join(['?' if whole is None else '%s'] * len(work))})"
        names = ", ".join(f'"{name}"' for name in work)
        # Names of our own tables and columns; values are always bound.
        statement = f'INSERT INTO "{self.shape.name}" ({names}) VALUES {", ".join([row] * len(self.own))}'  # noqa: S608
        values = tuple(
            made[name] if prepare is None else prepare(made[name])
            for made in self.own
            for name, prepare in work.items()
        )
        if whole is not None:
            return whole.mogrify(statement.encode(), values)
        self.connection.exec_driver_sql(statement, values)
        return ""

    def _refer(self, row: Row, number: int) -> set[str]:
        """Fill the references; return the columns that may not be changed any more."""
        fixed: set[str] = set()
        for parent, pairs in self.shape.references:
            parents = self.own if parent == self.shape.name else self.made.get(parent, [])
            optional = all(self.shape.column(column).nullable for column, _other in pairs)
            if not parents:
                if not optional:
                    note = f"{self.shape.name} needs a {parent}, which comes later"
                    raise Unsatisfied(note)
                row.update({column: None for column, _other in pairs})
                fixed.update(column for column, _other in pairs)
                continue
            chosen = parents[(number - 1) % len(parents)]
            row.update({column: chosen[other] for column, other in pairs})
            fixed.update(column for column, _other in pairs)
        return fixed

    def _satisfy(self, row: Row, number: int, fixed: set[str]) -> None:
        """Change the free columns until every CHECK constraint holds."""
        if self._holds(row, self.shape.checks):
            return
        for check in self.shape.checks:
            if self._holds(row, [check]):
                continue
            named = [column for column in self.shape.columns if _mentions(check, column.name)]
            free = [column for column in named if column.name not in fixed or column.nullable]
            others = [each for each in self.shape.checks if self._holds(row, [each])]
            for values in self._combinations(free, check, number):
                trial = {**row, **values}
                if self._holds(trial, [check, *others]):
                    row.update(values)
                    break
            else:
                note = f"no row of {self.shape.name} satisfies {check}"
                raise Unsatisfied(note)

    def _combinations(self, columns: Sequence[sa.Column[Any]], check: str, number: int) -> Iterator[Row]:
        candidates = [list(_candidates(column, check, number)) for column in columns]
        names = [column.name for column in columns]
        for values in itertools.islice(itertools.product(*candidates), _TRIES):
            yield dict(zip(names, values, strict=True))

    def _holds(self, row: Row, checks: Iterable[str]) -> bool:
        """Ask the database itself; NULL satisfies a CHECK."""
        texts = list(checks)
        if not texts:
            return True
        values = sa.select(
            *[
                sa.cast(sa.literal(row[column.name], column.type), column.type).label(column.name)
                for column in self.shape.columns
                if any(_mentions(text, column.name) for text in texts)
            ]
        ).subquery("candidate")
        conditions = [
            sa.func.coalesce(sa.literal_column(f"({text})", sa.Boolean), sa.true()) for text in texts
        ]
        statement = sa.select(sa.and_(*conditions)).select_from(values)
        return bool(self.connection.execute(statement).scalar_one())


def _mentions(check: str, column: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(column)}(?!\w)", check) is not None


def _value(kind: sa.types.TypeEngine[Any], number: int, name: str) -> Any:  # noqa: PLR0911 -- one answer per type
    """Return a value of the type that differs from number to number."""
    match kind:
        case sa.Boolean():
            return number % 2 == 0
        case sa.DateTime():
            moment = _DAY + timedelta(hours=number)
            return moment if kind.timezone else moment.replace(tzinfo=None)
        case sa.Date():
            return date(2026, 3, number)
        case sa.Time():
            return time(8, number)
        case sa.Integer() | sa.Numeric():
            return number
        case sa.LargeBinary():
            return bytes([number]) * 32
        case sa.JSON():
            return {"number": number}
        case sa.String():
            length = kind.length or 8
            return f"{number:0{min(length, 12)}d}"
        case _:
            note = f"the populator knows no value of {kind!r} for {name}"
            raise Unsatisfied(note)


def _candidates(column: sa.Column[Any], check: str, number: int) -> Iterator[Any]:
    """Yield values worth trying for a column of a CHECK constraint, likeliest first."""
    yield _value(column.type, number, column.name)
    integers = sorted({int(found) for found in re.findall(r"(?<![\w.'])\d+(?![\w.'])", check)})
    match column.type:
        case sa.Boolean():
            yield from (True, False)
        case sa.Integer() | sa.Numeric():
            yield from sorted({0, 1, *integers, *(each + 1 for each in integers)})
        case sa.String():
            yield from re.findall(r"'([^']*)'", check)
            yield from (f"{number:0{length}d}" for length in integers if 0 < length <= 64)
        case sa.Date() | sa.DateTime():
            yield _value(column.type, number + 5, column.name)
        case _:
            pass
    if column.nullable:
        yield None
