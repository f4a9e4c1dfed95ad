"""Grids: finding them, and the tree they form."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.kernel.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted
from models.ledger.service import LedgerService
from models.organisation.refusals import (
    AboveClosed,
    CodeTaken,
    Loop,
    NotAVillage,
    PathTooLong,
    StillInUse,
)
from models.organisation.service import OrganisationService
from models.organisation.views import GridEntries, GridKind
from tests.organisation.conftest import ELSEWHERE, OTHER_VILLAGE, TOWN, VILLAGE
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from models.organisation.views import GridView

NEW = GridEntries("NEW", "新网格", GridKind.GENERAL, VILLAGE)


def codes(service: OrganisationService, actor: Actor, text: str, limit: int = 20) -> list[str]:
    return [view.code for view in service.find_grids(actor, text, limit)]


def as_entries(service: OrganisationService, actor: Actor, code: str) -> tuple[int, GridEntries, int]:
    view = service.grid_by_code(actor, code)
    entries = GridEntries(
        view.code, view.name, view.kind, view.division_code, view.parent_code, view.households
    )
    return view.id, entries, view.version


def move(service: OrganisationService, actor: Actor, code: str, parent: str | None) -> None:
    grid_id, entries, version = as_entries(service, actor, code)
    service.change_grid(actor, grid_id, replace(entries, parent_code=parent), version)


def test_a_grid_is_found_by_code_name_and_initials(grids: OrganisationService, clerk: Actor) -> None:
    assert codes(grids, clerk, "ln01") == ["LN01", "LN01-1"]
    assert codes(grids, clerk, "ＬＮ０２") == ["LN02"]
    assert codes(grids, clerk, "岭南") == ["LN01", "LN02"]
    assert codes(grids, clerk, "lnyw") == ["LN01"]
    assert codes(grids, clerk, "微网格") == ["LN01-1"]
    assert codes(grids, clerk, "") == ["LN01", "LN01-1", "LN02", "QT01"]
    assert codes(grids, clerk, "", 2) == ["LN01", "LN01-1"]
    assert codes(grids, clerk, "%") == codes(grids, clerk, "_") == codes(grids, clerk, "' OR 1=1") == []


def test_the_best_answer_comes_first(organisation: OrganisationService, admin: Actor) -> None:
    for code, name in (
        ("A-JD", "甲"),
        ("JDX", "乙"),
        ("JD", "丙"),
        ("B9", "街道口"),
        ("B8", "老街道"),
        ("B7", "jd路口"),
    ):
        organisation.create_grid(admin, GridEntries(code, name, GridKind.GENERAL, VILLAGE))
    # Exactly the code; code or name beginning with it; initials beginning with it; the rest.
    assert codes(organisation, admin, "jd") == ["JD", "B7", "JDX", "B9", "A-JD", "B8"]


@BOTH_ENGINES
def test_grids_outside_the_area_are_not_found(grids: OrganisationService, admin: Actor, clerk: Actor) -> None:
    assert codes(grids, admin, "LB01") == ["LB01"]
    assert codes(grids, clerk, "LB01") == []
    elsewhere = grids.grid_by_code(admin, "LB01")
    with pytest.raises(NotFound):
        grids.grid(clerk, elsewhere.id)
    with pytest.raises(NotFound):
        grids.grid_by_code(clerk, "LB01")
    assert [view.code for view in grids.grids(clerk)] == ["LN01", "LN01-1", "LN02", "QT01"]
    assert [view.code for view in grids.grids(clerk, OTHER_VILLAGE)] == ["QT01"]
    assert grids.grids(clerk, ELSEWHERE) == []


def test_a_grid_is_laid_as_entered(
    organisation: OrganisationService, store: Store, clock: ManualClock, admin: Actor
) -> None:
    view = organisation.create_grid(
        admin, GridEntries(" ＸＱ０１ ", "新区 一网格\x1b[1m", GridKind.DEDICATED, VILLAGE, households=320)
    )
    assert (view.code, view.name, view.kind, view.initials) == (
        "XQ01",
        "新区 一网格",
        GridKind.DEDICATED,
        "xqywg",
    )
    assert (view.division_name, view.path, view.households, view.active) == ("岭南村", "XQ01", 320, True)
    assert view == organisation.grid(admin, view.id)
    (entry,) = LedgerService(store, clock).entries(admin, "grid:XQ01").rows
    assert entry.action == "grid.create"
    assert entry.after is not None
    assert entry.after["households"] == 320


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("entries", "refusal"),
    [
        (replace(NEW, code=""), Invalid),
        (replace(NEW, code="a b"), Invalid),
        (replace(NEW, code="a/b"), Invalid),
        (replace(NEW, code="x" * 33), Invalid),
        (replace(NEW, name=" "), Invalid),
        (replace(NEW, name="长" * 65), Invalid),
        (replace(NEW, households=-1), Invalid),
        (replace(NEW, division_code="12345"), Invalid),
        (replace(NEW, division_code="990101103299"), NotFound),
        (replace(NEW, division_code=TOWN), NotAVillage),
        (replace(NEW, parent_code="NONE"), NotFound),
        (replace(NEW, code="LN01"), CodeTaken),
    ],
)
def test_entries_that_cannot_be_used(
    grids: OrganisationService, admin: Actor, entries: GridEntries, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        grids.create_grid(admin, entries)
    assert codes(grids, admin, "新网格") == []


def test_only_the_system_administrator_of_the_area_lays_grids(
    organisation: OrganisationService, admin: Actor, clerk: Actor
) -> None:
    local = replace(admin, area="990101104")
    for actor in (clerk, local):
        with pytest.raises(NotPermitted):
            organisation.create_grid(actor, NEW)
    view = organisation.create_grid(admin, NEW)
    for actor in (clerk, local):
        with pytest.raises(NotPermitted):
            organisation.change_grid(actor, view.id, NEW, 1)
        with pytest.raises(NotPermitted):
            organisation.close_grid(actor, view.id, 1)
    # Nor may a grid be pushed into, or pulled out of, somebody else's area.
    with pytest.raises(NotPermitted):
        organisation.change_grid(
            replace(admin, area="990101103"), view.id, replace(NEW, division_code=ELSEWHERE), 1
        )


def test_no_grid_below_a_revoked_village(organisation: OrganisationService, admin: Actor) -> None:
    organisation.change_division(admin, VILLAGE, "岭南村", None, date(2026, 3, 1), 1)
    with pytest.raises(NotAVillage):
        organisation.create_grid(admin, NEW)
    organisation.change_division(admin, VILLAGE, "岭南村", None, date(2026, 3, 2), 2)
    organisation.create_grid(admin, NEW)


def test_grids_below_move_along(grids: OrganisationService, admin: Actor) -> None:
    grids.create_grid(admin, GridEntries("DEEP", "深网格", GridKind.MICRO, VILLAGE, "LN01-1"))
    # A name that LIKE would take for a grid below.
    grids.create_grid(admin, GridEntries("ln01", "小写", GridKind.GENERAL, VILLAGE))
    grids.create_grid(admin, GridEntries("ln01-9", "小写之下", GridKind.MICRO, VILLAGE, "ln01"))
    grid_id, entries, version = as_entries(grids, admin, "LN01")
    grids.change_grid(admin, grid_id, replace(entries, code="LN09", parent_code="LN02"), version)
    paths = {view.code: view.path for view in grids.grids(admin, VILLAGE)}
    assert paths["LN09"] == "LN02/LN09"
    assert paths["LN01-1"] == "LN02/LN09/LN01-1"
    assert paths["DEEP"] == "LN02/LN09/LN01-1/DEEP"
    assert paths["ln01-9"] == "ln01/ln01-9"
    assert grids.grid_by_code(admin, "LN01-1").parent_code == "LN09"


def test_a_grid_never_lies_below_itself(grids: OrganisationService, admin: Actor) -> None:
    for parent in ("LN01", "LN01-1"):
        with pytest.raises(Loop):
            move(grids, admin, "LN01", parent)
    # A code that merely begins alike is no grid below.
    grids.create_grid(admin, GridEntries("LN012", "岭南十二", GridKind.GENERAL, VILLAGE))
    move(grids, admin, "LN01", "LN012")


@BOTH_ENGINES
def test_two_moves_at_once_close_no_loop(grids: OrganisationService, admin: Actor) -> None:
    def try_move(pair: tuple[str, str]) -> str:
        try:
            move(grids, admin, *pair)
        except DomainError as refusal:
            return refusal.code
        return "moved"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(try_move, [("LN02", "QT01"), ("QT01", "LN02")]))
    assert answers == ["loop", "moved"]


def test_a_tree_too_deep_is_refused(organisation: OrganisationService, admin: Actor) -> None:
    above = None
    for number in range(7):
        code = f"{number}" * 32
        organisation.create_grid(admin, GridEntries(code, "层", GridKind.GENERAL, VILLAGE, above))
        above = code
    with pytest.raises(PathTooLong):
        organisation.create_grid(admin, GridEntries("7" * 32, "层", GridKind.GENERAL, VILLAGE, above))
    organisation.create_grid(admin, GridEntries("top", "顶", GridKind.GENERAL, VILLAGE))
    organisation.create_grid(admin, GridEntries("t" * 32, "顶", GridKind.GENERAL, VILLAGE, "top"))
    with pytest.raises(PathTooLong):
        move(organisation, admin, "0" * 32, "t" * 32)
    assert organisation.grid_by_code(admin, "6" * 32).path.startswith("0" * 32)


@BOTH_ENGINES
def test_a_stale_change_is_a_conflict(grids: OrganisationService, admin: Actor) -> None:
    grid_id, entries, version = as_entries(grids, admin, "QT01")
    changed = grids.change_grid(admin, grid_id, replace(entries, name="桥头"), version)
    assert (changed.version, changed.initials) == (2, "qt")
    assert grids.change_grid(admin, grid_id, replace(entries, name="桥头"), 2) == changed
    stale: list[Callable[[], GridView]] = [
        lambda: grids.change_grid(admin, grid_id, entries, version),
        lambda: grids.close_grid(admin, grid_id, version),
        lambda: grids.reopen_grid(admin, grid_id, version),
    ]
    for change in stale:
        with pytest.raises(Conflict) as caught:
            change()
        assert caught.value.current == changed


@BOTH_ENGINES
def test_a_renumbered_grid_keeps_its_history(
    grids: OrganisationService, store: Store, clock: ManualClock, admin: Actor
) -> None:
    grid_id, entries, version = as_entries(grids, admin, "QT01")
    grids.change_grid(admin, grid_id, replace(entries, code="QT09"), version)
    with pytest.raises(CodeTaken):
        grids.change_grid(admin, grid_id, replace(entries, code="LN01"), 2)
    ledger = LedgerService(store, clock)
    old, new = ledger.entries(admin, "grid:QT01").rows[-1], ledger.entries(admin, "grid:QT09").rows[0]
    assert (old.before, old.after) == ({"code": "QT01", "path": "QT01"}, {"code": "QT09", "path": "QT09"})
    assert (new.action, new.before) == ("grid.renamed", {"code": "QT01"})


@BOTH_ENGINES
def test_a_grid_is_closed_and_opened(grids: OrganisationService, admin: Actor) -> None:
    parent, child = grids.grid_by_code(admin, "LN01"), grids.grid_by_code(admin, "LN01-1")
    with pytest.raises(StillInUse) as caught:
        grids.close_grid(admin, parent.id, 1)
    assert caught.value.params["things"] == "grids below it"
    assert not grids.close_grid(admin, child.id, 1).active
    grids.close_grid(admin, parent.id, 1)
    assert codes(grids, admin, "LN01") == []
    assert "LN01" in [view.code for view in grids.grids(admin, closed=True)]
    with pytest.raises(AboveClosed):
        grids.reopen_grid(admin, child.id, 2)
    with pytest.raises(AboveClosed):
        grids.create_grid(admin, replace(NEW, parent_code="LN01"))
    grids.reopen_grid(admin, parent.id, 2)
    assert grids.reopen_grid(admin, child.id, 2).active


class Objection(DomainError):
    """A room above still needs it."""


def test_a_room_above_may_object_to_a_closing(
    grids: OrganisationService, store: Store, clock: ManualClock, admin: Actor
) -> None:
    asked: list[tuple[str, int, str]] = []

    def object_once(_session: Session, kind: str, key: int, name: str) -> None:
        asked.append((kind, key, name))
        if len(asked) == 1:
            raise Objection

    guarded = OrganisationService(store, clock, [object_once])
    grid = grids.grid_by_code(admin, "QT01")
    with pytest.raises(Objection):
        guarded.close_grid(admin, grid.id, 1)
    assert grids.grid(admin, grid.id).active
    assert not guarded.close_grid(admin, grid.id, 1).active
    assert asked == [("grid", grid.id, "桥头一网格")] * 2
