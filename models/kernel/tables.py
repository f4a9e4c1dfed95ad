"""The base of all tables: one metadata with named constraints, and the versioned kind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, TypeVar

from sqlalchemy import Index, MetaData, Table, text, update
from sqlmodel import Field, Session, SQLModel

from models.kernel.naming import metadata

__all__ = ["Versioned", "guarded_update", "metadata", "table_of"]


_WHERE = "where"


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index of the rows that meet ``where`` only, a condition both engines read alike.

    What either engine's own words for it would be is added by :func:`spell_out` where the
    schema itself is the subject. Spelled here, SQLAlchemy would load the dialect of
    PostgreSQL (2 MB) into every console on SQLite.
    """
    return Index(name, *columns, unique=unique, info={_WHERE: text(where)})


def spell_out(tables: MetaData) -> None:
    """Give the partial indexes their condition in the words of each engine."""
    for table in tables.tables.values():
        for index in table.indexes:
            if _WHERE in index.info:
                for engine in ("sqlite", "postgresql"):
                    index.dialect_options[engine][_WHERE] = index.info[_WHERE]


def table_of(kind: type[SQLModel]) -> Table:
    """Return the table of a class of rows: it has one, which its type does not say."""
    table: Table = kind.__table__  # type: ignore[attr-defined]  # as said
    return table


class Versioned(SQLModel):
    """Mix-in of editable tables: ``version`` grows by one with every saved change."""

    version: int = Field(default=1, nullable=False)


V = TypeVar("V", bound=Versioned)


def guarded_update(session: Session, row: V, expected_version: int, **changes: Any) -> bool:
    """Write ``changes`` to ``row`` if it is still at ``expected_version``; say whether it was.

    The comparison happens in the database, so it holds between processes. On success the
    object in the session carries the new values and the new version.
    """
    table = table_of(type(row))
    # The other way round, pydantic would be asked, at length.
    anything: object = row
    if isinstance(anything, SimpleNamespace):
        return _moved(session, table, row, expected_version, changes)
    keys = [column == getattr(row, column.key) for column in table.primary_key.columns]
    session.flush()
    statement = (
        update(table)
        .where(*keys, table.c.version == expected_version)
        .values(version=expected_version + 1, **changes)
    )
    matched = session.connection().execute(statement).rowcount == 1
    if matched:
        session.refresh(row)
    return matched


def _moved(session: Session, table: Table, row: Any, expected_version: int, changes: dict[str, Any]) -> bool:
    """Do the same to a row that was read as plain values: nothing is read again."""
    from models.kernel.bulk import update_rows

    after = {**changes, "version": expected_version + 1}
    values = [*after.values(), row.id, expected_version]
    matched = update_rows(session, table, tuple(after), ("id", "version"), [values]) == 1
    if matched:
        vars(row).update(after)
    return matched
