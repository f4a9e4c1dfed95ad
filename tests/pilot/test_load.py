"""The load board on the screen."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.assignment.board.views import UnitLoad
from models.cases.kinds import CaseState
from tests.pilot.screens import settle, shown, text_of, until

if TYPE_CHECKING:
    import pytest

    from tests.pilot.conftest import Office


def test_a_number_opens_its_cases_and_the_place_is_remembered(office: Office) -> None:
    from console.screens.load import PLACE, LoadScreen

    desk = office.desk
    waiting = desk.bring_to(CaseState.DISPATCHED, title="井盖松动")
    desk.bring_to(CaseState.HANDLING, title="路灯不亮")
    chief = office.actor(Role.DUTY_CHIEF)

    async def journey() -> None:
        async with shown(office.services, chief, office.clock, LoadScreen) as (app, pilot):
            await until(pilot, lambda: waiting.unit_name in text_of(app))
            screen = app.screen
            assert isinstance(screen, LoadScreen)
            await pilot.press("s")
            await settle(pilot)
            await pilot.press("left", "home")
            await settle(pilot)
            lines = sorted(office.services.board.load(chief).lines, key=lambda line: -line.open)
            place = [line.unit_id for line in lines].index(desk.town.unit)
            await pilot.press(*["down"] * place)
            await settle(pilot)
            untaken = next(line.waiting for line in lines if line.unit_id == desk.town.unit)
            assert f"{waiting.unit_name}，待接：{untaken}" in text_of(app)
            await pilot.press("enter")
            await until(pilot, lambda: "井盖松动" in text_of(app))
            assert "路灯不亮" not in text_of(app)
            await pilot.press("escape")
            await settle(pilot)
            unit = str(desk.town.unit)
            left = {"column": "waiting", "sorted": "open", "line": unit}
            assert office.services.desk.recall(chief, PLACE) == left

    asyncio.run(journey())


def test_units_that_have_nothing_are_one_line_until_asked_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.screens.load import LoadScreen

    chief = office.actor(Role.DUTY_CHIEF)
    board = office.services.board.load(chief)
    idle = [UnitLoad(each, f"闲{each}", 0, 0, 0, 0, 0, 1) for each in (901, 902)]
    busy = UnitLoad(903, "忙", 7, 0, 0, 0, 0, 1)
    wide = replace(board, lines=(*idle, busy))
    monkeypatch.setattr(office.services.board, "load", lambda _actor: wide)

    async def journey() -> None:
        async with shown(office.services, chief, office.clock, LoadScreen) as (app, pilot):
            await until(pilot, lambda: "2个单位没有事件" in text_of(app))
            assert "闲901" not in text_of(app)
            await pilot.press("home", "down", "enter")
            await until(pilot, lambda: "闲901" in text_of(app) and "闲902" in text_of(app))
            await pilot.press("f6")
            await until(pilot, lambda: "2个单位没有事件" in text_of(app))
            await settle(pilot)

    asyncio.run(journey())


def test_what_went_up_to_a_person_is_listed_and_opens(office: Office) -> None:
    from console.screens.escalations import EscalationsScreen

    desk, services = office.desk, office.services
    admin, lead = office.actor(Role.SYSTEM_ADMIN), office.actor(Role.UNIT_LEAD)
    services.settings.change(admin, {"escalation.on": True}, 0, "")
    case = desk.bring_to(CaseState.DISPATCHED, title="井盖松动")
    desk.clock.advance(timedelta(hours=3))
    services.escalating.sweep()

    async def journey() -> None:
        async with shown(services, lead, office.clock, EscalationsScreen) as (app, pilot):
            await settle(pilot)
            await until(pilot, lambda: "升级到我的 1" in text_of(app))
            assert "未接件" in text_of(app)
            # How many they are stays in the title line, until somebody acts.
            assert "升级1" in text_of(app).splitlines()[0]
            await pilot.press("f3")
            await until(pilot, lambda: "近30天的升级" in text_of(app))
            await pilot.press("f4")
            await until(pilot, lambda: "8小时内将升级" in text_of(app))
            await pilot.press("f2")
            await until(pilot, lambda: "升级到我的 1" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: case.number in text_of(app))
            assert "升级1" in text_of(app).splitlines()[0]
            await pilot.press("f3")
            await until(pilot, lambda: "处置中" in text_of(app))
            await pilot.press("escape")
            await until(pilot, lambda: "升级" not in text_of(app).splitlines()[0].replace("升级到", ""))
            await settle(pilot)

    asyncio.run(journey())
