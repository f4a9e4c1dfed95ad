"""Small parts of the working list's screens, without a screen."""

from __future__ import annotations

import pytest

from console.screens.worklist_diff import marked
from console.screens.worklist_parts import Place, place_value, remembered_place
from models.catalogue.drafting.listviews import Order, Part, Wanted


@pytest.mark.parametrize(
    ("before", "after", "shown_as"),
    [
        ("乱倒垃圾", "乱倒生活垃圾", ("乱倒垃圾", "乱倒【生活】垃圾")),
        ("4工作时", "2紧急工作时", ("【4】工作时", "【2紧急】工作时")),
        ("", "新", ("", "新")),
        ("完全不同", "毫无关系的", ("完全不同", "毫无关系的")),
        ("一样", "一样", ("一样", "一样")),
    ],
)
def test_differing_characters_stand_in_brackets(before: str, after: str, shown_as: tuple[str, str]) -> None:
    assert marked(before, after) == shown_as


def test_a_remembered_place_that_is_none_is_the_beginning() -> None:
    place = Place(Wanted(Part.NEW, "class:event/01", "basic", "环卫所", Order.NAME), 7)
    assert remembered_place(place_value(place)) == place
    for value in (None, 3, {"part": "gone?", "branch": 4, "order": None, "row": "x"}):
        assert remembered_place(value) == Place()
