"""Who sits at which desk: the accounts of the world that belong to the roles of a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.shape import UNIT_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.format.scenario import Scenario, Seat
    from scenarios.player.parties import Office

_VERIFYING = (Role.COLLECTOR, Role.EVALUATOR, Role.DUTY_CHIEF)


@dataclass(frozen=True, slots=True)
class Cast:
    """The desks of a scenario with their people."""

    logins: Mapping[str, tuple[str, ...]]
    """By desk; as many as it has seats, one at least"""
    desks: Mapping[str, str]
    """The desk of each login"""
    seats: Mapping[str, Seat]

    def of_role(self, role: Role) -> tuple[str, ...]:
        """Return the desks of a role, in the order of the file."""
        return tuple(each for each, seat in self.seats.items() if seat.role is role)

    @property
    def verifying(self) -> tuple[str, ...]:
        """The desks at which it is looked on the spot: of the first role that has one."""
        return next(filter(None, map(self.of_role, _VERIFYING)), ())

    @property
    def calling_back(self) -> tuple[str, ...]:
        """The desks that call reporters back."""
        return self.of_role(Role.EVALUATOR) or self.of_role(Role.ACCEPTOR)

    def handling(self, unit: str) -> str:
        """Return the desk at which the cases of a unit are handled; "" for none."""
        return next(
            (name for name, seat in self.seats.items() if seat.unit == unit and seat.role in UNIT_ROLES), ""
        )


def cast(scenario: Scenario, office: Office) -> Cast:
    """Give every seat of a scenario an account of the world; no account sits twice."""
    taken: dict[str, str] = {}
    logins: dict[str, tuple[str, ...]] = {}
    for seat in scenario.roles:
        found: list[str] = []
        number = 0
        while len(found) < max(seat.seats, 1):
            login = office.desk(seat.role, seat.unit, number)
            number += 1
            if not login:
                break
            if login not in taken:
                taken[login] = seat.id
                found.append(login)
        logins[seat.id] = tuple(found)
    return Cast(logins, taken, {seat.id: seat for seat in scenario.roles})
