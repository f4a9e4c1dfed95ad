"""Opening a case on its screen, as one person of the township."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from console.screens.case import CaseScreen
from models.accounts.views import Actor, Role
from tests.pilot.screens import shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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
