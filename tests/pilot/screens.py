"""Showing one screen of the console over real services, and reading what it shows."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from console.app import YiwangApp
from console.screens.base import ConsoleScreen
from console.session import Session, Way
from console.settings import load_settings
from console.terminal.widgets import LineInput
from console.text import Times, clock_zone
from console.work import later
from tests.support.quiet import quiet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import Clock


class OneScreenApp(YiwangApp):
    """The console without its way in: it opens the screen given, over an empty one."""

    def __init__(self, services: Services, actor: Actor, clock: Clock, make: Callable[..., Any]) -> None:
        super().__init__(load_settings(), lambda: services, clock=clock, session=Session(Way()))
        self._given = (services, actor, make)

    def get_default_screen(self) -> Any:
        """Return the screen below, so that there is one to go back to."""
        services, actor, _make = self._given
        return BelowScreen(services, actor)

    def on_mount(self) -> None:
        """Open the screen."""
        services, actor, make = self._given
        self.open_services()
        self.signed_in(actor)
        self.frame.place = "大岭镇"
        self.frame.times = Times(clock_zone("Asia/Shanghai"))
        later(self.push_screen(FloorScreen(services, actor)))
        later(self.push_screen(make(services, actor)))


windows = pytest.mark.parametrize(
    ("language", "size"), [("zh_CN", (60, 20)), ("en", (80, 24)), ("zh_CN", (130, 30))]
)
"""The least window, the usual one with the longer words, and one with room for a preview."""


class BelowScreen(ConsoleScreen[None]):
    """What is below everything and never seen: it has no parts."""

    GROUP = "everywhere"

    def compose(self) -> Any:
        """Return nothing."""
        return ()

    def refresh_keys(self) -> None:
        """Draw no key line."""

    def language_changed(self) -> None:
        """Show nothing in another language."""

    def act_as(self, actor: Actor) -> None:
        """Go on with other rights."""
        self.actor = actor


class FloorScreen(ConsoleScreen[None]):
    """The screen one goes back to: an empty one."""

    GROUP = "everywhere"

    def body(self) -> Any:
        """Return nothing."""
        return ()


@asynccontextmanager
async def shown(
    services: Services,
    actor: Actor,
    clock: Clock,
    make: Callable[..., Any],
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[tuple[OneScreenApp, Pilot[None]]]:
    """Show a screen; give the app and its pilot."""
    app = OneScreenApp(services, actor, clock, make)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot


async def settle(pilot: Pilot[Any], rest: float = 0.0) -> None:
    """Wait until nothing is on its way any more; first let timers of ``rest`` seconds run."""
    if rest:
        await pilot.pause(rest)
    while not await quiet():
        pass


async def until(pilot: Pilot[Any], condition: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait until ``condition`` holds: for what begins after a rest, however slow the machine is."""
    for _try in range(int(seconds / 0.02)):
        if condition():
            break
        await pilot.pause(0.02)
    else:
        # Asked once more only here: most conditions have the whole screen drawn.
        assert condition()
    await settle(pilot)


def lines_of(app: YiwangApp) -> list[str]:
    """Return the screen as lines of text."""
    return ["".join([segment.text for segment in strip]) for strip in app.screen._compositor.render_strips()]


def text_of(app: YiwangApp) -> str:
    """Return the screen as one text."""
    return "\n".join(line.rstrip() for line in lines_of(app))


def write(app: YiwangApp, text: str) -> None:
    """Put a long text into the field that has the keys, as a paste would; typing it costs seconds."""
    field = app.focused
    assert isinstance(field, LineInput)
    field.value = text
    field.cursor_position = len(text)
