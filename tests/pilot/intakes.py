"""The intake form in a test: opening it, filling it in, asking what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.forms.fields import LookupField
from console.screens.intake import IntakeScreen
from models.accounts.views import Role
from tests.pilot.screens import settle, shown

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from textual.pilot import Pilot

    from console.app import YiwangApp
    from tests.pilot.conftest import Office

BODY = "三栋楼下停满电动车，消防通道走不通。"


def form_for(
    office: Office, role: Role = Role.ACCEPTOR, size: tuple[int, int] = (80, 24)
) -> AbstractAsyncContextManager[tuple[Any, Any]]:
    return shown(office.services, office.actor(role), office.clock, IntakeScreen, size)


def intake(app: YiwangApp) -> IntakeScreen:
    found = next(screen for screen in app.screen_stack if isinstance(screen, IntakeScreen))
    assert isinstance(found, IntakeScreen)
    return found


def value(app: YiwangApp, name: str) -> Any:
    form = intake(app).form
    assert form is not None
    return form.values()[name]


def problem(app: YiwangApp, name: str) -> str:
    form = intake(app).form
    assert form is not None
    return form.row(name).problem


def put(app: YiwangApp, **entries: str) -> None:
    """Paste texts into fields: what one after the other would type, at once."""
    form = intake(app).form
    assert form is not None
    for name, entry in entries.items():
        form.row(name).take_up(entry)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def fill(app: YiwangApp, pilot: Pilot[Any], **entries: str) -> None:
    """Choose the hotline and the first grid, as a draft taken up would, and enter title and text."""
    form = intake(app).form
    assert form is not None
    grid = form.row("grid_id")
    assert isinstance(grid.field, LookupField)
    assert grid.field.source is not None
    (found,) = grid.field.source("g01")
    grid.take_up({"key": found.key, "text": found.text})
    put(app, **{"channel": "hotline", "title": "小区通道被堵死", "body": BODY, **entries})
    await settle(pilot)
