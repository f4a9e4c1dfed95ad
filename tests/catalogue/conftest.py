from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Actor, Role
from models.catalogue.rules import ConditionDraft, MatterDraft
from models.catalogue.service import CatalogueService
from models.catalogue.views import MatterStatus
from tests.catalogue.book import Book
from tests.support.factories import make_actor
from tests.support.remembered import remembered, resumed

if TYPE_CHECKING:
    from models.api import Services
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


@pytest.fixture
def admin(store: Store, clock: ManualClock) -> Actor:
    return resumed(store, lambda: _admin(store, clock), "admin", clock.now())


def _admin(store: Store, clock: ManualClock) -> Actor:
    with store.write() as session:
        return make_actor(session, clock.now(), "admin", "管理员", set(Role), area="")


@pytest.fixture
def catalogue(store: Store, clock: ManualClock) -> CatalogueService:
    return CatalogueService(store, clock)


def draft(code: str, name: str, *conditions: str, **more: object) -> MatterDraft:
    made = tuple(ConditionDraft("1WD", text) for text in conditions or ("",))
    facts: dict[str, object] = {
        "scheme": "event",
        "class_code": code[1:3],
        "class_name": f"类{code[1:3]}",
    } | more
    return MatterDraft(code=code, name=name, conditions=made, **facts)  # type: ignore[arg-type]


@pytest.fixture
def filled(store: Store, clock: ManualClock, catalogue: CatalogueService, admin: Actor) -> CatalogueService:
    remembered(store, lambda: _fill(catalogue, admin), "catalogue", clock.now())
    return catalogue


def _fill(catalogue: CatalogueService, admin: Actor) -> None:
    for each in (
        draft("E0101", "占用消防通道", "堵塞安全出口", keywords="堵车 疏散通道"),
        draft("E0102", "暴露生活垃圾", "垃圾满溢未清运"),
        draft("E0103", "路灯不亮", keywords="路灯 照明"),
        draft("E0201", "无照经营游商"),
        draft("E0202", "店外经营", status=MatterStatus.RETIRED),
    ):
        catalogue.create_matter(admin, each)


@pytest.fixture
def book(services: Services, admin: Actor, clock: ManualClock) -> Book:
    """Give a township without matters, to publish lists in."""
    return Book(services, admin, clock)
