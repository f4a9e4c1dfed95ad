"""What every test stands on: its own database, its own home, a clock that stands still, Chinese."""

from __future__ import annotations

import gc
import itertools
import os
import re
import shutil
import sys
import uuid
from datetime import UTC, datetime
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.tmpdir import tmppath_result_key
from _pytest.unraisableexception import gc_collect_iterations_key
from hypothesis import HealthCheck, settings
from hypothesis.internal import charmap, entropy
from hypothesis.internal.conjecture import providers
from hypothesis.internal.intervalsets import IntervalSet

from console.i18n import build as catalogues
from console.i18n import set_language
from migrations import runner
from models.kernel.clock import ManualClock
from models.kernel.store import Store, open_engine
from models.shelf.reading import told_in
from tests.support.copies import copy_sqlite, shared_sqlite_template, upgraded_by_copy
from tests.support.databases import PostgresServer, postgres_server, roomy_memory
from tests.support.engines import keep_statements, share_between_engines
from tests.support.order import name_groups, spread
from tests.support.rewriting import rewrite_beforehand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.api import Services

MONDAY_MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday, 2 March 2026, 09:00 in Shanghai: an ordinary working day."""

# A time limit per example would fail for other people's load on the machine. Chance is fixed:
# a run that finds something finds it again.
settings.register_profile(
    "yiwang", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("yiwang")
# It would also draw numbers and words that stand in any module loaded by then: reading them all takes a
# second in every worker, and what is found would depend on which tests ran there before.
providers._get_local_constants = lambda: providers._local_constants
_asked_one_by_one = charmap.intervals_from_codec


@lru_cache
def _characters_of(codec: str) -> tuple[IntervalSet, IntervalSet]:
    """Return what a codec can write, and what of it does not come back as it was.

    Hypothesis asks each of a million characters the first time it is used in a checkout: a second in
    every worker. UTF-8 writes all but surrogates.
    """
    if codec != "utf-8":
        return _asked_one_by_one(codec)
    return IntervalSet([(0, 0xD7FF), (0xE000, sys.maxunicode)]), IntervalSet([])


charmap.intervals_from_codec = _characters_of

# Before its first example it would have the collector walk all there is, to see that its own dice are not
# about to be collected.
_dice: Any = entropy
_dice.gc = SimpleNamespace(collect=int, get_referrers=lambda dice: [dice])


TEMPORARY = "PYTEST_DEBUG_TEMPROOT"
"""Names pytest the folder to make its folders in"""
_folders = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations again if a .po file moved, and test files (once, not in every worker)."""
    # Each worker looks for forgotten objects at its end; five times, a second each, finds no more than once.
    config.stash[gc_collect_iterations_key] = 1
    share_between_engines()
    told_in("scenarios.shelving")
    # What is read in before the first test stays for the whole run: there is nothing to collect.
    gc.disable()
    if hasattr(config, "workerinput"):
        return
    if TEMPORARY not in os.environ and (memory := roomy_memory()):
        # Two thousand small databases, which nobody waits to have on a disk; each test's go with it.
        os.environ[TEMPORARY] = str(memory)
    for language in catalogues.LANGUAGES:
        if catalogues.stale(language):
            catalogues.compile_catalogue(language)
    if getattr(config.option, "numprocesses", None):
        rewrite_beforehand(config, config.rootpath / "tests")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: some always wait, for a terminal, a timer or the server."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let several workers never all wait at the same time; one alone keeps the order of the files."""
    if hasattr(config, "workerinput"):
        name_groups(items)
        items[:] = spread(items)


def pytest_collection_finish() -> None:
    """Keep the garbage collector from walking again and again through what stays for the whole run."""
    keep_statements()
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
    gc.enable()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder of this test's own; it stays where a test failed.

    pytest's own would for each test look through all there are for a free number, and lay a link
    to the newest: every test here has a folder, so that would be a millisecond six thousand times.
    """
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{name}-{next(_folders)}"
    folder.mkdir(mode=0o700)
    yield folder
    if request.node.stash.get(tmppath_result_key, {}).get("call", False):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing of the person who runs the tests show, and nothing of the tests reach them."""
    for name in [name for name in os.environ if name.startswith("YIWANG_")]:
        if name != "YIWANG_TEST_PG":
            monkeypatch.delenv(name)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    for name, folder in (
        ("XDG_DATA_HOME", "share"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
    ):
        monkeypatch.setenv(name, str(home / folder))
    monkeypatch.setenv("YIWANG_DATA", str(home / "yiwang"))
    monkeypatch.setenv("YIWANG_DB", str(home / "yiwang" / "yiwang.db"))
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Show the default language, whatever the test before chose."""
    set_language("zh_CN")
    yield
    set_language("zh_CN")


@pytest.fixture
def clock() -> ManualClock:
    """Give a clock that stands on Monday, 2 March 2026, 09:00 in Shanghai."""
    return ManualClock(MONDAY_MORNING)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated, empty SQLite file to copy."""
    own = tmp_path_factory.getbasetemp()
    return shared_sqlite_template(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(autouse=True)
def _new_files_are_copies(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a new database file begin as a copy of the template: half a second for each would add up.

    The way to the newest revision is what tests/migrations are about; they take it.
    """
    if "migrations" in request.path.parts[-2:]:
        return
    monkeypatch.setattr(runner, "upgrade", partial(upgraded_by_copy, request, runner.upgrade))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give the URL of a migrated, empty SQLite database of this test's own."""
    return copy_sqlite(sqlite_template, tmp_path / "test.db")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Give the PostgreSQL server; skips where there is none."""
    run_id = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    with postgres_server(run_id[:12]) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """Give the URL of a migrated, empty PostgreSQL database of this test's own."""
    with postgres.migrated() as url:
        yield url


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Give a migrated, empty database, on SQLite; on each engine in turn to a test of ``BOTH_ENGINES``.

    A test is one if an engine could answer it differently from the other: by its queries, its
    search, its order and its pages, its locks and conflicts, its numbers, its moments, documents
    and constraints, or by what a check finds. What all tests of a room ask of its tables is asked
    on PostgreSQL by at least one of them, and every room with a service of its own has such tests.
    What is worked out in Python from the same rows is worked out once.
    """
    engine = getattr(request, "param", "sqlite")
    name = "sqlite_url" if engine == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give an open store over :func:`database_url`."""
    opened = Store(open_engine(database_url))
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """Give an open store on SQLite, for what does not depend on the engine."""
    opened = Store(open_engine(sqlite_url))
    yield opened
    opened.close()


@pytest.fixture
def services(store: Store, clock: ManualClock) -> Services:
    """Give all services over :func:`store`."""
    from models.api import Services

    return Services(store, clock)


@pytest.fixture
def sqlite_services(sqlite_store: Store, clock: ManualClock) -> Services:
    """Give all services over :func:`sqlite_store`."""
    from models.api import Services

    return Services(sqlite_store, clock)
