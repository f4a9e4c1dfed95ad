"""Giving many cases to people, and playing the coming days, on the screen."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from console.screens.balance import BalanceScreen
from console.screens.whatif import WhatIfScreen
from models.accounts.views import Role
from models.cases.kinds import CaseState
from tests.assignment.people import a_past, add_person
from tests.pilot.screens import settle, shown, text_of, until

if TYPE_CHECKING:
    from tests.pilot.conftest import Office


def test_a_plan_is_changed_carried_out_and_taken_back(office: Office) -> None:
    desk = office.desk
    lead = office.actor(Role.UNIT_LEAD)
    near, _staff = add_person(desk, "陈就近", grid=desk.town.grid)
    cases = [desk.bring_to(CaseState.DISPATCHED, title=f"井盖破损{number}") for number in range(3)]

    def owners() -> list[int | None]:
        return [desk.cases.case_by_id(lead, case.id).owner_id for case in cases]

    async def journey() -> None:
        make = partial(BalanceScreen, case_ids=[case.id for case in cases])
        async with shown(office.services, lead, office.clock, make) as (app, pilot):
            await until(pilot, lambda: "交办 3 件" in text_of(app))
            assert "负责该网格" in text_of(app)
            assert "F6连在手" not in text_of(app)
            before = text_of(app).count("陈就近")
            await pilot.press("enter")
            await until(pilot, lambda: "改派给谁" in text_of(app))
            await pilot.press("down", "down", "enter")
            await until(pilot, lambda: "1 件没有人可派" in text_of(app))
            assert text_of(app).count("陈就近") == before - 1
            await pilot.press("f2", "enter")
            await until(pilot, lambda: "批量结果" in text_of(app))
            assert owners().count(None) == 1
            assert near in owners()
            await pilot.press("f8")
            await until(pilot, lambda: "撤销：已办 2 件" in text_of(app))
            assert owners() == [None, None, None]
            await pilot.press("escape")
            await until(pilot, lambda: "交办 3 件" in text_of(app))

    asyncio.run(journey())


def test_the_pool_is_balanced_and_an_empty_one_says_so(office: Office) -> None:
    lead = office.actor(Role.UNIT_LEAD)

    async def journey() -> None:
        async with shown(office.services, lead, office.clock, BalanceScreen) as (app, pilot):
            await until(pilot, lambda: "没有待接的事件" in text_of(app))
            office.desk.bring_to(CaseState.HANDLING, title="路灯不亮")
            await pilot.press("f6")
            await until(pilot, lambda: "路灯不亮" in text_of(app))
            assert "件不动" in text_of(app)

    asyncio.run(journey())


def test_the_coming_days_are_played_stopped_and_opened(office: Office) -> None:
    a_past(office.desk)
    chief = office.actor(Role.DUTY_CHIEF)

    async def journey() -> None:
        async with shown(office.services, chief, office.clock, WhatIfScreen) as (app, pilot):
            screen: Any = app.screen
            await until(pilot, lambda: "还没有推演" in text_of(app))
            await pilot.press("f6")
            await until(pilot, lambda: "天数和遍数" in text_of(app))
            await pilot.press(*["backspace"] * 7, *"7 x", "enter")
            await until(pilot, lambda: "要写两个数字" in text_of(app))
            await pilot.press("backspace", *"20", "enter")
            await until(pilot, lambda: "7 天，20 遍" in text_of(app))
            await pilot.press("f2")
            await until(pilot, lambda: "按期率（现状）" in text_of(app))
            assert "按期率（假设）" not in text_of(app)

            # A surge of all cases, ten times the usual.
            await pilot.press("f3", "down", "enter", "enter")
            await until(pilot, lambda: "平时的几倍" in text_of(app))
            await pilot.press(*"10", "enter")
            await until(pilot, lambda: "全部事件：平时的 10 倍" in text_of(app))
            await pilot.press("f2")
            await until(pilot, lambda: "按期率（假设）" in text_of(app))
            await until(pilot, lambda: screen.rows.row is not None)
            await pilot.press("enter")
            await until(pilot, lambda: app.screen is not screen)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)

            # Stopped by Escape, which leaves the screen where it is.
            await pilot.press("f4", "enter")
            await until(pilot, lambda: "平时的 10 倍" not in text_of(app))
            # Keys wait here until nothing is on its way, so both are what they call.
            screen.action_run()
            screen.back()
            await until(pilot, lambda: "已停止" in text_of(app))
            assert app.screen is screen
            await settle(pilot)

    asyncio.run(journey())
