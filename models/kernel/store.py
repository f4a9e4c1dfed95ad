"""The one way to the database: an engine with two kinds of transaction.

SQLite is set up so that a transaction means what it says. The driver's own transaction
handling is off (``isolation_level = None``); writers begin with ``BEGIN IMMEDIATE`` and
readers with ``BEGIN``, so a reader sees one moment and a writer never fails half way with
"database is locked". PostgreSQL readers run at REPEATABLE READ for the same reason.
"""

from __future__ import annotations

import random
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlmodel import Session

from models.kernel.errors import CannotOpen, DriverMissing, NoDatabase, StoreBusy, StoreFull, StoreGone
from models.kernel.filesessions import FileSessions
from models.kernel.hints import let_hint
from models.kernel.lean import tighten_tables
from models.kernel.lines import LINE, Line, line_of
from models.kernel.memo import Memo
from models.kernel.preparing import (
    load_driver_without_tls,
    prepare_postgresql,
    prepare_sqlite,
    spare_pages,
)
from models.kernel.unusable import is_busy, is_full, is_gone, unusable
from models.kernel.watching import call_out, watcher_of
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.kernel.filesessions import FileSession
    from models.kernel.watching import Watcher

BUSY_SECONDS = 15.0
"""How long a writer waits for its turn before it is told to try again."""

_FEW_COMPILED = 30
"""Statements kept compiled: those of the screen one works on, not of the whole day's (25 KB each)"""
_FEW_IDLE = 2
"""Connections kept while nobody uses them"""
_FEW_PREPARED = 16
"""Statements each SQLite connection keeps prepared"""

_BEGIN = "yiwang_begin"
STORE = "yiwang_store"
"""Under this name a session knows the store it comes from (``session.info``)."""
_ONLY_TWO = N_("there are only SQLite and PostgreSQL")
_SHORTEST_NAP = 0.002
_LONGEST_NAP = 0.05


class _ServerSession(Session):
    """Keeps the line of its transaction at hand, and no longer."""

    def rollback(self) -> None:
        """Drop what was changed."""
        self.info.pop(LINE, None)
        super().rollback()


class Store:
    """An open database.

    ``read()`` gives a session that sees one moment and never commits; ``write()`` gives a
    session that commits on exit, or rolls back if the body raised.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._known = {STORE: self}
        self._files: FileSessions | None = None
        if engine.dialect.name == "sqlite":
            self._files = FileSessions(engine, self._known, _FEW_IDLE)
        else:
            self._readers = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._after_commit: list[Callable[[], None]] = []
        self._before_commit: list[Callable[[Session], None]] = []
        self.rehearsing = False
        """Whether ``write()`` does everything but keep it: what somebody asked for is tried, and dropped."""
        self._origin = uuid.uuid4().hex
        self._watcher: Watcher | None = None
        self._heard: int | None = None
        self.memo = Memo()
        """What rooms keep of this database in memory until somebody else saved something"""

    @property
    def dialect(self) -> str:
        """``"sqlite"`` or ``"postgresql"``."""
        return self.engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one consistent moment; whatever it changed is dropped.

        Raises:
            StoreGone: the server does not answer.
        """
        if self._files is None:
            with self._reached(), self._session(self._readers, autoflush=False) as session:
                try:
                    yield session
                    _end_reading(session)
                finally:
                    session.rollback()
            return
        used = self._files.take()
        try:
            yield used.begin("BEGIN", autoflush=False)
        finally:
            used.end()
            self._files.give_back(used)

    @contextmanager
    def write(self, *, quiet: bool = False) -> Iterator[Session]:
        """Give a session whose changes are all kept on exit, or none if the body raised.

        While the store is :attr:`rehearsing` none are kept, and nobody is told; the body cannot
        see the difference.

        Args:
            quiet: no screen shows what is written, here or elsewhere (a draft, a remembered
                choice), so nobody is told and nothing is read again for it.

        Raises:
            StoreBusy: another writer held the database longer than :data:`BUSY_SECONDS`.
            StoreFull: the disk takes no more.
            StoreGone: the server does not answer.
        """
        if self._files is None:
            with self._reached(), self._session(self.engine) as session:
                session.info[LINE] = Line(session.connection())
                try:
                    yield session
                    if self._finished(session, quiet=quiet):
                        session.commit()
                finally:
                    session.rollback()
        else:
            # Written out rather than in generators within this one: every step on a case passes here.
            try:
                used = self._take_turn(self._files)
                try:
                    yield used.session
                    if self._finished(used.session, quiet=quiet):
                        used.commit()
                finally:
                    used.end()
                    self._files.give_back(used)
            except DBAPIError as error:
                _tell(error)
                raise
        if not (quiet or self.rehearsing):
            for told in self._after_commit:
                told()

    def _finished(self, session: Session, *, quiet: bool) -> bool:
        """Have written what is to be kept with the rest; say whether it is to be kept at all."""
        session.flush()
        if self.rehearsing:
            return False
        if not quiet:
            for listener in self._before_commit:
                listener(session)
            call_out(line_of(session), self._origin)
        return True

    def on_saved(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every committed ``write()`` of this process but the quiet ones."""
        self._after_commit.append(listener)

    def before_commit(self, listener: Callable[[Session], None], *, first: bool = False) -> None:
        """Call ``listener`` with the session of every ``write()`` about to be kept, but the quiet ones.

        What it writes is kept with the rest, or not at all. ``first``: before those that listen already.
        """
        self._before_commit.insert(0 if first else len(self._before_commit), listener)

    def data_version(self) -> int:
        """Return a number that moves when another process has committed what is not quiet.

        Cheap enough for once a second, and never kept waiting by a server that is gone: the
        number then stands still, and moves when the server is back. On SQLite what this
        process saved moves it as well, which costs a reading and hurts nobody.
        """
        if self._watcher is None:
            self._watcher = watcher_of(self.engine, self._origin)
        version = self._watcher.version()
        if version != self._heard:
            self._heard = version
            self.memo.forget()
        return version

    def close(self) -> None:
        """Give all connections back."""
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None
        if self._files is not None:
            self._files.close()
        self.engine.dispose()

    def _session(self, engine: Engine, *, autoflush: bool = True) -> Session:
        return _ServerSession(engine, autoflush=autoflush, expire_on_commit=False, info=self._known)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Say in words that the server is gone or the disk full; any other error passes as it is."""
        try:
            yield
        except DBAPIError as error:
            _tell(error)
            raise

    def _take_turn(self, files: FileSessions) -> FileSession:
        """Begin the write, waiting with jittered naps so that no writer starves."""
        started = time.monotonic()
        nap = _SHORTEST_NAP
        while True:
            try:
                return files.writing()
            except OperationalError as error:
                waited = time.monotonic() - started
                if not is_busy(error):
                    raise
                if waited >= BUSY_SECONDS:
                    raise StoreBusy(waited) from error
                # The longer one has waited the shorter it naps: the oldest waiter
                # tries most often and so tends to be served first.
                time.sleep(random.uniform(0, nap))  # noqa: S311 -- jitter, not a secret
                nap = _LONGEST_NAP if waited < BUSY_SECONDS / 4 else _SHORTEST_NAP


def _tell(error: DBAPIError) -> None:
    """Raise in words what the server or the disk is to blame for."""
    if is_gone(error):
        raise StoreGone from error
    if is_full(error):
        raise StoreFull from error


def _end_reading(session: Session) -> None:
    """End what a reader on a server began: nothing can have been changed.

    With a rollback the driver would forget which statements the server has prepared, and have each of them
    planned again: of the counters of queues that is the longer part.
    """
    if session.in_transaction():
        cast("Any", session.connection().connection.driver_connection).commit()


def open_engine(url: str, *, must_exist: bool = True, thrifty: bool = False) -> Engine:
    """Return an engine for ``url``, its connections set up as the store needs them.

    Args:
        url: an SQLAlchemy URL; ``sqlite:///path`` or ``postgresql+psycopg://…``
            (``postgresql://`` is taken as the latter).
        must_exist: refuse an SQLite file that is not there rather than make an empty one.
        thrifty: keep few pages and statements in memory, for one of many consoles; bulk work
            is quicker with more.

    Raises:
        NoDatabase: the SQLite file is missing.
        CannotOpen: the URL means nothing.
        DriverMissing: it is on PostgreSQL, whose driver is not installed.
    """
    try:
        return _engine(make_url(url), must_exist=must_exist, thrifty=thrifty)
    except NoSuchModuleError as error:
        raise CannotOpen(_address(url), _ONLY_TWO) from error
    except ArgumentError as error:
        raise CannotOpen(_address(url), N_("this is no address of a database")) from error
    except ImportError as error:
        raise DriverMissing(_address(url)) from error


def _address(url: str) -> str:
    """Return ``url`` without its password; a text that is no URL may be anything, so only its scheme."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.split(":", maxsplit=1)[0]


def _engine(target: URL, *, must_exist: bool, thrifty: bool) -> Engine:
    options: dict[str, Any] = {"query_cache_size": _FEW_COMPILED, "pool_size": _FEW_IDLE} if thrifty else {}
    if (backend := target.get_backend_name()) not in {"sqlite", "postgresql"}:
        raise CannotOpen(target.render_as_string(hide_password=True), _ONLY_TWO)
    if thrifty:
        tighten_tables()
    if backend == "postgresql":
        # Whatever other driver it names: this one is what the program is written for.
        target = target.set(drivername="postgresql+psycopg")
        if thrifty:
            load_driver_without_tls()
        engine = create_engine(target, pool_pre_ping=True, **options)
        event.listen(engine, "connect", prepare_postgresql)
        return engine
    if must_exist and target.database and not Path(target.database).exists():
        raise NoDatabase(target.database)
    few: dict[str, Any] = {"cached_statements": _FEW_PREPARED} if thrifty else {}
    arguments = {"timeout": 1.0, "check_same_thread": False, **few}
    engine = create_engine(target, connect_args=arguments, **options)
    let_hint(engine.dialect)
    event.listen(engine, "connect", prepare_sqlite)
    if thrifty:
        event.listen(engine, "connect", spare_pages)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    # A store has begun by itself (models.kernel.filesessions) before a session asks for its part.
    if not cast("Any", connection.connection.driver_connection).in_transaction:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def schema_revision(engine: Engine) -> str | None:
    """Return the alembic revision stored in the database, or ``None`` where there is none.

    One row is read; alembic itself is never imported to open a database.

    Raises:
        CannotOpen: the file is no database.
        ServerSilent: the server does not answer, or lets nobody in.
    """
    try:
        with engine.connect() as connection:
            if not engine.dialect.has_table(connection, "alembic_version"):
                return None
            row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
            return None if row is None else str(row[0])
    except DBAPIError as error:
        raise unusable(engine.url.render_as_string(hide_password=True), error) from error
