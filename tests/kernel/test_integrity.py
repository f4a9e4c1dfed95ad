"""References that do not hold are named, on SQLite by row, on PostgreSQL by constraint."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.kernel.integrity import foreign_key_findings
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.kernel.store import Store


@BOTH_ENGINES
def test_a_sound_database_has_no_findings(store: Store) -> None:
    with store.read() as session:
        assert foreign_key_findings(session) == []


def test_a_row_that_points_nowhere_is_named(sqlite_store: Store, sqlite_url: str) -> None:
    outside = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    outside.execute("INSERT INTO post (id, unit_id, name, version) VALUES (7, 99, '主任', 1)")
    outside.commit()
    outside.close()
    with sqlite_store.read() as session:
        (finding,) = foreign_key_findings(session)
    assert (finding.room, finding.subject) == ("kernel", "post:7")
    assert finding.sentence % finding.params == (
        "Row 7 of table post: its unit_id names a row of unit that is not there."
    )


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_a_constraint_never_checked_is_named(store: Store) -> None:
    with store.write() as session:
        connection = session.connection()
        connection.execute(text("ALTER TABLE post DROP CONSTRAINT fk_post_unit_id"))
        connection.execute(text("INSERT INTO post (unit_id, name, version) VALUES (99, '主任', 1)"))
        connection.execute(
            text(
                "ALTER TABLE post ADD CONSTRAINT fk_post_unit_id"
                " FOREIGN KEY (unit_id) REFERENCES unit (id) NOT VALID"
            )
        )
    with store.read() as session:
        (finding,) = foreign_key_findings(session)
    assert finding.subject == "post:fk_post_unit_id"
    assert "fk_post_unit_id" in finding.sentence % finding.params
