"""A list in its rounds of review: three matters, three departments, people who work on it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.accounts.views import Actor, Role
from models.api import Services
from models.catalogue.review.views import OpinionFacts, OpinionKind
from models.catalogue.rules import ConditionDraft, MatterDraft
from models.catalogue.views import DutyList
from models.exchange.readers import Source
from models.organisation.tables import Division, Unit
from models.organisation.views import DivisionLevel, UnitKind
from tests.support.factories import TOWNSHIP, make_actor
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.catalogue.review.views import OpinionLine, OpinionView, Packet, RoundView, TakeResult
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

HOUSING, EMERGENCY, SQUAD = "县住建局", "县应急管理局", "综合执法队"

MATTERS = (
    MatterDraft(
        "E0101", "自建房安全巡查", "event", "01", (ConditionDraft("5WD", "出现裂缝"),), "安全", "",
        DutyList.COOPERATIVE, HOUSING, (SQUAD, EMERGENCY), legal_basis="《建筑法》第八条",
    ),
    MatterDraft(
        "E0102", "燃气安全隐患排查", "event", "01", (ConditionDraft("4WH", "有异味"),), "", "",
        DutyList.COOPERATIVE, f"{HOUSING}、{EMERGENCY}", legal_basis="《城镇燃气管理条例》",
    ),
    MatterDraft(
        "E0103", "占道经营整治", "event", "01", (ConditionDraft("1WD", "占用人行道"),), "", "",
        DutyList.BASIC, SQUAD,
    ),
)  # fmt: skip


@dataclass
class Review:
    """The services, the people, and shorthands."""

    services: Services
    clock: ManualClock
    admin: Actor
    chief: Actor
    lead: Actor
    """The head of the squad"""
    stranger: Actor
    """A clerk who works on no list and in no unit"""

    def ids(self) -> dict[str, int]:
        """Return the matters of the list by code."""
        return {line.code: line.matter_id for line in self.services.drafting.entries(self.admin).rows}

    def open(self, **options: Any) -> RoundView:
        return self.services.review.open_round(self.chief, **options)

    def lines(self, **filters: Any) -> list[OpinionLine]:
        return list(self.services.review.opinions(self.chief, limit=500, **filters).rows)

    def change(self, department: str, code: str, field: str, wording: str, **more: str) -> OpinionView:
        facts = OpinionFacts(OpinionKind.CHANGE, field, wording, **more)
        return self.services.review.opine(self.chief, department, self.ids()[code], facts)

    def object(self, department: str, code: str, reason: str = "没有执法权") -> OpinionView:
        facts = OpinionFacts(OpinionKind.OBJECT, reason=reason, basis="《行政处罚法》第二十四条")
        return self.services.review.opine(self.chief, department, self.ids()[code], facts)

    def agree(self, department: str, code: str) -> OpinionView:
        return self.services.review.opine(
            self.chief, department, self.ids()[code], OpinionFacts(OpinionKind.AGREE)
        )

    def packet(self, department: str, number: int | None = None) -> Packet:
        return self.services.review.packets(self.chief, [department], number)[0]

    def sheet(self, department: str) -> bytes:
        target = io.BytesIO()
        self.services.review_papers.write_sheet(self.packet(department), target)
        return target.getvalue()

    def take(self, data: bytes, name: str = "反馈.xlsx", **options: Any) -> TakeResult:
        return self.services.review_papers.take(self.chief, Source(name, data), **options)


def make_review(store: Store, clock: ManualClock) -> Review:
    """Return a township that prepares a list with the three matters."""
    services = Services(store, clock)
    people = remembered(store, lambda: _prepare(services, clock), "review", clock.now())
    return Review(services, clock, *people)


def _prepare(services: Services, clock: ManualClock) -> tuple[Actor, Actor, Actor, Actor]:
    services.calendar.seed()
    services.organisation.found_office("大岭镇")
    with services.store.write() as session:
        session.add(Division(code=TOWNSHIP, name="大岭镇", level=DivisionLevel.TOWNSHIP))
        squad = Unit(code="ZF", name=SQUAD, kind=UnitKind.OFFICE, division_code=TOWNSHIP)
        session.add(squad)
        session.flush()
        admin = make_actor(session, clock.now(), "admin", "管理员", set(Role), area="")
        chief = make_actor(session, clock.now(), "chief", "钱值班", {Role.DUTY_CHIEF})
        lead = make_actor(session, clock.now(), "lead", "孙负责", {Role.UNIT_LEAD}, unit_id=squad.id)
        stranger = make_actor(session, clock.now(), "clerk", "李受理", {Role.ACCEPTOR})
    for draft in MATTERS:
        services.catalogue.create_matter(admin, draft)
    services.drafting.begin(admin, "2026")
    return admin, chief, lead, stranger
