"""Every revision, forward and back, on databases that hold rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.script import ScriptDirectory

from migrations import head, runner
from models.kernel.store import open_engine
from tests.support.population import count_rows, populate, table_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

REVISIONS = runner.revisions()
STEPS = list(zip([None, *REVISIONS], REVISIONS, strict=False))

pytestmark = pytest.mark.skipif(not REVISIONS, reason="there is no revision yet")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a database without tables, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'revisions.db'}"
        return
    server = request.getfixturevalue("postgres")
    database: AbstractContextManager[str] = server.empty()
    with database as url:
        yield url


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the files of the revisions read once for all steps, as they stay what they are."""
    scripts = ScriptDirectory.from_config(runner._config(""))
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda _config: scripts)


@contextmanager
def aside(url: str) -> Iterator[str]:
    """Give a database that may be filled, so that the one at ``url`` has no rows afterwards.

    A file is copied. A server would take long to do that, so all rows are deleted there at the end,
    with nobody looking at what refers to them.
    """
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        copied = path.with_suffix(".filled.db")
        copied.unlink(missing_ok=True)
        if path.exists():
            with closing(sqlite3.connect(path)) as from_file, closing(sqlite3.connect(copied)) as to_file:
                from_file.backup(to_file)
        yield f"sqlite:///{copied}"
        return
    yield url
    engine = open_engine(url)
    with engine.begin() as connection:
        emptying = [f'DELETE FROM "{name}"' for name in table_names(connection)]  # noqa: S608 -- from the catalogue
        driver: Any = connection.connection.driver_connection
        # In one go: asking seventy times takes longer than deleting.
        driver.execute("; ".join(["SET LOCAL session_replication_role = replica", *emptying]))
    engine.dispose()


def rows_of(url: str) -> dict[str, int]:
    """Count the rows of every table; none of them refers to what is not there."""
    engine = open_engine(url)
    with engine.connect() as connection:
        found = count_rows(connection)
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
    return found


def fill(url: str) -> dict[str, int]:
    engine = open_engine(url)
    with engine.begin() as connection:
        found = populate(connection)
    engine.dispose()
    return found


def common(left: dict[str, int], right: dict[str, int]) -> list[str]:
    return sorted(left.keys() & right.keys())


@pytest.mark.slow
@pytest.mark.usefixtures("read_once")
def test_a_populated_database_keeps_its_rows_both_ways(empty_url: str) -> None:
    """Climb from revision to revision, at each with rows in all tables it has: up to the next, and back."""
    for before, after in STEPS:
        with aside(empty_url) as filled_url:
            up_and_back(filled_url, before, after)
        runner.upgrade(empty_url, target=after, backup=False)
        assert not any(rows_of(empty_url).values()), after


def up_and_back(url: str, before: str | None, after: str) -> None:
    filled = fill(url) if before is not None else {}

    runner.upgrade(url, target=after, backup=False)
    upgraded = rows_of(url)
    assert {name: upgraded[name] for name in common(filled, upgraded)} == {
        name: filled[name] for name in common(filled, upgraded)
    }, after
    if before is None:
        upgraded = fill(url)
        assert all(count > 0 for count in upgraded.values())

    runner.downgrade(url, before or "base", backup=False)
    downgraded = rows_of(url)
    assert {name: downgraded[name] for name in common(filled, downgraded)} == {
        name: filled[name] for name in common(filled, downgraded)
    }, after
    assert runner.current(url) == before, after
    if before is None:
        assert downgraded == {}


def test_rows_of_the_first_revision_live_to_the_last(empty_url: str) -> None:
    runner.upgrade(empty_url, target=REVISIONS[0], backup=False)
    filled = fill(empty_url)
    runner.upgrade(empty_url, backup=False)
    upgraded = rows_of(empty_url)
    assert {name: upgraded[name] for name in common(filled, upgraded)} == {
        name: filled[name] for name in common(filled, upgraded)
    }
    assert runner.current(empty_url) == head.HEAD


def test_the_constant_names_the_newest_revision() -> None:
    assert REVISIONS[-1] == head.HEAD


def test_revisions_are_numbered_without_a_gap() -> None:
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_revisions_name_no_live_table_or_type() -> None:
    for path in (runner.HERE / "versions").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "models" not in [line.split()[1].split(".")[0] for line in text.splitlines() if _imports(line)]


def _imports(line: str) -> bool:
    return line.startswith(("import ", "from "))


def test_every_revision_says_what_it_is_for() -> None:
    for path in (runner.HERE / "versions").glob("*.py"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith('"""'), path.name
        assert len(first) > len('"""') + 5, path.name
