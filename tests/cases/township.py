"""Working a case in a test: shorthands over the service, and a way to every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts.views import Actor, Role
from models.cases.columns import CASES
from models.cases.rules import (
    FINAL_STATES,
    QUEUE_STATES,
    Action,
    CaseState,
    Channel,
    CloseKind,
    Entry,
    Level,
    LinkKind,
    Pressure,
    QueueKey,
    Rating,
)
from models.cases.sight import listed_for
from models.cases.task_kinds import OldLead, Turnout
from models.cases.views import ActionEntries, CaseLine, CaseView, Intake
from tests.support.remembered import resumed

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.cases.service import CaseService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.support.factories import Town

_A, _S = Action, CaseState
_DECIDING = {_A.ENDORSE, _A.GRANT_EXTENSION, _A.GRANT_HOLD, _A.SUPPORT, _A.UPHOLD}
WAYS: dict[CaseState, tuple[tuple[Role, Action], ...]] = {
    _S.REPORTED: (),
    _S.ACCEPTED: ((Role.ACCEPTOR, _A.ACCEPT),),
    _S.FILED: ((Role.ACCEPTOR, _A.ACCEPT), (Role.ACCEPTOR, _A.FILE)),
}
"""Who does what, from intake, to bring a case to each state."""
WAYS[_S.DISPATCHED] = (*WAYS[_S.FILED], (Role.DISPATCHER, _A.DISPATCH))
WAYS[_S.HANDLING] = (*WAYS[_S.DISPATCHED], (Role.HANDLER, _A.TAKE))
WAYS[_S.HELD] = (*WAYS[_S.HANDLING], (Role.UNIT_LEAD, _A.ASK_HOLD), (Role.DISPATCHER, _A.GRANT_HOLD))
WAYS[_S.FEEDBACK] = (*WAYS[_S.HANDLING], (Role.HANDLER, _A.FEEDBACK))
WAYS[_S.VERIFIED] = (*WAYS[_S.FEEDBACK], (Role.COLLECTOR, _A.VERIFY))
WAYS[_S.CLOSED] = (*WAYS[_S.VERIFIED], (Role.ACCEPTOR, _A.CLOSE))
WAYS[_S.FINISHED] = (*WAYS[_S.CLOSED], (Role.EVALUATOR, _A.CALL_BACK))
WAYS[_S.ARCHIVED] = (*WAYS[_S.FINISHED], (Role.EVALUATOR, _A.ARCHIVE))
WAYS[_S.CHECKING] = (*WAYS[_S.ACCEPTED], (Role.ACCEPTOR, _A.ASK_CHECK))
WAYS[_S.REFUSED] = ((Role.ACCEPTOR, _A.REFUSE),)
WAYS[_S.MERGED] = ((Role.ACCEPTOR, _A.MERGE),)
WAYS[_S.VOID] = ((Role.ACCEPTOR, _A.VOID),)
WAYS[_S.RETURNED_TO_DISPATCHER] = (*WAYS[_S.DISPATCHED], (Role.UNIT_LEAD, _A.RETURN))
WAYS[_S.RETURNED_TO_ACCEPTOR] = (*WAYS[_S.FILED], (Role.DISPATCHER, _A.RETURN))


@dataclass(frozen=True)
class Desk:
    """A township at work."""

    store: Store
    clock: ManualClock
    cases: CaseService
    town: Town

    def report(self, role: Role = Role.COLLECTOR, **over: Any) -> CaseView:
        """Take a case in, from a citizen who left a phone number."""
        return self._resumed(lambda: self._report(role, over), "report", role, over)

    def _report(self, role: Role, over: dict[str, Any]) -> CaseView:
        facts: dict[str, Any] = {
            "channel": Channel.CITIZEN,
            "title": "小区三栋通道被堵",
            "body": "三栋楼下停满电动车，消防通道走不通。",
            "grid_id": self.town.grid,
            "place": "阳光小区三栋",
            "reporter_name": "张三丰",
            "reporter_phone": "13800001234",
            **over,
        }
        return self.cases.intake(self.town.actor(role), Intake(**facts))

    def do(self, case: CaseView, action: Action, who: Role | Actor, **entries: Any) -> CaseView:
        """Do an action to a case as it was last seen."""
        actor = self.town.actor(who) if isinstance(who, Role) else who
        return self.cases.perform(actor, case.id, action, ActionEntries(**entries), case.version)

    def usual(
        self, asked: tuple[Entry, ...], action: Action | None = None, other: str = ""
    ) -> dict[str, Any]:
        """Return entries that satisfy what an action asks for; ``other`` is the case named, or a new one."""
        unit = self.town.other_unit if action is Action.TRANSFER else self.town.unit
        values: dict[Entry, tuple[str, Any]] = {
            Entry.REASON: ("reason", "不属于本单位职责"),
            Entry.NOTE: ("note", "已劝离车辆"),
            Entry.CONDITION: ("condition_id", self.town.four_hours),
            Entry.UNIT: ("unit_id", unit),
            Entry.PERSON: ("person_id", self.town.actor(Role.HANDLER).account_id),
            Entry.UNTIL: ("until", self.clock.now().date() + timedelta(days=10)),
            Entry.LINK: ("link", LinkKind.CAUSED_BY),
            Entry.LEVEL: ("level", Level.CITY),
            Entry.DUE: ("due", self.clock.now() + timedelta(hours=3)),
            Entry.PRESSURE: ("pressure", Pressure.LEADER),
            Entry.CLOSE_KIND: ("close_kind", CloseKind.NORMAL),
            Entry.RATING: ("rating", Rating.SATISFIED),
            Entry.LIMIT: ("limit", "2WH"),
            Entry.OLD_LEAD: ("old_lead", OldLead.ASSISTS),
            Entry.TURNOUT: ("turnout", Turnout.ATTENDED),
        }
        if Entry.CASE in asked:
            values[Entry.CASE] = ("other", other or self.report().number)
        return dict(values[entry] for entry in asked)

    def step(self, case: CaseView, action: Action, who: Role | Actor, **over: Any) -> CaseView:
        """Do an action with what it usually asks for."""
        asked = next(offer.required for offer in case.offers if offer.action is action)
        return self.do(case, action, who, **{**self.usual(asked, action), **over})

    def bring_to(self, state: CaseState, **over: Any) -> CaseView:
        """Take a case in and bring it to ``state``."""
        return self._resumed(lambda: self._bring_to(state, over), "bring to", state, over)

    def _bring_to(self, state: CaseState, over: dict[str, Any]) -> CaseView:
        case = self.report(**over)
        for role, action in WAYS[state]:
            case = self.step(case, action, role)
        assert case.state is state
        return case

    def _resumed(self, build: Callable[[], CaseView], *facts: object) -> CaseView:
        """Do what other tests did before from the same beginning, or put back what came of it."""
        return resumed(self.store, build, self.clock.now(), repr(facts))


def all_pages(desk: Desk, actor: Actor, key: QueueKey | None, size: int, text: str = "") -> list[CaseLine]:
    """Read a queue to its end, page by page."""
    found: list[CaseLine] = []
    after: tuple[Any, ...] | None = None
    while True:
        page = desk.cases.queue(actor, key, text, after, size)
        assert len(page.rows) <= size
        found += page.rows
        if page.next_key is None:
            return found
        after = page.next_key


def recount(desk: Desk, actor: Actor) -> dict[QueueKey, int]:
    """Count one case at a time, without any index."""
    now = desk.clock.now()
    with desk.store.read() as session:
        rows = session.connection().execute(
            select(
                CASES.c.state,
                CASES.c.owner_id,
                CASES.c.due_at,
                CASES.c.warn_at,
                CASES.c.clock_running,
                CASES.c.stage_due_at,
                CASES.c.stage_warn_at,
            ).where(CASES.c.state.not_in(list(FINAL_STATES)), *listed_for(actor))
        )
        result = dict.fromkeys(QueueKey, 0)
        del result[QueueKey.DAY]
        for state, owner_id, due_at, warn_at, running, stage_due_at, stage_warn_at in rows:
            for key, states in QUEUE_STATES.items():
                result[key] += state in states
            result[QueueKey.MINE] += owner_id == actor.account_id
            staged = stage_due_at is not None
            late = (running and due_at < now) or (staged and stage_due_at < now)
            warned = (running and warn_at <= now) or (staged and stage_warn_at <= now)
            result[QueueKey.OVERDUE] += late
            result[QueueKey.DUE_SOON] += warned and not late
        seen = select(CASES.c.id, CASES.c.to_answer).where(*listed_for(actor))
        every = session.connection().execute(seen).all()
    for case_id, to_answer in every:
        offers = desk.cases.case_by_id(actor, case_id).offers
        result[QueueKey.TO_DECIDE] += any(offer.allowed and offer.action in _DECIDING for offer in offers)
        result[QueueKey.URGED] += to_answer > 0
    return result
