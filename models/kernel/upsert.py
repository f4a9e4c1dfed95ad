"""``INSERT … ON CONFLICT``, which both engines have and SQLAlchemy spells per engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlmodel import Session


def insert_into(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT into ``table`` with ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def is_sqlite(session: Session) -> bool:
    """Say whether the session speaks to SQLite, whose writer holds the whole database.

    Row locks (``SELECT … FOR UPDATE``) are needed, and understood, only elsewhere.
    """
    return session.get_bind().dialect.name == "sqlite"
