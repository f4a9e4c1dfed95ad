"""The form of a duty item: changed, moved, entered, taken off, and two people at it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from console.dialogs.conflict import ConflictDialog
from console.screens.catalogue import CatalogueScreen
from models.accounts.views import Role
from models.catalogue.duties.views import DutyEntries
from tests.pilot.duty_lists import is_top, make_book, opened, press, row_of
from tests.pilot.screens import settle, shown, text_of, until, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from models.api import Services
    from models.kernel.clock import ManualClock
    from tests.support.factories import Town


@pytest.fixture
def town(sqlite_services: Services, clock: ManualClock) -> Town:
    return make_book(sqlite_services, clock)


def test_an_item_is_changed_moved_and_taken_off_and_another_entered(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)

    async def journey() -> None:
        async with shown(sqlite_services, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "2")
            await press(pilot, "f2")
            form = await opened(app, pilot)
            assert form.values()["name"] == "推进基层党组织建设"
            await press(pilot, "f2")
            assert is_top(app, CatalogueScreen)
            assert sqlite_services.duties.item(admin, "J001").version == 1
            await press(pilot, "f2")
            form = await opened(app, pilot)
            form.take_up({"number": "2", "name": "推进村党组织建设"})
            await press(pilot, "f2")
            assert is_top(app, CatalogueScreen)
            assert "J001 现列基本履职清单第2号" in text_of(app)
            assert row_of(app).name == "推进村党组织建设"
            assert row_of(app).number == 2
            await press(pilot, "f2")
            form = await opened(app, pilot)
            form.take_up({"number": "x"})
            await press(pilot, "f2")
            assert "这不是数字" in text_of(app)
            form.take_up({"number": "9"})
            await press(pilot, "f2")
            assert "可用1到2号" in text_of(app)
            await press(pilot, "f4")
            assert "使 J001 退出清单吗？" in text_of(app)
            await press(pilot, "enter")
            assert is_top(app, CatalogueScreen)
            assert "J001 已退出清单" in text_of(app)
            assert "一、党的建设（1项）" in text_of(app)
            await a_title_row_takes_a_new_item(app, pilot)

    asyncio.run(journey())


async def a_title_row_takes_a_new_item(app: Any, pilot: Pilot[None]) -> None:
    await press(pilot, "home", "up", "f2")
    form = await opened(app, pilot)
    assert form.values()["category"].key == "党的建设"  # type: ignore[union-attr]
    form.row("name").take_keys()
    form.take_up({"name": "教育党员"})
    await press(pilot, "f2")
    assert "J004 现列基本履职清单第2号" in text_of(app)
    assert "一、党的建设（2项）" in text_of(app)


def test_two_people_at_one_item_choose_field_by_field(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)

    async def journey() -> None:
        async with shown(sqlite_services, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "3")
            await press(pilot, "f2")
            form = await opened(app, pilot)
            form.take_up({"name": "城镇燃气检查"})
            item = sqlite_services.duties.item(admin, "P001")
            theirs = DutyEntries(
                item.duty_list, item.name, item.category, "县住建局", item.superior_duty, "别人改的。"
            )
            await asyncio.to_thread(sqlite_services.duties.change, admin, "P001", theirs, item.version)
            await press(pilot, "f2")
            assert is_top(app, ConflictDialog)
            assert "别人改的。" in text_of(app)
            # Mine for the name, theirs for what follows.
            await press(pilot, "down", "space", "down", "space", "enter")
            assert is_top(app, CatalogueScreen)
            saved = sqlite_services.duties.item(admin, "P001")
            assert (saved.name, saved.department, saved.township_duty) == (
                "城镇燃气检查",
                "县住建局",
                "别人改的。",
            )

    asyncio.run(journey())


def test_a_draft_is_taken_up_for_the_version_it_was_typed_for(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)

    async def journey() -> None:
        async with shown(sqlite_services, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "3")
            await press(pilot, "f2")
            form = await opened(app, pilot)
            form.row("department").take_keys()
            await pilot.pause()
            write(app, "县住建局、县公安局")
            await press(pilot, "escape")
            await until(pilot, lambda: sqlite_services.desk.drafts(admin))
            (draft,) = sqlite_services.desk.drafts(admin)
            assert (draft.form, draft.subject) == ("duty_form", "P001@1")
            app.choose_draft([draft])
            await settle(pilot)
            await press(pilot, "enter")
            form = await opened(app, pilot)
            assert form.values()["department"] == "县住建局、县公安局"

    asyncio.run(journey())
