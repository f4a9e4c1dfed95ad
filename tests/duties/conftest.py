from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Actor, Role
from models.catalogue.duties.views import DutyEntries
from models.catalogue.views import DutyList
from tests.support.factories import make_actor
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.api import Services
    from models.catalogue.duties.service import DutyService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

BASIC, COOPERATIVE, RECALLED = DutyList


def entries(duty_list: DutyList, name: str, category: str = "", **more: object) -> DutyEntries:
    return DutyEntries(duty_list, name, category, **more)  # type: ignore[arg-type]


BOOK = (
    entries(BASIC, "推进基层党组织建设", "党的建设"),
    entries(BASIC, "发展新党员", "党的建设"),
    entries(BASIC, "服务辖区企业", "经济发展"),
    entries(
        COOPERATIVE,
        "燃气安全检查",
        "安全稳定",
        department="县住建局（牵头）、县应急管理局",
        superior_duty="1.制定计划。\n2.执法。",
        township_duty="日常巡查，发现问题上报。",
    ),
    entries(
        COOPERATIVE,
        "森林防火",
        "应急管理及消防",
        department="县应急管理局",
        superior_duty="指挥扑救。",
        township_duty="巡护宣传。",
    ),
    entries(RECALLED, "食品经营许可核查", "市场监管", department="县市场监督管理局", method="直接办理。"),
)
"""A small book: three basic items, two cooperative, one recalled."""


@pytest.fixture
def admin(store: Store, clock: ManualClock) -> Actor:
    with store.write() as session:
        return make_actor(session, clock.now(), "admin", "管理员", set(Role), area="")


@pytest.fixture
def clerk(store: Store, clock: ManualClock) -> Actor:
    with store.write() as session:
        return make_actor(session, clock.now(), "clerk", "办事员", {Role.ACCEPTOR}, area="")


@pytest.fixture
def duties(services: Services) -> DutyService:
    return services.duties


@pytest.fixture
def book(store: Store, clock: ManualClock, duties: DutyService, admin: Actor) -> DutyService:
    def write() -> None:
        for each in BOOK:
            duties.create(admin, each)

    remembered(store, write, "duties", clock.now())
    return duties


def numbers(duties: DutyService, actor: Actor, duty_list: DutyList) -> list[tuple[int, str]]:
    """Return number and code of every item of a list, in its order."""
    sheet = duties.sheet(actor, duty_list)
    return [(item.number, item.code) for section in sheet.sections for item in section.items]
