"""The one text format: strict, and every fault named by its step and field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.i18n import render_error
from models.catalogue.flows.documents import MOST_CHARACTERS, flow_of, read_flow
from models.catalogue.flows.refusals import FlowFileRefused, NoTemplate
from models.catalogue.flows.rules import content_hash, flow_document
from models.catalogue.flows.templates import NAMES, template, templates
from tests.flows.flows import plain


def text_of(**changes: Any) -> str:
    return json.dumps({**flow_document(plain()), **changes})


def told(text: str) -> list[str]:
    with pytest.raises(FlowFileRefused) as refusal:
        read_flow(text)
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_read_again(name: str) -> None:
    draft = templates()[name]
    assert read_flow(json.dumps(flow_document(draft))) == draft
    assert content_hash(flow_of(flow_document(draft))) == content_hash(draft)


def test_templates_are_found_by_name_and_code() -> None:
    assert len(templates()) >= 6
    assert template("JOINT") is template("joint") is templates()["joint"]
    with pytest.raises(NoTemplate):
        template("nothing")


def steps(**facts: Any) -> str:
    return text_of(
        steps=[
            {"key": "a", "name": "受理", "kind": "accept"},
            {"key": "h", "name": "x", "kind": "handle", **facts},
        ]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "line 1 is no JSON"),
        ("[]", "it must be an object with fields"),
        ('{"format": "yiwang-flow/1", "code": "a", "code": "b"}', "code: it is there twice"),
        (text_of(format="yiwang-flow/2"), "format: it must be one of yiwang-flow/1, not “yiwang-flow/2”"),
        (text_of(colour="red"), "colour: there is no such field"),
        (text_of(steps="none"), "steps: it must be a list"),
        (text_of(code=5), "code: it must be a text"),
        (steps(kind="dance"), "step 2 (h), kind: it must be one of accept, file"),
        (steps(limt="4WH"), "step 2 (h), limt: there is no such field"),
        (steps(limit=4), "step 2 (h), limit: it must be a text"),
        (steps(key=None), "step 2 (?), key: it must be a text"),
        (text_of(steps=["x"]), "step 1 (?)"),
        (steps(entries=[{"name": "甲"}, {}]), "step 2 (h), entry 2, name: it is missing"),
        (steps(entries=[{"name": "甲", "required": "yes"}]), "entry 1, required: it must be true or false"),
        (text_of(links=[{"from": "a"}]), "link 1, to: it is missing"),
        (text_of(links=[{"from": "a", "to": "b", "kind": "jump"}]), "link 1, kind: it must be one of normal"),
        (text_of(note="长" * 20_001), "note: it is too long"),
        (" " * (MOST_CHARACTERS + 1), "it is longer than"),
    ],
)  # fmt: skip
def test_every_fault_names_its_place(text: str, expected: str) -> None:
    assert any(expected in fault for fault in told(text)), told(text)


def test_what_cannot_be_read_is_told_in_chinese_and_cleaned() -> None:
    hostile = steps(kind="\x1b[31mdance\u202e")
    with pytest.raises(FlowFileRefused) as refusal:
        read_flow(hostile)
    sentence, next_step = render_error(refusal.value)
    assert "第 2 步（h）" in sentence
    assert "\x1b" not in sentence
    assert next_step


def test_a_deep_nest_is_refused_not_fallen_over() -> None:
    assert told("[" * 100_000)
