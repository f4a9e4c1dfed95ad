"""Many transactions with the log written back beside them: kept as ever, and in the file at the end."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from models.kernel.bulk import execute_plain
from models.kernel.lines import line_of
from models.kernel.writingback import writing_back
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from pathlib import Path

    from models.kernel.store import Store


_INSERT = "INSERT INTO division (code, name, level, version) VALUES (?, ?, 'province', 1)"


def add(store: Store, first: int, last: int) -> None:
    """Write a township's row for each number, each in a transaction of its own, with texts of many pages."""
    with writing_back(store) as write:
        for number in range(first, last):
            with write() as session:
                rows = [(f"{number:04d}{place:08d}", "村" * 60) for place in range(500)]
                execute_plain(session, _INSERT, rows)


def change_then_fail(store: Store) -> None:
    """Keep one transaction, and break off in the next."""
    with writing_back(store) as write:
        with write() as session:
            line_of(session).run("UPDATE division SET name = 'kept' WHERE code = '000100000000'")
        with write() as session:
            line_of(session).run("DELETE FROM division WHERE level = 'province'")
            raise RuntimeError


def codes(store: Store) -> int:
    with store.read() as session:
        found = line_of(session).first("SELECT count(*) FROM division WHERE level = 'province'")
    assert found is not None
    return int(found[0])


@BOTH_ENGINES
def test_what_is_written_is_kept_and_what_failed_is_not(store: Store) -> None:
    before = codes(store)
    add(store, 1, 4)
    assert codes(store) == before + 1500
    with pytest.raises(RuntimeError):
        change_then_fail(store)
    assert codes(store) == before + 1500
    with store.read() as session:
        line = line_of(session)
        assert line.all("SELECT name FROM division WHERE code = '000100000000'")[0][0] == "kept"


def test_all_of_it_is_in_the_file_itself_and_the_connection_as_before(
    sqlite_store: Store, tmp_path: Path
) -> None:
    add(sqlite_store, 1, 12)
    alone = tmp_path / "alone.db"
    shutil.copy(str(sqlite_store.engine.url.database), alone)
    with closing(sqlite3.connect(alone)) as connection:
        [[many]] = connection.execute("SELECT count(*) FROM division WHERE level = 'province'")
    assert many == codes(sqlite_store) >= 5500
    with sqlite_store.write() as session:
        assert line_of(session).all("PRAGMA wal_autocheckpoint") == [(1000,)]


def test_a_disk_that_takes_nothing_beside_does_not_stop_the_writer(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = codes(sqlite_store)

    def refuse() -> None:
        raise sqlite3.OperationalError

    monkeypatch.setattr(sqlite_store.engine, "raw_connection", refuse)
    add(sqlite_store, 1, 4)
    assert codes(sqlite_store) == before + 1500
