"""The merge workbench on the screen: a clerk's whole path, two people at once, coming back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from sqlalchemy import text

from console.benchwords import marked
from console.i18n import set_language
from console.screens.bench import BenchScreen
from console.screens.bench_parts import Place, remembered_place
from console.screens.catalogue import CatalogueScreen
from console.screens.lock import LockScreen
from models.accounts.views import Role
from models.catalogue.drafting.benchviews import BenchTab, Evidence
from models.catalogue.sources.views import BookEntries
from tests.pilot.screens import lines_of, settle, shown, text_of, until, windows, write
from tests.support.factories import Town, make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock

SHEET = """序号,事项名称,实施部门,法律依据
1,占用消防通道处置,县应急管理局,《中华人民共和国消防法》第二十八条
2,对占用消防通道处置,县应急管理局,《中华人民共和国消防法》第28条
3,占用消防通道处理,县城管局,
4,农村低保申请受理,县民政局,
5,农村低保审核,县民政局,
6,秸秆焚烧巡查,县农业农村局,
"""
OTHER = """序号,事项名称,实施部门
1,秸秆焚烧巡查,县农业农村局
2,秸秆焚烧 巡查,农业农村局
3,路灯报修,县住建局
4,[red]路灯 报修[/],县住建局
"""


@pytest.fixture
def town(sqlite_services: Services, clock: ManualClock) -> Town:
    sources, store, now = sqlite_services.sources, sqlite_services.store, clock.now()

    def build() -> Town:
        made = make_town(store, now)
        admin = made.actor(Role.SYSTEM_ADMIN)
        for code, sheet in (("A1", SHEET), ("B1", OTHER)):
            sources.create_book(admin, code, BookEntries(title=f"台账{code}", department="县政府"))
            sources.import_file(admin, (f"{code}.csv", sheet.encode()), code)
        return made

    return remembered(store, build, "two books", now)


@pytest.fixture
def admin(town: Town) -> Actor:
    return town.actor(Role.SYSTEM_ADMIN)


@pytest.fixture
def ready(sqlite_services: Services, clock: ManualClock, admin: Actor) -> Services:
    """A list with everything collected."""

    def collect() -> None:
        sqlite_services.drafting.begin(admin, "2027版")
        sqlite_services.drafting.collect(admin)

    remembered(sqlite_services.store, collect, "two books collected", clock.now())
    return sqlite_services


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def funnel(app: YiwangApp) -> str:
    return lines_of(app)[1].strip()


async def step_back(app: YiwangApp, pilot: Pilot[Any]) -> None:
    # Undone one by one as they were told, then all at once, and forward again.
    await press(pilot, "f8")
    assert "撤销这一步？" in text_of(app)
    await press(pilot, "enter")
    await until(pilot, lambda: "已归并 2 " in funnel(app))
    await press(pilot, "f6", "end")
    assert "收入来源事项 10 条" in text_of(app)
    await press(pilot, *(["down"] * 5), "enter")
    assert "退回到这一步之前" in text_of(app)
    await press(pilot, "enter")
    await until(pilot, lambda: "来源 0 " in funnel(app))
    await press(pilot, "0", "enter")
    await until(pilot, lambda: "来源 10 " in funnel(app))
    await press(pilot, "0", "escape", "f8", "escape")
    assert "来源 10 " in funnel(app)


async def add_and_part(app: YiwangApp, pilot: Pilot[Any]) -> None:
    # Only one kind of evidence; an entry from elsewhere is put in, and taken out again.
    await press(pilot, "6", *(["down"] * 4), "enter")
    await until(pilot, lambda: "6依据：上下环节" in text_of(app))
    await press(pilot, "f7")
    write(app, "ncdb")
    await press(pilot, "enter")
    await until(pilot, lambda: "先申请受理，后审核" in text_of(app))
    await press(pilot, "f5")
    write(app, "lampe")
    await settle(pilot)
    assert "没有与" in text_of(app)
    write(app, "ldbx")
    await settle(pilot)
    await press(pilot, "enter")
    await until(pilot, lambda: "+ {" in text_of(app))
    await press(pilot, "tab", "end", "f4")
    await until(pilot, lambda: "+ {" not in text_of(app))
    # Kept apart as a whole needs no reason; and is taken back.
    await press(pilot, "f3", "enter")
    await until(pilot, lambda: "没有与“ncdb”相符的内容" in text_of(app))
    await press(pilot, "f8", "enter")
    await until(pilot, lambda: "农村低保" in text_of(app))


def test_from_nothing_to_a_merged_list_and_back(
    sqlite_services: Services, admin: Actor, clock: ManualClock
) -> None:
    async def journey() -> None:
        async with shown(sqlite_services, admin, clock, BenchScreen) as (app, pilot):
            assert "按 F2 以今天现行的清单为底开始编制" in text_of(app)
            await press(pilot, "f2")
            write(app, "2027版")
            await press(pilot, "enter")
            assert funnel(app) == "2027版  来源 0 → 已归并 0 → 清单 3，待看 0"
            assert "还没有来源事项，按 5 收入。" in text_of(app)
            # What would come in is said before: by books, by departments, none of them.
            await press(pilot, "5")
            assert "标记 2 项：将收入 10 条；另有 0 条已在清单中。" in text_of(app)
            await press(pilot, "f4", "f3")
            assert "标记 0 项" in text_of(app)
            await press(pilot, "enter")
            assert "收入来源事项" in text_of(app), "nothing is marked"
            await press(pilot, "f4", "enter")
            await until(pilot, lambda: "1待看4" in text_of(app))
            assert funnel(app) == "2027版  来源 10 → 已归并 0 → 清单 13，待看 10"
            lines = lines_of(app)
            assert "秸秆焚烧巡查" in lines[5]
            assert lines[5].startswith(">     3 ")
            assert "同名" in lines[5]
            # Two of three, in own words, with a value that cannot be first.
            await press(pilot, "space", "space", "space", "enter")
            assert "合并 2 条：合并后的条目如下" in text_of(app)
            await press(pilot, "down", "f4")
            write(app, "长" * 300)
            await press(pilot, "enter")
            assert "事项名称有 300 个字，最多 255 个字。" in text_of(app)
            write(app, "禁止露天焚烧秸秆")
            await press(pilot, "enter")
            assert "自己写的" in text_of(app)
            # Left and come back to, it is as it was.
            await press(pilot, "escape", "enter", "down")
            assert "自己写的" in text_of(app)
            await press(pilot, "enter")
            await until(pilot, lambda: "已归并 1 " in funnel(app))
            assert "已将 2 条合并为“禁止露天焚烧秸秆”" in text_of(app)
            # The cluster is not done: the third is still beside it, and goes in by the arrows.
            assert "看过1" in text_of(app)
            await press(pilot, "enter", "right")
            assert "> 2 #" in text_of(app)
            await press(pilot, "down")
            assert "   1 {禁止露天焚烧}秸秆{-焚烧 巡查}" in text_of(app)
            await press(pilot, "f2")
            await until(pilot, lambda: "已归并 2 " in funnel(app))
            await press(pilot, "3", "tab", "down", "f4")
            await until(pilot, lambda: "已恢复为单独一条" in text_of(app))
            await step_back(app, pilot)

    asyncio.run(journey())


def test_sure_ones_apart_out_added_looked_at_and_coming_back(
    ready: Services, admin: Actor, clock: ManualClock
) -> None:
    async def first_day() -> None:
        async with shown(ready, admin, clock, BenchScreen) as (app, pilot):
            await press(pilot, "f2")
            assert "合并 2 组：3 条并入其他条目" in text_of(app)
            await press(pilot, "enter")
            await until(pilot, lambda: "已归并 3 " in funnel(app))
            await press(pilot, "f2")
            assert "没有同名且同部门" in text_of(app)
            # Found by initials; one goes out with a reason, which stands with it afterwards.
            await press(pilot, "f7")
            write(app, "xftd")
            await press(pilot, "enter")
            await until(pilot, lambda: app.screen.query_one("#groups").count == 1)  # type: ignore[attr-defined]
            await press(pilot, "tab", "end")
            assert "{占用}消防通道{处理}" in text_of(app)
            assert "现行 0201" in text_of(app)
            assert "A1.csv · 第 4 行" in text_of(app)
            await press(pilot, "f4")
            write(app, "城管只管沿街")
            await press(pilot, "enter")
            await until(pilot, lambda: "4已分开1" in text_of(app))
            await press(pilot, "4", "tab", "end")
            assert "分开原因：城管只管沿街" in text_of(app)
            await press(pilot, "f4")
            await until(pilot, lambda: "4已分开0" in text_of(app))
            await press(pilot, "escape", "1")
            await until(pilot, lambda: "农村低保" in text_of(app))
            await add_and_part(app, pilot)
            await press(pilot, "minus")
            await until(pilot, lambda: "2看过" in text_of(app) and "2看过0" not in text_of(app))
            await press(pilot, "2")
            await until(pilot, lambda: "农村低保" in text_of(app))
            await press(pilot, "escape")
            await settle(pilot)

    async def next_day() -> None:
        async with shown(ready, admin, clock, BenchScreen) as (app, pilot):
            await until(pilot, lambda: "农村低保" in lines_of(app)[5])
            assert lines_of(app)[5].startswith(">")
            await press(pilot, "minus")
            await until(pilot, lambda: "2看过0" in text_of(app) or "农村低保" not in lines_of(app)[5])

    asyncio.run(first_day())
    asyncio.run(next_day())


def test_two_people_at_once_are_told_by_field_and_nothing_is_lost(
    ready: Services, admin: Actor, town: Town, clock: ManualClock
) -> None:
    async def journey() -> None:
        drafting = ready.drafting
        async with shown(ready, admin, clock, BenchScreen) as (app, pilot):
            one, other, *_more = drafting.groups(admin).rows[0].entries
            await press(pilot, "enter")
            drafting.edit(admin, other, {"department": "县生态环境局"})
            await press(pilot, "enter")
            await until(pilot, lambda: "刚被他人改过" in text_of(app))
            assert "对应部门：" in text_of(app)
            assert "→ 县生态环境局" in text_of(app)
            assert drafting.draft(admin).funnel.merged == 0  # type: ignore[union-attr]
            await press(pilot, "enter")
            # The screen has it now, and the other way round is refused in a sentence.
            await press(pilot, "enter")
            drafting.merge(admin, other, [one])
            await press(pilot, "enter")
            await until(pilot, lambda: "刚被他人并入" in text_of(app))
            await press(pilot, "enter")
            await until(pilot, lambda: "已归并 1 " in funnel(app))
            # Somebody else's step is not undone unseen.
            await press(pilot, "f8")
            drafting.settle(admin, [other], settled=False)
            await press(pilot, "enter")
            await until(pilot, lambda: "本次没有撤销或重做" in text_of(app))
            await press(pilot, "enter", "f9")
            assert "归并台" not in "".join(lines_of(app)[1:]), "it is on top already"
        for screen, there in ((CatalogueScreen, True), (LockScreen, False)):
            async with shown(ready, admin, clock, screen) as (app, pilot):
                await press(pilot, "f9", *"gbt")
                assert sum(line.lstrip("> ").startswith("归并台") for line in lines_of(app)) == there
        clerk = town.actor(Role.ACCEPTOR)
        async with shown(ready, clerk, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "f9", *"gbt")
            # Whoever may not change the list still reaches it from the catalogue.
            assert sum(line.lstrip("> ").startswith("归并台") for line in lines_of(app)) == 1
            await press(pilot, "enter")
            assert isinstance(app.screen, BenchScreen)
        async with shown(ready, clerk, clock, BenchScreen) as (app, pilot):
            assert "合并" not in lines_of(app)[-1]
            await press(pilot, "enter", "f2", "f8", "minus")
            assert funnel(app).startswith("2027版  来源 10 → 已归并 1 ")

    asyncio.run(journey())


def test_leaving_the_console_keeps_the_place_and_the_note(
    ready: Services, admin: Actor, clock: ManualClock
) -> None:
    async def journey() -> None:
        async with shown(ready, admin, clock, BenchScreen) as (app, pilot):
            await press(pilot, "right")
            app.action_leave()
            await until(pilot, lambda: not app.writes.pending)
            await until(pilot, lambda: app.return_code == 0)

    asyncio.run(journey())
    place = remembered_place(ready.desk.recall(admin, "bench"))
    rows = ready.drafting.groups(admin).rows
    assert place.entries == rows[1].entries
    with ready.store.read() as session:
        actions = session.connection().execute(text("SELECT action FROM ledger_entry")).scalars().all()
    assert "sign_out" in actions
    # Somebody else is done with the group meanwhile: the next one stands in its place.
    ready.drafting.merge(admin, place.entries[0], place.entries[1:])

    async def next_day() -> None:
        async with shown(ready, admin, clock, BenchScreen) as (app, pilot):
            await until(pilot, lambda: lines_of(app)[6].startswith(">"))
            assert rows[2].name in lines_of(app)[6]

    asyncio.run(next_day())


@windows
def test_every_line_fits(
    ready: Services, admin: Actor, clock: ManualClock, language: str, size: tuple[int, int]
) -> None:
    set_language(language)

    async def journey() -> None:
        async with shown(ready, admin, clock, BenchScreen, size) as (app, pilot):
            for keys in (("tab",), ("f2",), ("escape", "enter"), ("escape", "f6"), ("escape", "5"), ("f4",)):
                await press(pilot, *keys)
                lines = lines_of(app)
                assert len(lines) == size[1]
                assert {cell_len(line) for line in lines} == {size[0]}, keys

    asyncio.run(journey())


def test_what_differs_is_seen_without_colour() -> None:
    assert marked("占用消防通道处置", "占用消防通道处置") == "占用消防通道处置"
    assert marked("对占用消防通道的处置", "占用消防通道处置") == "{对}占用消防通道{的}处置"
    assert marked("消防通道处理", "占用消防通道处置") == "{-占用}消防通道处{理}"
    assert marked("路灯报修", "农村低保审核") == "{路灯报修}"


def test_a_place_is_remembered_and_nonsense_is_not() -> None:
    place = Place(BenchTab.MERGED, "xf", Evidence.NEAR, (3, 4), (9,), 7)
    assert remembered_place(place.document()) == place
    assert remembered_place({"tab": "lost", "text": 7, "evidence": "x", "entries": "abc"}) == Place()
    assert remembered_place(None) == Place()
