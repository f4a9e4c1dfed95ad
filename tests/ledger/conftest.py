from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from models.ledger.service import LedgerService

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


@dataclass(frozen=True)
class Person:
    account_id: int | None = 7
    name: str = "李敏"
    origin: str = "test"
    may_audit: bool = True


@pytest.fixture
def person() -> Person:
    return Person()


@pytest.fixture
def ledger(store: Store, clock: ManualClock) -> LedgerService:
    return LedgerService(store, clock)
