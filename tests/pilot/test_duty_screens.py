"""The duty lists on the screen: read, seen by department, checked, changed, printed."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import docx
import pytest
from rich.cells import cell_len

from console.i18n import set_language
from console.screens.catalogue import CatalogueScreen
from console.screens.duty_findings import DutyFindingsScreen
from console.screens.duty_mirror import DutyMirrorScreen
from console.settings import load_settings
from models.accounts.views import Role
from models.catalogue.duties.views import DutyEntries, DutyFindingKind
from models.catalogue.views import DutyList
from models.exchange.views import ImportOptions
from tests.pilot.duty_lists import is_top, make_book, press, row_of
from tests.pilot.screens import FloorScreen, lines_of, settle, shown, text_of, until, windows

if TYPE_CHECKING:
    from pathlib import Path

    from models.api import Services
    from models.kernel.clock import ManualClock
    from tests.support.factories import Town


@pytest.fixture
def town(sqlite_services: Services, clock: ManualClock) -> Town:
    return make_book(sqlite_services, clock)


def printed() -> list[Path]:
    return sorted(load_settings().exports_folder.glob("*"))


def test_a_clerk_reads_sees_with_a_departments_eyes_and_prints(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(sqlite_services, actor, clock, CatalogueScreen) as (app, pilot):
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


def test_all_departments_books_at_once(sqlite_services: Services, clock: ManualClock, town: Town) -> None:
    async def journey() -> None:
        async with shown(sqlite_services, town.actor(Role.LEADER), clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "2")
            await press(pilot, "f8", "down", "down", "down", "down", "enter")
            await until(pilot, lambda: "写入3个文件" in text_of(app))
            assert {file.suffix for file in printed()} == {".xlsx"}

    asyncio.run(journey())


def test_a_file_the_machine_will_not_take(sqlite_services: Services, clock: ManualClock, town: Town) -> None:
    folder = load_settings().exports_folder
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way")

    async def journey() -> None:
        async with shown(sqlite_services, town.actor(Role.LEADER), clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "2")
            await press(pilot, "f8", "enter")
            # Where the sentence breaks is for the length of the path to say.
            await until(pilot, lambda: "写不进去" in re.sub(r"[\s│]", "", text_of(app)))

    asyncio.run(journey())


def test_from_a_finding_to_the_item(sqlite_services: Services, clock: ManualClock, town: Town) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)
    sqlite_services.duties.create(admin, DutyEntries(DutyList.COOPERATIVE, "防汛抗旱", "应急管理及消防"))
    sqlite_services.duties.create(
        admin, DutyEntries(DutyList.RECALLED, "防汛", "应急管理及消防", "县应急局", method="直接办理。")
    )

    async def journey() -> None:
        async with shown(sqlite_services, admin, clock, CatalogueScreen) as (app, pilot):
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
            kinds = [each.kind for each in sqlite_services.duties.findings(admin)]
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


@windows
def test_every_line_fits(
    sqlite_services: Services, clock: ManualClock, town: Town, language: str, size: tuple[int, int]
) -> None:
    set_language(language)

    async def journey() -> None:
        admin = town.actor(Role.SYSTEM_ADMIN)
        async with shown(sqlite_services, admin, clock, CatalogueScreen, size) as (app, pilot):
            for keys in (
                ("3",), ("4",), ("f3",), ("enter",), ("escape", "f4"), ("escape", "f8"), ("escape", "f2"),
                ("f4",),
            ):  # fmt: skip
                await press(pilot, *keys)
                lines = lines_of(app)
                assert len(lines) == size[1]
                assert {cell_len(line) for line in lines} == {size[0]}

    asyncio.run(journey())


def test_the_department_is_seen_at_80_columns(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    async def journey() -> None:
        async with shown(sqlite_services, town.actor(Role.ACCEPTOR), clock, CatalogueScreen) as (app, pilot):
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
    for item in ("J003", "J002", "J001"):
        sqlite_services.duties.retire(admin, item, 1)
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
