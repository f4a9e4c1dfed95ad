"""An office that works for a morning: what the ghost of tests is made of."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.api import Services
from models.cases.kinds import Action, CaseState, Channel, CloseKind, LinkKind
from models.cases.views import ActionEntries, Intake
from models.exchange.logs.views import LogOptions
from models.exchange.readers import Source
from models.kernel.clock import ManualClock

if TYPE_CHECKING:
    from pathlib import Path

    from models.accounts.views import Actor
    from models.cases.views import CaseView
    from models.drills.views import Past

BEGINS = datetime(2026, 3, 9, 0, 40, tzinfo=UTC)
"""Monday, 9 March 2026, 08:40 in Shanghai."""


class Office:
    """The demo township as a database people work in.

    Args:
        path: where it comes to lie.
        template: the township without cases.
    """

    def __init__(self, path: Path, template: Path) -> None:
        shutil.copyfile(template, path)
        self.path = path
        self.clock = ManualClock(BEGINS)
        self.services = Services.open(f"sqlite:///{path}", self.clock)
        self.since, self.until = BEGINS - timedelta(hours=1), BEGINS + timedelta(hours=9)
        self.told = ""
        """Everything that was said in texts"""
        logins = self.services.drills.logins()
        people = self.services.accounts.demo_actors(logins, "test")
        self._people = sorted(people, key=lambda each: (len(each.area), each.account_id))

    def _one(self, role: Role, unit: int | None = None) -> Actor:
        return next(
            each for each in self._people if role in each.roles and (unit is None or each.unit_id == unit)
        )

    def close(self) -> None:
        """Close the database."""
        self.services.close()

    def past(self, batch: int | None = None) -> Past:
        """Return what was done, as a trainer reads it; of an import only its cases."""
        return self.services.drills.past(self._one(Role.DUTY_CHIEF), self.since, self.until, batch)

    def load(self, log: str) -> int:
        """Load the log of another system; return the number of its import."""
        options = LogOptions(system="旧系统", grid=self.grid)
        source = Source("log.csv", log.encode())
        return self.services.logs.import_log(self._admin, source, options).number or 0

    def enter(self, cases: str) -> int:
        """Load a table of cases; return the number of its import."""
        source = Source("cases.csv", cases.encode())
        return self.services.exchange.import_file(self._admin, "cases", source).number or 0

    def go_on(self, number: str) -> None:
        """Go on with a case of a log here: file it."""
        case = self.services.cases.case(self.acceptor, number)
        condition = self.services.catalogue.matter_by_code(self.acceptor, "020401").conditions[0].id
        self.do(self.acceptor, case, Action.FILE, 2, condition_id=condition)

    @property
    def acceptor(self) -> Actor:
        """Somebody who accepts cases."""
        return self._one(Role.ACCEPTOR)

    @property
    def unit(self) -> str:
        """The code of a unit."""
        return self.services.organisation.units(self._one(Role.DUTY_CHIEF))[0].code

    @property
    def grid(self) -> str:
        """The code of a grid."""
        return self.services.organisation.grids(self._one(Role.DUTY_CHIEF))[0].code

    @property
    def _admin(self) -> Actor:
        return replace(self._one(Role.DUTY_CHIEF), roles=frozenset({Role.SYSTEM_ADMIN}))

    @property
    def open(self) -> int:
        """How many cases are open, but for those only to be called back about."""
        rows = self.services.cases.queue(self._one(Role.DUTY_CHIEF), None).rows
        return sum(each.state is not CaseState.CLOSED for each in rows)

    def do(self, who: Actor, case: CaseView, action: Action, after: float, **entries: Any) -> CaseView:
        """Let somebody do something so many minutes later."""
        self.clock.advance(timedelta(minutes=after, microseconds=123_456))
        self.told += entries.get("note", "") + entries.get("reason", "")
        return self.services.cases.perform(who, case.id, action, ActionEntries(**entries), case.version)

    def report(self, title: str, after: float, phone: str = "", due: datetime | None = None) -> CaseView:
        """Let a case come in."""
        self.clock.advance(timedelta(minutes=after, microseconds=654_321))
        grid = self.services.organisation.grids(self._one(Role.DUTY_CHIEF))[0]
        self.told += title
        channel = Channel.HOTLINE if phone else Channel.PATROL
        who = self._one(Role.ACCEPTOR if phone else Role.COLLECTOR)
        intake = Intake(
            channel, title, title, grid.id, reporter_name="王大爷", reporter_phone=phone, city_due=due
        )
        return self.services.cases.intake(who, intake)

    def work(self) -> None:
        """Work through a day: three cases, by many people, with what goes wrong."""
        acceptor, dispatcher = self._one(Role.ACCEPTOR), self._one(Role.DISPATCHER)
        matter = self.services.catalogue.matter_by_code(acceptor, "020401")
        condition, lead = matter.conditions[0].id, matter.lead_unit_id
        leader, evaluator = self._one(Role.UNIT_LEAD, lead), self._one(Role.EVALUATOR)
        first = self.report("王大爷13800000001说井盖破损", 3, "13800000001", BEGINS + timedelta(hours=4))
        second = self.report("路灯不亮", 1)
        third = self.report("李敏330106199001011234来电：垃圾满溢", 2)
        first = self.do(acceptor, first, Action.ACCEPT, 2)
        first = self.do(acceptor, first, Action.FILE, 2, condition_id=condition)
        second = self.do(acceptor, second, Action.ACCEPT, 1)
        self.do(acceptor, second, Action.LINK, 1, other=first.number, link=LinkKind.DUPLICATE)
        first = self.services.cases.case_by_id(acceptor, first.id)
        first = self.do(dispatcher, first, Action.RETURN, 1, reason="请王大爷补充位置")
        first = self.do(acceptor, first, Action.FILE, 2, condition_id=condition)
        first = self.do(dispatcher, first, Action.DISPATCH, 2, unit_id=lead)
        self.clock.advance(timedelta(minutes=1))
        self.services.sets.undo(dispatcher, first.id)
        first = self.services.cases.case_by_id(dispatcher, first.id)
        first = self.do(dispatcher, first, Action.DISPATCH, 1, unit_id=lead)
        hand = self._one(Role.HANDLER, lead)
        first = self.do(leader, first, Action.HAND_OVER, 5, person_id=hand.account_id)
        first = self.do(hand, first, Action.ASK_EXTENSION, 5, reason="等配件")
        if first.asked_at_unit:
            first = self.do(leader, first, Action.ENDORSE, 1)
        first = self.do(dispatcher, first, Action.GRANT_EXTENSION, 5)
        first = self.do(hand, first, Action.FEEDBACK, 90, note="李敏已换井盖")
        self.do(acceptor, third, Action.VOID, 9, reason="重复")
        first = self.do(evaluator, first, Action.VERIFY, 30, note="属实")
        self.do(acceptor, first, Action.CLOSE, 10, close_kind=CloseKind.NORMAL)
