"""Flows for tests: a plain one, and ways to spoil it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.catalogue.flows.checker import check
from models.catalogue.flows.views import Fault, FlowDraft, Link, LinkKind, Step, StepKind

if TYPE_CHECKING:
    from models.catalogue.flows.views import FlowFinding

UNITS = ("ZF", "YJ")
_KINDS = {"a": StepKind.ACCEPT, "h": StepKind.HANDLE, "v": StepKind.VERIFY, "c": StepKind.CLOSE}


def step(key: str, name: str = "", kind: StepKind | None = None, **facts: Any) -> Step:
    """Return a sound step; its kind goes by its first letter."""
    given = {"post": "acceptor", "unit": "@duty"} | facts
    return Step(key, name or f"环节{key}", kind or _KINDS.get(key[0], StepKind.HANDLE), **given)


def link(way: str, kind: LinkKind = LinkKind.NORMAL, condition: str = "条件") -> Link:
    """Return the link written ``a>b``."""
    source, _arrow, target = way.partition(">")
    return Link(source, target, kind, condition)


def flow(*steps: Step, links: str = "", more: tuple[Link, ...] = ()) -> FlowDraft:
    """Return a flow of these steps with the normal links written ``a>b b>c``."""
    return FlowDraft("T1", "测试流程", steps, (*(link(way) for way in links.split()), *more))


def plain() -> FlowDraft:
    """Return a sound flow: accept, handle, verify, close, and a return."""
    return flow(
        step("a", limit="1WH"),
        step("h", limit="2WD"),
        step("v", limit="4WH"),
        step("c"),
        links="a>h h>v v>c",
        more=(link("v>h", LinkKind.RETURN),),
    )


def with_step(draft: FlowDraft, key: str, **facts: Any) -> FlowDraft:
    """Return the draft with facts of one step changed."""
    steps = tuple(replace(each, **facts) if each.key == key else each for each in draft.steps)
    return replace(draft, steps=steps)


def found(draft: FlowDraft, *limits: str, **more: Any) -> list[tuple[Fault, str]]:
    """Return fault and step of every finding."""
    return [(each.fault, each.step) for each in findings(draft, *limits, **more)]


def findings(draft: FlowDraft, *limits: str, **more: Any) -> tuple[FlowFinding, ...]:
    """Return what the checker finds, each sentence proved to be fillable."""
    all_found = check(draft, limits, units=UNITS, **more)
    assert all(each.sentence % each.params for each in all_found)
    return all_found
