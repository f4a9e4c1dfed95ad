"""What other processes save is heard of on both engines, whatever becomes of the server."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import make_url, text

from models.kernel.errors import DatabaseReplaced, StoreGone
from models.kernel.store import Store, open_engine
from models.kernel.watching import ServerWatcher
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.databases import PostgresServer

_ADD = "INSERT INTO case_number_day (day, given) VALUES (:day, 1)"


def save(store: Store, day: str) -> None:
    with store.write() as session:
        session.connection().execute(text(_ADD), {"day": day})


def moved_from(store: Store, before: int) -> int:
    """Look until the number is another than ``before``; a server takes a moment to pass a call on."""
    for _look in range(200):
        now = store.data_version()
        if now != before:
            return now
        time.sleep(0.01)
    pytest.fail("nothing was heard")


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[Store]:
    """Give a second store on the same database, as another process has one."""
    other = Store(open_engine(database_url))
    yield other
    other.close()


@pytest.fixture
def server_store(postgres_url: str) -> Iterator[Store]:
    opened = Store(open_engine(postgres_url))
    yield opened
    opened.close()


@contextmanager
def administrator(url: str) -> Iterator[psycopg.Connection]:
    """Give a line to the server past the database itself."""
    address = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as line:
        yield line


def watching(line: psycopg.Connection, name: str) -> list[int]:
    """Return the server's processes that serve watchers of the database."""
    rows = line.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = %s AND application_name = 'yiwang watch'", (name,)
    )
    return [row[0] for row in rows]


def test_a_file_exchanged_for_another_is_noticed_and_one_moved_back_is_not(
    sqlite_store: Store, sqlite_url: str
) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    before = sqlite_store.data_version()
    aside = path.rename(path.with_suffix(".aside"))
    assert sqlite_store.data_version() == before
    shutil.copy(aside, path)
    with pytest.raises(DatabaseReplaced):
        sqlite_store.data_version()
    aside.replace(path)
    assert sqlite_store.data_version() == before


@BOTH_ENGINES
def test_the_number_moves_when_another_process_saved(store: Store, elsewhere: Store) -> None:
    before = store.data_version()
    assert store.data_version() == before
    save(elsewhere, "20260302")
    moved = moved_from(store, before)
    assert store.data_version() == moved
    save(elsewhere, "20260303")
    save(elsewhere, "20260304")
    moved_from(store, moved)


@BOTH_ENGINES
def test_nothing_moves_for_what_was_not_saved(store: Store, elsewhere: Store) -> None:
    def fail() -> None:
        with elsewhere.write() as session:
            session.connection().execute(text(_ADD), {"day": "20260302"})
            raise RuntimeError

    before = store.data_version()
    with pytest.raises(RuntimeError):
        fail()
    with elsewhere.read() as session:
        session.connection().execute(text("SELECT count(*) FROM case_number_day")).one()
    assert store.data_version() == before


@BOTH_ENGINES
def test_what_concerns_nobody_else_is_saved_quietly(store: Store, elsewhere: Store) -> None:
    told: list[str] = []
    elsewhere.on_saved(lambda: told.append("saved"))
    before = store.data_version()
    with elsewhere.write(quiet=True) as session:
        session.connection().execute(text(_ADD), {"day": "20260302"})
    assert told == []
    with store.read() as session:
        assert session.connection().scalar(text("SELECT count(*) FROM case_number_day")) == 1
    save(elsewhere, "20260303")
    assert moved_from(store, before) == before + 1
    assert told == ["saved"]


@pytest.mark.postgres
def test_own_changes_and_empty_ones_wake_nobody(server_store: Store, postgres_url: str) -> None:
    other = Store(open_engine(postgres_url))
    before = server_store.data_version()
    save(server_store, "20260302")
    with other.write() as session:
        session.connection().execute(text("SELECT count(*) FROM case_number_day")).one()
    save(other, "20260303")
    # Calls come in the order of the commits: had one been made before, this were not the first.
    assert moved_from(server_store, before) == before + 1
    assert server_store.data_version() == before + 1
    other.close()


@pytest.mark.postgres
def test_a_line_that_broke_counts_as_a_change(server_store: Store, postgres_url: str) -> None:
    before = server_store.data_version()
    name = make_url(postgres_url).database or ""
    with administrator(postgres_url) as line:
        for process in watching(line, name):
            line.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))
    heard = moved_from(server_store, before)
    other = Store(open_engine(postgres_url))
    save(other, "20260302")
    moved_from(server_store, heard)
    other.close()


@pytest.mark.postgres
def test_a_server_that_is_gone_breaks_nothing(server_store: Store, postgres_url: str) -> None:
    before = server_store.data_version()
    save(server_store, "20260302")
    name = make_url(postgres_url).database or ""
    with administrator(postgres_url) as line:
        line.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        line.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        for _look in range(3):
            assert server_store.data_version() == before
        for day in ("20260303", "20260304"):
            with pytest.raises(StoreGone), server_store.read() as session:
                session.connection()
            with pytest.raises(StoreGone):
                save(server_store, day)
        line.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())
    moved_from(server_store, before)
    save(server_store, "20260303")


@pytest.mark.postgres
def test_a_line_that_breaks_within_a_transaction_is_told_in_words(server_store: Store) -> None:
    def break_off() -> None:
        with server_store.write() as session:
            process = session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
            with server_store.read() as other:
                other.connection().execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": process})
            session.connection().execute(text("SELECT 1"))

    with pytest.raises(StoreGone):
        break_off()
    save(server_store, "20260302")


@pytest.mark.postgres
def test_closing_hangs_up(server_store: Store, postgres_url: str, postgres: PostgresServer) -> None:
    name = make_url(postgres_url).database or ""
    server_store.data_version()
    with administrator(postgres_url) as line:
        assert len(watching(line, name)) == 1
        server_store.close()
        late = ServerWatcher(server_store.engine, "late")
        late.close()
        # The look that was under way when the store closed leaves no line behind either.
        late.version()
        line.execute("SELECT pg_sleep(0.05)")
        assert watching(line, name) == []
