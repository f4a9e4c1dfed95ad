"""A township with duty lists, and requests brought to any state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.catalogue.boundary.kinds import (
    Action,
    Cause,
    Change,
    RequestKind,
    RequestState,
    Stance,
    WantedList,
)
from models.catalogue.boundary.views import RequestFacts, StepEntries
from models.catalogue.tables import DutyItem
from models.catalogue.views import DutyList
from tests.cases.conftest import make_desk
from tests.support.remembered import resumed

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.boundary.service import BoundaryService
    from models.catalogue.boundary.views import RequestView
    from models.kernel.clock import ManualClock
    from models.kernel.findings import Finding
    from models.kernel.store import Store
    from tests.cases.township import Desk

TODAY = date(2026, 3, 2)
LAST_DAY = date(2026, 5, 31)

ADMISSION = RequestFacts(
    RequestKind.ADMISSION,
    department="县住房和城乡建设局",
    name="农村自建房安全巡查",
    legal_basis="《城乡规划法》第六十五条",
    explanation="县局人手不足，拟由镇街承担日常巡查。",
    wanted=WantedList.COOPERATIVE,
    funds="每年五万元",
    powers="委托行政检查权",
    superior_duty="负责鉴定和执法",
    township_duty="负责日常巡查和信息上报",
)
ADJUSTMENT = RequestFacts(
    RequestKind.ADJUSTMENT,
    department="县卫生健康局",
    duty_item="PH082",
    change=Change.TO_RECALLED,
    cause=Cause.LAW,
    legal_basis="《医疗机构管理条例》",
    explanation="法律已改由县级执法。",
    method="县卫生健康局直接查处",
)
TEMPORARY = RequestFacts(
    RequestKind.TEMPORARY,
    department="县应急管理局",
    name="燃气用户入户排查",
    explanation="专项整治期间协助排查。",
    ends_on=LAST_DAY,
    exit_route="专项整治结束后由县局接回",
    code="LS01",
    limit="3WD",
    closing="排查完毕并登记",
    urgent=True,
)
FACTS = {facts.kind: facts for facts in (ADMISSION, ADJUSTMENT, TEMPORARY)}

_A, _S, _K = Action, RequestState, RequestKind
WAYS: dict[RequestState, tuple[Action, ...]] = {
    _S.DRAFT: (),
    _S.OPINIONS: (_A.SUBMIT, _A.OPINE),
    _S.COUNTY: (_A.SUBMIT, _A.OPINE, _A.FORWARD),
    _S.RETURNED: (_A.SUBMIT, _A.OPINE, _A.RETURN),
    _S.ADMITTED: (_A.SUBMIT, _A.OPINE, _A.FORWARD, _A.ADMIT),
    _S.CHANGED: (_A.SUBMIT, _A.OPINE, _A.FORWARD, _A.ADMIT_CHANGED),
    _S.REFUSED: (_A.SUBMIT, _A.OPINE, _A.FORWARD, _A.REFUSE),
    _S.TURNED_BACK: (_A.TURN_BACK,),
    _S.WITHDRAWN: (_A.WITHDRAW,),
}
"""What brings a request to each state; EXPIRED needs the days to pass."""

ENTRIES: dict[Action, StepEntries] = {
    _A.OPINE: StepEntries(note="同意承担日常巡查", stance=Stance.AGREE),
    _A.START: StepEntries(authority="镇长办公会"),
    _A.ADMIT: StepEntries(authority="县委编办", day=TODAY, number="县编〔2026〕3号"),
    _A.ADMIT_CHANGED: StepEntries(authority="县委编办", day=TODAY, note="只承担信息上报"),
    _A.REFUSE: StepEntries(authority="县委编办", day=TODAY, reason="无经费"),
    _A.RETURN: StepEntries(reason="缺经费说明"),
    _A.TURN_BACK: StepEntries(reason="未经准入"),
    _A.WITHDRAW: StepEntries(reason="部门撤回"),
    _A.END: StepEntries(day=TODAY, reason="整治结束"),
}


@dataclass(frozen=True)
class Bench:
    """A township at work, its boundary, and the people by role."""

    services: Services
    clock: ManualClock
    desk: Desk

    @property
    def boundary(self) -> BoundaryService:
        return self.services.boundary

    def actor(self, role: Role) -> Actor:
        return self.desk.town.actor(role)

    def faults(self) -> list[Finding]:
        """Return what the check finds, beside the made-up hashes of the township's own matters."""
        own = "does not say what it said"
        return [each for each in self.services.check() if own not in each.sentence]

    def opened(self, kind: RequestKind = RequestKind.ADMISSION, **over: Any) -> RequestView:
        return self.boundary.open_request(self.actor(Role.DUTY_CHIEF), replace(FACTS[kind], **over))

    def do(
        self, request: RequestView, action: Action, who: Role = Role.LEADER, **entries: Any
    ) -> RequestView:
        given = ENTRIES.get(action, StepEntries())
        if action is Action.OPINE and self.actor(who).unit_id is None:
            given = replace(given, unit_id=self.desk.town.unit)
        return self.boundary.perform(
            self.actor(who), request.id, action, replace(given, **entries), request.version
        )

    def bring_to(
        self, state: RequestState, kind: RequestKind = RequestKind.ADMISSION, **over: Any
    ) -> RequestView:
        def brought() -> RequestView:
            request = self.opened(kind, **over)
            for action in WAYS[state]:
                request = self.do(request, action)
            assert request.state is state
            return request

        facts = repr((state, kind, over))
        return resumed(self.desk.store, brought, "request", self.clock.now(), facts)


def make_bench(store: Store, clock: ManualClock) -> Bench:
    from models.api import Services

    desk = make_desk(store, clock)
    resumed(store, lambda: _list_duties(store), "duties of the bench")
    return Bench(Services(store, clock), clock, desk)


def _list_duties(store: Store) -> None:
    with store.write() as session:
        for code, listed, number, name, department, method in (
            ("JB001", DutyList.BASIC, 1, "市容环境卫生管理", "", ""),
            ("PH082", DutyList.COOPERATIVE, 82, "非法行医查处", "县卫生健康局", ""),
            ("SH117", DutyList.RECALLED, 117, "电梯维护保养质量抽查", "县市场监督管理局", "县局统一抽查。"),
        ):
            session.add(
                DutyItem(
                    code=code,
                    duty_list=listed,
                    category="市场监管",
                    number=number,
                    name=name,
                    department=department,
                    method=method,
                )
            )
