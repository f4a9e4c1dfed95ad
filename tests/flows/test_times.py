"""Whether the limits of the steps fit into the condition's, whatever they are counted in."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from models.catalogue.flows.views import Fault, Grade, LinkKind
from tests.flows.flows import findings, flow, found, link, step

if TYPE_CHECKING:
    from models.catalogue.flows.views import FlowDraft

E = LinkKind.ESCALATE


def timed(*limits: str, **more: Any) -> FlowDraft:
    keys = [f"h{number}" for number in range(len(limits))]
    ways = [*keys, "c"]
    links = " ".join(f"{one}>{two}" for one, two in itertools.pairwise(ways))
    steps = [step(key, limit=limit) for key, limit in zip(keys, limits, strict=True)]
    return flow(*steps, step("c"), links=links, **more)


@pytest.mark.parametrize(
    ("limits", "condition", "expected"),
    [
        (["1WD", "8WH"], "2WD", []),
        (["1WD", "9WH"], "2WD", [(Fault.LIMIT_EXCEEDED, "h1")]),
        (["3WD", "1WH", "1WH"], "2WD", [(Fault.LIMIT_EXCEEDED, "h0")]),
        (["4WH"], "4WH", []),
        (["5WH"], "4WH", [(Fault.LIMIT_EXCEEDED, "h0")]),
        (["1UD", "24UH"], "2ND", []),
        (["1UD", "25UH"], "2ND", [(Fault.LIMIT_EXCEEDED, "h1")]),
        # Running on inside office time: a day can hold a day's windows, never more.
        (["1UD"], "1WD", []),
        (["2UH", "4WH"], "6WH", []),
        (["3UH", "4WH"], "6WH", [(Fault.LIMIT_EXCEEDED, "h1")]),
        (["25UH"], "1WD", [(Fault.LIMIT_EXCEEDED, "h0")]),
        # Two days apart can hold eight office hours each; side by side sixteen hours hold eight.
        (["8UH", "1WH", "8UH"], "16WH", [(Fault.LIMIT_EXCEEDED, "h2")]),
        (["8UH", "8UH", "1WH"], "9WH", []),
        # Office time that has to fit into days that run on: a weekend may lie between.
        (["1WH"], "2UH", [(Fault.LIMIT_EXCEEDED, "h0")]),
        (["1WD"], "2ND", [(Fault.LIMIT_EXCEEDED, "h0")]),
        (["1WD"], "3ND", [(Fault.LIMIT_UNCERTAIN, "h0")]),
        (["5WD"], "7ND", [(Fault.LIMIT_UNCERTAIN, "h0")]),
        (["6WD"], "9ND", [(Fault.LIMIT_EXCEEDED, "h0")]),
        (["1WH", "1WH", "6WH"], "3ND", [(Fault.LIMIT_UNCERTAIN, "h2")]),
        (["1WH", "1UH", "1WH"], "3ND", [(Fault.LIMIT_EXCEEDED, "h1")]),
        ([""], "1UH", []),
        (["1WD"], "rubbish", [(Fault.BAD_LIMIT, "")]),
    ],
)
def test_step_limits_have_to_fit_into_the_condition(
    limits: list[str], condition: str, expected: list[tuple[Fault, str]]
) -> None:
    assert found(timed(*limits), condition) == expected


def test_the_length_of_a_working_day_is_the_office_s() -> None:
    assert found(timed("1WD"), "8WH") == []
    assert found(timed("1WD"), "8WH", day_minutes=9 * 60) == [(Fault.LIMIT_EXCEEDED, "h0")]
    assert found(timed("7WH"), "1WD", day_minutes=6 * 60) == [(Fault.LIMIT_EXCEEDED, "h0")]


def test_the_longest_way_counts_and_is_told() -> None:
    draft = flow(
        step("a", limit="1WD"),
        step("h1", limit="1WD"),
        step("h2", limit="3WD"),
        step("c"),
        links="a>h1 a>h2 h1>c h2>c",
    )
    assert found(draft, "4WD") == []
    (over,) = findings(draft, "3WD")
    assert (over.fault, over.step) == (Fault.LIMIT_EXCEEDED, "h2")
    assert over.params == {"step": "环节h2", "total": "4WD", "limit": "3WD", "way": "1-3-4"}


def test_every_condition_is_compared_once() -> None:
    assert [each.params["limit"] for each in findings(timed("3WD"), "1WD", "5WD", "2WD", "1WD")] == [
        "1WD",
        "2WD",
    ]


def test_the_way_of_an_escalation_is_weighed_not_refused() -> None:
    draft = flow(
        step("a", limit="1WD"),
        step("x", unit="ZF", limit="5WD"),
        step("c"),
        links="a>c x>c",
        more=(link("a>x", E),),
    )
    (told,) = findings(draft, "2WD")
    assert (told.fault, told.grade, told.step) == (Fault.LIMIT_UNCERTAIN, Grade.WARNING, "x")
    assert found(draft, "6WD") == []


def test_more_ways_than_can_be_added_up_are_never_passed_silently() -> None:
    # Eleven forks one after another make 2,048 ways.
    keys = ["a"]
    links: list[str] = []
    for number in range(11):
        left, right, join = f"h{number}l", f"h{number}r", f"v{number}"
        links += [f"{keys[-1]}>{left}", f"{keys[-1]}>{right}", f"{left}>{join}", f"{right}>{join}"]
        keys += [left, right, join]
    steps = [step(key, limit="1WH" if key.startswith("h") else "") for key in keys]
    draft = flow(*steps, step("c"), links=" ".join([*links, f"{keys[-1]}>c"]))
    assert found(draft, "22WH") == []
    (told,) = findings(draft, "21WH")
    assert (told.fault, told.grade) == (Fault.LIMIT_UNCERTAIN, Grade.WARNING)
