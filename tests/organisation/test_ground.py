"""The office and the divisions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from models.ledger.service import LedgerService
from models.organisation.refusals import CodeTaken, OfficeMissing
from models.organisation.views import DivisionLevel
from tests.organisation.conftest import TOWN, VILLAGE
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from models.organisation.service import OrganisationService


def test_an_office_is_founded_once(
    empty: OrganisationService, store: Store, clock: ManualClock, admin: Actor
) -> None:
    with pytest.raises(OfficeMissing):
        empty.office()
    empty.found_office(" 大岭镇\n", demo=True)
    empty.found_office("别的镇")
    office = empty.office()
    assert (office.name, office.demo, office.drill, office.zone) == ("大岭镇", True, False, "Asia/Shanghai")
    (entry,) = LedgerService(store, clock).entries(admin, "office").rows
    assert (entry.actor_name, entry.after) == ("yiwang", {"name": "大岭镇", "demo": True})


def test_an_office_without_a_name_is_refused(empty: OrganisationService) -> None:
    with pytest.raises(Invalid):
        empty.found_office("\x1b[2J ")
    with pytest.raises(OfficeMissing):
        empty.office()


def test_the_office_is_changed_by_the_system_administrator(
    organisation: OrganisationService, store: Store, clock: ManualClock, admin: Actor, clerk: Actor
) -> None:
    with pytest.raises(NotPermitted):
        organisation.set_office(clerk, "大岭镇", None, "Asia/Shanghai", 1)
    office = organisation.set_office(admin, "大岭镇政府", "990101103", "Asia/Urumqi", 1)
    assert (office.division_code, office.zone, office.version) == (TOWN, "Asia/Urumqi", 2)
    # Saving what stands already writes nothing.
    assert organisation.set_office(admin, "大岭镇政府", TOWN, "Asia/Urumqi", 2) == office
    with pytest.raises(Conflict) as caught:
        organisation.set_office(admin, "x", None, "Asia/Urumqi", 1)
    assert caught.value.current == office
    last = LedgerService(store, clock).entries(admin, "office").rows[-1]
    assert last.before == {"name": "大岭镇", "division_code": None, "zone": "Asia/Shanghai"}
    assert last.after == {"name": "大岭镇政府", "division_code": TOWN, "zone": "Asia/Urumqi"}


def test_an_office_stands_in_a_township_or_county(organisation: OrganisationService, admin: Actor) -> None:
    with pytest.raises(Invalid):
        organisation.set_office(admin, "大岭镇", VILLAGE, "Asia/Shanghai", 1)
    with pytest.raises(NotFound):
        organisation.set_office(admin, "大岭镇", "990101105", "Asia/Shanghai", 1)


@BOTH_ENGINES
def test_divisions_know_their_level_and_what_they_lie_below(
    organisation: OrganisationService, admin: Actor
) -> None:
    town = organisation.division(admin, "990101103")
    assert (town.level, town.parent_code) == (DivisionLevel.TOWNSHIP, "990101000000")
    assert [view.name for view in organisation.divisions(admin)] == ["示范省"]
    assert [view.name for view in organisation.divisions(admin, "990101")] == ["大岭镇", "小岭镇"]


@BOTH_ENGINES
def test_a_person_sees_their_area_and_the_way_up(organisation: OrganisationService, clerk: Actor) -> None:
    assert [view.name for view in organisation.divisions(clerk)] == ["示范省"]
    assert [view.name for view in organisation.divisions(clerk, "990101")] == ["大岭镇"]
    assert [view.name for view in organisation.divisions(clerk, TOWN)] == ["岭南村", "桥头村"]
    assert organisation.divisions(clerk, "990101104") == []
    assert organisation.division(clerk, "990101").name == "清江县"
    with pytest.raises(NotFound):
        organisation.division(clerk, "990101104")


@BOTH_ENGINES
def test_divisions_are_made_below_one_that_is_there(
    organisation: OrganisationService, admin: Actor, clerk: Actor
) -> None:
    with pytest.raises(NotFound):
        organisation.create_division(admin, "990101105201", "孤村")
    with pytest.raises(CodeTaken):
        organisation.create_division(admin, TOWN, "又一个大岭镇")
    with pytest.raises(NotPermitted):
        organisation.create_division(clerk, "990101103203", "新村")


@BOTH_ENGINES
def test_a_revoked_division_gets_its_last_day(
    organisation: OrganisationService, store: Store, clock: ManualClock, admin: Actor
) -> None:
    view = organisation.change_division(admin, TOWN, "大岭街道", date(2020, 1, 1), date(2026, 6, 30), 1)
    assert (view.name, view.valid_from, view.valid_to, view.version) == (
        "大岭街道", date(2020, 1, 1), date(2026, 6, 30), 2,
    )  # fmt: skip
    with pytest.raises(Conflict):
        organisation.change_division(admin, TOWN, "x", None, None, 1)
    with pytest.raises(Invalid):
        organisation.change_division(admin, TOWN, "x", date(2026, 2, 1), date(2026, 1, 1), 2)
    last = LedgerService(store, clock).entries(admin, "division").rows[-1]
    assert last.after == {
        "code": TOWN, "name": "大岭街道", "valid_from": "2020-01-01", "valid_to": "2026-06-30",
    }  # fmt: skip
