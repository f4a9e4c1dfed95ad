from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.catalogue.flows.service import FlowService
from tests.support.factories import Town, make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from models.catalogue.flows.views import FlowUse
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


class UseBook:
    """What uses flows, as the room above would tell."""

    def __init__(self) -> None:
        self.uses: dict[int, FlowUse] = {}
        self.asked: list[int | None] = []

    def __call__(self, _session: Session, flow_id: int | None) -> Mapping[int, FlowUse]:
        self.asked.append(flow_id)
        return (
            self.uses if flow_id is None else {key: use for key, use in self.uses.items() if key == flow_id}
        )


@pytest.fixture
def uses() -> UseBook:
    return UseBook()


@pytest.fixture
def town(store: Store, clock: ManualClock) -> Town:
    return remembered(store, lambda: make_town(store, clock.now()), "town", clock.now())


@pytest.fixture
def flows(store: Store, clock: ManualClock, uses: UseBook) -> FlowService:
    return FlowService(store, clock, uses)
