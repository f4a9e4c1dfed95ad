"""Editions on the screen: their list, what one changed, two compared, withdrawing; other days and lineage."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from console.i18n import set_language
from console.screens.catalogue import CatalogueScreen
from console.screens.edition_changes import EditionChangesScreen
from console.screens.editions import EditionsScreen
from models.accounts.views import Role
from models.catalogue.rules import ConditionDraft
from models.catalogue.views import LineageKind as Kind
from tests.catalogue.book import Book
from tests.pilot.screens import lines_of, settle, shown, text_of, until, windows
from tests.support.factories import Town, make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from datetime import datetime

    from textual.pilot import Pilot

    from console.app import YiwangApp
    from console.screens.base import ConsoleScreen
    from models.api import Services
    from models.kernel.clock import ManualClock

LIMITS = (ConditionDraft("4WH", "成堆垃圾"),)
FIRST = {
    "0101": "乱倒垃圾",
    "0201": "消防通道占用",
    "0303": "旧版事项",
    "0601": {"name": "路灯不亮", "department": "城管办", "conditions": LIMITS},
    "0602": "夜市占道",
}
SECOND = {
    "0101": "乱倒垃圾杂物",
    "0211": "消防通道占用",
    "0303": "旧版事项",
    "0601": {"name": "路灯不亮", "department": "供电所", "conditions": (ConditionDraft("2UH", "成片不亮"),)},
    "0602": "非法行医",
}


@pytest.fixture
def town(sqlite_services: Services, clock: ManualClock) -> Town:
    store, now = sqlite_services.store, clock.now()
    return remembered(store, lambda: make_town(store, now), "town", now)


@pytest.fixture
def book(sqlite_services: Services, town: Town, clock: ManualClock) -> Book:
    """Two editions, the second in force since yesterday."""
    made = Book(sqlite_services, town.actor(Role.SYSTEM_ADMIN), clock)

    def load() -> datetime:
        made.load("2026-03-02", FIRST, name="2025版")
        made.load("2026-04-01", SECOND, ("0201", "0211", Kind.RENUMBER))
        return clock.now()

    clock.set(remembered(sqlite_services.store, load, "two editions", clock.now()))
    made.pass_by(days=31)
    return made


def stands_on(app: YiwangApp, kind: type[ConsoleScreen[None]]) -> bool:
    return isinstance(app.screen, kind)


def fits(app: YiwangApp, size: tuple[int, int]) -> None:
    lines = lines_of(app)
    assert len(lines) == size[1]
    assert {cell_len(line) for line in lines} == {size[0]}


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def test_the_editions_and_what_one_changed(book: Book, town: Town, clock: ManualClock) -> None:
    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(book.services, actor, clock, EditionsScreen) as (app, pilot):
            lines = lines_of(app)
            assert lines[3].startswith(">     2 2")
            assert "2026-04-01" in lines[3]
            assert "已发布" in lines[3]
            assert "2025版" in lines[4]
            assert "改码 1" in text_of(app)
            # Taking back is the administrator's.
            assert "撤回" not in lines[-1]
            await press(pilot, "enter")
            assert stands_on(app, EditionChangesScreen)
            assert "第 2 版的变化" in lines_of(app)[0]
            assert "1全部5" in text_of(app)
            # One line for each, and below it what is different.
            assert "（原名“乱倒垃圾”）  更名" in text_of(app)
            await press(pilot, "4")
            assert "停用" in text_of(app)
            assert "夜市占道" in text_of(app)
            assert "乱倒垃圾杂物" not in text_of(app)
            await press(pilot, "3", "f7", *"ldb", "enter")
            await until(pilot, lambda: app.screen.query_one("LineList").count == 1)  # type: ignore[attr-defined]
            await press(pilot, "enter")
            for words in ("责任部门", "变更前  城管办", "变更后  供电所", "变更前  4工作时  成堆垃圾"):
                assert words in text_of(app), words
            await press(pilot, "escape", "escape", "1", "home", "enter", "right")
            assert "0211 消防通道占用" in text_of(app)
            await press(pilot, "escape", "escape")
            assert stands_on(app, EditionsScreen)

    asyncio.run(journey())


def test_two_compared(book: Book, town: Town, clock: ManualClock) -> None:
    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(book.services, actor, clock, EditionsScreen, (130, 30)) as (app, pilot):
            await press(pilot, "down", "f3")
            assert "另一天" in text_of(app)
            await press(pilot, "enter")
            assert "第 1 版 2025版 对比 2026-04-02 的清单" in lines_of(app)[0]
            # Both sides in one line.
            (line,) = (line for line in lines_of(app) if "0211" in line)
            assert "0201 消防通道占用" in line
            # Another day, typed; a day that is none is asked for again.
            await press(pilot, "f3", "down", "enter", *"2026-13-01", "enter")
            assert "不是日期" in text_of(app)
            await press(pilot, *(["backspace"] * 10), *"2026-03-15", "enter")
            assert "对比 2026-03-15 的清单" in lines_of(app)[0]
            assert "1全部5 2新增1 3变更3 4停用1" in text_of(app)

    asyncio.run(journey())


def test_withdrawing_says_first_what_it_does(book: Book, town: Town, clock: ManualClock) -> None:
    async def journey() -> None:
        actor = town.actor(Role.SYSTEM_ADMIN)
        async with shown(book.services, actor, clock, EditionsScreen) as (app, pilot):
            await press(pilot, "down")
            assert "撤回" not in lines_of(app)[-1], "an older one"
            await press(pilot, "up", "f8")
            assert "撤回第 2 版？" in text_of(app)
            assert "一切恢复到它发布之前：新增 1、变更 3、停用 1。" in text_of(app)
            assert "新增  0602  夜市占道" in text_of(app)
            await press(pilot, "escape")
            assert len(book.names()) == 5
            assert book.names()["0602"] == "非法行医"
            await press(pilot, "f8", "f2")
            await until(pilot, lambda: "已撤回" in lines_of(app)[3])
            assert book.names()["0602"] == "夜市占道"

    asyncio.run(journey())


def test_the_catalogue_as_of_another_day(book: Book, town: Town, clock: ManualClock) -> None:
    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(book.services, actor, clock, CatalogueScreen) as (app, pilot):
            assert "截至" not in lines_of(app)[0]
            assert "非法行医" in text_of(app)
            await press(pilot, "f8", "down", "enter", *"2026-03-20", "enter")
            assert "事项目录 截至 2026-03-20" in lines_of(app)[0]
            await until(pilot, lambda: "夜市占道" in text_of(app))
            assert "0211" not in text_of(app)
            # A row is read as it was then.
            await press(pilot, "end", "up")
            await until(pilot, lambda: "成堆垃圾" in text_of(app))
            # The duty lists know no other day; back with the matters it holds again.
            await press(pilot, "f6")
            assert "截至" not in lines_of(app)[0]
            await press(pilot, "1")
            assert "截至 2026-03-20" in lines_of(app)[0]
            await press(pilot, "escape")
            await until(pilot, lambda: "非法行医" in text_of(app))
            assert "截至" not in lines_of(app)[0]
            await press(pilot, "f8", *"2025", "enter")
            assert "事项目录 截至第1版 2026-03-02 " in lines_of(app)[0]
            await press(pilot, "escape", "f3")
            assert stands_on(app, EditionsScreen)

    asyncio.run(journey())


def test_the_lineage_of_the_number_under_the_cursor(book: Book, town: Town, clock: ManualClock) -> None:
    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(book.services, actor, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "end", "f4")
            for words in (
                "0602 非法行医",
                "这个编码先后指过不同事项",
                "非法行医  2026-04-01 … 无期限",
                "夜市占道  2026-03-02 … 2026-03-31",
                "编码另用",
                "今归：0602 夜市占道（已停用）",
                "版次",
            ):
                assert words in text_of(app), words
            await press(pilot, "escape", "f6")
            assert "沿革" not in lines_of(app)[-1]

    asyncio.run(journey())


@windows
def test_every_line_fits(
    book: Book, town: Town, clock: ManualClock, language: str, size: tuple[int, int]
) -> None:
    set_language(language)

    async def journey() -> None:
        actor = town.actor(Role.SYSTEM_ADMIN)
        async with shown(book.services, actor, clock, EditionsScreen, size) as (app, pilot):
            for keys in (("down", "up"), ("f8",), ("escape", "enter"), ("enter",), ("escape", "f3")):
                await press(pilot, *keys)
                fits(app, size)
        async with shown(book.services, actor, clock, CatalogueScreen, size) as (app, pilot):
            await press(pilot, "f8", *"2025", "enter")
            fits(app, size)
            # However narrow: which day this is stands there.
            assert any(
                words in text_of(app) for words in ("截至第1版 2026-03-02", "as of edition 1 2026-03-02")
            )
            await press(pilot, "f4")
            fits(app, size)

    asyncio.run(journey())


def test_without_any_edition_it_says_what_to_do(
    sqlite_services: Services, town: Town, clock: ManualClock
) -> None:
    async def journey() -> None:
        actor = town.actor(Role.SYSTEM_ADMIN)
        async with shown(sqlite_services, actor, clock, EditionsScreen) as (app, pilot):
            assert "yiwang catalogue load" in text_of(app)
            await press(pilot, "enter", "f3", "f8")
            assert stands_on(app, EditionsScreen)

    asyncio.run(journey())


def test_requirements_and_comparisons_go_into_the_folder_of_exports(
    book: Book, town: Town, clock: ManualClock
) -> None:
    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(book.services, actor, clock, EditionsScreen) as (app, pilot):
            folder = app.settings.exports_folder
            await press(pilot, "f6")
            assert "表格（.xlsx）" in text_of(app)
            await press(pilot, "down", "enter")
            await until(pilot, lambda: "已写入" in text_of(app))
            await press(pilot, "enter", "enter", "f6")
            await until(pilot, lambda: len(list(folder.glob("*.xlsx"))) == 2)
            names = sorted(path.name.partition("_2026")[0] for path in folder.iterdir())
            assert any("业务需求" in name for name in names)
            assert any("逐项对比" in name for name in names)

    asyncio.run(journey())
