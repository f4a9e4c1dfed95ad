"""A township at work whose handlers are people of the roster."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from models.accounts.views import Actor, Role
from models.api import Services
from models.cases.columns import ACCOUNTS
from models.cases.rules import Action
from models.organisation.views import StaffEntries
from tests.cases.township import Desk
from tests.support.factories import make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.assignment.routing.service import RoutingService
    from models.assignment.routing.views import Rule, RuleSet
    from models.cases.views import CaseView
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.support.factories import Town

PEOPLE = (("S1", "周处置", Role.HANDLER), ("S2", "孙负责", Role.UNIT_LEAD), ("S3", "冯处置", None))


@dataclass(frozen=True)
class Counter:
    """The dispatchers' counter: cases come in, rules send them on."""

    desk: Desk
    services: Services
    post: int
    """The post of patrol of the first unit, which S1 holds"""
    other_post: int
    """A post of it nobody holds"""
    staff: dict[str, int]

    @property
    def town(self) -> Town:
        """Who and what there is."""
        return self.desk.town

    @property
    def routing(self) -> RoutingService:
        """The service under test."""
        return self.services.routing

    @property
    def chief(self) -> Actor:
        """Who keeps the rules."""
        return self.town.actor(Role.DUTY_CHIEF)

    def me(self, role: Role, code: str) -> Actor:
        """Return somebody as they act, with their staff number."""
        return replace(self.town.actor(role), staff_id=self.staff[code])

    def put_in_force(self, *rules: Rule) -> RuleSet:
        """Add rules to the draft and put it in force."""
        for rule in rules:
            found = self.routing.add(self.chief, rule, self.version)
        self.routing.publish(self.chief, found.edition.version)
        return self.routing.rule_set(self.chief)

    @property
    def version(self) -> int:
        """The version of the draft; 0 where there is none."""
        first = next(iter(self.routing.editions(self.chief)), None)
        return first.version if first is not None and first.number is None else 0

    def set(self, **values: Any) -> None:
        """Change settings: ``dispatch_by_rule`` stands for ``dispatch.by_rule``."""
        admin, settings = self.town.actor(Role.SYSTEM_ADMIN), self.services.settings
        wanted = {name.replace("_", ".", 1): value for name, value in values.items()}
        settings.change(admin, wanted, settings.house().number)

    def filed(self, condition: str = "four_hours", **over: Any) -> CaseView:
        """Take a case in, accept and file it."""
        case = self.desk.report(**over)
        case = self.desk.step(case, Action.ACCEPT, Role.ACCEPTOR)
        return self.desk.do(case, Action.FILE, Role.ACCEPTOR, condition_id=getattr(self.town, condition))

    def see(self, case: CaseView) -> CaseView:
        """Look at a case again."""
        return self.desk.cases.case_by_id(self.chief, case.id)


@pytest.fixture
def counter(store: Store, clock: ManualClock) -> Counter:
    """Give the counter."""
    return make_counter(store, clock)


@pytest.fixture
def sqlite_counter(sqlite_store: Store, clock: ManualClock) -> Counter:
    """Give one on SQLite, for what does not depend on the engine."""
    return make_counter(sqlite_store, clock)


def make_counter(store: Store, clock: ManualClock) -> Counter:
    """Populate a store and open the services over it."""
    services = Services(store, clock)

    def build() -> tuple[Town, int, int, dict[str, int]]:
        services.calendar.seed()
        town = make_town(store, clock.now())
        admin, organisation = town.actor(Role.SYSTEM_ADMIN), services.organisation
        posts = [organisation.create_post(admin, town.unit, name).id for name in ("巡查岗", "内勤岗")]
        staff = {}
        for code, name, role in PEOPLE:
            unit_id = town.other_unit if role is None else town.unit
            post_id = posts[0] if code == "S1" else None
            made = organisation.create_staff(admin, StaffEntries(code, name, unit_id, post_id=post_id))
            staff[code] = made.id
            person = town.other_handler if role is None else town.actor(role)
            assert person is not None
            with store.write() as session:
                mine = update(ACCOUNTS).where(ACCOUNTS.c.id == person.account_id)
                session.connection().execute(mine.values(staff_id=made.id))
        return town, posts[0], posts[1], staff

    town, post, other_post, staff = remembered(store, build, "routing", clock.now())
    return Counter(Desk(store, clock, services.cases, town), services, post, other_post, staff)
