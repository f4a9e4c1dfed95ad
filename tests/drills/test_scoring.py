"""Marks: what counts, what is merged, what makes the lowest grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from models.drills.kinds import EntryKind
from models.drills.views import EntryView
from scenarios.format.expecting import ByForm
from scenarios.loader import parse
from scenarios.scoring.forms import FormIncomplete, TooManyPoints, form_body, objections_of
from scenarios.scoring.marks import score
from tests.drills.conftest import STARTS

if TYPE_CHECKING:
    from scenarios.format.scenario import Scenario

TEXT = """
format: 1
id: marks
title: {zh: 评分, en: Marks}
summary: 评分
kind: {content: 单项, form: 桌面, purpose: 检验}
duration: 30m
objectives: [{id: O1, text: 快}, {id: O2, text: 准}]
outline: 评分。
world: {start: 2026-03-02 09:00}
roles: [{id: 甲, title: 受理岗, role: 受理岗}, {id: 乙, title: 分拨岗, role: 分拨岗}]
timeline: [{id: m, when: T+1, to: [甲], do: {type: message}, text: 开始}]
expectations:
  - {id: a, title: a, who: [甲], objective: O1, weight: 3, judged: {auto: {done: {action: 受理}}}}
  - id: b
    title: b
    who: [甲, 乙]
    objective: O2
    weight: 2
    critical: true
    judged: {auto: {done: {action: 分拨}}}
  - {id: c, title: c, who: [乙], objective: O2, weight: 5, judged: {auto: {done: {action: 催办}}}}
  - id: f
    title: f
    who: [乙]
    objective: O2
    weight: 4
    judged:
      form: {question: 是否清楚, items: [{id: x, text: 用语, points: 3}, {id: y, text: 要素}]}
scoring: {total: 100}
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return parse("marks.yaml", TEXT.encode()).scenario


def entry(kind: EntryKind, login: str = "", **body: Any) -> EntryView:
    return EntryView(1, kind, STARTS, login, body, "")


def settled(name: str, outcome: str, share: float) -> EntryView:
    return entry(EntryKind.SETTLED, id=name, outcome=outcome, share=share, since=60)


def form(evaluator: str, x: float, y: float) -> EntryView:
    return entry(EntryKind.FORM, evaluator, expectation="f", points={"x": x, "y": y}, note="")


def test_points_add_up_and_what_never_happened_counts_for_nothing(scenario: Scenario) -> None:
    found = score(scenario, [settled("a", "partly", 0.5), settled("b", "met", 1), settled("c", "void", 0)])
    assert (found.whole.points, found.whole.worth, found.mark) == (3.5, 5, 70)
    assert found.grade == "合格"
    assert (found.objectives["O1"].share, found.objectives["O2"].share) == (0.5, 1)
    # An expectation several share counts for each of them.
    assert (found.roles["甲"].points, found.roles["乙"].points) == (3.5, 2)
    assert [(each.outcome, each.at) for each in found.marks[:3]] == [
        ("partly", 60),
        ("met", 60),
        ("void", 60),
    ]


def test_forms_of_several_evaluators_are_merged_and_the_last_of_each_counts(scenario: Scenario) -> None:
    entries = [form("li", 0, 0), form("wang", 3, 1), form("li", 2, 0)]
    found = score(scenario, entries)
    mark = found.marks[3]
    assert (dict(mark.items), mark.share, mark.points) == ({"x": 2.5, "y": 0.5}, 0.75, 3)
    assert mark.outcome == "partly"
    assert len(mark.forms) == 2


def test_a_missed_critical_expectation_makes_the_lowest_grade(scenario: Scenario) -> None:
    entries = [settled("a", "met", 1), settled("b", "missed", 0), settled("c", "met", 1), form("li", 3, 1)]
    found = score(scenario, entries)
    assert found.mark == pytest.approx(100 * 12 / 14)
    assert (found.grade, found.critical) == ("不合格", ("b",))
    assert (found.whole.met, found.whole.missed) == (3, 1)
    assert score(scenario, [settled("c", "void", 0)]).grade == "不合格"


def test_a_form_gives_every_item_its_points(scenario: Scenario) -> None:
    judged = scenario.expectations[3].judged
    assert isinstance(judged, ByForm)
    assert form_body(judged.form, "f", {"x": 3, "y": 0.5})["points"] == {"x": 3, "y": 0.5}
    with pytest.raises(FormIncomplete):
        form_body(judged.form, "f", {"x": 3})
    with pytest.raises(TooManyPoints):
        form_body(judged.form, "f", {"x": 3, "y": 2})
    said = entry(EntryKind.OBJECTION, "limin", expectation="a", text="当时电话占线")
    assert [(each.expectation, each.person) for each in objections_of([said])] == [("a", "limin")]
