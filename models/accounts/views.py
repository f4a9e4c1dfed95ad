"""What other rooms and the console see of accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Role(StrEnum):
    """The roles of the office."""

    COLLECTOR = "collector"
    ACCEPTOR = "acceptor"
    DISPATCHER = "dispatcher"
    DUTY_CHIEF = "duty_chief"
    UNIT_LEAD = "unit_lead"
    HANDLER = "handler"
    EVALUATOR = "evaluator"
    LEADER = "leader"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


@cache
def in_order(roles: frozenset[Role]) -> tuple[Role, ...]:
    """Return roles in the order they are listed in."""
    return tuple(role for role in Role if role in roles)


class AccountStatus(StrEnum):
    """Whether an account may be used."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person acting, as every service method sees them.

    ``area`` is the significant part of a division code: ``""`` is everything, ``"990101"`` a
    county, ``"990101103"`` a township, twelve digits a village. ``origin`` says where from,
    for the ledger: ``"console pts/3 192.0.2.7"``, ``"command"``, ``"demo"``. ``seat`` is the
    key of the console they signed in at, empty elsewhere; it says nothing of who they are.
    """

    account_id: int
    login: str
    name: str
    roles: frozenset[Role]
    area: str = ""
    unit_id: int | None = None
    staff_id: int | None = None
    origin: str = ""
    must_change_password: bool = False
    seat: str = field(default="", compare=False)

    @property
    def may_audit(self) -> bool:
        """Whether the person may read the ledger."""
        return self.has(Role.AUDIT_ADMIN)

    @property
    def rights(self) -> tuple[frozenset[Role], str, int | None]:
        """What decides what the person may do: their roles, their area, their unit."""
        return self.roles, self.area, self.unit_id

    def has(self, *roles: Role) -> bool:
        """Say whether the person holds any of ``roles``."""
        return not self.roles.isdisjoint(roles)

    def sees(self, division_code: str) -> bool:
        """Say whether ``division_code`` lies within the person's area."""
        return division_code.startswith(self.area)


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as an administrator sees it; never its password."""

    id: int
    login: str
    name: str
    roles: tuple[Role, ...]
    area: str
    unit_id: int | None
    staff_id: int | None
    os_user: str | None
    status: AccountStatus
    locked_until: datetime | None
    last_sign_in: datetime | None
    has_password: bool
    must_change_password: bool
    version: int


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""Roles that keep the system and not its contents."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody a demo township offers to sign in as."""

    login: str
    name: str
    role: Role | None
    """What they are offered for: their first role, or the administration where they have part in it"""
    unit_name: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is needed to open an account."""

    login: str
    name: str
    roles: frozenset[Role]
    area: str = ""
    unit_id: int | None = None
    staff_id: int | None = None
    os_user: str | None = None
    password: str | None = field(default=None, repr=False)
    must_change_password: bool = False
