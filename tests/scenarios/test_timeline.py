"""What a scenario means in time: plan, chance, conditions and expectations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from models.cases.kinds import Action, CaseState, QueueKey
from scenarios import library, timeline
from scenarios.chance import draw, stream
from scenarios.facts import ActRecord, ReportRecord, SayingRecord, fits_act, fits_report, fits_saying
from scenarios.format.chances import Exponential, Lognormal, Mean, Spread, Triangular, Uniform
from scenarios.format.words import Outcome, ReportKind
from scenarios.loader import parse
from tests.scenarios.test_loading import SMALL

if TYPE_CHECKING:
    from scenarios.format.conditions import Act, Condition, Reporting, Saying
    from scenarios.format.scenario import Scenario
    from scenarios.timeline import Timeline


@dataclass
class Story:
    """A drill as a list of what happened: the plainest thing that answers what conditions ask."""

    now: int = 0
    acted: list[ActRecord] = field(default_factory=list)
    said: list[SayingRecord] = field(default_factory=list)
    reported: list[ReportRecord] = field(default_factory=list)
    sendings: dict[str, int] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    states: dict[str, CaseState] = field(default_factory=dict)
    queues: dict[QueueKey, int] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def acts(self, act: Act, since: int, until: int) -> int:
        return sum(since <= each.at <= until and fits_act(each, act) for each in self.acted)

    def sayings(self, saying: Saying, since: int, until: int) -> int:
        return sum(since <= each.at <= until and fits_saying(each, saying) for each in self.said)

    def reports(self, reporting: Reporting, since: int, until: int) -> int:
        return sum(since <= each.at <= until and fits_report(each, reporting) for each in self.reported)

    def sent(self, inject: str) -> int | None:
        return self.sendings.get(inject)

    def case_state(self, case: str) -> CaseState | None:
        return self.states.get(case)

    def case_late(self, case: str) -> bool:
        return case == "迟"

    def case_unit(self, case: str) -> str:
        return "Z08" if case in self.states else ""

    def fact(self, name: str) -> str | None:
        return self.facts.get(name)

    def waiting(self, queue: QueueKey) -> int:
        return self.queues.get(queue, 0)

    def last_act(self, roles: tuple[str, ...]) -> int:
        return max((each.at for each in self.acted if not roles or each.role in roles), default=0)

    def outcome(self, expectation: str) -> Outcome:
        return self.outcomes.get(expectation, Outcome.OPEN)


FORK = """\
  - id: 岔
    when: T+10
    do: {type: branch, arms: [{when: {fact: {name: 火, equals: 大}}, start: 甲}, {start: 乙}]}
  - {id: 甲, when: called, to: all, do: {type: message}, text: 甲}
  - {id: 乙, when: {called: true, delay: 1m}, to: all, do: {type: message}, text: 乙}
expectations:"""


def scenario(*changes: tuple[str, str]) -> Scenario:
    text = SMALL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return parse("a.yaml", text.encode()).scenario


def condition(text: str) -> tuple[Condition, Timeline]:
    """Return a condition written as YAML, with the plan it stands in."""
    whole = scenario(("auto: {done: {action: dispatch, case: 来件, unit: Z08}}", f"auto: {text}"))
    judged = whole.expectations[0].judged
    assert hasattr(judged, "auto")
    found: Condition = judged.auto
    return found, timeline.compile(whole)


def dispatch(at: int, case: str = "来件", **facts: object) -> ActRecord:
    return replace(ActRecord(at, Action.DISPATCH, case, "分拨", frozenset({"Z08"})), **facts)  # type: ignore[arg-type]  # the facts are of the record's fields


def test_the_same_seed_gives_the_same_drill_and_one_more_inject_changes_no_other() -> None:
    whole = library.scenario("typhoon").scenario
    plan = timeline.compile(whole)
    first = plan.scheduled(7)
    assert first == timeline.compile(whole).scheduled(7) != plan.scheduled(8)
    cases = [plan.new_case(each, 7) for each in first]
    assert 350 <= sum(each is not None for each in cases) + 100 <= 450
    assert list(first) == sorted(first, key=lambda each: (each.at, each.position))
    assert plan.begin == -3600
    assert first[0].inject == "二级响应"
    assert plan.end == 7200
    # Another inject at the head of the file, and one of chance taken out: the rest is drawn as before.
    burst = next(each for each in whole.timeline if each.id == "断电潮")
    more = whole.model_copy(update={"timeline": tuple(each for each in whole.timeline if each is not burst)})
    kept = {(each.at, each.number): plan.new_case(each, 7) for each in first if each.inject == "来件"}
    other = timeline.compile(more)
    assert kept == {
        (each.at, each.number): other.new_case(each, 7)
        for each in other.scheduled(7)
        if each.inject == "来件"
    }


def test_draws_keep_to_their_distribution() -> None:
    for duration, least, most, mean in (
        (Uniform(uniform=(1, 3)), 60, 180, 120),
        (Triangular(triangular=(1, 2, 6)), 60, 360, 180),
        (Lognormal(lognormal=Spread(median=5, sigma=0.5), most=60), 0, 3600, 340),
        (Exponential(exponential=Mean(mean=5), most=60), 0, 3600, 300),
    ):
        drawn = [draw(duration, stream(1, "a", number)) for number in range(800)]
        assert least <= min(drawn) <= max(drawn) <= most
        assert sum(drawn) / len(drawn) == pytest.approx(mean, rel=0.1)
    assert stream(1, "a", "b").part() != stream(1, "ab").part()


def test_what_follows_repeats_and_branches() -> None:
    whole = scenario(
        ("    to: all\n", "    repeat: {every: 2m, times: 3}\n    to: all\n"),
        ("expectations:", FORK),
    )
    plan = timeline.compile(whole)
    assert [each.inject for each in plan.scheduled(1)] == ["来件", "岔"]
    (after,) = plan.following("来件", 130, 1)
    assert after.inject == "收尾"
    assert 130 + 480 <= after.at <= 130 + 720
    second = plan.again(after, 1)
    assert second is not None
    third = plan.again(second, 1)
    assert third is not None
    assert (second.at - after.at, third.at - second.at, plan.again(third, 1)) == (120, 120, None)
    story, judge = Story(now=600), plan.judge(1)
    arm = plan.arm("岔", judge, story)
    assert arm is not None
    assert arm.start == ("乙",)
    assert plan.first("乙", 600, 1).at == 660
    story.facts["火"] = "大"
    arm = plan.arm("岔", judge, story)
    assert arm is not None
    assert arm.start == ("甲",)
    assert plan.waiting == ("提示",)
    assert plan.injects["提示"].until is None
    case = plan.new_case(plan.scheduled(1)[0], 1)
    assert case is not None
    assert (case.grid, case.matter, case.channel.value) == ("990101103001001", "020401", "hotline")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{done: {action: 分拨, case: 来件}}", True),
        ("{done: {action: [受理, 分拨], by: 分拨, unit: Z08}}", True),
        ("{done: {action: 分拨, unit: Z05}}", False),
        ("{done: {action: 分拨, times: 2}}", True),
        ("{done: {action: 分拨, times: 3}}", False),
        ("{done: {action: 分拨, since: T+6}}", True),
        ("{done: {action: 分拨, case: 来件, since: T+6}}", False),
        ("{done: {action: 分拨, after: 收尾}}", False),
        ("{done: {action: 分拨, after: 来件}}", True),
        ("{done: {action: 分拨, says: [抢修, 尽快]}}", True),
        ("{told: {to: 分拨, says: 到场}}", True),
        ("{told: {to: 受理}}", False),
        ("{reported: {kind: 初报, says: [老街, 伤亡]}}", False),
        ("{reported: {kind: 初报, says: [老街]}}", True),
        ("{case: {of: 来件, state: [dispatched, handling]}}", True),
        ("{case: {of: 来件, late: true}}", False),
        ("{case: {of: 无, late: false}}", False),
        ("{all: [{sent: 来件}, {not: {sent: 收尾}}]}", True),
        ("[{sent: 来件}, {sent: 收尾}]", False),
        ("{any: [{sent: 收尾}, {queue: {name: to_accept, at_least: 3, at_most: 4}}]}", True),
        ("{stalled: {for: 2m}}", False),
        ("{stalled: {for: 2m, role: 受理}}", True),
        ("{time: {since: T+5, until: T+11}}", True),
        ("{time: {until: T+10}}", False),
        ("{failed: {done: {action: 受理}}, by: T+8}", True),
        ("{failed: {done: {action: 分拨}}, by: T+8}", False),
        ("{failed: {done: {action: 受理}}, by: T+11}", False),
        ("{expectation: {id: 派单, outcome: met}}", True),
        ("{chance: 1}", True),
        ("{chance: 0}", False),
    ],
)
def test_conditions(text: str, expected: bool) -> None:
    found, plan = condition(text)
    story = Story(
        now=600,
        acted=[dispatch(300), dispatch(540, "另一件", text="请尽快")],
        said=[SayingRecord(400, "受理", "分拨", "燃气站已到场")],
        reported=[ReportRecord(500, "值班长", ReportKind.FIRST, "老街燃气泄漏")],
        sendings={"来件": 120},
        states={"来件": CaseState.DISPATCHED},
        queues={QueueKey.TO_ACCEPT: 3},
        outcomes={"派单": Outcome.MET},
    )
    assert plan.judge(1).holds(found, story, "x") is expected


def test_a_failure_is_decided_once_and_chance_stays_as_it_fell() -> None:
    found, plan = condition("{failed: {case: {of: 来件, state: dispatched}}, by: T+8}")
    judge, story = plan.judge(1), Story(now=480)
    assert list(judge.wakes(found)) == [480]
    assert judge.holds(found, story, "x")
    story.now, story.states["来件"] = 481, CaseState.DISPATCHED
    assert judge.holds(found, story, "x")
    assert not plan.judge(1).holds(found, story, "x")
    coin, _plan = condition("{chance: 0.5}")
    falls = [plan.judge(seed).holds(coin, story, "x") for seed in range(40)]
    assert 8 < sum(falls) < 32
    assert falls == [plan.judge(seed).holds(coin, story, "x") for seed in range(40)]


def test_expectations_are_met_partly_met_missed_or_void() -> None:
    whole = scenario(("    within: 5\n", "    within: 5\n    grace: [{within: 8m, share: 0.5}]\n"))
    plan = timeline.compile(whole)
    judge, expected = plan.judge(1), whole.expectations[0]

    def settled(now: int, *acted: ActRecord, over: bool = False, sent: bool = True) -> tuple[Outcome, float]:
        story = Story(now=now, acted=list(acted), sendings={"来件": 120} if sent else {})
        found = judge.settle(expected, story, plan.end, over=over)
        return found.outcome, found.share

    assert settled(200) == (Outcome.OPEN, 0)
    assert settled(420, dispatch(420)) == (Outcome.MET, 1)
    assert settled(421, dispatch(421)) == (Outcome.PARTLY, 0.5)
    assert settled(600, dispatch(600)) == (Outcome.PARTLY, 0.5)
    assert settled(600) == (Outcome.OPEN, 0)
    assert settled(601) == (Outcome.MISSED, 0)
    assert settled(601, dispatch(601)) == (Outcome.MISSED, 0)
    assert settled(200, dispatch(100)) == (Outcome.OPEN, 0)
    assert settled(300, over=True) == (Outcome.MISSED, 0)
    assert settled(900, over=True, sent=False) == (Outcome.VOID, 0)
    avoided = scenario(
        ("auto: {done: {action: dispatch, case: 来件, unit: Z08}}", "avoid: {done: {action: 作废}}")
    )
    expected = avoided.expectations[0]
    assert settled(200) == (Outcome.OPEN, 0)
    assert settled(420) == (Outcome.MET, 1)
    assert settled(200, dispatch(190, action=Action.VOID)) == (Outcome.MISSED, 0)
