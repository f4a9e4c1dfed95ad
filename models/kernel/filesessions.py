"""Sessions of an SQLite file that stay on their connection from one transaction to the next.

Taking a connection from SQLAlchemy's pool, beginning, ending and giving it back takes ten times as long as
SQLite needs for all of it. Here a session keeps its connection; the transaction is begun and ended by the
driver, and SQLAlchemy takes part only where somebody asks its part of the session for something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from models.kernel.lines import LINE, Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Engine


class _Session(Session):
    """Ends the driver's transaction together with SQLAlchemy's part of it."""

    def commit(self) -> None:
        """Keep what was changed."""
        super().commit()
        self.info[LINE].commit()

    def rollback(self) -> None:
        """Drop what was changed."""
        super().rollback()
        self.info[LINE].raw.rollback()


class FileSession:
    """A session on a connection of its own.

    Args:
        connection: to an SQLite file; nothing has begun on it.
        known: what the session's ``info`` holds.
    """

    __slots__ = ("_connection", "_known", "line", "session")

    def __init__(self, connection: Connection, known: Mapping[str, Any]) -> None:
        self._connection = connection
        self.line = Line(connection)
        self._known = {**known, LINE: self.line}
        self.session = _Session(connection, expire_on_commit=False, info=self._known)

    def begin(self, how: str, *, autoflush: bool) -> Session:
        """Begin a transaction by the statement ``how``; return the session it is in.

        Raises:
            OperationalError: another holds the file.
        """
        self.line.run(how)
        self.session.autoflush = autoflush
        return self.session

    def commit(self) -> None:
        """Keep what was changed."""
        # What was asked of SQLAlchemy only has a part of its own to end.
        if self.session.in_transaction():
            self.session.commit()
        else:
            self.line.commit()

    @property
    def lost(self) -> bool:
        """Whether SQLAlchemy gave the driver's connection up: somebody broke off in the midst of a commit."""
        return self._connection.invalidated

    def end(self) -> None:
        """Drop what was not kept, and forget what was read: the next transaction knows nothing of it."""
        session = self.session
        if session.in_transaction() or len(session.identity_map):
            session.close()
        if self.lost:
            return
        if self._connection.get_transaction() is not None:
            # A commit the disk did not take leaves SQLAlchemy waiting for this.
            self._connection.rollback()
        if self.line.raw.in_transaction:
            self.line.raw.rollback()
        if len(session.info) != len(self._known):
            session.info.clear()
            session.info.update(self._known)

    def close(self) -> None:
        """Give the connection back to the pool."""
        self.session.close()
        self._connection.close()


class FileSessions:
    """The sessions of a file nobody uses at the moment.

    Args:
        engine: makes connections.
        known: what the ``info`` of each session holds.
        most: how many are kept.
    """

    def __init__(self, engine: Engine, known: Mapping[str, Any], most: int) -> None:
        self._engine = engine
        self._known = known
        self._most = most
        self._free: list[FileSession] = []

    def take(self) -> FileSession:
        """Return one for the caller alone."""
        try:
            # The end of a list is taken and put by one thread at a time, without a lock.
            return self._free.pop()
        except IndexError:
            return FileSession(self._engine.connect(), self._known)

    def writing(self) -> FileSession:
        """Return one in a transaction that writes.

        Raises:
            OperationalError: another holds the file.
        """
        used = self.take()
        try:
            used.begin("BEGIN IMMEDIATE", autoflush=True)
        except BaseException:
            self.give_back(used)
            raise
        return used

    def give_back(self, used: FileSession) -> None:
        """Keep one for the next to ask; ended before."""
        if len(self._free) < self._most and not used.lost:
            self._free.append(used)
        else:
            used.close()

    def close(self) -> None:
        """Give all connections back that are not in use."""
        while self._free:
            self._free.pop().close()
