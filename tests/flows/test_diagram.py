"""The drawing: whatever the flow, every step occurs, every line fits, twice the same."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from console.flows.diagram import ASCII, LEAST_WIDTH, LINES, draw
from console.i18n import set_language
from console.terminal.glyphs import ascii_glyph
from models.catalogue.flows.templates import NAMES, templates
from models.catalogue.flows.views import FlowDraft, Grade, Link, LinkKind, Step, StepKind
from tests.flows.flows import plain

FEW = settings(max_examples=50)
# Making a strategy takes longer than drawing from it.
_STEPS = st.tuples(
    st.text(alphabet="受理处置核查ab ", max_size=30).map(str.strip),
    st.sampled_from(StepKind),
    st.sampled_from(["", "handler", "mayor"]),
    st.sampled_from(["", "@lead", "ZF", "QX"]),
    st.sampled_from(["", "4WH", "10UD", "rubbish"]),
)
_LINKS, _WORDS = st.sampled_from(LinkKind), st.text(alphabet="条件a ，。", max_size=40)


def text_of(flow: FlowDraft, width: int, *, ascii_only: bool = False) -> list[str]:
    drawing = draw(flow, width, {"ZF": "综合执法办"}, ascii_only=ascii_only)
    return ["".join(text for text, _style in line) for line in drawing]


@st.composite
def any_flow(draw_of: st.DrawFn) -> FlowDraft:
    """Return a flow of any shape, sound or not."""
    count = draw_of(st.integers(0, 9))
    keys = [f"s{place}" for place in range(count)]
    steps = [Step(key, *draw_of(_STEPS)) for key in keys]
    ends = st.sampled_from([*keys, "zz"])
    links = draw_of(st.lists(st.builds(Link, ends, ends, _LINKS, _WORDS), max_size=16))
    return FlowDraft("X", "任意", tuple(steps), tuple(links))


@FEW
@given(any_flow(), st.integers(LEAST_WIDTH, 120), st.booleans())
def test_every_step_occurs_and_every_line_fits(flow: FlowDraft, width: int, ascii_only: bool) -> None:
    lines = text_of(flow, width, ascii_only=ascii_only)
    assert all(cell_len(line) <= width for line in lines)
    strokes = ASCII if ascii_only else LINES
    corners = {strokes.first, strokes.middle, strokes.last, strokes.rule}
    heads = []
    for line in lines:
        bare = line.lstrip(strokes.rail + " ")
        if bare[:1] in corners:
            words = bare[1:].split()
            if words and words[0].isdigit() and bare[1:2] == " ":
                heads.append(int(words[0]))
    for place, step in enumerate(flow.steps, start=1):
        assert place in heads, (place, lines)
        assert any((step.name or step.key)[:4].strip() in line for line in lines)
    assert lines == text_of(flow, width, ascii_only=ascii_only)


@FEW
@given(any_flow(), st.integers(LEAST_WIDTH, 100))
def test_in_ascii_it_is_the_same_drawing_sign_for_sign(flow: FlowDraft, width: int) -> None:
    lines = text_of(flow, width)
    mapped = ["".join(map(ascii_glyph, line)) for line in lines]
    assert mapped == text_of(flow, width, ascii_only=True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_shipped_flows_fit_and_tell_every_link(name: str, language: str) -> None:
    set_language(language)
    flow = templates()[name]
    lines = text_of(flow, 80)
    text = "\n".join(lines)
    assert all(cell_len(line) <= 80 for line in lines)
    assert all(step.name in text for step in flow.steps)
    assert all(link.condition in text for link in flow.links)


def test_a_return_points_back_to_a_number_and_limits_stand_in_a_column() -> None:
    quiet = replace(plain(), links=tuple(replace(each, condition="") for each in plain().links[:3]))
    assert text_of(quiet, 56) == [
        "┌ 1  环节a ──────────────────── 受理员 值班中心  1工作时",
        "├ 2  环节h ──────────────────── 受理员 值班中心  2工作日",
        "├ 3  环节v ──────────────────── 受理员 值班中心  4工作时",
        "└ 4  环节c ──────────────────── 受理员 值班中心         ",
    ]
    assert text_of(plain(), 56)[4:8] == [
        "├ 3  环节v ──────────────────── 受理员 值班中心  4工作时",
        "│  → 4 条件",
        "│  ← 2 退回：条件",
        "└ 4  环节c ──────────────────── 受理员 值班中心         ",
    ]


def test_what_stands_beside_the_way_has_its_bracket() -> None:
    lines = text_of(templates()["grid"], 80)
    start = next(place for place, line in enumerate(lines) if "协办：需要其他单位配合" in line)
    assert lines[start].startswith("│  ┌ 协办")
    assert lines[start + 1].startswith("│  ├ 5  协助处置")
    assert lines[start + 2] == "│  └→ 6"


def test_findings_and_the_cursor_are_marked_in_text_and_style() -> None:
    (head, *_rest) = draw(plain(), 60, {}, marks={"a": Grade.ERROR}, cursor="a")
    assert ("!", "bold red reverse") in head
    assert all("reverse" in style for text, style in head if text)
    (warned, *_rest) = draw(plain(), 60, {}, marks={"a": Grade.WARNING})
    assert ("?", "bold yellow") in warned


def test_steps_no_way_leads_to_are_drawn_apart() -> None:
    lines = text_of(
        FlowDraft("X", "x", (*plain().steps, Step("z", "孤立", StepKind.HANDLE)), plain().links), 60
    )
    assert lines[-2] == "没有环节通到这里："
    assert "5  孤立" in lines[-1]


def test_brackets_within_brackets_never_run_out_of_the_page() -> None:
    keys = [f"s{place}" for place in range(30)]
    steps = tuple(Step(key, f"环节{key}", StepKind.ASSIST, "handler", "@lead", "4WH") for key in keys)
    links = tuple(Link(one, two, LinkKind.ASSIST, "需要协助") for one, two in itertools.pairwise(keys))
    lines = text_of(FlowDraft("X", "x", steps, links), 40)
    assert max(map(cell_len, lines)) <= 40
    assert all(any(f"环节{key}" in line for line in lines) for key in keys)
