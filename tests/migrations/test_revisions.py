"""Every revision, forward and back, on databases that hold rows."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from migrations import head, runner
from models.kernel.store import open_engine
from tests.support.population import count_rows, populate

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


@pytest.fixture(scope="session")
def rungs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the empty SQLite files of each revision made so far; see :func:`stand_at`."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "rungs"
    folder.mkdir(exist_ok=True)
    return folder


def stand_at(url: str, revision: str, rungs: Path) -> None:
    """Bring an empty database to a revision; a file as a copy of one a step beyond the one before.

    Whichever worker comes first makes a step, the others wait and copy it.
    """
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///"):
        runner.upgrade(url, target=revision, backup=False)
        return
    with (rungs / "rungs.lock").open("w") as lock:
        # Let go of with the file.
        fcntl.flock(lock, fcntl.LOCK_EX)
        below: Path | None = None
        for number in REVISIONS[: REVISIONS.index(revision) + 1]:
            rung = rungs / f"{number}.db"
            if not rung.exists():
                _climb(below, number, rung)
            below = rung
    shutil.copyfile(rungs / f"{revision}.db", path)


def _climb(below: Path | None, revision: str, rung: Path) -> None:
    """Make the file of a revision from the one of the revision before, whole or not at all."""
    unfinished = rung.with_suffix(".part")
    if below is not None:
        shutil.copyfile(below, unfinished)
    runner.upgrade(f"sqlite:///{unfinished}", target=revision, backup=False)
    engine = open_engine(f"sqlite:///{unfinished}")
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    unfinished.rename(rung)


def rows_of(url: str) -> dict[str, int]:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = count_rows(connection)
    engine.dispose()
    return found


def fill(url: str) -> dict[str, int]:
    engine = open_engine(url)
    with engine.begin() as connection:
        found = populate(connection)
    engine.dispose()
    return found


def broken_references(url: str) -> list[Any]:
    engine = open_engine(url)
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    engine.dispose()
    return list(found)


def common(left: dict[str, int], right: dict[str, int]) -> list[str]:
    return sorted(left.keys() & right.keys())


@pytest.mark.parametrize(("before", "after"), STEPS, ids=[after for _before, after in STEPS])
def test_a_populated_database_keeps_its_rows_both_ways(
    empty_url: str, before: str | None, after: str, rungs: Path
) -> None:
    filled: dict[str, int] = {}
    if before is not None:
        stand_at(empty_url, before, rungs)
        filled = fill(empty_url)

    runner.upgrade(empty_url, target=after, backup=False)
    upgraded = rows_of(empty_url)
    assert {name: upgraded[name] for name in common(filled, upgraded)} == {
        name: filled[name] for name in common(filled, upgraded)
    }
    assert broken_references(empty_url) == []
    if before is None:
        upgraded = fill(empty_url)
        assert all(count > 0 for count in upgraded.values())

    runner.downgrade(empty_url, before or "base", backup=False)
    downgraded = rows_of(empty_url)
    assert {name: downgraded[name] for name in common(filled, downgraded)} == {
        name: filled[name] for name in common(filled, downgraded)
    }
    assert runner.current(empty_url) == before
    assert broken_references(empty_url) == []
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
