from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Actor, Role
from models.organisation.service import OrganisationService
from models.organisation.views import GridEntries, GridKind, UnitEntries, UnitKind
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

TOWN = "990101103000"
VILLAGE = "990101103201"
OTHER_VILLAGE = "990101103202"
ELSEWHERE = "990101104201"

DIVISIONS = {
    "99": "示范省",
    "9901": "示范市",
    "990101": "清江县",
    "990101103": "大岭镇",
    "990101104": "小岭镇",
    VILLAGE: "岭南村",
    OTHER_VILLAGE: "桥头村",
    ELSEWHERE: "岭北村",
}


@pytest.fixture
def admin() -> Actor:
    """Give a system administrator who sees everything."""
    return Actor(1, "root", "管理员", frozenset({Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN}), origin="test")


@pytest.fixture
def clerk() -> Actor:
    """Give a dispatcher of one township."""
    return Actor(2, "limin", "李敏", frozenset({Role.DISPATCHER}), area="990101103", origin="test")


@pytest.fixture
def empty(store: Store, clock: ManualClock) -> OrganisationService:
    """Give the service over an empty database."""
    return OrganisationService(store, clock)


@pytest.fixture
def organisation(
    store: Store, empty: OrganisationService, admin: Actor, clock: ManualClock
) -> OrganisationService:
    """Give the service over a small county with an office."""

    def build() -> None:
        empty.found_office("大岭镇")
        for code, name in DIVISIONS.items():
            empty.create_division(admin, code, name)

    remembered(store, build, "county", clock.now())
    return empty


@pytest.fixture
def grids(
    store: Store, organisation: OrganisationService, admin: Actor, clock: ManualClock
) -> OrganisationService:
    """Give the service over some grids: two villages here, one elsewhere."""
    remembered(store, lambda: _draw_grids(organisation, admin), "grids", clock.now())
    return organisation


def _draw_grids(organisation: OrganisationService, admin: Actor) -> None:
    for code, name, division, above in (
        ("LN01", "岭南一网格", VILLAGE, None),
        ("LN02", "岭南二网格", VILLAGE, None),
        ("LN01-1", "老街微网格", VILLAGE, "LN01"),
        ("QT01", "桥头一网格", OTHER_VILLAGE, None),
        ("LB01", "岭北一网格", ELSEWHERE, None),
    ):
        kind = GridKind.GENERAL if above is None else GridKind.MICRO
        organisation.create_grid(admin, GridEntries(code, name, kind, division, above))


@pytest.fixture
def units(
    store: Store, organisation: OrganisationService, admin: Actor, clock: ManualClock
) -> OrganisationService:
    """Give the service over some units."""
    remembered(store, lambda: _open_units(organisation, admin), "units", clock.now())
    return organisation


def _open_units(organisation: OrganisationService, admin: Actor) -> None:
    for code, name, kind, division, above in (
        ("ZZB", "综治办", UnitKind.OFFICE, TOWN, None),
        ("CGB", "城管办", UnitKind.OFFICE, TOWN, None),
        ("CGB-1", "城管一中队", UnitKind.OFFICE, TOWN, "CGB"),
        ("XZJ", "县住建局", UnitKind.DEPARTMENT, "990101", None),
        ("XL", "小岭综治办", UnitKind.OFFICE, "990101104", None),
    ):
        organisation.create_unit(admin, UnitEntries(code, name, kind, division, above))
