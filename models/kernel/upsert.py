"""``INSERT … ON CONFLICT``, which both engines have and SQLAlchemy spells per engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.lines import LINE

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlmodel import Session


def insert_into(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT into ``table`` with ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return insert_on(session.get_bind().dialect.name, table)


def insert_on(engine: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the same for an engine by its name."""
    # Each console loads the dialect of its own engine only.
    if engine == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def is_sqlite(session: Session) -> bool:
    """Say whether the session speaks to SQLite, whose writer holds the whole database.

    Row locks (``SELECT … FOR UPDATE``) are needed, and understood, only elsewhere.
    """
    line = session.info.get(LINE)
    return session.get_bind().dialect.name == "sqlite" if line is None else bool(line.sqlite)
