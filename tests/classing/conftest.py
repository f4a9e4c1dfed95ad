from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Actor, Role
from models.catalogue.rules import ConditionDraft, MatterDraft
from tests.support.factories import make_actor
from tests.support.remembered import remembered, resumed

if TYPE_CHECKING:
    from models.api import Services
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


@pytest.fixture
def admin(services: Services, clock: ManualClock) -> Actor:
    return resumed(services.store, lambda: _admin(services.store, clock), "admin", clock.now())


def _admin(store: Store, clock: ManualClock) -> Actor:
    with store.write() as session:
        return make_actor(session, clock.now(), "admin", "管理员", set(Role), area="")


def matter(code: str, name: str, *conditions: str, **more: object) -> MatterDraft:
    made = tuple(ConditionDraft("1WD", text) for text in conditions or ("",))
    return MatterDraft(code=code, name=name, conditions=made, **more)  # type: ignore[arg-type]


@pytest.fixture
def listed(services: Services, admin: Actor, clock: ManualClock) -> Services:
    """Give a list being prepared: four matters, none of them classified."""
    remembered(services.store, lambda: _list(services, admin), "classing", clock.now())
    return services


def _list(services: Services, admin: Actor) -> None:
    for each in (
        matter("L0001", "占用消防通道", "堵塞安全出口", department="县消防大队"),
        matter("L0002", "路灯不亮", "路灯损坏", department="县城管局"),
        matter("L0003", "低保受理", department="县民政局", legal_basis="社会救助暂行办法"),
        matter("L0004", "井盖缺失", department="县城管局"),
    ):
        services.catalogue.create_matter(admin, each)
    services.drafting.begin(admin, "2027")
