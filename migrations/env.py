"""Where alembic enters: one engine, one transaction, foreign keys checked before the commit.

Foreign keys are *off* while tables are rebuilt. SQLite rebuilds a table by dropping the old
one, and with foreign keys on that drop deletes every row of its children declared CASCADE.
What must hold is therefore checked once, at the end, inside the same transaction.
"""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection, Engine, event

from migrations.ordering import keep_order
from migrations.schema import comparison
from models.kernel.store import open_engine

BUSY_MILLISECONDS = 15_000
"""How long a migration waits for a running console to finish its write."""

_LOCK = 0x7969_7761_6E67  # "yiwang": two upgrades of one PostgreSQL database take turns


class BrokenReferences(RuntimeError):
    """A revision would have left rows that point to nothing; everything was rolled back."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        shown = ", ".join(f"{table} row {row} -> {parent}" for table, row, parent, _key in rows[:5])
        super().__init__(f"{len(rows)} rows point to rows that are gone: {shown}")


def migration_engine(url: str) -> Engine:
    """Return an engine whose SQLite connections leave foreign keys unchecked and write alone."""
    engine = open_engine(url, must_exist=False)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _loosen)
        return engine.execution_options(yiwang_begin="BEGIN EXCLUSIVE")
    return engine


def _loosen(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")


def check_references(connection: Connection) -> None:
    """Refuse to commit rows that point to nothing.

    Raises:
        BrokenReferences: some do; the first five are named.
    """
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenReferences([tuple(row) for row in broken])


def run() -> None:
    """Move the database named by the configuration's ``url`` attribute."""
    keep_order()
    attributes = context.config.attributes
    engine = migration_engine(attributes["url"])
    try:
        with engine.connect() as connection:
            options = comparison(connection, attributes.get("metadata"))
            # That has read. alembic begins and commits only a transaction of its own.
            connection.rollback()
            context.configure(
                connection=connection,
                # The driver is told to begin explicitly, so SQLite rolls table changes back too.
                transactional_ddl=True,
                transaction_per_migration=False,
                **options,
            )
            with context.begin_transaction():
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                context.run_migrations()
                check_references(connection)
    finally:
        engine.dispose()


run()
