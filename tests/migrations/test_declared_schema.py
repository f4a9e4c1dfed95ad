"""What the revisions build is what the tables declare, to the last constraint."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from migrations.head import HEAD
from migrations.runner import upgrade
from migrations.schema import comparison, unmanaged_tables
from models.alltables import metadata
from models.kernel.store import open_engine
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

pytestmark = pytest.mark.skipif(not HEAD, reason="there is no revision yet")


@pytest.fixture
def declared_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """Give a database made directly from the declared tables, on the engine of ``database_url``."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'declared.db'}"
        _create(url)
        yield url
        return
    database: AbstractContextManager[str] = request.getfixturevalue("postgres").empty()
    with database as url:
        _create(url)
        yield url


def _create(url: str) -> None:
    engine = open_engine(url, must_exist=False)
    metadata.create_all(engine)
    engine.dispose()


@BOTH_ENGINES
def test_alembic_finds_no_difference(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=comparison(connection, metadata))
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


@BOTH_ENGINES
def test_the_databases_themselves_are_alike(database_url: str, declared_url: str) -> None:
    # alembic compares neither CHECK constraints nor the reactions of foreign keys, and loses the
    # first when it rebuilds a table.
    migrated, declared = anatomy(database_url), anatomy(declared_url)
    assert sorted(migrated) == sorted(declared)
    for name, expected in declared.items():
        assert migrated[name] == expected, name


def anatomy(url: str) -> dict[str, dict[str, Any]]:
    """Return all that the database knows about each of its tables."""
    engine = open_engine(url)
    found = {}
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        hidden = unmanaged_tables(connection)
        for name in inspector.get_table_names():
            if name not in hidden:
                found[name] = {
                    "columns": {each["name"]: _column(each) for each in inspector.get_columns(name)},
                    "key": inspector.get_pk_constraint(name),
                    "references": _by_name(inspector.get_foreign_keys(name)),
                    "unique": _by_name(inspector.get_unique_constraints(name)),
                    "checks": _checks(inspector.get_check_constraints(name)),
                    "indexes": _by_name(inspector.get_indexes(name)),
                }
    engine.dispose()
    return found


def _column(column: Any) -> tuple[str, bool, str | None]:
    default = column["default"]
    return (str(column["type"]), column["nullable"], None if default is None else str(default))


def _checks(found: list[Any]) -> dict[Any, str]:
    return {each["name"]: re.sub(r"\s+", " ", each["sqltext"]) for each in found}


def _by_name(found: list[Any]) -> dict[Any, str]:
    return {each["name"]: _plain(each) for each in found}


def _plain(value: Any) -> Any:
    """Return reflected facts as comparable ones: the condition of a partial index as its text."""
    match value:
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case sa.TextClause():
            return re.sub(r"\s+", " ", str(value))
        case _:
            return value


def test_the_same_revisions_give_the_same_schema_word_for_word(sqlite_template: Path, tmp_path: Path) -> None:
    # The template was made the same way, mostly by another process, which has other hashes of names.
    made = tmp_path / "made.db"
    upgrade(f"sqlite:///{made}", backup=False)
    texts = set()
    for path in (sqlite_template, made):
        with closing(sqlite3.connect(path)) as connection:
            texts.add(tuple(connection.execute("SELECT name, sql FROM sqlite_master ORDER BY rowid")))
    assert len(texts) == 1
