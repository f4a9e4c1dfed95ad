from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.review.bench import Review, make_review

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


@pytest.fixture
def review(store: Store, clock: ManualClock) -> Review:
    return make_review(store, clock)


@pytest.fixture
def sqlite_review(sqlite_store: Store, clock: ManualClock) -> Review:
    return make_review(sqlite_store, clock)
