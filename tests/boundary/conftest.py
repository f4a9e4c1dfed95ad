from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.boundary.bench import Bench, make_bench

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


@pytest.fixture
def bench(store: Store, clock: ManualClock) -> Bench:
    return make_bench(store, clock)


@pytest.fixture
def sqlite_bench(sqlite_store: Store, clock: ManualClock) -> Bench:
    return make_bench(sqlite_store, clock)
