"""The duty lists on the screen: read, seen by department, checked, changed, printed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import docx
import pytest
from rich.cells import cell_len

from console.dialogs.conflict import ConflictDialog
from console.i18n import set_language
from console.screens.catalogue import CatalogueScreen
from console.screens.duty_findings import DutyFindingsScreen
from console.screens.duty_form import DutyFormScreen
from console.screens.duty_mirror import DutyMirrorScreen
from console.settings import load_settings
from models.accounts.views import Role
from models.catalogue.duties.views import DutyEntries, DutyFindingKind
from models.catalogue.views import DutyItemView, DutyList
from models.exchange.views import ImportOptions
from tests.duties.conftest import BOOK
from tests.pilot.screens import FloorScreen, lines_of, settle, shown, text_of, until, write
from tests.support.factories import Town, make_town

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from console.app import YiwangApp
    from console.forms.form import Form
    from models.api import Services
    from models.kernel.clock import ManualClock


@pytest.fixture
def town(sqlite_services: Services, clock: ManualClock) -> Town:
    return make_town(sqlite_services.store, clock.now())


@pytest.fixture
def stocked(sqlite_services: Services, town: Town) -> Services:
    for entries in BOOK:
        sqlite_services.duties.create(town.actor(Role.SYSTEM_ADMIN), entries)
    return sqlite_services


async def opened(app: YiwangApp, pilot: Pilot[Any]) -> Form:
    """Return the form once it shows its item and takes keys."""

    def ready() -> bool:
        screen = app.screen_stack[-1]
        return isinstance(screen, DutyFormScreen) and screen.form is not None and not screen.form.saving

    await until(pilot, ready)
    screen = app.screen_stack[-1]
    assert isinstance(screen, DutyFormScreen)
    assert screen.form is not None
    return screen.form


def is_top(app: YiwangApp, kind: type) -> bool:
    return isinstance(app.screen_stack[-1], kind)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def row_of(app: YiwangApp) -> DutyItemView:
    screen = next(screen for screen in app.screen_stack if isinstance(screen, CatalogueScreen))
    row = screen.rows.row
    assert isinstance(row, DutyItemView)
    return row


def printed() -> list[Path]:
    return sorted(load_settings().exports_folder.glob("*"))


def test_a_clerk_reads_sees_with_a_departments_eyes_and_prints(
    stocked: Services, clock: ManualClock, town: Town
) -> None:
    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(stocked, actor, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "3")
            text = text_of(app)
            assert "一、安全稳定（1项）" in text
            assert "二、应急管理及消防（1项）" in text
            assert "县住建局（牵头" in text
            # The cursor begins on something to read, and a clerk is not offered to change it.
            assert row_of(app).code == "P001"
            assert "F2修改" not in text
            await press(pilot, "enter")
            assert "2.执法。" in text_of(app)
            await press(pilot, "right")
            assert "指挥扑救。" in text_of(app)
            await press(pilot, "right", "left")
            assert "2.执法。" in text_of(app)
            await press(pilot, "escape")
            await press(pilot, "f3")
            assert "配合履职 2" in text_of(app)
            await press(pilot, "enter")
            assert is_top(app, DutyMirrorScreen)
            text = text_of(app)
            assert "部门视角 县应急管理局" in text
            assert "大岭镇" in text.split("\n")[3]
            assert "本部门职责 1.制定计划。 2.执法。" in text
            await press(pilot, "f8", "enter")
            await until(pilot, lambda: "已写入" in text_of(app))
            (file,) = printed()
            assert file.name == "县应急管理局关联测试镇履职事项清单_20260302-090000.docx"
            assert file.stat().st_mode & 0o077 == 0
            assert "森林防火" in {
                cell.text for row in docx.Document(str(file)).tables[0].rows for cell in row.cells
            }
            await press(pilot, "enter", "f3", "down", "down", "enter")
            assert "部门视角 县市场监督管理局" in text_of(app)
            assert "食品经营许可核查" in text_of(app)
            await press(pilot, "escape", "escape", "escape")
            assert is_top(app, FloorScreen)

    asyncio.run(journey())


def test_all_departments_books_at_once(stocked: Services, clock: ManualClock, town: Town) -> None:
    async def journey() -> None:
        async with shown(stocked, town.actor(Role.LEADER), clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "2")
            await press(pilot, "f8", "down", "down", "down", "down", "enter")
            await until(pilot, lambda: "写入3个文件" in text_of(app))
            assert {file.suffix for file in printed()} == {".xlsx"}

    asyncio.run(journey())


def test_a_file_the_machine_will_not_take(stocked: Services, clock: ManualClock, town: Town) -> None:
    folder = load_settings().exports_folder
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way")

    async def journey() -> None:
        async with shown(stocked, town.actor(Role.LEADER), clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "2")
            await press(pilot, "f8", "enter")
            await until(pilot, lambda: "写不进去" in text_of(app))

    asyncio.run(journey())


def test_from_a_finding_to_the_item(stocked: Services, clock: ManualClock, town: Town) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)
    stocked.duties.create(admin, DutyEntries(DutyList.COOPERATIVE, "防汛抗旱", "应急管理及消防"))
    stocked.duties.create(
        admin, DutyEntries(DutyList.RECALLED, "防汛", "应急管理及消防", "县应急局", method="直接办理。")
    )

    async def journey() -> None:
        async with shown(stocked, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "2")
            await press(pilot, "f4")
            assert is_top(app, DutyFindingsScreen)
            text = text_of(app)
            assert "缺部门" in text
            assert "P003 没有写明部门" in text
            await press(pilot, "enter")
            assert is_top(app, CatalogueScreen)
            assert row_of(app).code == "P003"
            assert "事项目录 配合履职" in text_of(app)
            await press(pilot, "f4")
            kinds = [each.kind for each in stocked.duties.findings(admin)]
            await press(pilot, *["down"] * kinds.index(DutyFindingKind.DEPARTMENT_NAMES), "enter")
            assert "部门名不一" in text_of(app)
            await press(pilot, "enter")
            assert row_of(app).department == "县应急局"
            await press(pilot, "f4", "end")
            await press(
                pilot, *["up"] * (len(kinds) - 1 - kinds.index(DutyFindingKind.MATTER_WITHOUT_ITEM)), "enter"
            )
            screen = next(each for each in app.screen_stack if isinstance(each, CatalogueScreen))
            assert screen.sheet is None
            assert screen.rows.count == 1

    asyncio.run(journey())


def test_an_item_is_changed_moved_and_taken_off(stocked: Services, clock: ManualClock, town: Town) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)

    async def journey() -> None:
        async with shown(stocked, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "2")
            await press(pilot, "f2")
            form = await opened(app, pilot)
            assert form.values()["name"] == "推进基层党组织建设"
            await press(pilot, "f2")
            assert is_top(app, CatalogueScreen)
            assert stocked.duties.item(admin, "J001").version == 1
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

    asyncio.run(journey())


def test_a_title_row_takes_a_new_item(stocked: Services, clock: ManualClock, town: Town) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)

    async def journey() -> None:
        async with shown(stocked, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "2")
            await press(pilot, "up", "f2")
            form = await opened(app, pilot)
            assert form.values()["category"].key == "党的建设"  # type: ignore[union-attr]
            form.row("name").take_keys()
            form.take_up({"name": "教育党员"})
            await press(pilot, "f2")
            assert "J004 现列基本履职清单第3号" in text_of(app)
            assert "一、党的建设（3项）" in text_of(app)

    asyncio.run(journey())


def test_two_people_at_one_item_choose_field_by_field(
    stocked: Services, clock: ManualClock, town: Town
) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)

    async def journey() -> None:
        async with shown(stocked, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "3")
            await press(pilot, "f2")
            form = await opened(app, pilot)
            form.take_up({"name": "城镇燃气检查"})
            item = stocked.duties.item(admin, "P001")
            theirs = DutyEntries(
                item.duty_list, item.name, item.category, "县住建局", item.superior_duty, "别人改的。"
            )
            await asyncio.to_thread(stocked.duties.change, admin, "P001", theirs, item.version)
            await press(pilot, "f2")
            assert is_top(app, ConflictDialog)
            assert "别人改的。" in text_of(app)
            # Mine for the name, theirs for what follows.
            await press(pilot, "down", "space", "down", "space", "enter")
            assert is_top(app, CatalogueScreen)
            saved = stocked.duties.item(admin, "P001")
            assert (saved.name, saved.department, saved.township_duty) == (
                "城镇燃气检查",
                "县住建局",
                "别人改的。",
            )

    asyncio.run(journey())


def test_a_draft_is_taken_up_for_the_version_it_was_typed_for(
    stocked: Services, clock: ManualClock, town: Town
) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)

    async def journey() -> None:
        async with shown(stocked, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "3")
            await press(pilot, "f2")
            form = await opened(app, pilot)
            form.row("department").take_keys()
            await pilot.pause()
            write(app, "县住建局、县公安局")
            await press(pilot, "escape")
            await until(pilot, lambda: stocked.desk.drafts(admin))
            (draft,) = stocked.desk.drafts(admin)
            assert (draft.form, draft.subject) == ("duty_form", "P001@1")
            app.choose_draft([draft])
            await settle(pilot)
            await press(pilot, "enter")
            form = await opened(app, pilot)
            assert form.values()["department"] == "县住建局、县公安局"

    asyncio.run(journey())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 40)])
def test_every_line_fits(
    stocked: Services, clock: ManualClock, town: Town, language: str, size: tuple[int, int]
) -> None:
    set_language(language)

    async def journey() -> None:
        admin = town.actor(Role.SYSTEM_ADMIN)
        async with shown(stocked, admin, clock, CatalogueScreen, size) as (app, pilot):
            for keys in (
                ("3",), ("4",), ("f3",), ("enter",), ("escape", "f4"), ("escape", "f8"), ("escape", "f2"),
                ("f4",),
            ):  # fmt: skip
                await press(pilot, *keys)
                lines = lines_of(app)
                assert len(lines) == size[1]
                assert {cell_len(line) for line in lines} == {size[0]}

    asyncio.run(journey())


def test_the_department_is_seen_at_80_columns(stocked: Services, clock: ManualClock, town: Town) -> None:
    async def journey() -> None:
        async with shown(stocked, town.actor(Role.ACCEPTOR), clock, CatalogueScreen) as (app, pilot):
            for key, heading in (("3", "对应上级部门"), ("4", "承接部门")):
                await press(pilot, key)
                assert heading in text_of(app).split("\n")[3]
            await press(pilot, "2")
            assert "部门" not in text_of(app).split("\n")[3]
            app.action_language()
            await settle(pilot)
            assert "Name of the item" in text_of(app).split("\n")[3]

    asyncio.run(journey())


def test_a_list_of_several_hundred_items_leads_to_its_last(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)
    rows = [{"序号": str(number), "事项名称": f"事项{number}"} for number in range(1, 400)]
    rows.append({"序号": "401", "事项名称": "最后一项"})
    sqlite_services.exchange.import_rows(admin, "duties", rows, options=ImportOptions())

    async def journey() -> None:
        async with shown(sqlite_services, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "2")
            await press(pilot, "f4")
            await press(pilot, "enter")
            assert row_of(app).name == "最后一项"

    asyncio.run(journey())
