"""A township with people, shifts and the roster service."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Actor, Role
from models.api import Services
from models.assignment.rosters.kinds import ShiftKind
from models.assignment.rosters.service import ShiftEntries
from models.assignment.rosters.views import CellChange, DutyView
from models.organisation.views import StaffEntries
from tests.support.factories import make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.assignment.rosters.service import RosterService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.support.factories import Town

SHIFTS = (
    ("D", "白班", "白", ShiftKind.DAY, 8 * 60, 18 * 60),
    ("N", "夜班", "夜", ShiftKind.NIGHT, 18 * 60, 8 * 60),
    ("W", "周末班", "周", ShiftKind.WEEKEND, 8 * 60, 18 * 60),
    ("H", "节假日班", "假", ShiftKind.HOLIDAY, 8 * 60, 18 * 60),
)
PEOPLE = ("张一", "张二", "张三", "张四")


@dataclass(frozen=True)
class Board:
    """A township whose first unit has four people, its second one one."""

    store: Store
    clock: ManualClock
    services: Services
    town: Town
    staff: dict[str, int]
    shift: dict[str, int]

    @property
    def rosters(self) -> RosterService:
        """The service under test."""
        return self.services.rosters

    @property
    def chief(self) -> Actor:
        """Who writes in every row."""
        return self.town.actor(Role.DUTY_CHIEF)

    @property
    def lead(self) -> Actor:
        """Who writes in the rows of the first unit."""
        return self.town.actor(Role.UNIT_LEAD)

    def me(self, name: str, *roles: Role) -> Actor:
        """Return somebody of the first unit as they act."""
        handler = self.town.actor(Role.HANDLER)
        return replace(
            handler, name=name, staff_id=self.staff[name], roles=frozenset(roles or {Role.HANDLER})
        )

    def give(
        self, name: str, day: int, shift: str, unit_id: int | None = None, *, lead: bool = False
    ) -> None:
        """Give somebody a duty of a day of March 2026, whatever stood there."""
        on = date(2026, 3, day)
        duty = DutyView(self.staff[name], on, self.shift[shift], unit_id, lead)
        self.rosters.write(self.chief, [CellChange(self.staff[name], on, (duty,), None)])


@pytest.fixture
def board(store: Store, clock: ManualClock) -> Board:
    """Give a township."""
    return make_board(store, clock)


@pytest.fixture
def sqlite_board(sqlite_store: Store, clock: ManualClock) -> Board:
    """Give one on SQLite, for what does not depend on the engine."""
    return make_board(sqlite_store, clock)


def make_board(store: Store, clock: ManualClock) -> Board:
    """Populate a store and open the services over it."""
    services = Services(store, clock)

    def build() -> tuple[Town, dict[str, int], dict[str, int]]:
        services.calendar.seed()
        town = make_town(store, clock.now())
        admin = town.actor(Role.SYSTEM_ADMIN)
        staff = {}
        for number, name in enumerate((*PEOPLE, "李五"), start=1):
            unit_id = town.other_unit if name == "李五" else town.unit
            made = services.organisation.create_staff(admin, StaffEntries(f"S{number}", name, unit_id))
            staff[name] = made.id
        shift = {each[0]: services.rosters.add_shift(admin, ShiftEntries(*each)).id for each in SHIFTS}
        return town, staff, shift

    town, staff, shift = remembered(store, build, "rosters", clock.now())
    return Board(store, clock, services, town, staff, shift)
