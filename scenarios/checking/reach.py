"""When each inject can come at the earliest; what can never come has no such moment.

A lower bound: chance takes its shortest spans, players do everything at once. It begins with
nothing coming at all and lets each inject in once what it waits for has come, so a circle of
injects that wait for each other stays out.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scenarios.chance import shortest
from scenarios.checking.abilities import doable
from scenarios.format import conditions as cond
from scenarios.format.doing import Branch, Change
from scenarios.format.timing import After, Arrivals, At, Burst, Called, Once
from scenarios.format.words import Outcome
from scenarios.judging import offset

if TYPE_CHECKING:
    from scenarios.format.conditions import Condition, Window
    from scenarios.format.injects import Inject
    from scenarios.format.scenario import Scenario

NEVER = math.inf


class Reach:
    """The earliest moments of a scenario's injects, in seconds from the start."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.start = scenario.world.start
        self.end = scenario.duration if scenario.end.at is None else offset(scenario.end.at, self.start)
        self.earliest: dict[str, float] = dict.fromkeys((each.id for each in scenario.timeline), NEVER)
        self._cases = {each.id for each in scenario.world.caseload.cases}
        self._facts: dict[tuple[str, str], list[str]] = {}
        self._starts: dict[str, list[tuple[str, Condition | None]]] = {}
        for inject in scenario.timeline:
            if isinstance(inject.do, Change):
                for pair in inject.do.set.items():
                    self._facts.setdefault(pair, []).append(inject.id)
            elif isinstance(inject.do, Branch):
                for arm in inject.do.arms:
                    for each in arm.start:
                        self._starts.setdefault(each, []).append((inject.id, arm.when))
        while self._relax():
            pass

    def _relax(self) -> bool:
        """Let earlier moments of some make those of others earlier; say whether any did."""
        moved = False
        for inject in self.scenario.timeline:
            at = self.of(inject)
            if at < self.earliest[inject.id] and at <= max(self.end, 0):
                self.earliest[inject.id] = at
                moved = True
        return moved

    def of(self, inject: Inject) -> float:
        """Return when an inject can come at the earliest, even if that is after the end."""
        when = inject.when
        match when:
            case At():
                at: float = offset(when.at, self.start) + shortest(when.jitter)
            case After():
                at = self.earliest.get(when.after, NEVER) + shortest(when.delay)
            case Once():
                since = offset(when.since, self.start)
                at = max(since, self.holds(when.once))
                if when.until is not None and at >= offset(when.until, self.start):
                    at = NEVER
                at += shortest(when.delay)
            case Called():
                # A contingency that no branch starts is kept for the trainer's hand.
                by_hand = 0 if inject.contingency else NEVER
                at = min((self._arm(*each) for each in self._starts.get(inject.id, [])), default=by_hand)
                at += shortest(when.delay)
            case Arrivals():
                at = min(offset(rate.since, self.start) for rate in when.arrivals.rates)
            case Burst():
                at = offset(when.burst.at, self.start)
        if inject.only_if is not None and self.holds(inject.only_if) == NEVER:
            return NEVER
        return at

    def _arm(self, branch: str, when: Condition | None) -> float:
        if when is not None and self.holds(when) == NEVER:
            return NEVER
        return self.earliest[branch]

    def case(self, name: str) -> float:
        """Return when a case can be there at the earliest."""
        return 0 if name in self._cases else self.earliest.get(name, NEVER)

    def holds(self, condition: Condition) -> float:
        """Return when a condition can hold at the earliest, :data:`NEVER` if it cannot."""
        match condition:
            case cond.AllOf():
                at = max(self.holds(each) for each in condition.all)
            case cond.AnyOf():
                at = min(self.holds(each) for each in condition.any)
            case cond.Not():
                at = 0
            case cond.Failed():
                by = offset(condition.by, self.start)
                at = by if by <= self.end else NEVER
            case cond.Done():
                at = self._done(condition.done)
            case cond.Told():
                at = self._window(condition.told, [self.case(each) for each in condition.told.about])
            case cond.Reported():
                about = [self.case(each) for each in condition.reported.about]
                at = self._window(condition.reported, about)
            case _:
                at = self._stands(condition)
        return at

    def _done(self, act: cond.Act) -> float:
        if not doable(self.scenario, act.action, act.by):
            return NEVER
        return self._window(act, [self.case(each) for each in act.case])

    def _window(self, window: Window, cases: list[float]) -> float:
        at = max(min(cases, default=0), 0)
        if window.since is not None:
            at = max(at, offset(window.since, self.start))
        if window.after is not None:
            at = max(at, self.earliest.get(window.after, NEVER))
        if window.until is not None and at > offset(window.until, self.start):
            return NEVER
        return at if at <= self.end else NEVER

    def _stands(self, condition: Condition) -> float:
        match condition:
            case cond.Case():
                at = self.case(condition.case.of)
            case cond.Fact():
                setters = self._facts.get((condition.fact.name, condition.fact.equals), [])
                at = min((self.earliest[each] for each in setters), default=NEVER)
            case cond.Time():
                at = self._time(condition.time)
            case cond.Sent():
                at = self.earliest.get(condition.sent, NEVER)
            case cond.Queue():
                most = condition.queue.at_most
                at = NEVER if most is not None and most < condition.queue.at_least else 0
            case cond.Stalled():
                at = condition.stalled.for_
            case cond.Expectation():
                at = self._outcome(condition.expectation)
            case cond.Chance():
                at = 0 if condition.chance > 0 else NEVER
            case _:
                at = 0
        return at if at <= self.end else NEVER

    def _time(self, times: cond.Times) -> float:
        since = 0 if times.since is None else max(offset(times.since, self.start), 0)
        if times.until is not None and offset(times.until, self.start) <= since:
            return NEVER
        return since

    def _outcome(self, asked: cond.SettledAs) -> float:
        expected = next((each for each in self.scenario.expectations if each.id == asked.id), None)
        if expected is None or (asked.outcome is Outcome.PARTLY and not expected.grace):
            return NEVER
        return 0
