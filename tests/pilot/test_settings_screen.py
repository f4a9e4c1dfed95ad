"""The office's settings on the screen: found, refused, saved, followed by names and forms, gone back on."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from console.house import adopt
from console.screens.case import CaseScreen
from console.screens.settings import SettingsScreen
from models.accounts.views import Role
from models.cases.kinds import CaseState, QueueKey
from tests.cases.conftest import make_desk
from tests.pilot.screens import lines_of, settle, shown, text_of, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

    from models.api import Services
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.cases.township import Desk


@pytest.fixture
def desk(sqlite_store: Store, clock: ManualClock) -> Iterator[Desk]:
    yield make_desk(sqlite_store, clock)
    adopt(0, {})


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def test_settings_are_found_changed_followed_and_restored(
    sqlite_services: Services, clock: ManualClock, desk: Desk
) -> None:
    services, admin = sqlite_services, desk.town.actor(Role.SYSTEM_ADMIN)

    async def journey() -> None:
        async with shown(services, admin, clock, SettingsScreen) as (app, pilot):
            await until(pilot, lambda: "延期次数" in text_of(app))
            await press(pilot, "enter", "backspace", *"99", "enter")
            assert "应在 0 至 9 之间" in text_of(app)
            await press(pilot, "backspace", "backspace", "1", "enter")
            assert "延期次数（caps.extensions）由“2 次”改为“1 次”" in text_of(app)
            await press(pilot, "enter")
            await until(pilot, lambda: services.settings.house().caps.extensions == 1)
            # Found by its key; the names follow on the screen that shows them.
            await press(pilot, "f7", *"labels.swap", "enter", "enter")
            await until(pilot, lambda: "请确认" in text_of(app))
            await press(pilot, "enter")
            await until(pilot, lambda: "核查、核实互换" in text_of(app))
            assert {cell_len(line) for line in lines_of(app)} == {80}
            await press(pilot, "escape", "f3")
            await until(pilot, lambda: "挂账次数" not in text_of(app))
            await press(pilot, "f4")
            await until(pilot, lambda: "出厂设置" in text_of(app))
            await press(pilot, "down", "enter")
            assert "改为“1 次”" in text_of(app)
            await press(pilot, "escape", "f6", "enter")
            await until(pilot, lambda: services.settings.house().number == 3)
            assert services.settings.house().document == {"caps.extensions": 1}

    asyncio.run(journey())


def test_a_form_offers_the_reasons_of_the_office(
    sqlite_services: Services, clock: ManualClock, desk: Desk
) -> None:
    services, lead = sqlite_services, desk.town.actor(Role.UNIT_LEAD)
    wanted = {
        "reasons.return": ["地点不清", "不属本单位职责"],
        "reasons.only": ["return"],
        "labels.swap": True,
    }
    services.settings.change(desk.town.actor(Role.SYSTEM_ADMIN), wanted, 0)
    house = services.settings.house()
    adopt(house.number, house.document)
    case = desk.bring_to(CaseState.DISPATCHED)

    async def journey() -> None:
        async with shown(services, lead, clock, partial(CaseScreen, number=case.number)) as (app, pilot):
            await until(pilot, lambda: "办理过程" in text_of(app))
            await press(pilot, "f4")
            await until(pilot, lambda: "不属本单位职责" in text_of(app))
            await press(pilot, *"bs", "enter")
            await press(pilot, "f2")
            await until(
                pilot,
                lambda: services.cases.counters(desk.town.actor(Role.DISPATCHER))[QueueKey.RETURNED] == 1,
            )
            done = services.cases.case_by_id(desk.town.actor(Role.DISPATCHER), case.id)
            assert done.timeline[-1].reason == "不属本单位职责"

    asyncio.run(journey())
