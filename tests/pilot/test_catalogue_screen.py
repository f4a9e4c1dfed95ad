"""Browsing the catalogue: tree, lists, search, pages, and what is remembered of it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from console.i18n import set_language
from console.screens.catalogue import CatalogueScreen
from console.screens.catalogue_parts import ALL
from models.accounts.views import Role
from models.catalogue.views import DutyItemView, MatterLine
from tests.pilot.screens import FloorScreen, lines_of, settle, shown, text_of, until, windows
from tests.support.factories import Town, make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from models.api import Services
    from models.kernel.clock import ManualClock

_CLASSES = (("部件", "01", "公用设施"), ("部件", "02", "道路交通"), ("事件", "05", "市容环境"))
_MANY = 130


@pytest.fixture
def town(sqlite_services: Services, clock: ManualClock) -> Town:
    store, now = sqlite_services.store, clock.now()
    return remembered(store, lambda: make_town(store, now), "town", now)


@pytest.fixture
def stocked(sqlite_services: Services, town: Town, clock: ManualClock) -> Services:
    """A catalogue of two schemes, three classes and 134 matters, one of them retired, and some duties."""
    remembered(sqlite_services.store, lambda: _stock(sqlite_services, town), "stocked", clock.now())
    return sqlite_services


def _stock(sqlite_services: Services, town: Town) -> None:
    admin = town.actor(Role.SYSTEM_ADMIN)
    rows = []
    for place in range(_MANY):
        scheme, code, name = _CLASSES[place % len(_CLASSES)]
        rows.append(
            {
                "kind": scheme,
                "major_code": code,
                "major_name": name,
                "minor_code": f"{place + 1:02d}",
                "minor_name": f"井盖{place + 1:03d}" if place else "暴露垃圾",
                "filing_conditions": "缺失或破损\n移位",
                "limits": "4WH 2WD",
                "closing_conditions": "已补齐\n已复位",
                "keywords": "窨井 井圈",
            }
        )
    sqlite_services.exchange.import_rows(admin, "matters", rows)
    duties = [
        {
            "code": f"{list_name}-{number}",
            "duty_list": list_name,
            "category": "平安法治",
            "number": str(number),
            "name": f"{list_name}第{number}项工作",
            "department": "县应急局",
            "township_duty": "开展日常巡查，发现问题及时上报。",
        }
        for list_name in ("基本履职", "配合履职")
        for number in (1, 2, 3)
    ]
    sqlite_services.exchange.import_rows(admin, "duties", duties)


def browser(app: YiwangApp) -> CatalogueScreen:
    screen = next(screen for screen in app.screen_stack if isinstance(screen, CatalogueScreen))
    assert isinstance(screen, CatalogueScreen)
    return screen


def names(app: YiwangApp) -> list[str]:
    rows = browser(app).rows
    held = [rows.row_at(place) for place in range(min(rows.count, 20))]
    return [row.name for row in held if isinstance(row, MatterLine | DutyItemView)]


def lists_only(app: YiwangApp, name: str) -> bool:
    return names(app) == [name]


def at_cursor(app: YiwangApp) -> MatterLine | DutyItemView:
    row = browser(app).rows.row
    assert isinstance(row, MatterLine | DutyItemView)
    return row


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def test_an_empty_catalogue_says_which_command_fills_it(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    with sqlite_services.store.write() as session:
        for table in ("filing_condition", "matter_span", "matter_version", "matter", "matter_class"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 -- names of ours

    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(sqlite_services, actor, clock, CatalogueScreen, (60, 20)) as (app, pilot):
            assert "yiwang import matters 文件" in text_of(app)
            assert not browser(app).can_classes()
            assert "Enter打开" not in text_of(app)
            await press(pilot, "2")
            assert "yiwang import duties 文件" in text_of(app)

    asyncio.run(journey())


def test_the_catalogue_is_paged_opened_turned_narrowed_and_searched(
    stocked: Services, clock: ManualClock, town: Town
) -> None:
    async def journey() -> None:
        async with shown(stocked, town.actor(Role.ACCEPTOR), clock, CatalogueScreen) as (app, pilot):
            await a_long_list_is_paged(app, pilot)
            await enter_opens_a_page_and_the_arrows_turn_it(app, pilot)
            await the_language_can_be_switched_in_between(app, pilot)
            await the_three_duty_lists_are_turned(app, pilot)
            await the_tree_narrows_the_list(app, pilot)
            await a_search_looks_everywhere_as_one_types(app, pilot)
            await press(pilot, "escape", "escape")
            assert isinstance(app.screen, FloorScreen)

    asyncio.run(journey())


def matters(app: YiwangApp) -> list[MatterLine]:
    found = browser(app).rows
    return [row for place in range(found.count) if isinstance(row := found.row_at(place), MatterLine)]


async def a_long_list_is_paged(app: YiwangApp, pilot: Pilot[Any]) -> None:
    assert "1/50+" in text_of(app)
    for _time in range(4):
        await press(pilot, "end")
    assert browser(app).rows.position == "133/133"
    await press(pilot, "home")


async def enter_opens_a_page_and_the_arrows_turn_it(app: YiwangApp, pilot: Pilot[Any]) -> None:
    await press(pilot, "enter")
    await until(pilot, lambda: "立案条件1：4工作时" in text_of(app))
    for words in (
        "0101 乱倒垃圾",
        "立案条件2：5工作日，按整日计算",
        "结案条件：已清理",
        "牵头单位：综合执法办",
    ):
        assert words in text_of(app)
    await press(pilot, "right")
    await until(pilot, lambda: "立案条件1：2紧急工作时" in text_of(app))
    assert "0201 消防通道占用" in text_of(app)
    await press(pilot, "left", "left")
    await until(pilot, lambda: "0101 乱倒垃圾" in text_of(app))
    await press(pilot, "right", "escape")
    # The list stands where the page was turned to.
    assert at_cursor(app).name == "消防通道占用"
    assert browser(app).rows.has_focus


async def the_language_can_be_switched_in_between(app: YiwangApp, pilot: Pilot[Any]) -> None:
    await press(pilot, "home", "down", "down")
    app.action_language()
    await settle(pilot)
    text = text_of(app)
    for words in ("Catalogue", "1:Matters 2:Basic 3:Cooperative 4:Recalled", "components", "Cond."):
        assert words in text
    assert browser(app).rows.cursor == 2
    app.action_language()
    await settle(pilot)


async def the_three_duty_lists_are_turned(app: YiwangApp, pilot: Pilot[Any]) -> None:
    await press(pilot, "f6")
    assert "事项目录 基本履职" in lines_of(app)[0]
    assert names(app) == [f"基本履职第{number}项工作" for number in (1, 2, 3)]
    assert not browser(app).tree_list.display
    assert "县应急局" in text_of(app)
    await press(pilot, "enter")
    assert "开展日常巡查，发现问题及时上报。" in text_of(app)
    await press(pilot, "right")
    assert "基本履职第2项工作" in text_of(app)
    await press(pilot, "escape", "f6")
    assert names(app) == [f"配合履职第{number}项工作" for number in (1, 2, 3)]
    await press(pilot, "f7", "第", "3")
    await until(pilot, lambda: names(app) == ["配合履职第3项工作"])
    # Turning the list drops the search.
    await press(pilot, "enter", "4")
    assert "yiwang import duties" in text_of(app)
    await press(pilot, "f6")
    assert browser(app).sheet is None
    assert browser(app).tree_list.display


async def the_tree_narrows_the_list(app: YiwangApp, pilot: Pilot[Any]) -> None:
    tree = browser(app).tree_list
    assert [branch.count for branch in tree.shown] == [133, 87, 46]
    assert "全部事项" in text_of(app)
    # Left leads into the tree, down to the components, right unfolds them.
    await press(pilot, "left", "down", "right")
    assert [branch.text for branch in tree.shown][2:4] == ["01 公用设施", "02 道路交通"]
    await until(pilot, lambda: {row.class_name for row in matters(app)} == {"公用设施", "道路交通"})
    await press(pilot, "down", "down")
    await until(pilot, lambda: {row.class_name for row in matters(app)} == {"道路交通"})
    # Right on a class without classes below goes to its list; left comes back.
    await press(pilot, "right")
    assert browser(app).rows.has_focus
    await press(pilot, "left")
    assert tree.has_focus
    # Left goes up to the components, and once more folds them.
    await press(pilot, "left", "left")
    assert len(tree.shown) == 3


async def a_search_looks_everywhere_as_one_types(app: YiwangApp, pilot: Pilot[Any]) -> None:
    # From within a class, a search still looks everywhere.
    await press(pilot, "left", "end", "tab")
    for typed, found in (
        ("暴露", "暴露垃圾"),
        ("bllj", "暴露垃圾"),
        ("c0101", "暴露垃圾"),
        ("盖130", "井盖130"),
    ):
        await press(pilot, "f7", *typed)
        await until(pilot, partial(lists_only, app, found))
        await press(pilot, "down")
        assert browser(app).rows.has_focus
        await press(pilot, "escape")
        assert browser(app).rows.count > 1
        assert not browser(app).query("#filter")
    await press(pilot, "slash")
    assert browser(app).query("#filter:focus")


def test_the_place_is_remembered_and_a_class_that_is_gone_leads_to_everything(
    stocked: Services, clock: ManualClock, town: Town
) -> None:
    actor = town.actor(Role.ACCEPTOR)

    async def journey() -> None:
        async with shown(stocked, actor, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "left", "down", "right", "down", "down", "enter", "down", "down")
            place = browser(app).tree_list.cursor_id, at_cursor(app).name
            await press(pilot, "escape")
            assert isinstance(app.screen, FloorScreen)
            await app.push_screen(CatalogueScreen(stocked, actor))
            await until(pilot, lambda: browser(app).rows.cursor == 2)
            assert (browser(app).tree_list.cursor_id, at_cursor(app).name) == place
            await press(pilot, "escape")
            stocked.desk.remember(actor, "catalogue", {"sheet": None, "branch": 9999, "row": 9999})
            await app.push_screen(CatalogueScreen(stocked, actor))
            await settle(pilot)
            assert browser(app).tree_list.cursor_id == ALL
            assert browser(app).rows.cursor == 0

    asyncio.run(journey())


def test_from_120_columns_on_the_matter_stands_beside(
    stocked: Services, clock: ManualClock, town: Town
) -> None:
    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(stocked, actor, clock, CatalogueScreen, (120, 30)) as (app, pilot):
            await until(pilot, lambda: "立案条件1：4工作时" in text_of(app))
            await press(pilot, "down")
            await until(pilot, lambda: "立案条件1：2紧急工作时" in text_of(app))

    asyncio.run(journey())


def test_an_import_shows_at_once_and_the_cursor_stays(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(sqlite_services, actor, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "down")
            assert at_cursor(app).code == "0201"
            row = {
                "kind": "事件", "major_code": "01", "minor_code": "0102", "minor_name": "露天焚烧",
                "filing_conditions": "1", "limits": "4WH",
            }  # fmt: skip
            await asyncio.to_thread(
                sqlite_services.exchange.import_rows, town.actor(Role.SYSTEM_ADMIN), "matters", [row]
            )
            await until(pilot, lambda: "露天焚烧" in names(app))
            assert at_cursor(app).code == "0201"
            assert browser(app).tree_list.shown[0].count == 4

    asyncio.run(journey())


@windows
def test_every_line_fits(
    stocked: Services, clock: ManualClock, town: Town, language: str, size: tuple[int, int]
) -> None:
    set_language(language)

    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(stocked, actor, clock, CatalogueScreen, size) as (app, pilot):
            for keys in (("left", "down", "right"), ("tab", "enter"), ("escape", "2", "f7", "x")):
                await press(pilot, *keys)
                lines = lines_of(app)
                assert len(lines) == size[1]
                assert {cell_len(line) for line in lines} == {size[0]}

    asyncio.run(journey())
