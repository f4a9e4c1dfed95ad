"""What is said to an SQLite file, whether through SQLAlchemy or past it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.kernel.store import Store

_ENDS = ("COMMIT", "ROLLBACK")


@contextmanager
def heard(store: Store) -> Iterator[list[str]]:
    """Give a list that every statement is added to as SQLite gets it, its values in place of the marks.

    Left out are the ends of transactions, and what SQLite says to itself.
    """
    said: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith(("--", *_ENDS)):
            said.append(statement)

    def listen(connection: Any, _record: object) -> None:
        connection.set_trace_callback(note)

    # What is open already is not listened to: whoever asks connects anew.
    store.close()
    event.listen(store.engine, "connect", listen)
    try:
        yield said
    finally:
        event.remove(store.engine, "connect", listen)
        store.close()
