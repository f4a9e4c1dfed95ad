"""What rests on rows: every foreign key of the database that leads to them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import column as sql_column
from sqlalchemy import inspect, select, text
from sqlalchemy import table as sql_table

from models.kernel.upsert import is_sqlite
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Column, ColumnElement, Connection
    from sqlmodel import Session

_FEW = 20_000
"""Distinct values of a column that are kept in memory rather than asked for again and again"""
_ASKED = 5_000
_MANY = 1_000
"""Rows that are removed together from which on it pays to have what leads to them found by an index"""
_WORDS = {
    "grid": N_("grid"),
    "unit": N_("unit"),
    "division": N_("division"),
    "staff": N_("staff"),
    "account": N_("account"),
    "office": N_("the office itself"),
    "case": N_("case"),
    "matter": N_("matter"),
    "matter_class": N_("class"),
    "matter_version": N_("version of a matter"),
}
"""What a row of a table is called; other tables by their own name"""
_NAMES = ("code", "number", "login", "name", "title")
"""Columns a row is called by, the first it has"""


_SQLITE = text(
    'SELECT m.name, f."from" FROM sqlite_master m, pragma_foreign_key_list(m.name) f'
    " WHERE m.type = 'table' AND f.\"table\" = :name ORDER BY 1, 2"
)
_POSTGRESQL = text(
    "SELECT t.relname, a.attname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid"
    " JOIN pg_class p ON p.oid = c.confrelid"
    " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
    " WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace AND p.relname = :name"
    " ORDER BY 1, 2"
)


@dataclass(frozen=True, slots=True)
class _Key:
    """A foreign key: its table, its column, and the column rows of the table are called by."""

    table: str
    column: ColumnElement[Any]
    shown: ColumnElement[Any]


class References:
    """The foreign keys that lead to the rows of one table, asked for many rows.

    The database itself knows them all; rooms that are not loaded are not forgotten.

    Args:
        session: to look.
        column: the key the others lead to.
        own: tables whose rows belong to the rows themselves and go with them.
    """

    def __init__(self, session: Session, column: Column[Any], own: Collection[str] = ()) -> None:
        self._session = session
        self._own = column.table.name
        connection = session.connection()
        query = _SQLITE if is_sqlite(session) else _POSTGRESQL
        found = connection.execute(query, {"name": self._own}).all()
        self._keys = [self._key(name, each, column) for name, each in found if name not in own]
        self._few: dict[tuple[str, str], frozenset[Any] | None] = {}

    @contextmanager
    def followed_back(self, going: int) -> Iterator[None]:
        """Have the database find by an index what leads to a row, while this many rows are removed.

        With each of them it looks for rows that lead to it, and where it has no index through all of a
        table: a country's villages would go by every case six hundred thousand times. Clerks never look
        for cases so, and need not keep an index with each case for it. Where there are many to remove it is
        made and dropped in the caller's transaction; a server lets nobody else write such a table meanwhile.
        """
        connection = self._session.connection()
        made = []
        for each in self._keys if going >= _MANY else ():
            if not _has_index(connection, each.table, each.column.name):
                index = f"undo_{each.table}_{each.column.name}"
                connection.execute(text(f'CREATE INDEX {index} ON "{each.table}" ("{each.column.name}")'))
                made.append(index)
        yield
        for index in made:
            connection.execute(text(f"DROP INDEX {index}"))

    def to(
        self, keys: Sequence[Any], going: Collection[Any] = (), among: AbstractSet[Any] | None = None
    ) -> dict[Any, Phrase]:
        """Return what rests on each of ``keys``, but for rows of the same table that are ``going``.

        ``among`` are the same keys as a set, where there is one already.
        """
        found: dict[Any, Phrase] = {}
        among = frozenset(keys) if among is None else among
        for each in self._keys:
            same = each.table == self._own
            for key, name in self._rows(each, keys, among):
                if key in found or (same and name in going):
                    continue
                what = _WORDS.get(each.table, each.table)
                found[key] = Phrase(N_("it is used by: %(what)s %(name)s"), what=what, name=name)
        return found

    def _key(self, name: str, column_name: str, target: Column[Any]) -> _Key:
        if name == self._own:
            # Rows of the same table are known by the key itself.
            shown = target.name
        else:
            columns = [each["name"] for each in inspect(self._session.connection()).get_columns(name)]
            shown = next((each for each in (*_NAMES, "id") if each in columns), columns[0])
        names = dict.fromkeys((column_name, shown))
        table = sql_table(name, *(sql_column(each) for each in names))
        return _Key(name, table.c[column_name], table.c[shown])

    def _rows(self, key: _Key, keys: Sequence[Any], among: AbstractSet[Any]) -> Iterator[tuple[Any, Any]]:
        asked = keys
        if key.table == self._own:
            asked = self._above(key, keys, among)
        else:
            few = self._few_of(key)
            if few is not None:
                asked = [] if few.isdisjoint(among) else [each for each in keys if each in few]
        for start in range(0, len(asked), _ASKED):
            statement = select(key.column, key.shown).where(key.column.in_(asked[start : start + _ASKED]))
            yield from ((row[0], row[1]) for row in self._session.connection().execute(statement))

    def _above(self, key: _Key, keys: Sequence[Any], among: AbstractSet[Any]) -> Sequence[Any]:
        """Return those of ``keys`` below which anything of their own table may stand."""
        if len(keys) <= _ASKED:
            return keys
        statement = (
            select(key.column).where(key.column.between(min(keys), max(keys))).distinct().limit(_FEW + 1)
        )
        values = frozenset(self._session.connection().execute(statement).scalars())
        if len(values) > _FEW:
            return keys
        return [] if values.isdisjoint(among) else [each for each in keys if each in values]

    def _few_of(self, key: _Key) -> frozenset[Any] | None:
        place = (key.table, str(key.column))
        if place not in self._few:
            statement = select(key.column).where(key.column.is_not(None)).distinct().limit(_FEW + 1)
            values = frozenset(self._session.connection().execute(statement).scalars())
            self._few[place] = values if len(values) <= _FEW else None
        return self._few[place]


def _has_index(connection: Connection, table: str, column: str) -> bool:
    """Say whether an index of all rows of a table begins with a column."""
    known = inspect(connection)
    if known.get_pk_constraint(table)["constrained_columns"][:1] == [column]:
        return True
    return any(
        each["column_names"][:1] == [column]
        and not any(name.endswith("_where") for name in each.get("dialect_options", {}))
        for each in known.get_indexes(table)
    )


def kept_of(
    references: References, keys: Sequence[Any], lost: Collection[Any], above: Callable[[Any], Any]
) -> dict[Any, Phrase]:
    """Return which of ``keys`` have to stay, and what rests on each.

    Args:
        references: those that lead to them.
        keys: rows that are to go, together.
        lost: those of them that cannot go anyway.
        above: says which row is above one, where rows of the table rest on each other.
    """
    going = set(keys)
    going.difference_update(lost)
    found = references.to(keys, going, None if lost else going)
    kept = {key: why for key, why in found.items() if key in going}
    waiting = [*kept, *lost]
    while waiting:
        parent = above(waiting.pop())
        if parent in going and parent not in kept:
            kept[parent] = Phrase(N_("something below it stays"))
            waiting.append(parent)
    return kept
