"""Whether the references between tables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from models.kernel.findings import Finding
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

ROOM = "kernel"

_NOT_VALIDATED = text(
    "SELECT conrelid::regclass::text, conname FROM pg_constraint"
    " WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
    " ORDER BY 1, 2"
)


def foreign_key_findings(session: Session) -> list[Finding]:
    """Return the rows that point at a row which is not there.

    SQLite checks only what is written while its foreign keys are switched on, so all rows
    are looked at. PostgreSQL always enforces a constraint once it is valid; there the
    constraints are named that were added without looking at the rows of the time.
    """
    return list(_broken_references(session) if is_sqlite(session) else _unproven(session))


def _broken_references(session: Session) -> Iterator[Finding]:
    connection = session.connection()
    columns: dict[str, dict[int, str]] = {}
    for table, row, parent, key in connection.execute(text("PRAGMA foreign_key_check")).all():
        if table not in columns:
            listed = connection.execute(
                text('SELECT id, "from" FROM pragma_foreign_key_list(:name)'), {"name": table}
            )
            columns[table] = {key.id: key[1] for key in listed}
        yield Finding(
            ROOM,
            f"{table}:{row}",
            N_("Row %(row)s of table %(table)s: its %(column)s names a row of %(parent)s that is not there."),
            {"row": row, "table": table, "column": columns[table].get(key, "?"), "parent": parent},
        )


def _unproven(session: Session) -> Iterator[Finding]:
    for table, name in session.connection().execute(_NOT_VALIDATED):
        yield Finding(
            ROOM,
            f"{table}:{name}",
            N_("Constraint %(name)s of table %(table)s was never checked against the rows already there."),
            {"name": name, "table": table},
        )
