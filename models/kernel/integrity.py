"""Whether the references between tables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from models.kernel.findings import Finding
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlmodel import Session

    from models.kernel.words import Word

ROOM = "kernel"

_NOT_VALIDATED = text(
    "SELECT conrelid::regclass::text, conname FROM pg_constraint"
    " WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
    " ORDER BY 1, 2"
)


def foreign_key_findings(
    session: Session,
    record_word: Callable[[str], Word | str],
    part_word: Callable[[str, str], Word | str],
) -> list[Finding]:
    """Return the rows that point at a row which is not there.

    They are said in words first; the database's own names follow for whoever looks there.

    SQLite checks only what is written while its foreign keys are switched on, so all rows
    are looked at. PostgreSQL always enforces a constraint once it is valid; there the
    constraints are named that were added without looking at the rows of the time.

    Args:
        session: of a read.
        record_word: what a row of a table is called.
        part_word: what a row refers to by a column, which names a row of a table.
    """
    if is_sqlite(session):
        return list(_broken_references(session, record_word, part_word))
    return list(_unproven(session, record_word))


def _broken_references(
    session: Session,
    record_word: Callable[[str], Word | str],
    part_word: Callable[[str, str], Word | str],
) -> Iterator[Finding]:
    connection = session.connection()
    columns: dict[str, dict[int, str]] = {}
    for table, row, parent, key in connection.execute(text("PRAGMA foreign_key_check")).all():
        if table not in columns:
            listed = connection.execute(
                text('SELECT id, "from" FROM pragma_foreign_key_list(:name)'), {"name": table}
            )
            columns[table] = {key.id: key[1] for key in listed}
        column = columns[table].get(key, "?")
        yield Finding(
            ROOM,
            f"{table}:{row}",
            N_(
                "Record %(row)s (%(record)s): its %(part)s is not there"
                " (%(table)s.%(column)s names a row of %(parent)s)."
            ),
            {
                "row": row,
                "record": record_word(table),
                "part": part_word(column, parent),
                "table": table,
                "column": column,
                "parent": parent,
            },
        )


def _unproven(session: Session, record_word: Callable[[str], Word | str]) -> Iterator[Finding]:
    for table, name in session.connection().execute(_NOT_VALIDATED):
        yield Finding(
            ROOM,
            f"{table}:{name}",
            N_(
                "What the records (%(record)s) refer to was never checked"
                " (constraint %(name)s of table %(table)s was added without looking at its rows)."
            ),
            {"record": record_word(table), "name": name, "table": table},
        )
