"""The working list for those who may only look, and on screens of every size."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from console.i18n import set_language
from console.screens.worklist import WorklistScreen
from console.screens.worklist_entry import WorklistEntryScreen
from console.screens.worklist_steps import WorklistStepsScreen
from console.terminal.widgets import LineInput
from models.accounts.views import Role
from tests.pilot.screens import lines_of, shown, text_of, until, windows
from tests.pilot.worklists import admin, begun, book, press, stands_on, town

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock
    from tests.support.factories import Town

__all__ = ["admin", "begun", "book", "town"]


def types(app: Any) -> bool:
    """Say whether the keys go to a field."""
    return isinstance(app.focused, LineInput)


def test_a_list_given_up_by_somebody_else_takes_an_open_field_along(
    begun: Services, admin: Actor, clock: ManualClock
) -> None:
    async def journey() -> None:
        async with shown(begun, admin, clock, WorklistScreen) as (app, pilot):
            await press(pilot, "f2")
            assert types(app)
            begun.drafting.discard(admin)
            await until(pilot, lambda: "现在没有在编的清单" in text_of(app))
            assert not types(app)
            # What is asked for without a list is not offered, and a new one can be begun.
            await press(pilot, "0", "9", "f8", "f5", "f2", "enter")
            await until(pilot, lambda: "1在册5" in text_of(app))

    asyncio.run(journey())


def test_who_may_only_look_changes_nothing(
    begun: Services, town: Town, clock: ManualClock, admin: Actor
) -> None:
    async def journey() -> None:
        actor = town.actor(Role.HANDLER)
        async with shown(begun, actor, clock, WorklistScreen) as (app, pilot):
            assert "修改" not in lines_of(app)[-1]
            await press(pilot, "f2", "f3", "f4", "f6")
            assert stands_on(app, WorklistScreen)
            await press(pilot, "enter", "f2")
            assert stands_on(app, WorklistEntryScreen)
            await press(pilot, "escape", "9", "enter", "f8")
            assert stands_on(app, WorklistStepsScreen)
        begun.drafting.discard(admin)
        async with shown(begun, actor, clock, WorklistScreen) as (app, pilot):
            assert "系统管理员、值班长或领导可以开始编制" in text_of(app)
            await press(pilot, "f2", "f5", "f8", "9", "0", "enter")
            assert stands_on(app, WorklistScreen)

    asyncio.run(journey())


@windows
def test_every_line_fits(
    begun: Services, admin: Actor, clock: ManualClock, language: str, size: tuple[int, int]
) -> None:
    set_language(language)

    async def journey() -> None:
        async with shown(begun, admin, clock, WorklistScreen, size) as (app, pilot):
            for keys in (
                ("down",), ("f2",), ("escape", "space", "f4"), ("escape", "left"), ("left", "f6"),
                ("escape", "f5"), ("enter",), ("escape", "escape", "9"), ("enter",),
                ("escape", "escape", "0"),
                ("escape", "f8"), ("f3",), ("escape", "escape", "enter"), ("f3",), ("enter",),
            ):  # fmt: skip
                await press(pilot, *keys)
                lines = lines_of(app)
                assert len(lines) == size[1]
                assert {cell_len(line) for line in lines} == {size[0]}, keys

    asyncio.run(journey())
