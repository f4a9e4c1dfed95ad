"""Looking: which conditions have come true, and how it stands with what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.drills.kinds import EntryKind
from scenarios.format.expecting import Automatic, Avoid, ByForm
from scenarios.format.timing import Once
from scenarios.format.words import Outcome
from scenarios.player.agenda import Look, Phase
from scenarios.player.interests import TIME, interests, quiets
from scenarios.timeline import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.cases.kinds import CaseState, QueueKey
    from scenarios.format.conditions import Act, Condition, Quiet, Reporting, Saying
    from scenarios.format.expecting import Expected
    from scenarios.player.player import Player


class Looking:
    """Asks conditions, and is what they ask (:class:`scenarios.facts.Facts`)."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self.judge = player.timeline.judge(player.state.seed)
        self._wants: dict[str, frozenset[str]] = {}
        self._stops: dict[tuple[int, tuple[str, ...]], int] = {}
        self._prepared = False
        self._open = {each.id: each for each in player.timeline.scenario.expectations}

    # ------------------------------------------------------------ what conditions ask

    @property
    def now(self) -> int:
        """The moment, in seconds from the start."""
        return self._player.state.now

    def acts(self, act: Act, since: int, until: int) -> int:
        """Return how often an act was done."""
        return self._player.state.records.acts(act, since, until)

    def sayings(self, saying: Saying, since: int, until: int) -> int:
        """Return how often something was said."""
        return self._player.state.records.sayings(saying, since, until)

    def reports(self, reporting: Reporting, since: int, until: int) -> int:
        """Return how often a report was made."""
        return self._player.state.records.reports(reporting, since, until)

    def sent(self, inject: str) -> int | None:
        """Return when an inject was sent for the first time."""
        return self._player.state.sent.get(inject)

    def case_state(self, case: str) -> CaseState | None:
        """Return how a case stands."""
        known = self._player.state.cases.named(case)
        return None if known is None else known.state

    def case_late(self, case: str) -> bool:
        """Say whether a case is, or was closed, over its deadline."""
        known = self._player.state.cases.named(case)
        return known is not None and known.late(self.now)

    def case_unit(self, case: str) -> str:
        """Return the code of the unit that has a case."""
        known = self._player.state.cases.named(case)
        return "" if known is None else known.unit

    def fact(self, name: str) -> str | None:
        """Return a fact of the situation."""
        return self._player.state.facts.get(name)

    def waiting(self, queue: QueueKey) -> int:
        """Return how many cases wait in a queue."""
        return self._player.state.cases.waiting(queue, self.now)

    def last_act(self, roles: tuple[str, ...]) -> int:
        """Return when somebody in ``roles`` last did anything."""
        return self._player.state.records.last_act(roles)

    def outcome(self, expectation: str) -> Outcome:
        """Return how it stands with an expectation."""
        settled = self._player.state.settled.get(expectation)
        return Outcome.OPEN if settled is None else settled.outcome

    # ------------------------------------------------------------ looking

    def holds(self, condition: Condition, owner: str) -> bool:
        """Say whether a condition holds now."""
        return self.judge.holds(condition, self, owner)

    def prepare(self) -> bool:
        """Put on the agenda when time alone may decide something; say whether that was not done before."""
        if self._prepared:
            return False
        self._prepared = True
        state, timeline = self._player.state, self._player.timeline
        for condition in self._conditions():
            self._await(condition)
        for planned in timeline.injects.values():
            if isinstance(planned.inject.when, Once):
                self._look_at(planned.since)
        for at, _name in timeline.deadlines:
            self._look_at(at)
            self._look_at(at + 1)
        for expected in timeline.scenario.expectations:
            anchor = self.judge.anchor(expected, self)
            if anchor is not None:
                self._look_at(anchor)
                self._player.expect(expected, anchor)
        state.touched |= {TIME}
        return True

    def revised(self, inject: str) -> None:
        """Wait anew for the condition of an inject that was changed, or added."""
        planned = self._player.timeline.injects[inject]
        self._wants.pop(f"inject/{inject}", None)
        self.judge.forget(f"inject/{inject}/once")
        if self._prepared and isinstance(planned.inject.when, Once):
            self._await(planned.inject.when.once)
            self._look_at(max(planned.since, self.now))

    def _await(self, condition: Condition) -> None:
        """Put the moments at which time alone may make a condition true on the agenda."""
        for at in self.judge.wakes(condition):
            self._look_at(at)
        for stop in quiets(condition):
            self._watch(stop)

    def deadlines(self, expected: Expected, anchor: int) -> None:
        """Put the deadlines of an expectation on the agenda."""
        for span in spans_of(expected):
            # At the very second it is still in time; a second later it is not.
            self._look_at(anchor + span)
            self._look_at(anchor + span + 1)

    def _look_at(self, at: int) -> None:
        if self.now <= at <= self._player.timeline.end:
            self._player.state.agenda.put(at, Phase.LOOK, Look())

    def _watch(self, stop: Quiet) -> None:
        """Look when the quiet would be long enough, as things stand."""
        due = max(self.last_act(stop.role) + stop.for_, self.now + 1)
        if self._stops.get((stop.for_, stop.role)) != due:
            self._stops[stop.for_, stop.role] = due
            self._look_at(due)

    def _conditions(self) -> Iterator[Condition]:
        scenario = self._player.timeline.scenario
        for planned in self._player.timeline.injects.values():
            if isinstance(planned.inject.when, Once):
                yield planned.inject.when.once
        for expected in scenario.expectations:
            judged = expected.judged
            if not isinstance(judged, ByForm):
                yield judged.auto if isinstance(judged, Automatic) else judged.avoid
        if scenario.end.once is not None:
            yield scenario.end.once

    def look(self) -> bool:
        """Look at what waits and what is expected; say whether something came of it in this second."""
        state = self._player.state
        touched, state.touched = state.touched, set()
        for condition in list(self._stopping()):
            for stop in quiets(condition):
                self._watch(stop)
        came = False
        for inject in list(state.waiting):
            came |= self._once(inject, touched)
        before = len(state.settled)
        self.settle(touched)
        # An outcome may be what another condition waits for.
        return came or len(state.settled) != before

    def _stopping(self) -> Iterator[Condition]:
        """Yield what waits for the players to come to a stop: when that is moves with every act."""
        for inject in self._player.state.waiting:
            when = self._player.timeline.injects[inject].inject.when
            if isinstance(when, Once) and "stop" in self._marks(f"inject/{inject}", when.once):
                yield when.once

    def _marks(self, owner: str, condition: Condition) -> frozenset[str]:
        found = self._wants.get(owner)
        if found is None:
            stop = {"stop"} if next(quiets(condition), None) is not None else set()
            found = self._wants[owner] = interests(condition) | stop
        return found

    def _once(self, inject: str, touched: set[str]) -> bool:
        planned = self._player.timeline.injects[inject]
        when = planned.inject.when
        if not isinstance(when, Once) or inject in self._player.state.dropped:
            return False
        if self.now < planned.since or (planned.until is not None and self.now >= planned.until):
            return False
        if touched.isdisjoint(self._marks(f"inject/{inject}", when.once) | {TIME}):
            return False
        if not self.holds(when.once, f"inject/{inject}/once"):
            return False
        self._player.write(EntryKind.BRANCH, {"once": inject})
        return True

    def settle(self, touched: set[str] | None = None, *, over: bool = False) -> None:
        """Settle what is expected and decided now; all of it when the drill is over."""
        for expected in list(self._open.values()):
            name = expected.id
            if name in self._player.state.settled:
                del self._open[name]
                continue
            judged = expected.judged
            if isinstance(judged, Automatic | Avoid) and touched is not None:
                condition = judged.auto if isinstance(judged, Automatic) else judged.avoid
                if touched.isdisjoint(self._marks(f"expectation/{name}", condition) | {TIME}):
                    continue
            found = self.judge.settle(expected, self, self._player.timeline.end, over=over)
            if found.outcome is Outcome.OPEN:
                continue
            body = {"id": name, "outcome": found.outcome, "share": found.share, "since": found.at}
            self._player.write(EntryKind.SETTLED, body)
            del self._open[name]

    def is_over(self) -> bool:
        """Say whether the drill ends now, before its time."""
        end = self._player.timeline.scenario.end
        if end.once is not None and self.holds(end.once, "end"):
            return True
        return (
            end.settled
            and not self._timed()
            and all(isinstance(each.judged, ByForm) for each in self._open.values())
        )

    def running_out(self, at: int) -> list[Expected]:
        """Return what is expected until a moment, and open."""
        found = []
        for each in self._open.values():
            anchor = self.judge.anchor(each, self)
            if anchor is not None and each.within is not None and anchor + each.within == at:
                found.append(each)
        return found

    def _timed(self) -> bool:
        return bool(self._player.state.waiting) or self._player.sender.coming()
