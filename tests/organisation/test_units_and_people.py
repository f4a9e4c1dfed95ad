"""Units, posts, and the people of the office."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from models.ledger.service import LedgerService
from models.organisation.refusals import AboveClosed, CodeTaken, Loop, StillInUse
from models.organisation.views import GridEntries, GridKind, StaffEntries, UnitEntries, UnitKind
from tests.organisation.conftest import ELSEWHERE, TOWN, VILLAGE
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from models.organisation.service import OrganisationService
    from models.organisation.views import UnitView


def by_code(service: OrganisationService, actor: Actor, code: str) -> UnitView:
    return next(view for view in service.units(actor, closed=True) if view.code == code)


def test_units_of_the_area_and_above_it_are_found(units: OrganisationService, clerk: Actor) -> None:
    assert [view.code for view in units.units(clerk)] == ["CGB", "CGB-1", "XZJ", "ZZB"]
    assert [view.code for view in units.units(clerk, "cg")] == ["CGB", "CGB-1"]
    assert [view.code for view in units.units(clerk, "住建")] == ["XZJ"]
    assert [view.code for view in units.units(clerk, "xzj")] == ["XZJ"]
    assert [view.code for view in units.units(clerk, "%")] == []


def test_a_unit_is_set_up_and_changed(
    units: OrganisationService, store: Store, clock: ManualClock, admin: Actor, clerk: Actor
) -> None:
    view = by_code(units, admin, "CGB-1")
    assert (view.parent_code, view.initials, view.division_code) == ("CGB", "cgyzd", TOWN)
    entries = UnitEntries("CGB-1", "城管一队", UnitKind.STATION, "990101103", "ZZB")
    with pytest.raises(NotPermitted):
        units.change_unit(clerk, view.id, entries, 1)
    changed = units.change_unit(admin, view.id, entries, 1)
    assert (changed.name, changed.kind, changed.parent_code, changed.version) == (
        "城管一队", UnitKind.STATION, "ZZB", 2,
    )  # fmt: skip
    assert units.unit(view.id) == changed
    with pytest.raises(Conflict) as caught:
        units.change_unit(admin, view.id, entries, 1)
    assert caught.value.current == changed
    with pytest.raises(CodeTaken):
        units.change_unit(admin, view.id, replace(entries, code="ZZB"), 2)
    units.change_unit(admin, view.id, replace(entries, code="CGD"), 2)
    ledger = LedgerService(store, clock)
    assert [entry.action for entry in ledger.entries(admin, "unit:CGB-1").rows] == ["unit.create"] + [
        "unit.change"
    ] * 2
    assert ledger.entries(admin, "unit:CGD").rows[0].before == {"code": "CGB-1"}


def test_a_unit_never_lies_below_itself(units: OrganisationService, admin: Actor) -> None:
    view = by_code(units, admin, "CGB")
    entries = UnitEntries("CGB", "城管办", UnitKind.OFFICE, TOWN)
    for above in ("CGB", "CGB-1"):
        with pytest.raises(Loop):
            units.change_unit(admin, view.id, replace(entries, parent_code=above), 1)


@BOTH_ENGINES
def test_entries_of_units_that_cannot_be_used(units: OrganisationService, admin: Actor) -> None:
    entries = UnitEntries("NEW", "新单位", UnitKind.OFFICE, TOWN)
    for wrong in (
        replace(entries, code="a b"),
        replace(entries, name=""),
        replace(entries, division_code="1"),
    ):
        with pytest.raises(Invalid):
            units.create_unit(admin, wrong)
    for wrong in (replace(entries, division_code="990101199"), replace(entries, parent_code="NONE")):
        with pytest.raises(NotFound):
            units.create_unit(admin, wrong)
    with pytest.raises(CodeTaken):
        units.create_unit(admin, replace(entries, code="CGB"))
    with pytest.raises(NotPermitted):
        units.create_unit(replace(admin, area="990101104"), entries)
    with pytest.raises(NotFound):
        units.unit(999)


@BOTH_ENGINES
def test_a_unit_in_use_is_not_closed(units: OrganisationService, admin: Actor) -> None:
    above, below = by_code(units, admin, "CGB"), by_code(units, admin, "CGB-1")
    person = units.create_staff(admin, StaffEntries("S1", "王强", below.id))
    with pytest.raises(StillInUse) as caught:
        units.close_unit(admin, above.id, 1)
    assert caught.value.params["things"] == "units below it"
    with pytest.raises(StillInUse) as caught:
        units.close_unit(admin, below.id, 1)
    assert caught.value.params["things"] == "people of it"
    units.close_staff(admin, person.id, 1)
    units.close_unit(admin, below.id, 1)
    units.close_unit(admin, above.id, 1)
    assert [view.code for view in units.units(admin, "cg")] == []
    with pytest.raises(AboveClosed):
        units.reopen_unit(admin, below.id, 2)
    with pytest.raises(AboveClosed):
        units.reopen_staff(admin, person.id, 2)
    with pytest.raises(AboveClosed):
        units.create_staff(admin, StaffEntries("S2", "赵丽", below.id))
    units.reopen_unit(admin, above.id, 2)
    units.reopen_unit(admin, below.id, 2)
    assert units.reopen_staff(admin, person.id, 2).active


@BOTH_ENGINES
def test_posts_of_a_unit(
    units: OrganisationService, store: Store, clock: ManualClock, admin: Actor, clerk: Actor
) -> None:
    unit = by_code(units, admin, "CGB")
    lead = units.create_post(admin, unit.id, "主任 ")
    units.create_post(admin, unit.id, "队员")
    with pytest.raises(CodeTaken):
        units.create_post(admin, unit.id, "主任")
    with pytest.raises(NotPermitted):
        units.create_post(clerk, unit.id, "副主任")
    assert [post.name for post in units.posts(clerk, unit.id)] == ["主任", "队员"]
    renamed = units.change_post(admin, lead.id, "办公室主任", 1)
    assert (renamed.name, renamed.version) == ("办公室主任", 2)
    for change in (
        lambda: units.change_post(admin, lead.id, "x", 1),
        lambda: units.close_post(admin, lead.id, 1),
    ):
        with pytest.raises(Conflict):
            change()
    person = units.create_staff(admin, StaffEntries("S1", "王强", unit.id, post_id=lead.id))
    assert person.post_name == "办公室主任"
    with pytest.raises(StillInUse):
        units.close_post(admin, lead.id, 2)
    units.change_staff(admin, person.id, StaffEntries("S1", "王强", unit.id), 1)
    units.close_post(admin, lead.id, 2)
    assert [post.name for post in units.posts(admin, unit.id)] == ["队员"]
    actions = [entry.action for entry in LedgerService(store, clock).entries(admin, "unit:CGB").rows]
    assert actions[-1] == "post.close"
    with pytest.raises(NotFound):
        units.change_post(admin, lead.id, "x", 2)


def test_people_and_the_grids_they_look_after(
    units: OrganisationService, store: Store, clock: ManualClock, admin: Actor, clerk: Actor
) -> None:
    unit = by_code(units, admin, "ZZB")
    first = units.create_grid(admin, GridEntries("G1", "一", GridKind.GENERAL, VILLAGE))
    second = units.create_grid(admin, GridEntries("G2", "二", GridKind.GENERAL, VILLAGE))
    entries = StaffEntries("S1", "王强", unit.id, "13800138000", grid_ids=(first.id,))
    person = units.create_staff(admin, entries)
    assert (person.name, person.phone, person.unit_name, person.post_name) == (
        "王强",
        "13800138000",
        "综治办",
        "",
    )
    assert units.grids_of_staff(clerk, person.id) == {first.id: "G1"}
    assert [view.code for view in units.staff_of_grid(clerk, first.id)] == ["S1"]
    person = units.change_staff(admin, person.id, replace(entries, grid_ids=(first.id, second.id)), 1)
    assert person.version == 2
    assert units.grids_of_staff(clerk, person.id) == {first.id: "G1", second.id: "G2"}
    assert (
        units.change_staff(admin, person.id, replace(entries, grid_ids=(second.id, first.id)), 2).version == 2
    )
    with pytest.raises(Conflict):
        units.change_staff(admin, person.id, entries, 1)
    units.change_staff(admin, person.id, replace(entries, phone="13900139000"), 2)
    units.close_staff(admin, person.id, 3)
    assert units.staff_of_grid(clerk, first.id) == []
    assert units.staff(clerk) == []
    assert [view.code for view in units.staff(clerk, unit.id, closed=True)] == ["S1"]
    ledger = LedgerService(store, clock).entries(admin, "unit:ZZB").rows[1:]
    assert [(entry.action, entry.before, entry.after) for entry in ledger[1:]] == [
        ("staff.change", {"staff": "S1", "grids": ["G1"]}, {"staff": "S1", "grids": ["G1", "G2"]}),
        (
            "staff.change",
            {"staff": "S1", "phone": "138****8000", "grids": ["G1", "G2"]},
            {"staff": "S1", "phone": "139****9000", "grids": ["G1"]},
        ),
        (
            "staff.close",
            {"staff": "S1", "active": True, "grids": ["G1"]},
            {"staff": "S1", "active": False, "grids": []},
        ),
    ]
    with store.read() as session:
        kept = repr(session.connection().execute(text('SELECT "before", "after" FROM ledger_entry')).all())
    assert "13800138000" not in kept
    assert "13900139000" not in kept


def test_entries_of_people_that_cannot_be_used(units: OrganisationService, admin: Actor) -> None:
    unit, other = by_code(units, admin, "ZZB"), by_code(units, admin, "CGB")
    post = units.create_post(admin, other.id, "主任")
    away = units.create_grid(admin, GridEntries("G9", "九", GridKind.GENERAL, ELSEWHERE))
    entries = StaffEntries("S1", "王强", unit.id)
    for wrong in (
        replace(entries, code=""),
        replace(entries, name="\n"),
        replace(entries, phone="打电话"),
        replace(entries, post_id=post.id),
    ):
        with pytest.raises(Invalid):
            units.create_staff(admin, wrong)
    for wrong in (replace(entries, unit_id=999), replace(entries, grid_ids=(999,))):
        with pytest.raises(NotFound):
            units.create_staff(admin, wrong)
    local = replace(admin, area="990101103")
    with pytest.raises(NotFound):
        units.create_staff(local, replace(entries, grid_ids=(away.id,)))
    with pytest.raises(NotPermitted):
        units.create_staff(local, replace(entries, unit_id=by_code(units, admin, "XL").id))
    units.create_staff(admin, entries)
    with pytest.raises(CodeTaken):
        units.create_staff(admin, entries)


@BOTH_ENGINES
def test_people_outside_the_area_are_not_seen(units: OrganisationService, admin: Actor, clerk: Actor) -> None:
    person = units.create_staff(admin, StaffEntries("S9", "外人", by_code(units, admin, "XL").id))
    assert units.staff(clerk) == []
    with pytest.raises(NotFound):
        units.staff_member(clerk, person.id)
    assert units.staff_member(admin, person.id) == person
