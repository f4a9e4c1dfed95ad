"""A township, its calendar and its case service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.api import Services
from tests.cases.township import Desk
from tests.support.factories import make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.support.factories import Town


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Give a populated township."""
    return make_desk(store, clock)


@pytest.fixture
def sqlite_desk(sqlite_store: Store, clock: ManualClock) -> Desk:
    """Give a populated township on SQLite, for what does not depend on the engine."""
    return make_desk(sqlite_store, clock)


def make_desk(store: Store, clock: ManualClock) -> Desk:
    """Populate a store and open the services over it."""
    services = Services(store, clock)

    def build() -> Town:
        services.calendar.seed()
        return make_town(store, clock.now())

    return Desk(store, clock, services.cases, remembered(store, build, "desk", clock.now()))
