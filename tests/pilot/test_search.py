"""Finding a case again among all there are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.rules import CaseState
from tests.pilot.screens import settle, shown, text_of, until, write

if TYPE_CHECKING:
    from typing import Any

    from tests.pilot.conftest import Office


def test_a_void_case_is_found_and_opened_by_words_or_number(office: Office) -> None:
    from console.screens.queues import QueuesScreen

    void = office.desk.bring_to(CaseState.VOID, title="井盖重复上报")

    async def journey() -> None:
        actor = office.actor(Role.ACCEPTOR)
        async with shown(office.services, actor, office.clock, QueuesScreen) as (app, pilot):
            await pilot.press("f4")
            await settle(pilot)
            assert "全部事件" in text_of(app)
            assert "井盖重复上报" in text_of(app)
            write(app, "ludeng")
            await until(pilot, lambda: "没有与“ludeng”相符的内容" in text_of(app))
            write(app, void.short_number)
            screen: Any = app.screen
            await until(pilot, lambda: screen.rows.count == 1 and not screen.rows.loading_list)
            assert "已作废" in text_of(app)
            await pilot.press("enter")
            await until(pilot, lambda: void.number in text_of(app) and app.screen is not screen)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, QueuesScreen))

    asyncio.run(journey())
