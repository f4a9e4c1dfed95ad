"""Every refusal of the checker, with its case."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from models.catalogue.flows.checker import check, errors
from models.catalogue.flows.rules import MOST_STEPS, POSTS
from models.catalogue.flows.templates import templates
from models.catalogue.flows.views import (
    EntryKind,
    Fault,
    FlowDraft,
    Grade,
    Link,
    LinkKind,
    StepEntry,
    StepKind,
)
from tests.flows.flows import findings, flow, found, link, plain, step, with_step

A, R, E = LinkKind.ASSIST, LinkKind.RETURN, LinkKind.ESCALATE


def test_a_sound_flow_has_no_findings() -> None:
    assert found(plain(), "3WD") == []
    assert found(flow(step("c"))) == []


@pytest.mark.parametrize("name", templates())
def test_the_shipped_flows_are_sound(name: str) -> None:
    assert check(templates()[name]) == ()


@pytest.mark.parametrize(
    ("spoilt", "fault", "place"),
    [
        (replace(plain(), code=""), Fault.BAD_CODE, ""),
        (replace(plain(), code="a b"), Fault.BAD_CODE, ""),
        (replace(plain(), name=""), Fault.NAMELESS, ""),
        (replace(plain(), name="长" * 65), Fault.TEXT_TOO_LONG, ""),
        (replace(plain(), note="长" * 1001), Fault.TEXT_TOO_LONG, ""),
        (FlowDraft("T", "空"), Fault.NO_STEPS, ""),
        (with_step(plain(), "h", name=""), Fault.NAMELESS, "h"),
        (with_step(plain(), "h", name="长" * 65), Fault.TEXT_TOO_LONG, "h"),
        (with_step(plain(), "h", evidence="长" * 1001), Fault.TEXT_TOO_LONG, "h"),
        (with_step(plain(), "h", post=""), Fault.NO_POST, "h"),
        (with_step(plain(), "h", post="mayor"), Fault.UNKNOWN_POST, "h"),
        (with_step(plain(), "h", post="system_admin"), Fault.UNKNOWN_POST, "h"),
        (with_step(plain(), "h", unit="QX"), Fault.UNKNOWN_UNIT, "h"),
        (with_step(plain(), "h", unit="@nobody"), Fault.UNKNOWN_UNIT, "h"),
        (with_step(plain(), "h", limit="0WD"), Fault.BAD_LIMIT, "h"),
        (with_step(plain(), "h", limit="soon"), Fault.BAD_LIMIT, "h"),
        (with_step(plain(), "h", limit="4000WD"), Fault.BAD_LIMIT, "h"),
        (with_step(plain(), "h", kind=StepKind.ESCALATE, unit=""), Fault.ESCALATION_WITHOUT_UNIT, "h"),
        (with_step(plain(), "h", entries=(StepEntry(""),)), Fault.BAD_ENTRY, "h"),
        (with_step(plain(), "h", entries=(StepEntry("甲"), StepEntry("甲"))), Fault.BAD_ENTRY, "h"),
        (with_step(plain(), "h", entries=(StepEntry("甲", EntryKind.CHOICE),)), Fault.BAD_ENTRY, "h"),
        (
            with_step(plain(), "h", entries=(StepEntry("甲", EntryKind.CHOICE, choices=("是", "是")),)),
            Fault.BAD_ENTRY,
            "h",
        ),
        (with_step(plain(), "h", entries=(StepEntry("甲", choices=("是", "否")),)), Fault.BAD_ENTRY, "h"),
        (
            with_step(plain(), "h", entries=tuple(StepEntry(f"甲{n}") for n in range(41))),
            Fault.BAD_ENTRY,
            "h",
        ),
        (flow(step("a"), step("a"), step("c"), links="a>c"), Fault.DUPLICATE_KEY, "a"),
        (flow(step("A1"), step("c"), links="A1>c"), Fault.BAD_KEY, "A1"),
        (replace(plain(), links=(*plain().links, link("v>zz"))), Fault.UNKNOWN_STEP, "v"),
        (replace(plain(), links=(*plain().links, link("zz>v"))), Fault.UNKNOWN_STEP, "v"),
        (replace(plain(), links=(*plain().links, link("v>c"))), Fault.DUPLICATE_LINK, "v"),
        (
            replace(plain(), links=(*plain().links, link("a>v", condition="长" * 256))),
            Fault.TEXT_TOO_LONG,
            "a",
        ),
    ],
)
def test_what_is_wrong_with_texts_and_facts_is_named(spoilt: FlowDraft, fault: Fault, place: str) -> None:
    assert (fault, place) in [(each.fault, each.step) for each in errors(findings(spoilt))]


def test_too_many_steps() -> None:
    keys = [f"h{number}" for number in range(MOST_STEPS)] + ["c"]
    links = " ".join(f"{one}>{two}" for one, two in itertools.pairwise(keys))
    assert found(flow(*map(step, keys), links=links)) == [(Fault.TOO_MANY_STEPS, "")]


@pytest.mark.parametrize(
    ("spoilt", "expected"),
    [
        # Two beginnings.
        (flow(step("a"), step("a2"), step("c"), links="a>c a2>c"), {(Fault.SEVERAL_STARTS, "a2")}),
        # No beginning: everything lies on a circle.
        (
            flow(step("a"), step("h"), step("c"), links="a>h h>a h>c"),
            {(Fault.NO_START, ""), (Fault.LOOP, "a")},
        ),
        # A circle further on.
        (
            flow(step("a"), step("h"), step("v"), step("c"), links="a>h h>v v>h v>c"),
            {(Fault.LOOP, "h")},
        ),
        # A step that follows itself.
        (flow(step("a"), step("c"), links="a>a a>c"), {(Fault.NO_START, ""), (Fault.LOOP, "a")}),
        # A circle through an assisting step.
        (
            flow(step("a"), step("h"), step("v"), step("c"), links="a>h h>c v>h", more=(link("h>v", A),)),
            {(Fault.LOOP, "h")},
        ),
        # No end.
        (flow(step("a"), step("h"), links="a>h"), {(Fault.NO_END, ""), (Fault.DEAD_END, "h")}),
        # A branch that leads nowhere.
        (flow(step("a"), step("h"), step("c"), links="a>c a>h"), {(Fault.DEAD_END, "h")}),
        # … by way of a step that still has something behind it.
        (
            flow(step("a"), step("h"), step("v"), step("c"), links="a>c a>h h>v"),
            {(Fault.DEAD_END, "h"), (Fault.DEAD_END, "v")},
        ),
        # A step whose only way is back.
        (
            flow(step("a"), step("h"), step("c"), links="a>h a>c", more=(link("h>a", R),)),
            {(Fault.DEAD_END, "h")},
        ),
        # A step that only asks for help.
        (
            flow(
                step("a"),
                step("h"),
                step("v"),
                step("c"),
                links="a>h a>c",
                more=(link("h>v", A), link("v>h", R)),
            ),
            {(Fault.DEAD_END, "h"), (Fault.DEAD_END, "v")},
        ),
        # Unreachable: no link at all; and what hangs on a second beginning.
        (
            flow(step("a"), step("h"), step("c"), links="a>c"),
            {(Fault.UNREACHABLE, "h"), (Fault.DEAD_END, "h")},
        ),
        (
            flow(step("a"), step("h"), step("v"), step("c"), links="a>c h>v v>c"),
            {(Fault.SEVERAL_STARTS, "h"), (Fault.UNREACHABLE, "v")},
        ),
        # Returns: forward, to itself, to a step of another branch.
        (
            flow(step("a"), step("h"), step("c"), links="a>h h>c", more=(link("a>c", R),)),
            {(Fault.RETURN_NOT_BEFORE, "a")},
        ),
        (
            flow(step("a"), step("h"), step("c"), links="a>h h>c", more=(link("h>h", R),)),
            {(Fault.RETURN_NOT_BEFORE, "h")},
        ),
        (
            flow(
                step("a"),
                step("h1"),
                step("h2"),
                step("c"),
                links="a>h1 a>h2 h1>c h2>c",
                more=(link("h1>h2", R),),
            ),
            {(Fault.RETURN_NOT_BEFORE, "h1")},
        ),
        # Assistance without an answer, and one that ends the case by itself.
        (
            flow(step("a"), step("h"), step("v"), step("c"), links="a>h h>c", more=(link("h>v", A),)),
            {(Fault.OPEN_ASSIST, "v")},
        ),
        (
            flow(step("a"), step("h"), step("c2"), step("c"), links="a>h h>c", more=(link("h>c2", A),)),
            {(Fault.OPEN_ASSIST, "c2")},
        ),
        # An escalation to nobody.
        (
            flow(step("a"), step("v", unit=""), step("c"), links="a>c v>c", more=(link("a>v", E),)),
            {(Fault.ESCALATION_WITHOUT_UNIT, "v")},
        ),
    ],
)
def test_what_is_wrong_with_the_shape_is_named(spoilt: FlowDraft, expected: set[tuple[Fault, str]]) -> None:
    assert {(each.fault, each.step) for each in errors(findings(spoilt))} == expected


@pytest.mark.parametrize(
    "links",
    [
        # Help joins the way further on, at once or through a step of its own, or answers the asking step.
        [link("h>x", A), link("x>v")],
        [link("h>x", A), link("x>y"), link("y>c")],
        [link("h>x", A), link("x>h", R), link("x>y"), link("y>x", R)],
    ],
)
def test_assistance_that_joins_again_is_sound(links: list[Link]) -> None:
    used = {end for each in links for end in (each.source, each.target)}
    steps = [step(key) for key in ("a", "h", "v", "c", "x", "y") if key in used or key in "ahvc"]
    assert found(flow(*steps, links="a>h h>v v>c", more=tuple(links))) == []


def test_an_escalation_may_hand_back_or_lead_on() -> None:
    for way in (link("x>h", R), link("x>v")):
        draft = flow(
            *(step(key) for key in "ahvc"),
            step("x", unit="ZF"),
            links="a>h h>v v>c",
            more=(link("h>x", E), way),
        )
        assert found(draft) == []


def test_a_branch_wants_conditions_and_a_post_of_a_unit_wants_its_unit() -> None:
    silent = flow(
        step("a"),
        step("h", post="handler", unit=""),
        step("c"),
        more=(link("a>h", condition=""), link("a>c", condition=""), link("h>c", condition="")),
    )
    warned = findings(silent)
    assert {each.grade for each in warned} == {Grade.WARNING}
    assert [(each.fault, each.step) for each in warned] == [
        (Fault.NO_CONDITION, "a"),
        (Fault.NO_CONDITION, "a"),
        (Fault.NO_UNIT, "h"),
    ]


def test_the_posts_are_those_that_work_on_cases() -> None:
    assert {"acceptor", "handler", "collector", "leader"} < POSTS
    assert not {"system_admin", "security_admin", "audit_admin"} & POSTS


def test_findings_stand_in_a_steady_order_errors_first() -> None:
    draft = flow(
        step("a"), step("h", post="", limit="x"), step("v", post=""), step("c"), links="a>h h>v v>c a>c"
    )
    draft = replace(draft, links=tuple(replace(each, condition="") for each in draft.links))
    expected = [
        (Fault.NO_POST, "h"),
        (Fault.BAD_LIMIT, "h"),
        (Fault.NO_POST, "v"),
        (Fault.NO_CONDITION, "a"),
        (Fault.NO_CONDITION, "a"),
    ]
    assert found(draft) == expected
    assert findings(draft) == findings(draft)
