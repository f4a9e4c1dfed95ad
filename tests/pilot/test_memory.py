"""What is left behind is let go of: screens, title lines, what was computed for them."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
import textual.screen

from console import memory
from console.memory import Tidying
from console.screens.queues import QueuesScreen
from console.screens.search import SearchScreen
from console.screens.sign_in import SignInScreen
from console.widgets.title_bar import TitleBar
from tests.pilot.screens import settle, text_of, until

if TYPE_CHECKING:
    from console.app import YiwangApp
    from tests.pilot.conftest import Office

LOOKS = 8
SIGN_INS = memory.WORKERS + 3
FORGETTING = """
import gc
from console.memory import forget_explanations, use_one_heap
from models.kernel.text import fold
use_one_heap()
from typing import get_overloads
from sqlalchemy.orm import Session, query
from models.cases.views import CaseLine
def told():
    return bool(get_overloads(Session.query)), bool(query.__doc__), bool(Session.dirty.__doc__)
assert fold.__doc__ and Exception.__doc__ and gc.collect.__doc__
assert fold.__annotations__ and told() == (True, True, True)
forget_explanations()
assert fold.__doc__ is None and not fold.__code__.co_consts[0].strip()
assert fold("ＡＢ") == "ab" and fold.__module__ == "models.kernel.text"
assert fold.__annotations__ == {} and told() == (False, False, False)
assert CaseLine.__annotations__, "what subclasses are made from stays"
import console.mapped, console.terse, importlib.resources, models.kernel, models.kernel.text, traceback
assert models.kernel.text.__spec__.parent == "models.kernel" and models.kernel.text.__file__
assert console.mapped.__spec__ is console.terse.__spec__, "they need not be found again"
assert models.kernel.__spec__ and importlib.resources.files("models.kernel").joinpath("text.py").is_file()
try:
    fold(1)
except Exception:
    assert "casefold" in traceback.format_exc(), "the program's own code keeps its lines"
assert Exception.__doc__ and gc.collect.__doc__, "what is written in C stays"
"""

PAGES = """
import re
from pathlib import Path
import sqlite3, unicodedata
from console.mapped import let_go, parts_of_files
def of_files():
    return int(re.search(r"RssFile:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
unicodedata.normalize("NFKC", "ＡＢ")
parts, before = parts_of_files(), of_files()
let_go(parts)
assert of_files() < before - 1_000, "in KiB"
from console.memory import Tidying
def load():
    seen.append(of_files())
    sum(map(len, Path("/proc/self/maps").open()))
    return "loaded"
seen, before = [], of_files()
assert Tidying(None, alone=True).around(load)() == "loaded" and seen[0] < before
assert Tidying(None, alone=False).around(load) is load
assert unicodedata.normalize("NFKC", "ＡＢ") == "AB" and sqlite3.connect(":memory:").execute("SELECT 1")
"""
TIGHTENING = """
from sqlalchemy import select
from sqlalchemy.orm import configure_mappers
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel, col
import models.alltables
from models.cases.tables import Case
from models.kernel.lean import tighten_tables
tighten_tables(); tighten_tables()
tables = SQLModel.metadata.sorted_tables
def told():
    return [
        (str(CreateTable(each)), str(select(each)), [
            (one.default is None, one.nullable, one.primary_key, bool(one.foreign_keys), one.index,
             one.unique, one.autoincrement, one.doc, one.comment, one.computed, one.identity, one.system)
            for one in each.columns
        ])
        for each in tables
    ]
before, size = told(), len(Case.__table__.c.title.__dict__)
configure_mappers()
assert told() == before
assert len(Case.__table__.c.title.__dict__) < size, "it was tightened"
assert str(select(Case).where(col(Case.title) == "x").order_by(col(Case.id).desc())).endswith("DESC")
assert Case.model_fields["title"].is_required()
assert "dispatch" not in vars(Case.__table__.c.title) and Case.__table__.c.title.dispatch
assert Case.__table__.c.title.base_columns == {Case.__table__.c.title}
"""


def _titles_reach(app: YiwangApp, seen: set[str], count: int) -> bool:
    seen.add(text_of(app).split("\n")[0])
    return len(seen) == count


def test_the_title_goes_on_with_the_minute(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.widgets.title_bar._MINUTE", 0.1)

    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "待受理 3" in text_of(app))
            seen = {text_of(app).split("\n")[0]}
            for minute in (2, 3):
                office.clock.advance(timedelta(minutes=1))
                await until(pilot, partial(_titles_reach, app, seen, minute))

    asyncio.run(journey())


def test_screens_that_were_left_are_let_go_of(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "SETTLE_SECONDS", 0.05)
    # A screen that was left waits for its next picture before it goes.
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", 0.01)
    # What was there before the test is not walked through at every look: the process holds much.
    gc.collect()
    gc.freeze()
    for name in ("freeze", "unfreeze"):
        monkeypatch.setattr(gc, name, lambda: None)
    monkeypatch.setattr(gc, "set_threshold", lambda *_numbers: None)
    monkeypatch.setattr(memory, "forget_explanations", lambda known: known)

    async def journey() -> None:
        app = office.console("acceptor")
        app._tidying = Tidying(app, alone=True)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "待受理 3" in text_of(app))
            for _look in range(LOOKS):
                await pilot.press("f4")
                await until(pilot, lambda: isinstance(app.screen, SearchScreen))
                await settle(pilot)
                await pilot.press("escape")
                await until(pilot, lambda: not isinstance(app.screen, SearchScreen))
            for _time in range(SIGN_INS):
                person = app.actor
                assert person is not None
                app._sign_out()
                await until(pilot, lambda: isinstance(app.screen, SignInScreen))
                await settle(pilot)
                app.start_work(person)
                await until(pilot, lambda: "待受理 3" in text_of(app))
            await until(pilot, lambda: app._tidying._timer is None)
            kinds = frozenset({SearchScreen, SignInScreen, QueuesScreen, TitleBar})
            left = Counter(kind for kind in map(type, gc.get_objects()) if kind in kinds)
            # A thread holds on to what it last read for until it reads again.
            assert left[SearchScreen] <= memory.WORKERS
            assert left[SignInScreen] <= memory.WORKERS
            assert left[QueuesScreen] <= memory.WORKERS + 1
            assert left[TitleBar] <= memory.WORKERS + len(app.screen_stack)

    asyncio.run(journey())


def test_docstrings_are_dropped_and_nothing_else() -> None:
    subprocess.run([sys.executable, "-c", FORGETTING], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what lies where")
def test_pages_of_libraries_are_handed_back_and_come_again() -> None:
    subprocess.run([sys.executable, "-c", PAGES], check=True)


def test_tables_made_smaller_say_what_they_said() -> None:
    subprocess.run([sys.executable, "-c", TIGHTENING], check=True)


def test_reads_that_come_too_early_keep_nobody_from_opening(office: Office) -> None:
    """Every thread of the pool waits for the database: it is opened in another."""

    async def journey() -> None:
        app = office.console("acceptor")
        app._tidying = Tidying(app, alone=True)
        open_services, services = app.open_services, app.services
        found: list[object] = []

        def late() -> None:
            for _read in range(memory.WORKERS + 1):
                app.save(lambda: services.organisation.office(), found.append)  # noqa: PLW0108 -- asked in the thread
            open_services()

        app.open_services = late  # type: ignore[method-assign]
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: len(found) == memory.WORKERS + 1)
            await until(pilot, lambda: "待受理 3" in text_of(app))

    asyncio.run(journey())
