"""Scenario files: what is read, and how each fault is told with its line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from console.i18n import render, set_language
from scenarios import library
from scenarios.checking import check
from scenarios.format.base import seconds_of
from scenarios.format.moments import clock, parsed, relative
from scenarios.loader import MOST_BYTES, parse
from scenarios.refusals import ScenarioFaulty, ScenarioTooLarge, ScenarioTooNew
from scenarios.schema import json_schema
from scenarios.worlds import demo_township
from scenarios.writing import document_of, to_yaml

SMALL = """\
format: 1
id: small
title: {zh: 小, en: Small}
summary: 小演练
kind: {content: 单项, form: 桌面, purpose: 检验}
duration: 20m
objectives: [{id: 派, text: 分拨及时}]
outline: 试
world: {start: 2026-06-10 09:00}
roles:
  - {id: 受理, title: 受理岗, role: 受理岗}
  - {id: 分拨, title: 分拨岗, role: dispatcher}
  - {id: 空岗, title: 模拟岗, role: 质评岗, seats: 0}
timeline:
  - id: 来件
    when: 09:02
    do: {type: report, channel: 12345, title: 燃气异味, grid: 990101103001001, matter: "020401"}
  - id: 提示
    contingency: true
    when: {once: {failed: {done: {action: 分拨, case: 来件}}, by: T+8}}
    to: [受理, 分拨]
    do: {type: reminder}
    text: 快派
  - id: 收尾
    when: {after: 来件, delay: {uniform: [8m, 12m]}}
    to: all
    do: {type: message}
    text: 好了
expectations:
  - id: 派单
    title: 派燃气站
    who: 分拨
    objective: 派
    since: 来件
    within: 5
    judged: {auto: {done: {action: dispatch, case: 来件, unit: Z08}}}
debriefing: {questions: [怎样更快？]}
"""


def faults(text: str) -> list[tuple[int, str, str, str]]:
    """Return line, code, sentence and hint of each fault of a text, errors and warnings alike."""
    try:
        found = parse("a.yaml", text.encode())
        problems = check(found.scenario, found.places, demo_township())
    except ScenarioFaulty as error:
        problems = list(error.problems)
    return [
        (each.line, each.code, str(each.sentence), "" if each.hint is None else str(each.hint))
        for each in problems
    ]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("name", [*library.names(), library.BLANK])
def test_every_scenario_of_the_library_can_be_played_as_it_is(name: str) -> None:
    found = parse(f"{name}.yaml", library.data(name))
    assert check(found.scenario, found.places, demo_township()) == []
    again = parse("again.yaml", to_yaml(document_of(found.scenario)).encode())
    assert again.scenario == found.scenario
    if name == library.BLANK:
        return
    assert found.scenario.id == name
    assert found.scenario.title.en.isascii()
    assert not found.scenario.title.zh.isascii()
    assert any(each.contingency for each in found.scenario.timeline)
    assert len(found.scenario.expectations) >= 5
    assert found.scenario.debriefing is not None
    assert len(found.scenario.debriefing.questions) >= 2


def test_the_library_has_what_a_township_exercises() -> None:
    durations = {name: library.scenario(name).scenario.duration // 60 for name in library.names()}
    assert len(durations) >= 12
    assert min(durations.values()) == 15
    assert durations["typhoon"] == 120


@pytest.mark.parametrize(
    ("written", "replaced", "at", "code", "told"),
    [
        ("summary:", "sumary:", "sumary", "extra_forbidden", "Did you mean summary?"),
        ("summary: 小演练\n", "", "format: 1", "missing", ""),
        ("duration: 20m", "duration: soon", "duration", "scenario", ""),
        ("duration: 20m", "duration: 20m\nduration: 30m", "duration: 30m", "duplicate_key", "Keep one"),
        ("when: 09:02", "when: 09:72", "when: 09:72", "scenario", ""),
        ("action: 分拨", "action: 分播", "action: 分播", "enum", "Did you mean 分拨?"),
        ("type: reminder", "type: remind", "type: remind,", "union_tag_invalid", "reminder"),
        ("role: dispatcher", "role: dispacher", "role: dispacher", "enum", "Did you mean dispatcher?"),
        ("uniform: [8m, 12m]", "uniform: [12m, 8m]", "uniform", "scenario", ""),
        ("who: 分拨", "who: 分播", "who: 分播", "unknown_role", "Did you mean 分拨?"),
        ("since: 来件", "since: 来件件", "since: 来件件", "unknown_inject", "Did you mean 来件?"),
        ("unit: Z08", "unit: Z80", "unit: Z80", "unknown_unit", "Z08"),
        ("990101103001001", "990101103001999", "990101103001999", "unknown_grid", "Did you mean"),
        ('"020401"', '"020401"\n      , condition: 3', "condition: 3", "unknown_condition", ""),
        ("to: [受理, 分拨]", "to: [受理, 空岗]", "空岗]", "role_unplayed", "seats"),
        ("who: 分拨", "who: 空岗", "who: 空岗", "role_unplayed", ""),
        ("action: dispatch", "action: verify", "done: {action: verify", "not_allowed", "by"),
        ("when: 09:02", "when: 10:02", "when: 10:02", "unreachable", "longer"),
        ("{after: 来件, delay: {uniform: [8m, 12m]}}", "called", "when: called", "unreachable", ""),
        ("by: T+8", "by: T+28", "by: T+28", "unreachable", ""),
        ("    within: 5\n", "", "id: 派单", "ok", ""),
        ("since: 来件\n    within: 5", "since: {at: T+0}\n    within: 1", "within: 1", "deadline", "since"),
        ("debriefing: {questions: [怎样更快？]}\n", "", "format", "no_debriefing", "questions"),
        ("duration: 20m", "duration: 1h", "- id: 来件", "silence", ""),
        (
            "    contingency: true\n    when: {once: {failed: {done: {action: 分拨, case: 来件}}, by: T+8}}",
            "    when: {once: {done: {action: 分拨, case: 来件}}}",
            "when: {once",
            "stall",
            "contingency",
        ),
        ("objectives: [", "objectives: [{id: 闲, text: 闲}, ", "objectives", "idle_objective", ""),
    ],
)
def test_each_fault_is_told_with_its_line(written: str, replaced: str, at: str, code: str, told: str) -> None:
    assert faults(SMALL) == []
    text = SMALL.replace(written, replaced, 1)
    assert text != SMALL
    found = faults(text)
    if code == "ok":
        assert found == []
        return
    assert code in {each[1] for each in found}, found
    line, _code, _sentence, hint = next(each for each in found if each[1] == code)
    assert line == line_of(text, at.rstrip(",")), found
    assert told in hint


def test_circles_and_conditions_that_can_never_be_are_errors() -> None:
    circle = SMALL.replace(
        "expectations:",
        """\
  - {id: 甲, when: {after: 丙}, to: all, do: {type: message}, text: 甲}
  - {id: 乙, when: called, to: all, do: {type: message}, text: 乙}
  - id: 丙
    when: {after: 乙}
    do: {type: branch, arms: [{when: {chance: 0.5}, start: 乙}, {start: 乙}]}
  - {id: 无, when: {once: {fact: {name: 水位, equals: 超警}}}, to: all, do: {type: message}, text: 无}
expectations:""",
    )
    found = faults(circle)
    assert [each[1] for each in found] == ["unreachable", "circle", "unreachable"], found
    assert "乙 → 丙 → 乙" in found[1][2]


def test_a_scenario_of_the_own_township_is_compared_with_what_it_has() -> None:
    found = parse("a.yaml", SMALL.replace("09:00}", "09:00, township: own, edition: 3}").encode())
    own = replace(demo_township(), units={"Z01": "派出所"}, editions=frozenset({"1", "2"}))
    told = [(each.code, each.where) for each in check(found.scenario, found.places, own)]
    assert told == [
        ("unknown_edition", "world.edition"),
        ("unknown_unit", "expectations[1].judged.auto.done.unit"),
    ]


def test_hostile_files_end_in_one_sentence() -> None:
    bomb = "a: &a [x, x]\nb: *a\n"
    deep = "format: 1\nid: " + "[" * 100
    for text, code in (
        (bomb, "alias"),
        (deep, "too_much"),
        ("format: 1\nid: !!python/object/apply:os.system [ls]\n", "tag"),
        ("format: 1\n\tid: x\n", "yaml"),
        ("", "empty"),
        ("- 1\n", "no_mapping"),
        ("id: x\n", "format"),
        ("format: 1\n---\nformat: 1\n", "documents"),
        ("format: 1\nid: \x1b[31m\n", "characters"),
        ("format: 1\n? [a]\n: b\n", "key"),
    ):
        found = faults(text)
        assert [each[1] for each in found] == [code], (text[:30], found)
        assert found[0][0] >= 1
    assert "tab" in faults("format: 1\n\tid: x\n")[0][3]
    cleaned = SMALL.replace("summary: 小演练", 'summary: "小\\e[31m演\u202e练"')
    assert parse("a.yaml", cleaned.encode()).scenario.summary == "小演练"
    assert parse("a.yaml", SMALL.encode("gbk")).scenario.title.zh == "小"
    with pytest.raises(ScenarioTooNew, match="format 2"):
        parse("a.yaml", SMALL.replace("format: 1", "format: 2").encode())
    with pytest.raises(ScenarioTooLarge):
        parse("a.yaml", b"#" * (MOST_BYTES + 1))


def test_faults_are_told_in_both_languages() -> None:
    with pytest.raises(ScenarioFaulty) as caught:
        parse("a.yaml", SMALL.replace("summary:", "sumary:").encode())
    told = [(render(each.sentence), each.hint and render(each.hint)) for each in caught.value.problems]
    assert told == [("这里缺少“summary”", None), ("这里不认识“sumary”", "是不是 summary？")]
    set_language("en")
    twice = SMALL.replace("id: 收尾", "id: 来件")
    with pytest.raises(ScenarioFaulty, match="given twice \\(inject or case\\)"):
        parse("a.yaml", twice.encode())


@pytest.mark.parametrize(
    ("written", "offset", "shown"),
    [
        ("T+00:15", 900, "T+00:15"), ("t+90s", 90, "T+00:01:30"), ("J-60", -3600, "J-60"),
        ("J-2h", -7200, "J-120"), ("第15分钟", 900, "T+00:15"), ("T", 0, "T+00:00"),
        ("10:00", 3600, "T+01:00"), ("+1 08:00", 82_800, "T+23:00"),
        ("2026-06-09 09:00", -86_400, "J-1440"), ("Ｔ＋５", 300, "T+00:05"),
    ],
)  # fmt: skip
def test_moments(written: str, offset: int, shown: str) -> None:
    start = parse("a.yaml", SMALL.encode()).scenario.world.start
    assert parsed(written).offset(start) == offset
    assert relative(offset) == shown
    assert parsed(clock(offset, start)).offset(start) == offset
    assert parsed(shown).offset(start) == offset


def test_spans_and_the_schema() -> None:
    assert [seconds_of(each) for each in ("20", "90s", "1h30m", "01:30", "2 小时 15 分钟", "x", "")] == [
        1200, 90, 5400, 5400, 8100, None, None,
    ]  # fmt: skip
    schema = json.dumps(json_schema(), ensure_ascii=False)
    for word in ("additionalProperties", "受理岗", "lognormal", "triangular", "debriefing"):
        assert word in schema
