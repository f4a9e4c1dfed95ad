"""A small book of duties, and what tests of its screens do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.screens.catalogue import CatalogueScreen
from console.screens.duty_form import DutyFormScreen
from models.accounts.views import Role
from models.catalogue.views import DutyItemView
from tests.duties.conftest import BOOK
from tests.pilot.screens import settle, until
from tests.support.factories import Town, make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from console.forms.form import Form
    from models.api import Services
    from models.kernel.clock import ManualClock


def make_book(services: Services, clock: ManualClock) -> Town:
    """Found a small township with a book of duties; return it."""

    def build() -> Town:
        town = make_town(services.store, clock.now())
        for entries in BOOK:
            services.duties.create(town.actor(Role.SYSTEM_ADMIN), entries)
        return town

    return remembered(services.store, build, "book of duties", clock.now())


async def opened(app: YiwangApp, pilot: Pilot[Any]) -> Form:
    """Return the form once it shows its item and takes keys."""

    def ready() -> bool:
        screen = app.screen_stack[-1]
        return isinstance(screen, DutyFormScreen) and screen.form is not None and not screen.form.saving

    # On a machine with much else to do this takes its time.
    await until(pilot, ready, seconds=30)
    screen = app.screen_stack[-1]
    assert isinstance(screen, DutyFormScreen)
    assert screen.form is not None
    return screen.form


def is_top(app: YiwangApp, kind: type) -> bool:
    """Say whether a screen of this kind is on top."""
    return isinstance(app.screen_stack[-1], kind)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys and wait until nothing is on its way."""
    await pilot.press(*keys)
    await settle(pilot)


def row_of(app: YiwangApp) -> DutyItemView:
    """Return the item under the catalogue's cursor."""
    screen = next(screen for screen in app.screen_stack if isinstance(screen, CatalogueScreen))
    row = screen.rows.row
    assert isinstance(row, DutyItemView)
    return row
