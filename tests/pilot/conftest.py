"""A small township with people and cases, and the console over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from console.app import YiwangApp
from console.session import REMEMBERED_QUEUE, Session, Way
from console.settings import load_settings
from models.accounts.views import NewAccount, Role
from models.api import Services
from models.cases.rules import CaseState
from models.cases.starts import start_queue
from tests.cases.conftest import make_desk
from tests.cases.township import Desk
from tests.support.quiet import quiet_pilot
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.support.factories import Town

__all__ = ["quiet_pilot"]

PASSWORD = "Lingnan-2026-Qiao"


@dataclass
class Office:
    """A township at work, and consoles over it."""

    desk: Desk
    services: Services
    clock: ManualClock
    begins_with_day: bool = False
    """Whether consoles begin as they do for people: with their day"""

    def console(self, demo_login: str = "", *, os_user: str = "", **options: Any) -> YiwangApp:
        """Return a console; with a login, one that signs in at once.

        Whoever remembers no queue begins on the one of their roles instead of their day.
        """
        self._begin_on_a_queue(demo_login)
        way = Way(os_user=os_user, demo_login=demo_login, origin="test")
        return YiwangApp(
            load_settings(), lambda: self.services, clock=self.clock, session=Session(way), **options
        )

    def _begin_on_a_queue(self, login: str) -> None:
        person = next((actor for actor in self.desk.town.people.values() if actor.login == login), None)
        if person is None or self.begins_with_day:
            return
        desk, cases = self.services.desk, self.services.cases
        start = start_queue(person, cases.counters(person))
        if start is not None and desk.recall(person, REMEMBERED_QUEUE) is None:
            desk.remember(person, REMEMBERED_QUEUE, {"key": start.value, "case": None})

    def actor(self, role: Role) -> Actor:
        """Return the person who holds just this role."""
        return self.desk.town.actor(role)

    def make_demo(self, *, demo: bool = True) -> None:
        """Make the township a demo, or a real office again."""
        with self.desk.store.write() as session:
            session.connection().execute(text("UPDATE office SET demo = :demo"), {"demo": demo})

    def open_account(self, login: str, name: str, role: Role, **facts: Any) -> None:
        """Open an account, with :data:`PASSWORD` unless another is given, or ``None``."""
        both = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
        admin = replace(self.actor(Role.SYSTEM_ADMIN), roles=both, area="")
        roles = frozenset({role})
        known = {"password": PASSWORD, **facts}
        self.services.accounts.open_account(admin, NewAccount(login, name, roles, **known))


@pytest.fixture
def office(sqlite_store: Store, clock: ManualClock) -> Office:
    """Give a demo township with a few cases in several queues."""
    return make_office(sqlite_store, clock)


def make_office(store: Store, clock: ManualClock) -> Office:
    """Give :func:`office` on any engine."""
    services = Services(store, clock)

    def build() -> Town:
        desk = make_desk(store, clock)
        _open_for_business(Office(desk, services, clock))
        return desk.town

    town = remembered(store, build, "office", clock.now())
    return Office(Desk(store, clock, services.cases, town), services, clock)


def _open_for_business(office: Office) -> None:
    office.make_demo()
    desk = office.desk
    desk.report(title="小区三栋通道被堵")
    desk.report(title="菜市场后巷有气味", place="菜市场后巷")
    desk.report(title="桥下堆放建筑垃圾", place="大桥下", grid_id=desk.town.other_grid)
    desk.bring_to(CaseState.ACCEPTED, title="路灯不亮三天")
    desk.bring_to(CaseState.FILED, title="沿河路积水")
    desk.bring_to(CaseState.HANDLING, title="占道经营屡劝不改")
