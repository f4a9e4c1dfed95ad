"""Transactions mean what they say, on both engines and between processes."""

from __future__ import annotations

import multiprocessing
import resource
import sqlite3
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.kernel import store as store_module
from models.kernel.errors import CannotOpen, NoDatabase, StoreBusy, StoreFull
from models.kernel.lines import line_of
from models.kernel.store import Store, open_engine, schema_revision
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlmodel import Session


def number(session: Session) -> int:
    return int(session.connection().execute(text("SELECT name FROM office WHERE id = 1")).scalar_one())


def set_number(session: Session, value: int) -> None:
    session.connection().execute(text("UPDATE office SET name = :n WHERE id = 1"), {"n": str(value)})


def set_zone(session: Session, value: str) -> None:
    session.connection().execute(text("UPDATE office SET zone = :z WHERE id = 1"), {"z": value})


@contextmanager
def full_disk() -> Iterator[None]:
    """Let files of this process grow no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def count_up(url: str, times: int) -> int:
    """Read and write in one transaction, many times: the test of writers in one process."""
    store = Store(open_engine(url))
    for _ in range(times):
        with store.write() as session:
            if store.dialect == "postgresql":
                session.connection().execute(text("SELECT id FROM office WHERE id = 1 FOR UPDATE"))
            set_number(session, number(session) + 1)
    store.close()
    return times


def read_pairs(url: str, times: int) -> int:
    """Read the number twice in one transaction, many times; return how often the two differed."""
    store = Store(open_engine(url))
    torn = 0
    for _ in range(times):
        with store.read() as session:
            torn += number(session) != number(session)
    store.close()
    return torn


@BOTH_ENGINES
def test_a_write_is_kept(counter: Store) -> None:
    with counter.write() as session:
        set_number(session, 7)
    with counter.read() as session:
        assert number(session) == 7


@pytest.mark.parametrize("through", ["alchemy", "driver"])
def test_a_full_disk_is_told_and_the_same_store_goes_on_when_there_is_room(
    sqlite_url: str, through: str
) -> None:
    store = Store(open_engine(sqlite_url))

    def write(session: Session) -> None:
        statement = "INSERT INTO ledger_head (stream, seq, hash, sealed_seq) VALUES ('a', 0, '0', 0)"
        if through == "alchemy":
            session.connection().execute(text(statement))
        else:
            line_of(session).run(statement)

    with store.write() as session:
        # From here on it is the commit that fails.
        line_of(session).run("DELETE FROM ledger_head")
    with full_disk(), pytest.raises(StoreFull), store.write() as session:
        write(session)
    with store.read() as session:
        assert session.connection().execute(text("SELECT count(*) FROM ledger_head")).scalar_one() == 0
    with store.write() as session:
        write(session)
    store.close()


@BOTH_ENGINES
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_nothing_of_a_failed_write_is_kept(counter: Store, error: type[BaseException]) -> None:
    def fail() -> None:
        with counter.write() as session:
            set_number(session, 7)
            raise error

    with pytest.raises(error):
        fail()
    with counter.read() as session:
        assert number(session) == 0
    with counter.write() as session:
        set_number(session, 1)


@BOTH_ENGINES
def test_after_breaking_off_amid_a_commit_the_store_goes_on(
    counter: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_connection: object) -> None:
        raise KeyboardInterrupt

    def break_off() -> None:
        with monkeypatch.context() as patched, counter.write() as session:
            set_number(session, 7)
            patched.setattr(counter.engine.dialect, "do_commit", interrupted)

    with pytest.raises(KeyboardInterrupt):
        break_off()
    with counter.write() as session:
        assert number(session) == 0
        set_number(session, 1)
    with counter.read() as session:
        assert number(session) == 1


@BOTH_ENGINES
def test_a_reader_sees_one_moment(counter: Store) -> None:
    with counter.read() as reader:
        assert number(reader) == 0
        with counter.write() as writer:
            set_number(writer, 1)
            assert number(reader) == 0
        assert number(reader) == 0
    with counter.read() as reader:
        assert number(reader) == 1


@BOTH_ENGINES
def test_a_write_is_not_seen_before_it_is_done(counter: Store) -> None:
    with counter.write() as writer:
        set_number(writer, 1)
        with counter.read() as reader:
            assert number(reader) == 0


@BOTH_ENGINES
def test_a_reader_changes_nothing(counter: Store) -> None:
    if counter.dialect == "sqlite":
        with counter.read() as session:
            set_number(session, 9)
    with counter.read() as session:
        assert number(session) == 0


@BOTH_ENGINES
def test_a_writer_reads_what_the_writer_before_wrote(counter: Store, database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: count_up(database_url, 25), range(4)))
    assert sum(done) == 100
    with counter.read() as session:
        assert number(session) == 100


@BOTH_ENGINES
def test_writers_of_several_processes_lose_nothing(counter: Store, database_url: str) -> None:
    # Processes of their own, from one that has imported what they need; elsewhere each imports it itself.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(3, mp_context=context) as pool:
        writers = [pool.submit(count_up, database_url, 40) for _ in range(2)]
        reader = pool.submit(read_pairs, database_url, 200)
        assert sum(writer.result() for writer in writers) == 80
        assert reader.result() == 0
    with counter.read() as session:
        assert number(session) == 80


@BOTH_ENGINES
def test_listeners_hear_of_what_was_saved_and_of_nothing_else(counter: Store) -> None:
    heard: list[int] = []

    def listen() -> None:
        with counter.read() as session:
            heard.append(number(session))

    def fail() -> None:
        with counter.write() as session:
            set_number(session, 9)
            raise RuntimeError

    counter.on_saved(listen)
    with counter.write() as session:
        set_number(session, 5)
        assert heard == []
    assert heard == [5]
    with pytest.raises(RuntimeError):
        fail()
    with counter.read():
        pass
    assert heard == [5]


@pytest.mark.waits
def test_a_writer_that_waits_too_long_is_told_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "BUSY_SECONDS", 0.05)
    store = Store(open_engine(sqlite_url))
    path = sqlite_url.removeprefix("sqlite:///")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreBusy) as caught, store.write():
            pytest.fail("the lock is held by somebody else")
        assert "nothing was saved" in str(caught.value)
        # Reading goes on meanwhile.
        with store.read() as session:
            session.connection().execute(text("SELECT count(*) FROM office")).one()
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    with store.write():
        pass
    store.close()


@BOTH_ENGINES
def test_a_waiting_writer_gets_its_turn(counter: Store, database_url: str) -> None:
    begun, release = threading.Event(), threading.Event()

    def hold() -> None:
        with counter.write() as session:
            set_number(session, 1)
            begun.set()
            release.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    assert begun.wait(5)
    waiter = threading.Thread(target=count_up, args=(database_url, 1))
    waiter.start()
    waiter.join(0.1)
    assert waiter.is_alive()
    release.set()
    holder.join(5)
    waiter.join(5)
    with counter.read() as session:
        assert number(session) == 2


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "none.db"
    with pytest.raises(NoDatabase) as caught:
        open_engine(f"sqlite:///{missing}")
    assert str(missing) in str(caught.value)
    assert not missing.exists()


def test_a_database_of_another_kind_is_named_as_such() -> None:
    with pytest.raises(CannotOpen) as refused:
        open_engine("mysql://li:geheim@server/yiwang")
    assert "geheim" not in str(refused.value)
    assert "SQLite" in str(refused.value)


@BOTH_ENGINES
def test_the_revision_is_read_without_the_migrations(store: Store, tmp_path: Path) -> None:
    assert schema_revision(store.engine) is not None
    empty = open_engine(f"sqlite:///{tmp_path / 'empty.db'}", must_exist=False)
    assert schema_revision(empty) is None
    empty.dispose()


def test_sqlite_is_set_up_for_an_office(sqlite_store: Store) -> None:
    with sqlite_store.read() as session:
        connection = session.connection()
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
