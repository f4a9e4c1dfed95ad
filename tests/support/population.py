"""Rows for every table of any schema, made by looking at the schema.

Migrations are tested on a database that holds something. Live table classes cannot fill the
database of an older revision, so columns, references and CHECK constraints are read from
the database itself and rows are made that satisfy them.
"""

from __future__ import annotations

import itertools
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

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


def reflect(connection: sa.Connection) -> sa.MetaData:
    """Return the tables the database has, those of search indexes and of alembic left out."""
    found = sa.MetaData()
    found.reflect(connection, only=table_names(connection))
    return found


def count_rows(connection: sa.Connection) -> dict[str, int]:
    """Return the number of rows of every table."""
    names = table_names(connection)
    if not names:
        return {}
    # Names are enough to count: looking at columns and constraints takes fifty times as long.
    counts = [sa.select(sa.func.count()).select_from(sa.table(name)).scalar_subquery() for name in names]
    return dict(zip(names, connection.execute(sa.select(*counts)).one(), strict=True))


def populate(connection: sa.Connection, rows_per_table: int = 3) -> dict[str, int]:
    """Put rows into every table, parents first; return how many each table has now."""
    metadata = reflect(connection)
    rows: dict[str, list[Row]] = {}
    for table in metadata.sorted_tables:
        maker = _RowMaker(connection, table, rows)
        rows[table.name] = [maker.insert(number) for number in range(1, rows_per_table + 1)]
    return count_rows(connection)


class _RowMaker:
    """Makes the rows of one table."""

    def __init__(self, connection: sa.Connection, table: sa.Table, made: Mapping[str, list[Row]]) -> None:
        self.connection = connection
        self.table = table
        self.made = made
        self.references = [
            (key.referred_table.name, [(part.parent.name, part.column.name) for part in key.elements])
            for key in table.foreign_key_constraints
        ]
        self.own: list[Row] = []
        inspector = sa.inspect(connection)
        self.checks = [check["sqltext"] for check in inspector.get_check_constraints(table.name)]

    def insert(self, number: int) -> Row:
        """Insert the row with this number and return it as it was stored."""
        row = {column.name: self._plain(column, number) for column in self.table.columns}
        fixed = self._refer(row, number)
        self._satisfy(row, number, fixed)
        self.connection.execute(self.table.insert().values(row))
        self.own.append(row)
        return row

    def _refer(self, row: Row, number: int) -> set[str]:
        """Fill the references; return the columns that may not be changed any more."""
        fixed: set[str] = set()
        for parent, pairs in self.references:
            parents = self.own if parent == self.table.name else self.made.get(parent, [])
            optional = all(self.table.c[column].nullable for column, _other in pairs)
            if not parents:
                if not optional:
                    note = f"{self.table.name} needs a {parent}, which comes later"
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
        if self._holds(row, self.checks):
            return
        for check in self.checks:
            if self._holds(row, [check]):
                continue
            named = [column for column in self.table.columns if _mentions(check, column.name)]
            free = [column for column in named if column.name not in fixed or column.nullable]
            others = [each for each in self.checks if self._holds(row, [each])]
            for values in self._combinations(free, check, number):
                trial = {**row, **values}
                if self._holds(trial, [check, *others]):
                    row.update(values)
                    break
            else:
                note = f"no row of {self.table.name} satisfies {check}"
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
                for column in self.table.columns
                if any(_mentions(text, column.name) for text in texts)
            ]
        ).subquery("candidate")
        conditions = [
            sa.func.coalesce(sa.literal_column(f"({text})", sa.Boolean), sa.true()) for text in texts
        ]
        statement = sa.select(sa.and_(*conditions)).select_from(values)
        return bool(self.connection.execute(statement).scalar_one())

    def _plain(self, column: sa.Column[Any], number: int) -> Any:
        return _value(column.type, number, column.name)


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
