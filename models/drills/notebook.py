"""Writing a recording where nobody else writes or reads meanwhile: entries wait for the next call.

A drill that is played without anybody watching writes as much as one that people play, and every
transaction costs as much as half a step on a case. So entries lie in memory until the next call of a
service is kept, and stand before it in its transaction, in the very order they were written in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from models.drills.writing import append_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from models.drills.kinds import EntryKind
    from models.drills.writing import Told
    from models.kernel.store import Store


class Notebook:
    """Entries of whoever is alone in a world.

    Args:
        store: of the world.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Told] = []
        self._written = 0
        store.before_commit(self._write, first=True)
        store.on_saved(self._kept)

    def append(self, kind: EntryKind, at: datetime, login: str, body: Mapping[str, Any]) -> int:
        """Note an entry; return 0, as its number is not known before it is written."""
        self._waiting.append((kind, at, login, body))
        return 0

    def flush(self) -> None:
        """Write what waits."""
        if self._waiting:
            with self._store.write():
                """What waits is written before the transaction is kept."""

    def _write(self, session: Session) -> None:
        if self._waiting:
            append_all(session, self._waiting)
        self._written = len(self._waiting)

    def _kept(self) -> None:
        del self._waiting[: self._written]
        self._written = 0


def hasten(store: Store) -> None:
    """Let a world that nobody needs after a power cut be written without waiting for the disk."""
    store.engine.dispose()
    event.listen(store.engine, "connect", _hurry)


def _hurry(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")
