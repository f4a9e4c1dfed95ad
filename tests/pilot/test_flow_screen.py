"""Writing a handling flow at the keyboard: from a template to a saved version, and what may go wrong."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from console.i18n import set_language
from console.screens.catalogue import CatalogueScreen
from console.screens.flow import FlowScreen
from console.screens.flows import FlowsScreen
from models.accounts.views import Role
from models.catalogue.flows.templates import templates
from models.catalogue.flows.views import Fault, Grade, LinkKind
from tests.pilot.screens import FloorScreen, lines_of, settle, shown, text_of, until, windows, write
from tests.support.factories import Town, make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock


@pytest.fixture
def town(sqlite_services: Services, clock: ManualClock) -> Town:
    store, now = sqlite_services.store, clock.now()
    return remembered(store, lambda: make_town(store, now), "town", now)


@pytest.fixture
def admin(town: Town) -> Actor:
    return town.actor(Role.SYSTEM_ADMIN)


@pytest.fixture
def stocked(sqlite_services: Services, clock: ManualClock, admin: Actor) -> Services:
    """Two flows: the ordinary one and the one on the spot."""

    def stock() -> None:
        for name in ("grid", "spot"):
            sqlite_services.flows.create(admin, templates()[name])

    remembered(sqlite_services.store, stock, "two flows", clock.now())
    return sqlite_services


def editor(app: Any) -> FlowScreen:
    screen = next(screen for screen in reversed(app.screen_stack) if isinstance(screen, FlowScreen))
    assert isinstance(screen, FlowScreen)
    return screen


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def rearrange(app: Any, pilot: Pilot[Any]) -> None:
    """Move the third step up: the order of the work follows. Undo, redo, delete and bring back."""
    await press(pilot, "left")
    assert [step.name for step in editor(app).draft.steps][:3] == ["受理", "复核", "立案"]
    await press(pilot, "f7")
    assert [step.name for step in editor(app).draft.steps][:3] == ["受理", "立案", "复核"]
    await press(pilot, "f8", "f7")

    # Delete a step and bring it back.
    await press(pilot, "f4")
    assert len(editor(app).draft.steps) == 7
    assert "按 F7 恢复" in text_of(app)
    await press(pilot, "f7")
    assert len(editor(app).draft.steps) == 8


def test_from_a_template_to_a_saved_version(
    sqlite_services: Services, clock: ManualClock, admin: Actor
) -> None:
    services = sqlite_services

    async def journey() -> None:
        async with shown(services, admin, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "0")
            assert "还没有流程。按 F2 新建" in text_of(app)
            await press(pilot, "f2")
            assert "安全隐患排查整改" in text_of(app)
            # Found by its pinyin initials.
            await press(pilot, *"wg", "enter")
            # A new flow asks for its code and name first.
            assert "新流程，未保存" in text_of(app)
            write(app, "WG-1")
            await press(pilot, "f2")
            assert editor(app).draft.code == "WG-1"
            assert [step.name for step in editor(app).draft.steps][:3] == ["受理", "立案", "分拨"]

            # A step behind the second: faults show while it is being filled in.
            await press(pilot, "down", "f3")
            assert "没有责任岗位" in text_of(app)
            write(app, "复核")
            await press(pilot, "enter", "right", "enter", "2", "enter")
            added = editor(app).draft.steps[2]
            assert (added.name, added.post) == ("复核", "acceptor")
            # The unit is picked from its list, the limit typed.
            await press(pilot, *"zbzx", "enter", *"3xx")
            assert "时限“3xx”无效" in text_of(app).replace("\n", "")
            await press(pilot, "backspace", "backspace", *"UH", "f2")
            assert editor(app).draft.steps[2].unit == "@duty"
            assert editor(app).draft.steps[2].limit == "3UH"
            assert not editor(app)._editing.findings

            await rearrange(app, pilot)
            # The drawing stands in the place of the steps.
            await press(pilot, "f6")
            assert "├ 3  复核" in text_of(app)
            await press(pilot, "f6")

            await press(pilot, "f2")
            assert "已保存为第 1 版" in text_of(app)
            assert not editor(app).can_save()
            await press(pilot, "escape")
            assert isinstance(app.screen, FlowsScreen)
            assert "WG-1" in text_of(app)

    asyncio.run(journey())
    saved = services.flows.flow(admin, "WG-1")
    assert [step.name for step in saved.draft.steps][:3] == ["受理", "立案", "复核"]
    assert saved.draft.links[1].target == saved.draft.steps[2].key
    assert services.desk.drafts(admin) == []


def test_links_are_changed_and_errors_keep_a_flow_from_being_saved(
    stocked: Services, clock: ManualClock, admin: Actor
) -> None:
    async def journey() -> None:
        make = partial(FlowScreen, code="SPOT")
        async with shown(stocked, admin, clock, make) as (app, pilot):
            await links_are_added_changed_and_taken_out(app, pilot)
            # As it was.
            while editor(app).draft != templates()["spot"]:
                await press(pilot, "f7")
            await errors_are_refused_and_warnings_asked_about(stocked, admin, app, pilot)

    asyncio.run(journey())
    assert stocked.flows.flow(admin, "SPOT").draft.links[-1].condition == ""


async def links_are_added_changed_and_taken_out(app: Any, pilot: Pilot[Any]) -> None:
    await press(pilot, "down", "f5")
    assert "现场处置”的走向" in text_of(app)
    assert "> 3 结案" in text_of(app)
    # A new link: to the step before, as a return.
    await press(pilot, "down", "enter")
    new = editor(app).draft.links[-1]
    assert (new.source, new.target, new.kind) == ("handle", "report", LinkKind.RETURN)
    assert any(each.fault is Fault.NO_CONDITION for each in editor(app)._editing.findings)
    await press(pilot, "enter", "enter")
    write(app, "不在本网格")
    await press(pilot, "enter")
    assert editor(app).draft.links[-1].condition == "不在本网格"
    assert not editor(app)._editing.findings
    # All of it is one change.
    await press(pilot, "f7")
    assert len(editor(app).draft.links) == 3
    await press(pilot, "f8", "f5", "down", "enter", "f4")
    assert len(editor(app).draft.links) == 3
    # A forward link made a return is a fault at once.
    await press(pilot, "f5", "enter", "enter", "2", "f2")
    faults = {each.fault for each in editor(app)._editing.findings}
    assert {Fault.RETURN_NOT_BEFORE, Fault.DEAD_END} <= faults
    assert "退回到" in text_of(app)


async def errors_are_refused_and_warnings_asked_about(
    stocked: Services, admin: Actor, app: Any, pilot: Pilot[Any]
) -> None:
    # The last step out: nothing ends the flow any more.
    await press(pilot, "end", "f4", "home", "f2")
    assert "改正后才能保存" in text_of(app)
    assert "! " in text_of(app)
    assert editor(app)._editing.count(Grade.ERROR)
    await press(pilot, "f7")
    # A return without a condition is a warning.
    await press(pilot, "end", "f5", "enter", "enter", "enter")
    write(app, "")
    await press(pilot, "f2", "f2")
    assert "有 1 条提醒，仍然保存吗" in text_of(app)
    await press(pilot, "escape")
    assert stocked.flows.flow(admin, "SPOT").number == 1
    await press(pilot, "f2", "enter")
    await until(pilot, lambda: "已保存为第 2 版" in text_of(app))


def test_what_somebody_else_saved_is_compared_part_by_part(
    stocked: Services, clock: ManualClock, admin: Actor
) -> None:
    def theirs() -> None:
        view = stocked.flows.flow(admin, "SPOT")
        steps = tuple(
            replace(step, name=f"他改{step.name}") if step.key != "close" else step
            for step in view.draft.steps
        )
        stocked.flows.change(admin, replace(view.draft, steps=steps), view.version)

    async def journey() -> None:
        make = partial(FlowScreen, code="SPOT")
        async with shown(stocked, admin, clock, make) as (app, pilot):
            await press(pilot, "enter")
            write(app, "我改上报")
            await press(pilot, "f2")
            theirs()
            await until(pilot, lambda: "其他人已保存了这个流程" in text_of(app))
            await press(pilot, "f2")
            assert "他改现场处置" in text_of(app)
            # Mine for the first step, theirs for the second.
            await press(pilot, "f3", "home", "space", "enter")
            await until(pilot, lambda: "已保存为第 3 版" in text_of(app))

    asyncio.run(journey())
    saved = stocked.flows.flow(admin, "SPOT").draft
    assert [step.name for step in saved.steps] == ["我改上报", "他改现场处置", "结案"]


def test_what_is_changed_is_kept_and_taken_up_again(
    stocked: Services, clock: ManualClock, admin: Actor
) -> None:
    def kept() -> Any:
        return stocked.desk.draft(admin, "flow", "SPOT")

    async def journey() -> None:
        make = partial(FlowScreen, code="SPOT")
        async with shown(stocked, admin, clock, make) as (app, pilot):
            await press(pilot, "enter")
            write(app, "改了一半")
            # Written while the form is open still, within two seconds.
            await until(pilot, lambda: kept() is not None, 2.0)
            assert kept().content["document"]["steps"][0]["name"] == "改了一半"
            await app.switch_screen(FlowScreen.from_draft(stocked, admin, kept()))
            await settle(pilot)
            assert "您" in text_of(app)
            assert "的草稿" in text_of(app)
            assert editor(app).draft.steps[0].name == "改了一半"
            await press(pilot, "minus", "enter")
            assert editor(app).draft == templates()["spot"]
            await press(pilot, "f7", "escape")
            assert isinstance(app.screen, FloorScreen)
            assert "已存为草稿" in text_of(app)
            await settle(pilot)
        assert kept().content["document"]["steps"][0]["name"] == "改了一半"

    asyncio.run(journey())


def test_the_draft_of_a_new_flow_goes_by_what_it_began_with(
    sqlite_services: Services, clock: ManualClock, admin: Actor
) -> None:
    start = templates()["joint"]

    async def journey() -> None:
        make = partial(FlowScreen, start=start)
        async with shown(sqlite_services, admin, clock, make) as (app, pilot):
            write(app, "LH")
            await press(pilot, "f2", "escape")
            draft = sqlite_services.desk.draft(admin, "flow", "+JOINT")
            assert draft is not None
            await app.push_screen(FlowScreen.from_draft(sqlite_services, admin, draft))
            await settle(pilot)
            assert editor(app).draft == replace(start, code="LH")
            await press(pilot, "f2")
            await until(pilot, lambda: "已保存为第 1 版" in text_of(app))
        assert sqlite_services.desk.drafts(admin) == []

    asyncio.run(journey())


def test_who_writes_no_flows_looks_at_them(stocked: Services, clock: ManualClock, town: Town) -> None:
    async def journey() -> None:
        actor = town.actor(Role.HANDLER)
        async with shown(stocked, actor, clock, FlowsScreen) as (app, pilot):
            assert "F2" not in lines_of(app)[-1]
            await press(pilot, "enter")
            assert "F3" not in lines_of(app)[-1]
            before = editor(app).draft
            await press(pilot, "enter", "f3", "f4", "f5", "left", "0", "minus", "f2")
            assert editor(app).draft == before
            await press(pilot, "f6")
            assert "├ 4  处置" in text_of(app)

    asyncio.run(journey())


def test_flows_are_copied_retired_and_taken_back(stocked: Services, clock: ManualClock, admin: Actor) -> None:
    async def journey() -> None:
        async with shown(stocked, admin, clock, FlowsScreen) as (app, pilot):
            await press(pilot, "f7", *"现场", "enter")
            assert "GRID" not in text_of(app)
            await press(pilot, "f6")
            assert "停用流程 SPOT" in text_of(app)
            await press(pilot, "enter")
            await until(pilot, lambda: "SPOT 已停用" in text_of(app))
            await press(pilot, "escape", "f8")
            await until(pilot, lambda: "停用" in lines_of(app)[4])
            await press(pilot, "end", "f6")
            await until(pilot, lambda: "SPOT 已重新启用" in text_of(app))
            await press(pilot, "f5")
            assert "第 1 版，2026-03-02 09:00，系统员" in text_of(app)
            await press(pilot, "escape", "f4")
            assert editor(app).draft.code == "SPOT-2"
            assert "（副本）" in editor(app).draft.name

    asyncio.run(journey())


@windows
def test_it_fits_whatever_the_window_and_language(
    stocked: Services, clock: ManualClock, admin: Actor, language: str, size: tuple[int, int]
) -> None:
    set_language(language)

    async def journey() -> None:
        async with shown(stocked, admin, clock, FlowsScreen, size) as (app, pilot):
            # The list, the editor, its drawing, the forms of a step and of a link.
            for keys in ([], ["enter"], ["f6"], ["f6", "enter"], ["escape", "f5", "enter"]):
                await press(pilot, *keys)
                lines = lines_of(app)
                assert len(lines) == size[1]
                assert {cell_len(line) for line in lines} == {size[0]}
                assert "F10" in lines[-1]
            await press(pilot, "escape")
            if size[0] >= 120:
                # The drawing stands beside the steps.
                beside = next(line for line in lines_of(app) if "┌ 1  受理 ─" in line)
                assert beside.index("┌") > 40

    asyncio.run(journey())
