"""What goes past SQLAlchemy to the driver is in the same transaction and fails in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models.kernel.bulk import execute_plain, fetch_plain, insert_rows, leaving_pages
from models.kernel.lines import LINE, Line, line_of
from models.kernel.tables import table_of
from models.organisation.tables import Office
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.kernel.store import Store

OFFICES = table_of(Office)
_NAMES = ("id", "name", "zone", "demo", "drill", "version")


def add(session: Session, office_id: int) -> None:
    insert_rows(session, OFFICES, _NAMES, [(office_id, "大岭镇", "Asia/Shanghai", False, False, 1)])


def names(store: Store) -> list[str]:
    with store.read() as session:
        return [name for (name,) in line_of(session).all("SELECT name FROM office ORDER BY id")]


@BOTH_ENGINES
def test_both_ways_lie_in_one_transaction(counter: Store) -> None:
    before = names(counter)
    for kept in (False, True):
        with counter.write() as session:
            line = line_of(session)
            assert line.run("UPDATE office SET name = '岭南镇' WHERE id = 1") == 1
            # SQLAlchemy's part begins only now, and sees what the driver wrote.
            office = session.get_one(Office, 1)
            assert office.name == "岭南镇"
            office.zone = "Asia/Urumqi"
            if not kept:
                session.flush()
                session.rollback()
        if not kept:
            assert names(counter) == before
    with counter.read() as session:
        assert session.connection().execute(select(OFFICES.c.name, OFFICES.c.zone)).all() == [
            ("岭南镇", "Asia/Urumqi")
        ]
        # What the transaction before had read is forgotten.
        assert len(session.identity_map) == 0
        assert fetch_plain(session, "SELECT zone FROM office WHERE id = ?", (1,)) == [("Asia/Urumqi",)]


@BOTH_ENGINES
def test_an_error_of_the_driver_is_sqlalchemys_and_leaves_nothing_behind(counter: Store) -> None:
    before = names(counter)

    def renamed() -> None:
        with counter.write() as session:
            execute_plain(session, "UPDATE office SET name = ? WHERE id = ?", [("岭南镇", 1), ("岭北镇", 1)])
            add(session, 1)

    def emptied() -> None:
        with counter.write() as session:
            line_of(session).run("DELETE FROM office")
            raise ZeroDivisionError

    with pytest.raises(IntegrityError, match="office"):
        renamed()
    with pytest.raises(DBAPIError, match="nowhere"), counter.read() as session:
        line_of(session).first("SELECT 1 FROM nowhere")
    with pytest.raises(ZeroDivisionError):
        emptied()
    assert names(counter) == before
    with counter.write() as session:
        assert line_of(session).run("UPDATE office SET version = version + 1") == len(before)


def test_a_session_of_nobodys_store_has_a_line_too(sqlite_store: Store) -> None:
    from sqlmodel import Session

    with Session(sqlite_store.engine) as session:
        assert session.info.get(LINE) is None
        assert isinstance(line_of(session), Line)
        assert line_of(session).all("SELECT 1 WHERE ? = 2", (2,)) == [(1,)]
        assert session.connection().execute(text("SELECT 1")).scalar_one() == 1


@pytest.mark.parametrize("before", [0, 1, 2])
def test_pages_that_become_free_keep_what_was_in_them_only_meanwhile(
    sqlite_store: Store, before: int
) -> None:
    with sqlite_store.write() as session:
        line = line_of(session)
        line.all(f"PRAGMA secure_delete = {['OFF', 'ON', 'FAST'][before]}")
        with leaving_pages(session):
            assert line.all("PRAGMA secure_delete")[0][0] == (before and 2)
        assert line.all("PRAGMA secure_delete")[0][0] == before
