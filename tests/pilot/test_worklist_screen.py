"""The working list at the keyboard: begun, edited, undone, checked, published; and what may go wrong."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from console.screens.catalogue import CatalogueScreen
from console.screens.worklist import WorklistScreen
from console.screens.worklist_changes import WorklistChangesScreen
from console.screens.worklist_check import WorklistCheckScreen
from console.screens.worklist_entry import WorklistEntryScreen
from console.screens.worklist_plan import WorklistPlanScreen
from console.screens.worklist_steps import WorklistStepsScreen
from tests.pilot.screens import lines_of, shown, text_of, until
from tests.pilot.worklists import (
    admin,
    begun,
    book,
    field_with_keys,
    key_of,
    press,
    says,
    stands_on,
    town,
    type_over,
)

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock
    from tests.catalogue.book import Book
__all__ = ["admin", "begun", "book", "town"]


async def begin(app: Any, pilot: Pilot[Any]) -> None:
    await press(pilot, "6")
    assert "现在没有在编的清单。按 F2" in text_of(app)
    await press(pilot, "f2")
    await type_over(app, pilot, "2027版", "enter")
    await until(pilot, lambda: "1在册5 2新增0" in text_of(app))
    assert "工作清单 2027版" in lines_of(app)[0]


async def change_in_place(app: Any, pilot: Pilot[Any], services: Services, admin: Actor) -> None:
    await press(pilot, "f2")
    await type_over(app, pilot, "乱倒生活垃圾", "tab")
    assert says(services, admin, "0101").name == "乱倒生活垃圾"
    # The next field stands open; what it cannot be stays in it, with a sentence.
    await type_over(app, pilot, "9", "enter")
    assert "不能作为" in text_of(app)
    assert app.focused.value == "9"
    await type_over(app, pilot, "2", "enter")
    assert says(services, admin, "0101").duty_list == "cooperative"
    # Given back with Esc.
    await press(pilot, "f2")
    await type_over(app, pilot, "错字", "escape")
    assert says(services, admin, "0101").duty_list == "cooperative"
    assert stands_on(app, WorklistScreen)
    # A code somebody has is refused, and one is proposed.
    await press(pilot, "f2", "tab", "tab")
    await type_over(app, pilot, "0201", "enter")
    assert "消防通道占用" in text_of(app).split("0202")[-1]
    await press(pilot, "f4")
    assert app.focused.value == "E0199"
    await press(pilot, "escape")


async def overtaken(app: Any, pilot: Pilot[Any], services: Services, admin: Actor) -> None:
    """Somebody else saves while the form is open: field by field, and nothing is lost."""
    await press(pilot, "home", "enter")
    assert stands_on(app, WorklistEntryScreen)
    await type_over(app, pilot, "乱倒垃圾（我）")
    services.drafting.edit(
        admin, key_of(services, admin, "0101"), {"name": "乱倒垃圾（他）", "patrol": "每天一次"}
    )
    await press(pilot, "f2")
    assert "其间有人保存过" in text_of(app)
    assert "乱倒垃圾（他）" in text_of(app)
    await press(pilot, "enter")
    assert stands_on(app, WorklistScreen)
    assert says(services, admin, "0101").name == "乱倒垃圾（我）"
    assert says(services, admin, "0101").patrol == "每天一次"
    # In its place as well: theirs stays where that is chosen.
    await press(pilot, "f2")
    while app.screen.editor.field != "name":
        await press(pilot, "tab")
    services.drafting.edit(admin, key_of(services, admin, "0101"), {"name": "乱倒垃圾（又）"})
    await type_over(app, pilot, "乱倒垃圾（再）", "enter")
    assert "我的    乱倒垃圾（再）" in text_of(app)
    await press(pilot, "f3", "enter")
    assert "保留了对方保存的内容" in text_of(app)
    assert says(services, admin, "0101").name == "乱倒垃圾（又）"


async def conditions(app: Any, pilot: Pilot[Any], services: Services, admin: Actor) -> None:
    await press(pilot, "home", "enter", "f3", "enter")
    await type_over(app, pilot, "三天", "f2")
    assert "“三天”不是时限" in text_of(app)
    await type_over(app, pilot, "2紧急工作时", "f2")
    await press(pilot, "end", "enter")
    await type_over(app, pilot, "3ND", "f2")
    await press(pilot, "f2", "f2")
    limits = [each.limit for each in says(services, admin, "0101").conditions]
    assert limits == ["2UH", "1WD", "3ND"]
    assert says(services, admin, "0101").conditions[0].closing_condition == "清运完毕"


async def add_and_keep(app: Any, pilot: Pilot[Any], services: Services, admin: Actor) -> None:
    """A new entry from the one under the cursor; left half done it stays on the desk."""
    await press(pilot, "home", "f3")
    await type_over(app, pilot, "乱倒餐厨垃圾", "escape")
    assert "存为草稿" in text_of(app) or "已存草稿" in text_of(app) or "草稿" in text_of(app)
    await press(pilot, "f3")
    assert "乱倒餐厨垃圾" in text_of(app)
    await press(pilot, "f2")
    added = says(services, admin, "E0199")
    assert (added.name, [each.limit for each in added.conditions]) == ("乱倒餐厨垃圾", ["2UH", "1WD", "3ND"])
    await until(pilot, lambda: "1在册6 2新增1" in text_of(app))


async def in_bulk(app: Any, pilot: Pilot[Any], services: Services, admin: Actor) -> None:
    # From the second to the fourth line.
    await press(pilot, "home", "down", "space", "down", "minus")
    assert "已标记 3" in text_of(app)
    await press(pilot, "slash", *"xftd", "enter")
    assert "已标记 3" in text_of(app), "a search takes no mark away"
    await press(pilot, "escape")
    assert "已标记 3" in text_of(app)
    services.drafting.retire(admin, [key_of(services, admin, "0103")], "停")
    await press(pilot, "f4")
    await type_over(app, pilot, "对应部门", "enter")
    await type_over(app, pilot, "另外", "enter")
    await type_over(app, pilot, "城管办", "enter")
    await until(pilot, lambda: "改动 2 条，不变 0 条，不能改 1 条" in text_of(app))
    assert "空 → 城管办" in text_of(app)
    await press(pilot, "f2")
    assert "已改 2 条，算一步" in text_of(app)
    assert says(services, admin, "0102").department == "城管办"
    services.drafting.restore(admin, [key_of(services, admin, "0103")])


async def undo_and_redo(app: Any, pilot: Pilot[Any], services: Services, admin: Actor) -> None:
    before = services.drafting.steps(admin)[0].seq
    await press(pilot, "9")
    assert stands_on(app, WorklistStepsScreen)
    await press(pilot, "down", "enter")
    assert "撤销这 2 步？" in text_of(app)
    # Somebody makes another step while the question stands: nothing is undone.
    services.drafting.edit(admin, key_of(services, admin, "0202"), {"patrol": "每夜"})
    await press(pilot, "enter")
    assert "其间别人改了清单" in text_of(app)
    await press(pilot, "enter", "home", "down", "down", "enter")
    assert "撤销这 3 步？" in text_of(app)
    await press(pilot, "enter")
    assert says(services, admin, "0102").department == ""
    await press(pilot, "f3", "f3", "f3")
    assert says(services, admin, "0102").department == "城管办"
    assert services.drafting.steps(admin)[0].seq == before + 1
    await press(pilot, "escape")


async def retire_and_restore(app: Any, pilot: Pilot[Any], services: Services, admin: Actor) -> None:
    await press(pilot, "escape", "home", "f7", *"0202", "enter", "f6", "enter")
    assert "请写明理由" in text_of(app)
    await type_over(app, pilot, "与占道经营重复", "enter")
    await press(pilot, "escape", "4")
    assert "停   0202" in text_of(app)
    await press(pilot, "f6")
    await type_over(app, pilot, "领导要求保留", "enter")
    await until(pilot, lambda: "4已移出0" in text_of(app))
    assert services.drafting.steps(admin)[0].params["note"] == "领导要求保留"
    await press(pilot, "1")


def test_from_beginning_a_list_to_all_kinds_of_changes(book: Book, admin: Actor, clock: ManualClock) -> None:
    services = book.services

    async def journey() -> None:
        async with shown(services, admin, clock, CatalogueScreen) as (app, pilot):
            await begin(app, pilot)
            await change_in_place(app, pilot, services, admin)
            await overtaken(app, pilot, services, admin)
            await conditions(app, pilot, services, admin)
            await add_and_keep(app, pilot, services, admin)
            await in_bulk(app, pilot, services, admin)
            await undo_and_redo(app, pilot, services, admin)
            await retire_and_restore(app, pilot, services, admin)

    asyncio.run(journey())


def test_differences_check_and_publishing(begun: Services, admin: Actor, clock: ManualClock) -> None:
    async def journey() -> None:
        async with shown(begun, admin, clock, WorklistScreen) as (app, pilot):
            await press(pilot, "f5")
            assert stands_on(app, WorklistChangesScreen)
            assert "1全部4 2新增1 3改动1 4更名1 5改码1 6并入0 7拆分0 8停用1" in text_of(app)
            await press(pilot, "4", "enter")
            assert "变更后  乱倒【生活】垃圾" in text_of(app)
            await press(pilot, "escape", "f3")
            assert stands_on(app, WorklistEntryScreen)
            await press(pilot, "escape", "escape", "0")
            assert stands_on(app, WorklistCheckScreen)
            assert "没有编码" in lines_of(app)[4]
            await press(pilot, "3")
            assert "主项 0999 不在清单上" in text_of(app)
            # To the very field.
            await press(pilot, "enter")
            assert field_with_keys(app) == "parent"
            await press(pilot, "escape", "escape", "f8")
            assert stands_on(app, WorklistPlanScreen)
            await until(pilot, lambda: "2妨碍发布1" in text_of(app))
            await press(pilot, "f2")
            assert "先改好妨碍发布的" in text_of(app)
            await press(pilot, "escape", "0", "f4")
            assert "已给 1 条编号" in text_of(app)
            await press(pilot, "escape", "f8")
            await until(pilot, lambda: "2妨碍发布0" in text_of(app))
            # No day, then a day before the last edition's.
            await press(pilot, "f3")
            await type_over(app, pilot, "2026-13-01", "enter")
            assert "不是日期" in text_of(app)
            await type_over(app, pilot, "2026-01-01", "enter")
            await until(pilot, lambda: "不能自 2026-01-01 起施行" in text_of(app).replace("\n", ""))
            await press(pilot, "f3")
            await type_over(app, pilot, "2026-05-01", "enter")
            await until(pilot, lambda: "3变化4" in text_of(app))
            # Somebody goes on working: this plan is not published, the new one is offered.
            begun.drafting.edit(admin, key_of(begun, admin, "0201"), {"patrol": "每天一次"})
            await press(pilot, "f2", "enter")
            await until(pilot, lambda: "3变化5" in text_of(app))
            assert "情况有变，没有发布" in text_of(app)
            assert begun.editions.as_of(admin, "1").edition is not None
            await press(pilot, "f2", "enter")
            await until(pilot, lambda: "现在没有在编的清单" in text_of(app))
            assert "第 2 版“2027版”，自 2026-05-01 起施行" in text_of(app)

    asyncio.run(journey())
    assert begun.editions.editions(admin)[0].name == "2027版"


def test_the_tree_the_filters_and_the_place_are_remembered(
    begun: Services, admin: Actor, clock: ManualClock
) -> None:
    async def journey() -> None:
        async with shown(begun, admin, clock, WorklistScreen) as (app, pilot):
            # On a narrow screen tree and list take turns.
            await press(pilot, "tab")
            assert "全部事项" in text_of(app)
            assert "消防通道占用" not in text_of(app)
            await press(pilot, "tab")
            assert "消防通道占用" in text_of(app)
            await press(pilot, "7")
            await type_over(app, pilot, "环卫所", "enter")
            await until(pilot, lambda: app.screen.rows.count == 1)  # type: ignore[attr-defined]
            await press(pilot, "7", "enter", "8", "down", "enter", "3", "end")
            assert "排序：名称拼音" in text_of(app)
            where = app.screen.rows.cursor_id  # type: ignore[attr-defined]
            await press(pilot, "escape")
        async with shown(begun, admin, clock, WorklistScreen, (130, 30)) as (app, pilot):
            assert "排序：名称拼音" in text_of(app)
            assert app.screen.rows.cursor_id == where  # type: ignore[attr-defined]
            # Tree, list and the entry stand side by side.
            await until(pilot, lambda: "1. 4工作时 成堆垃圾" in text_of(app) or "立案条件" in text_of(app))
            assert "全部事项" in text_of(app)

    asyncio.run(journey())
