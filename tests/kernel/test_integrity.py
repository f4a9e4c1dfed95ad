"""References that do not hold are named, on SQLite by row, on PostgreSQL by constraint."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.alltables import metadata
from models.kernel.integrity import foreign_key_findings
from models.kernel.words import Word
from models.table_words import part_word, record_word
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.kernel.store import Store


@BOTH_ENGINES
def test_a_sound_database_has_no_findings(store: Store) -> None:
    with store.read() as session:
        assert foreign_key_findings(session, record_word, part_word) == []


def test_a_row_that_points_nowhere_is_named(sqlite_store: Store, sqlite_url: str) -> None:
    outside = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    outside.execute("INSERT INTO post (id, unit_id, name, version) VALUES (7, 99, '主任', 1)")
    outside.commit()
    outside.close()
    with sqlite_store.read() as session:
        (finding,) = foreign_key_findings(session, record_word, part_word)
    assert (finding.room, finding.subject) == ("kernel", "post:7")
    assert finding.sentence % finding.params == (
        "Record 7 (post): its unit is not there (post.unit_id names a row of unit)."
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
        (finding,) = foreign_key_findings(session, record_word, part_word)
    assert finding.subject == "post:fk_post_unit_id"
    said = finding.sentence % finding.params
    assert said.startswith("What the records (post) refer to was never checked (constraint fk_post_unit_id")


def test_whatever_refers_to_something_has_a_name_in_words() -> None:
    keys = [key for table in metadata.tables.values() for key in table.foreign_keys]
    assert len(keys) > 100
    tables = {name for key in keys for name in (key.parent.table.name, key.column.table.name)}
    assert not [name for name in sorted(tables) if not isinstance(record_word(name), Word)]
    # A column that refers to a person says what that person did; none is just "account" by another name.
    people = {key.parent.name for key in keys if key.column.table.name == "account"} - {"account_id"}
    assert not [name for name in sorted(people) if part_word(name, "account") == record_word("account")]
