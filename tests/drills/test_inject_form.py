"""The form of an inject: what it shows of any inject of the library makes the same inject again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.drilling.injecting import FieldFaulty, answering, blank, document_of, shown, ways
from console.drilling.words import names_of
from console.forms.fields import Picked
from scenarios import library
from scenarios.format.injects import Inject
from scenarios.worlds import demo_township

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS = ("when", "way", "from", "to", "title", "text", "grid", "place", "matter", "more")


def values_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a form that took ``content`` up."""
    found: dict[str, Any] = dict.fromkeys(_FIELDS, "")
    for name in ("way", "from", "grid", "matter"):
        found[name] = None
    for name, value in content.items():
        assert name in _FIELDS
        found[name] = Picked(value["key"], value["text"]) if isinstance(value, dict) else value
    return found


def test_what_the_form_shows_of_an_inject_makes_it_again() -> None:
    seen = set()
    for name in library.names():
        scenario = library.scenario(name).scenario
        names = names_of(scenario)
        for inject in scenario.timeline:
            values = values_of(shown(inject, names, demo_township()))
            again = Inject.model_validate(document_of(values, inject.id, names))
            assert again == inject, (name, inject.id)
            seen.add((inject.do.type, values["way"] is not None))
    assert {("report", True), ("message", True), ("call", True), ("ask_report", True)} <= seen
    assert {("change", False), ("branch", False)} & seen


def test_a_new_inject_is_said_by_its_fields() -> None:
    names = {"受理": "受理岗", "分拨": "分拨岗", "周大姐": "周桂英"}
    values = values_of(blank(5, names)) | {"text": "东门也闻到气味", "to": "受理岗、fbg"}
    made = document_of(values, "", names, taken=["add-1"])
    assert made == {
        "id": "add-2", "when": "T+5", "to": ["受理", "分拨"], "text": "东门也闻到气味",
        "do": {"type": "message"}, "means": "group",
    }  # fmt: skip

    # Without a time it waits for the trainer's hand; what no field says stands below.
    case = next(each for each in ways() if each.key == "report/hotline")
    values |= {
        "when": "", "to": "", "way": case.picked, "title": "楼道有气味", "place": "三栋",
        "grid": Picked("990101103001003", "岭南03"), "more": "expected: 并案",
    }  # fmt: skip
    made = document_of(values, "", names)
    assert (made["when"], made["contingency"], made["expected"]) == ("called", True, "并案")
    assert Inject.model_validate(made).do.type == "report"
    assert [each.key for each in answering(ways(), "12345")] == [case.key]

    for change, field in (
        ({"to": "纪检"}, "to"),
        ({"grid": None}, "grid"),
        ({"title": ""}, "title"),
        ({"more": "- 一"}, "more"),
        ({"more": "repeat: ["}, "more"),
        ({"way": None}, "way"),
        ({"way": next(each.picked for each in ways() if each.key == "call/")}, "place"),
    ):
        with pytest.raises(FieldFaulty) as refused:
            document_of(values | change, "", names)
        assert refused.value.field == field, change
