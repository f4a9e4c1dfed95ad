from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from models.accounts.views import Actor, Role
from models.catalogue.flows.templates import template
from models.catalogue.rules import ConditionDraft, MatterDraft
from models.catalogue.sources.views import BookEntries, ImportWishes, SourceKind
from models.catalogue.views import DutyList
from models.organisation.tables import Division, Unit
from models.organisation.views import DivisionLevel, UnitKind
from tests.support.factories import make_actor
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.api import Services
    from models.kernel.clock import ManualClock

TABLE = (
    "序号,事项名称,主管部门\n1,占用消防通道查处,县消防大队\n2,路灯不亮报修,县城管局\n3,无人认领,县民政局\n"
)


@pytest.fixture
def admin(services: Services, clock: ManualClock) -> Actor:
    with services.store.write() as session:
        return make_actor(session, clock.now(), "admin", "管理员", set(Role), area="")


def matter(code: str, name: str, *conditions: ConditionDraft, **more: Any) -> MatterDraft:
    return MatterDraft(code=code, name=name, conditions=conditions, **more)


FIRE = matter(
    "C0101",
    "占用消防通道",
    ConditionDraft("4WH", "堵塞安全出口", closing_condition="通道畅通", evidence="照片"),
    ConditionDraft("1WD", "堆放杂物"),
    scheme="component",
    class_code="01",
    class_name="公用设施",
    department="县消防大队（牵头）、县住建局",
    assisting=("综治办", "DEP"),
    duty_list=DutyList.COOPERATIVE,
    legal_basis="消防法",
    flow="JOINT",
    urgency=3,
)


@pytest.fixture
def town(services: Services, admin: Actor, clock: ManualClock) -> Services:
    """Give a township with a flow and a list published from sources: two matters, the third item left out."""
    remembered(services.store, lambda: _found(services, admin), "requirements", clock.now())
    return services


def _found(services: Services, admin: Actor) -> None:
    services.organisation.found_office("大岭镇")
    with services.store.write() as session:
        session.add(Division(code="990101104000", name="大岭镇", level=DivisionLevel.TOWNSHIP))
        session.flush()
        for code, name, kind in (("ZZ", "综治办", UnitKind.OFFICE), ("DEP", "县公安局", UnitKind.DEPARTMENT)):
            session.add(Unit(code=code, name=name, kind=kind, division_code="990101104000"))
    services.flows.create(admin, template("joint"))
    services.catalogue.create_matter(admin, FIRE)
    entries = BookEntries("下放事项", SourceKind.DEPARTMENT, "县直")
    services.sources.import_file(admin, ("m.csv", TABLE.encode()), "MZJ", entries, ImportWishes())
    publish(services, admin)


def publish(services: Services, admin: Actor) -> None:
    """Publish the first list: the fire lane takes its item in, the lamp is new, the third is left out."""
    drafting = services.drafting
    drafting.begin(admin, "2026")
    drafting.collect(admin)
    lines = {line.name: line.matter_id for line in drafting.entries(admin).rows}
    drafting.merge(admin, lines["占用消防通道"], [lines["占用消防通道查处"]])
    drafting.retire(admin, [lines["无人认领"]])
    drafting.edit(admin, lines["路灯不亮报修"], {"name": "路灯不亮", "code": "L9"})
    drafting.edit(admin, lines["路灯不亮报修"], {"department": ""})
    effective = date(2026, 3, 2)
    drafting.publish(admin, effective, drafting.plan(admin, effective).plan.fingerprint)
