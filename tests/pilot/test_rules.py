"""Rules of dispatching on the screen: prepared by keys, tried, put in force; candidates in the form."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from console.screens.case import CaseScreen
from console.screens.rules import RulesScreen
from models.accounts.views import Role
from models.assignment.routing.kinds import TargetKind
from models.assignment.routing.views import Rule
from models.cases.kinds import CaseState
from tests.pilot.screens import shown, text_of, until

if TYPE_CHECKING:
    from tests.pilot.conftest import Office


def test_rules_are_added_moved_tried_and_put_in_force(office: Office) -> None:
    chief, routing = office.actor(Role.DUTY_CHIEF), office.services.routing
    office.desk.bring_to(CaseState.DISPATCHED)
    left = office.desk.bring_to(CaseState.FILED)
    office.clock.advance(timedelta(minutes=1))

    async def journey() -> None:
        async with shown(office.services, chief, office.clock, RulesScreen) as (app, pilot):
            await until(pilot, lambda: "还没有分拨规则" in text_of(app))
            await pilot.press("f2")
            await until(pilot, lambda: "分给谁？" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "应急管理办" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "事项：不限" in text_of(app))
            await pilot.press("down", "enter")
            await until(pilot, lambda: "乱倒垃圾" in text_of(app))
            await pilot.press("down", "enter")
            await until(pilot, lambda: "乱倒垃圾：" in text_of(app))
            routing.add(chief, Rule(TargetKind.DUTY), routing.editions(chief)[0].version)
            await pilot.press("f5")
            await until(pilot, lambda: "用哪些事件试算" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "共4件：按规则可分拨4件" in text_of(app))
            await pilot.press("escape")
            await until(pilot, lambda: "F7" in text_of(app) or "F5试算" in text_of(app))

    asyncio.run(journey())
    draft = routing.rule_set(chief, draft=True)
    assert [line.rule.matter for line in draft.lines] == ["0101", ""]

    async def end() -> None:
        async with shown(office.services, chief, office.clock, RulesScreen) as (app, pilot):
            await until(pilot, lambda: "草稿" in text_of(app) and "其余事件" in text_of(app))
            await pilot.press("f4")
            await until(pilot, lambda: routing.rule_set(chief, draft=True).lines[0].rule.matter == "")
            await pilot.press("f6")
            await until(pilot, lambda: "永远轮不到" in text_of(app))
            await pilot.press("escape")
            await pilot.press("f7")
            await until(pilot, lambda: "草稿如何处理" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "启用这份规则草稿吗" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "已启用" in text_of(app))
            await app.push_screen(CaseScreen(office.services, chief, left.number))
            await until(pilot, lambda: "F3分拨" in text_of(app))
            await pilot.press("f3")
            await until(pilot, lambda: "规则1（第1版）未自动分拨：未启用按规则分拨。" in text_of(app))

    asyncio.run(end())
    assert routing.rule_set(chief).edition.number == 1
