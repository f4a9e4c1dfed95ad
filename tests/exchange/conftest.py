from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Actor, Role
from models.exchange.service import ExchangeService
from tests.cases.conftest import make_desk
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.cases.township import Desk

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture
def admin(store: Store, clock: ManualClock) -> Actor:
    with store.write() as session:
        return make_actor(session, clock.now(), "admin", "管理员", set(Role), area="")


@pytest.fixture
def exchange(store: Store, clock: ManualClock) -> ExchangeService:
    return ExchangeService(store, clock)


@pytest.fixture
def sqlite_desk(sqlite_store: Store, clock: ManualClock) -> Desk:
    return make_desk(sqlite_store, clock)


@pytest.fixture
def townships() -> Path:
    return _shared("townships.csv")


@pytest.fixture
def categories() -> Path:
    return _shared("urban_mgmt_categories.csv")


def _shared(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return path
