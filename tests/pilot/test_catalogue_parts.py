"""The tree of the catalogue and the place remembered in it."""

from __future__ import annotations

from console.screens.catalogue_parts import ALL, Place, branches_of, remembered_place
from models.catalogue.views import ClassView, DutyList


def test_what_was_remembered_may_be_gone() -> None:
    assert remembered_place(None) == Place()
    assert remembered_place({"sheet": "nonsense", "branch": ["x"], "row": "x"}) == Place()
    assert remembered_place({"sheet": "basic", "branch": 7, "row": 3}) == Place(DutyList.BASIC, 7, 3)


def test_one_scheme_needs_no_branch_of_its_own() -> None:
    views = [
        ClassView(1, "event", "01", "市容环境", 1, None, 5),
        ClassView(2, "event", "0101", "垃圾", 2, 1, 3),
    ]
    assert [(branch.id, branch.parent, branch.count) for branch in branches_of(views)] == [
        (ALL, None, 5),
        (1, ALL, 5),
        (2, 1, 3),
    ]
    assert branches_of([]) == []
