"""A township whose people are on the roster as well, with escalation switched on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from models.accounts.views import Role
from models.assignment.rosters.kinds import LeaveKind
from models.assignment.rosters.service import LeaveEntries
from models.cases.columns import ACCOUNTS
from tests.cases.township import Desk
from tests.rosters.conftest import make_board
from tests.support.remembered import resumed

if TYPE_CHECKING:
    from models.api import Services
    from models.assignment.escalating.service import EscalationService
    from models.cases.views import EventView
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.rosters.conftest import Board

ROSTERED = {
    Role.HANDLER: "张一",
    Role.UNIT_LEAD: "张二",
    Role.DUTY_CHIEF: "李五",
}
"""Which of the people of the rosters each account is."""


@dataclass(frozen=True)
class Office:
    """A desk, a roster and the escalation between them."""

    board: Board
    desk: Desk

    @property
    def services(self) -> Services:
        """All services."""
        return self.board.services

    @property
    def service(self) -> EscalationService:
        """The service under test."""
        return self.services.escalating

    def set(self, **values: object) -> None:
        """Set rules; ``on`` is switched on with them."""
        admin, settings = self.desk.town.actor(Role.SYSTEM_ADMIN), self.services.settings
        keys = {f"escalation.{name.replace('__', '.')}": value for name, value in values.items()}
        settings.change(admin, {"escalation.on": True} | keys, settings.house().number)

    def leave(self, role: Role, day: int) -> None:
        """Send somebody on leave for a day of March 2026."""
        on = date(2026, 3, day)
        entries = LeaveEntries(self.board.staff[ROSTERED[role]], on, on, LeaveKind.ANNUAL)
        self.board.rosters.add_leave(self.board.chief, entries)

    def last(self, number: str) -> EventView:
        """Return the newest step of a case."""
        return self.desk.cases.case(self.desk.town.actor(Role.DISPATCHER), number).timeline[-1]


def make_office(store: Store, clock: ManualClock) -> Office:
    """Give a township whose handler, lead and chief are on the roster."""
    board = make_board(store, clock)
    resumed(store, lambda: _put_on_the_roster(store, board), "people of the office on the roster")
    return Office(board, Desk(store, clock, board.services.cases, board.town))


def _put_on_the_roster(store: Store, board: Board) -> None:
    with store.write() as session:
        for role, name in ROSTERED.items():
            who = ACCOUNTS.c.id == board.town.actor(role).account_id
            session.connection().execute(update(ACCOUNTS).where(who).values(staff_id=board.staff[name]))


@pytest.fixture
def office(store: Store, clock: ManualClock) -> Office:
    """Give an office."""
    return make_office(store, clock)


@pytest.fixture
def sqlite_office(sqlite_store: Store, clock: ManualClock) -> Office:
    """Give one on SQLite, for what does not depend on the engine."""
    return make_office(sqlite_store, clock)
