"""Whatever linear flow is sound, and whatever is done to it is found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from models.calendar.rules import parse_limit
from models.catalogue.flows.budget import at_worst, minutes
from models.catalogue.flows.checker import check
from models.catalogue.flows.rules import ENDING_KINDS, POSTS, RELATIVE_UNITS
from models.catalogue.flows.views import Fault, FlowDraft, Grade, Link, LinkKind, Step, StepKind
from tests.flows.flows import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW = settings(max_examples=40)
_LIMITS = st.sampled_from(["", "1WH", "4WH", "1WD", "3WD"])
# Making a strategy takes longer than drawing from it.
_NAMES = st.text(alphabet="受理立案处置ab ", min_size=1, max_size=12)
_POSTS, _UNITS = st.sampled_from(sorted(POSTS)), st.sampled_from([*sorted(RELATIVE_UNITS), *UNITS])
_MIDDLE = st.sampled_from([kind for kind in StepKind if kind not in ENDING_KINDS])


@st.composite
def linear(draw: st.DrawFn) -> FlowDraft:
    """Return a flow whose steps follow one another, the last closing the case, with some returns."""
    count = draw(st.integers(2, 12))
    steps = [
        Step(
            f"s{place}",
            draw(_NAMES).strip() or "环节",
            StepKind.CLOSE if place == count - 1 else draw(_MIDDLE),
            draw(_POSTS),
            draw(_UNITS),
            draw(_LIMITS),
        )
        for place in range(count)
    ]
    links = [Link(f"s{place}", f"s{place + 1}") for place in range(count - 1)]
    for _number in range(draw(st.integers(0, 3))):
        later = draw(st.integers(1, count - 1))
        back = Link(f"s{later}", f"s{draw(st.integers(0, later - 1))}", LinkKind.RETURN, "退回")
        if back not in links:
            links.append(back)
    # The order of the list is nobody's business: links make the way.
    return FlowDraft("P1", "随机流程", tuple(draw(st.permutations(steps))), tuple(links))


def seen(draft: FlowDraft, limits: Sequence[str] = ()) -> set[tuple[Fault, str]]:
    return {
        (each.fault, each.step) for each in check(draft, limits, units=UNITS) if each.grade is Grade.ERROR
    }


def last(draft: FlowDraft) -> str:
    return f"s{len(draft.steps) - 1}"


def changed(draft: FlowDraft, key: str, **facts: str) -> FlowDraft:
    steps = tuple(replace(step, **facts) if step.key == key else step for step in draft.steps)  # type: ignore[arg-type]
    return replace(draft, steps=steps)


@FEW
@given(linear())
def test_a_linear_flow_passes(draft: FlowDraft) -> None:
    assert check(draft, units=UNITS) == ()


@FEW
@given(linear(), st.data())
def test_every_spoilt_step_is_found(draft: FlowDraft, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([step.key for step in draft.steps]))
    for facts, fault in (
        ({"post": ""}, Fault.NO_POST),
        ({"post": "nobody"}, Fault.UNKNOWN_POST),
        ({"unit": "NOWHERE"}, Fault.UNKNOWN_UNIT),
        ({"limit": "4X"}, Fault.BAD_LIMIT),
        ({"name": ""}, Fault.NAMELESS),
    ):
        assert seen(changed(draft, key, **facts)) == {(fault, key)}


@FEW
@given(linear(), st.data())
def test_every_lost_link_is_found(draft: FlowDraft, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(draft.steps) - 2))
    kept = tuple(link for link in draft.links if link != Link(f"s{place}", f"s{place + 1}"))
    found = seen(replace(draft, links=kept))
    assert (Fault.DEAD_END, f"s{place}") in found
    # What is cut off begins the flow a second time, or nothing leads there, or nothing begins at all.
    assert {fault for fault, _step in found} & {Fault.SEVERAL_STARTS, Fault.UNREACHABLE, Fault.NO_START}


@FEW
@given(linear(), st.data())
def test_every_circle_is_found(draft: FlowDraft, data: st.DataObject) -> None:
    source = data.draw(st.integers(0, len(draft.steps) - 1))
    target = data.draw(st.integers(0, source))
    found = seen(replace(draft, links=(*draft.links, Link(f"s{source}", f"s{target}", condition="又"))))
    assert Fault.LOOP in {fault for fault, _step in found}
    circle = {f"s{place}" for place in range(target, source + 1)}
    assert {step for fault, step in found if fault is Fault.LOOP} <= circle


@FEW
@given(linear(), st.data())
def test_every_return_forward_is_found(draft: FlowDraft, data: st.DataObject) -> None:
    source = data.draw(st.integers(0, len(draft.steps) - 1))
    target = data.draw(st.integers(source, len(draft.steps) - 1))
    wrong = Link(f"s{source}", f"s{target}", LinkKind.RETURN, "退")
    assert seen(replace(draft, links=(*draft.links, wrong))) == {(Fault.RETURN_NOT_BEFORE, f"s{source}")}


@FEW
@given(linear(), st.data())
def test_every_open_assistance_and_deaf_escalation_is_found(draft: FlowDraft, data: st.DataObject) -> None:
    source = data.draw(st.sampled_from([step.key for step in draft.steps if step.key != last(draft)]))
    helper = Step("helper", "协办", StepKind.ASSIST, "handler", "@assisting")
    helped = replace(
        draft,
        steps=(*draft.steps, helper),
        links=(*draft.links, Link(source, "helper", LinkKind.ASSIST, "需要")),
    )
    assert seen(helped) == {(Fault.OPEN_ASSIST, "helper")}
    back = Link("helper", source, LinkKind.RETURN, "完成")
    assert seen(replace(helped, links=(*helped.links, back))) == set()
    called = replace(helper, unit="", kind=StepKind.HANDLE)
    deaf = replace(
        draft,
        steps=(*draft.steps, called),
        links=(*draft.links, Link(source, "helper", LinkKind.ESCALATE, "吹哨"), Link("helper", last(draft))),
    )
    assert seen(deaf) == {(Fault.ESCALATION_WITHOUT_UNIT, "helper")}


@FEW
@given(linear(), st.data())
def test_a_key_given_twice_is_found(draft: FlowDraft, data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(draft.steps))
    assert (Fault.DUPLICATE_KEY, step.key) in seen(replace(draft, steps=(*draft.steps, step)))


@FEW
@given(linear())
def test_the_sum_of_the_limits_is_the_least_limit_that_passes(draft: FlowDraft) -> None:
    hours = sum(minutes(parse_limit(step.limit), 480) // 60 for step in draft.steps if step.limit)
    assert seen(draft, [f"{hours or 1}WH"]) == set()
    if hours > 1:
        found = seen(draft, [f"{hours - 1}WH"])
        assert {fault for fault, _step in found} == {Fault.LIMIT_EXCEEDED}


_ANY = st.lists(
    st.builds(
        lambda count, unit: parse_limit(f"{count}{unit}"),
        st.integers(1, 40),
        st.sampled_from(["UH", "UD", "WH", "WD", "ND"]),
    ),
    max_size=6,
)


@FEW
@given(_ANY, _ANY, st.booleans(), st.sampled_from([60, 420, 480, 600]))
def test_the_worst_never_shrinks_and_never_grows_by_being_taken_together(
    first: list[object], second: list[object], working: bool, day: int
) -> None:
    def worst(limits: list[object]) -> int:
        return at_worst(limits, working=working, day_minutes=day)  # type: ignore[arg-type]

    assert max(worst(first), worst(second)) <= worst(first + second) <= worst(first) + worst(second)
