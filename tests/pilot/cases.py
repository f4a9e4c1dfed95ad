"""Opening a case on its screen, as one person of the township."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from console.screens.case import CaseScreen
from models.accounts.views import Actor, Role
from tests.pilot.screens import FloorScreen, settle, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from models.cases.views import CaseView
    from tests.pilot.conftest import Office


@asynccontextmanager
async def opened(
    office: Office, who: Role | Actor, case: CaseView, size: tuple[int, int] = (80, 24), **options: Any
) -> AsyncIterator[tuple[Any, Any]]:
    """Show ``case`` to ``who``; give the app and its pilot."""
    actor = office.actor(who) if isinstance(who, Role) else who

    def make(services: Any, person: Any) -> CaseScreen:
        return CaseScreen(services, person, case.number, **options)

    async with shown(office.services, actor, office.clock, make, size) as (app, pilot):
        yield app, pilot


@asynccontextmanager
async def handed_over(
    console: tuple[Any, Any], office: Office, who: Role | Actor, case: CaseView
) -> AsyncIterator[tuple[Any, Any]]:
    """Show ``case`` to the next person at a console that stands open; give the app and its pilot.

    Signing in for each of nine people takes three times as long as their keys.
    """
    app, pilot = console
    actor = office.actor(who) if isinstance(who, Role) else who
    app.signed_in(actor)
    await app.push_screen(CaseScreen(office.services, actor, case.number))
    await settle(pilot)
    yield app, pilot
    while not isinstance(app.screen, FloorScreen):
        await app.pop_screen()
    await settle(pilot)


@asynccontextmanager
async def one_console(office: Office, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Any, Any]]:
    """Give an app and its pilot for :func:`handed_over`."""
    chief = office.actor(Role.DUTY_CHIEF)
    async with shown(office.services, chief, office.clock, FloorScreen, size) as console:
        yield console


async def at_one_console(office: Office, told: Callable[[tuple[Any, Any]], Awaitable[None]]) -> None:
    """Tell a story of several people at one console."""
    async with one_console(office) as console:
        await told(console)
