"""An open console notices what was saved elsewhere, on either engine, whatever becomes of the server."""

from __future__ import annotations

import asyncio
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from console import watch
from console.dialogs.notice import NoticeDialog
from console.watch import ChangeWatch
from models.accounts.views import Role
from models.api import Services
from models.cases.kinds import Channel
from models.cases.views import Intake
from models.kernel.store import Store, open_engine
from tests.pilot.conftest import make_office
from tests.pilot.screens import settle, text_of, until
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock


@pytest.fixture(autouse=True)
def _quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SECONDS_BETWEEN_LOOKS", 0.05)


def watches() -> list[str]:
    return [thread.name for thread in threading.enumerate() if isinstance(thread, ChangeWatch)]


def cut_off(line: psycopg.Connection, name: str) -> None:
    """Let nobody into a database any more, and throw out who is in."""
    line.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
    line.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,))


@BOTH_ENGINES
def test_a_case_taken_in_elsewhere_appears_by_itself(
    store: Store, database_url: str, clock: ManualClock
) -> None:
    office = make_office(store, clock)
    collector = office.actor(Role.COLLECTOR)

    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot, 0.2)
            with closing(Store(open_engine(database_url))) as other:
                facts = Intake(Channel.CITIZEN, "河堤有裂缝", "约两米长", office.desk.town.grid, "河堤")
                Services(other, clock).cases.intake(collector, facts)
                await until(pilot, lambda: "河堤有裂缝" in text_of(app) and "待受理 4" in text_of(app))
            assert watches() == ["change-watch"]

    asyncio.run(journey())
    assert watches() == []


@pytest.mark.postgres
def test_a_server_that_goes_and_comes_back_ends_no_console(postgres_url: str, clock: ManualClock) -> None:
    store = Store(open_engine(postgres_url))
    office = make_office(store, clock)
    name = store.engine.url.database or ""
    address = store.engine.url.set(database="postgres", drivername="postgresql")

    async def journey() -> None:
        app = office.console("acceptor")
        with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as line:
            async with app.run_test(size=(80, 24)) as pilot:
                await until(pilot, lambda: "待受理 3" in text_of(app))
                cut_off(line, name)
                await pilot.press("2")
                await until(pilot, lambda: "数据库没有响应" in text_of(app))
                line.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())
                while isinstance(app.screen, NoticeDialog):
                    await pilot.press("enter")
                    await settle(pilot)
                # A notice that was up already has swallowed the key before.
                await pilot.press("2")
                await until(pilot, lambda: "路灯不亮三天" in text_of(app))

    asyncio.run(journey())
    assert watches() == []
    store.close()
