"""A queue saved, sorted, shared and found by somebody else, all at 80 columns."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.screens.queue_form import QueueFormScreen
from console.screens.queues import QueuesScreen
from models.accounts.views import Role
from models.cases.rules import CaseState
from models.cases.saved_views import SharedWith, Sharing
from tests.pilot.screens import lines_of, settle, text_of, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from tests.pilot.conftest import Office


def queues(app: YiwangApp) -> QueuesScreen:
    screen = app.screen
    assert isinstance(screen, QueuesScreen)
    return screen


async def choose(pilot: Pilot[None], word: str) -> None:
    """Choose from the menu by a word."""
    await pilot.press("f9")
    await settle(pilot)
    await pilot.press(*word, "enter")
    await settle(pilot)


async def saving(office: Office) -> None:
    saved, chief = office.services.saved, office.actor(Role.DUTY_CHIEF)
    app = office.console("duty_chief")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("4", "slash", *"状态:处置 网格:岭南", "enter")
        await settle(pilot)
        await choose(pilot, "存为队列")
        form = app.screen
        assert isinstance(form, QueueFormScreen)
        await settle(pilot, 0.4)
        assert "现有 2 件" in text_of(app)
        await pilot.press("f2")
        await settle(pilot)
        assert "名称" in text_of(app), "a name is missing: said, and the form stays"
        await pilot.press("enter", *"岭南在办", "down", *"啦", "f2")
        await settle(pilot)
        assert "没有在用的“岭南啦”" in text_of(app)
        await pilot.press("enter", "backspace", "down", "end", "up", "space", "f3", "f2")
        await settle(pilot)
        made = saved.one(chief, "岭南在办")
        assert (made.text, len(made.columns)) == ("状态:处置 网格:岭南", 8)
        assert queues(app).current == made
        assert "岭南在办 2" in text_of(app)
        assert "^到期" in text_of(app)
        # Sorted by another column the cursor stays on its case.
        await pilot.press("down")
        row = queues(app).rows.row
        assert row is not None
        await pilot.press("shift+tab", "shift+tab", "shift+tab")
        await settle(pilot)
        assert "^网格" in text_of(app)
        await choose(pilot, "倒序")
        assert "v网格" in text_of(app)
        assert queues(app).rows.row == row
        await choose(pilot, "共享")
        await pilot.press(*["down"] * 3, "space", "enter")
        await settle(pilot)
        assert "能看到“岭南在办”的还有：分拨员" in text_of(app)
        # A built-in queue with fewer columns, and back.
        await pilot.press("4")
        await choose(pilot, "列和排序")
        await pilot.press(*["down"] * 5, "space", "f2")
        await settle(pilot)
        assert (queues(app).current, "网格" in text_of(app)) == ("with_units", False)
        await choose(pilot, "恢复列")
        await until(pilot, lambda: "网格" in text_of(app))
        assert all(len(line) <= 80 for line in lines_of(app))


async def finding(office: Office) -> None:
    saved, dispatcher = office.services.saved, office.actor(Role.DISPATCHER)
    app = office.console("dispatcher")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "@岭南在办 2" in text_of(app)
        await pilot.press("tab", *"lnzb", "enter")
        await settle(pilot)
        assert "岭南在办 2 钱值班共享" in text_of(app)
        assert "^到期" in text_of(app), "how the chief sorts is the chief's affair"
        await choose(pilot, "整理")
        await pilot.press("down", "space", "enter")
        await settle(pilot)
        assert saved.bar(dispatcher).layout.hidden == {"to_accept"}
        # Searches, in the same manner.
        await pilot.press("f4", *"塌陷", "f2")
        await settle(pilot)
        await pilot.press(*"塌陷的", "enter")
        await settle(pilot)
        assert saved.one(dispatcher, "塌陷的").is_search
        await choose(pilot, "删除")
        await pilot.press("enter")
        await settle(pilot)
        assert [each.name for each in saved.saved(dispatcher)] == ["岭南在办"]
        await choose(pilot, "撤回")
        await pilot.press("f3", "enter")
        await settle(pilot)
        assert "查询：塌陷的" in text_of(app)


def test_a_queue_is_saved_sorted_shared_and_found_by_another(office: Office) -> None:
    desk = office.desk
    for grid in (desk.town.grid, desk.town.other_grid):
        desk.bring_to(CaseState.HANDLING, grid_id=grid, title="路面塌陷")
    asyncio.run(saving(office))
    made = office.services.saved.one(office.actor(Role.DUTY_CHIEF), "岭南在办")
    assert made.sharing == Sharing(SharedWith.ROLES, frozenset({Role.DISPATCHER}))
    asyncio.run(finding(office))
