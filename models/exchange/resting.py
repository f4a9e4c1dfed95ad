"""What rests on rows: every foreign key of the database that leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import SQLModel

from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Column, Table
    from sqlmodel import Session

_FEW = 20_000
"""Distinct values of a column that are kept in memory rather than asked for again and again"""
_ASKED = 5_000
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


class References:
    """The foreign keys that lead to one column, asked for many rows.

    ``own`` tables belong to the rows themselves and go with them.
    """

    def __init__(self, session: Session, column: Column[Any], own: Collection[str] = ()) -> None:
        self._session = session
        self._own = column.table
        self._columns = [
            each
            for table in SQLModel.metadata.sorted_tables
            if table.name not in own
            for each in table.columns
            if any(key.column is column for key in each.foreign_keys)
        ]
        self._few: dict[Column[Any], frozenset[Any] | None] = {}

    def to(self, keys: Sequence[Any], going: Collection[Any] = ()) -> dict[Any, Phrase]:
        """Return what rests on each of ``keys``, but for rows of the same table that are ``going``."""
        found: dict[Any, Phrase] = {}
        for column in self._columns:
            same = column.table is self._own
            for key, name in self._rows(column, keys):
                if key in found or (same and name in going):
                    continue
                what = _WORDS.get(column.table.name, column.table.name)
                found[key] = Phrase(N_("it is used by: %(what)s %(name)s"), what=what, name=name)
        return found

    def _rows(self, column: Column[Any], keys: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        asked = keys
        if column.table is not self._own:
            few = self._few_of(column)
            if few is not None:
                asked = [key for key in keys if key in few]
        shown = column.table.c[_name_of(column.table)]
        if column.table is self._own:
            shown = next(iter(column.table.primary_key.columns))
        for start in range(0, len(asked), _ASKED):
            statement = select(column, shown).where(column.in_(asked[start : start + _ASKED]))
            yield from ((row[0], row[1]) for row in self._session.connection().execute(statement))

    def _few_of(self, column: Column[Any]) -> frozenset[Any] | None:
        if column not in self._few:
            statement = select(column).where(column.is_not(None)).distinct().limit(_FEW + 1)
            values = frozenset(self._session.connection().execute(statement).scalars())
            self._few[column] = values if len(values) <= _FEW else None
        return self._few[column]


def _name_of(table: Table) -> str:
    key = next(iter(table.primary_key.columns)).name
    return next((name for name in _NAMES if name in table.c), key)


def kept_of(
    references: References, keys: Sequence[Any], lost: Collection[Any], above: dict[Any, Any]
) -> dict[Any, Phrase]:
    """Return which of ``keys`` have to stay, and what rests on each.

    Args:
        references: those that lead to them.
        keys: rows that are to go, together.
        lost: those of them that cannot go anyway.
        above: the row above each, where rows of the table rest on each other.
    """
    going = set(keys) - set(lost)
    kept = {key: why for key, why in references.to(keys, going).items() if key in going}
    waiting = [*kept, *lost]
    while waiting:
        parent = above.get(waiting.pop())
        if parent in going and parent not in kept:
            kept[parent] = Phrase(N_("something below it stays"))
            waiting.append(parent)
    return kept
