"""The base of all tables: one metadata with named constraints, and the versioned kind."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Table, update
from sqlmodel import Field, Session, SQLModel

from models.kernel.naming import metadata

__all__ = ["Versioned", "guarded_update", "metadata"]


class Versioned(SQLModel):
    """Mix-in of editable tables: ``version`` grows by one with every saved change."""

    version: int = Field(default=1, nullable=False)


V = TypeVar("V", bound=Versioned)


def guarded_update(session: Session, row: V, expected_version: int, **changes: Any) -> bool:
    """Write ``changes`` to ``row`` if it is still at ``expected_version``; say whether it was.

    The comparison happens in the database, so it holds between processes. On success the
    object in the session carries the new values and the new version.
    """
    table: Table = type(row).__table__  # type: ignore[attr-defined]
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
