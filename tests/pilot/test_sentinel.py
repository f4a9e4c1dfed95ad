"""What goes back and forth, on the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState
from tests.pilot.screens import settle, shown, text_of, until

if TYPE_CHECKING:
    from tests.pilot.conftest import Office


def test_a_case_that_came_back_is_named_and_opened(office: Office) -> None:
    from console.screens.sentinel import SentinelScreen

    desk = office.desk
    case = desk.bring_to(CaseState.DISPATCHED, title="无主杂物堆放")
    case = desk.do(case, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.other_unit, reason="不归我")
    case = desk.do(case, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.unit, reason="也不归我")

    async def journey() -> None:
        chief = office.actor(Role.DUTY_CHIEF)
        async with shown(office.services, chief, office.clock, SentinelScreen) as (app, pilot):
            await until(pilot, lambda: "无主杂物堆放" in text_of(app))
            assert "往返" in text_of(app)
            assert case.unit_name in text_of(app)
            await pilot.press("down", "enter")
            await until(
                pilot, lambda: not isinstance(app.screen, SentinelScreen) and case.number in text_of(app)
            )
            await pilot.press("escape")
            await settle(pilot)
            back = desk.do(case, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.other_unit, reason="看")
            await pilot.press("f5")
            await settle(pilot)
            assert [row.rounds for row in office.services.sentinel.rounds(chief)] == [2]
            assert back.number in text_of(app)

    asyncio.run(journey())
