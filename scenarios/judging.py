"""Whether conditions hold, and how it stands with expectations. Pure but for what it remembers.

A ``failed`` condition is decided once, at the first look at or after its moment, and stays so;
the judge remembers that. Everything else is asked of the facts anew at each look.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenarios.chance import stream
from scenarios.format import conditions as cond
from scenarios.format.expecting import Automatic, Avoid, FromInject, FromMoment
from scenarios.format.words import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from scenarios.facts import Facts
    from scenarios.format.conditions import Condition, Window
    from scenarios.format.expecting import Expected


def offset(moment: str, start: datetime) -> int:
    """Return a moment of the file in seconds from the start."""
    from scenarios.format.moments import parsed

    return parsed(moment).offset(start)


@dataclass(frozen=True, slots=True)
class Settled:
    """How it stands with an expectation: ``share`` of its points, and since when."""

    outcome: Outcome
    share: float = 0.0
    at: int | None = None


@dataclass(slots=True)
class Judge:
    """Looks at conditions for one drill.

    ``owner`` names what a condition belongs to (``inject/leak/only_if``); with the place within
    the condition it names the stream a ``chance`` draws from and the memory of a ``failed``.
    """

    start: datetime
    seed: int
    begin: int = 0
    """Where the plan begins: before 0 if something is sent before the start"""
    _decided: dict[tuple[str, tuple[int, ...]], bool] = field(default_factory=dict)

    def holds(self, condition: Condition, facts: Facts, owner: str, since: int | None = None) -> bool:
        """Say whether a condition holds now; acts count from ``since`` where it says nothing else."""
        return self._holds(condition, facts, owner, (), self.begin if since is None else since, facts.now)

    def forget(self, owner: str) -> None:
        """Forget what was decided for an owner whose condition is another one now."""
        for key in [each for each in self._decided if each[0] == owner]:
            del self._decided[key]

    def _holds(
        self, condition: Condition, facts: Facts, owner: str, path: tuple[int, ...], since: int, until: int
    ) -> bool:
        def inner(each: Condition, number: int, end: int = until) -> bool:
            return self._holds(each, facts, owner, (*path, number), since, end)

        match condition:
            case cond.AllOf() | cond.AnyOf():
                members = condition.all if isinstance(condition, cond.AllOf) else condition.any
                # Every member is looked at, also behind one that decides it: what is to be
                # remembered of it must not hang on its neighbours.
                answers = [inner(each, number) for number, each in enumerate(members)]
                found = all(answers) if isinstance(condition, cond.AllOf) else any(answers)
            case cond.Not():
                found = not inner(condition.not_, 0)
            case cond.Failed():
                found = self._failed(condition, facts, (owner, path), inner)
            case cond.Chance():
                found = stream(self.seed, "chance", owner, *path).chance(condition.chance)
            case cond.Done() | cond.Told() | cond.Reported():
                found = self._counted(condition, facts, since, until)
            case cond.Time():
                found = self._time(condition, facts.now)
            case _:
                found = _stands(condition, facts)
        return found

    def _failed(
        self,
        condition: cond.Failed,
        facts: Facts,
        key: tuple[str, tuple[int, ...]],
        inner: Callable[[Condition, int, int], bool],
    ) -> bool:
        by = offset(condition.by, self.start)
        if facts.now < by:
            return False
        if key not in self._decided:
            self._decided[key] = not inner(condition.failed, 0, by)
        return self._decided[key]

    def _counted(
        self, condition: cond.Done | cond.Told | cond.Reported, facts: Facts, since: int, until: int
    ) -> bool:
        match condition:
            case cond.Done():
                window: Window = condition.done
            case cond.Told():
                window = condition.told
            case cond.Reported():
                window = condition.reported
        found = self._window(window, facts, since, until)
        if found is None:
            return False
        match condition:
            case cond.Done():
                return facts.acts(condition.done, *found) >= window.times
            case cond.Told():
                return facts.sayings(condition.told, *found) >= window.times
            case cond.Reported():
                return facts.reports(condition.reported, *found) >= window.times

    def _window(self, window: Window, facts: Facts, since: int, until: int) -> tuple[int, int] | None:
        first = since if window.since is None else offset(window.since, self.start)
        last = until if window.until is None else min(offset(window.until, self.start), until)
        if window.after is not None:
            sent = facts.sent(window.after)
            if sent is None:
                return None
            first = max(first, sent)
        return (first, last) if first <= last else None

    def _time(self, condition: cond.Time, now: int) -> bool:
        times = condition.time
        return (times.since is None or now >= offset(times.since, self.start)) and (
            times.until is None or now < offset(times.until, self.start)
        )

    def wakes(self, condition: Condition) -> Iterator[int]:
        """Yield the moments at which a condition may change although nothing happens.

        ``stalled`` is not among them: it depends on when somebody last acted.
        """
        match condition:
            case cond.AllOf():
                members = condition.all
            case cond.AnyOf():
                members = condition.any
            case cond.Not():
                members = (condition.not_,)
            case cond.Failed():
                members = (condition.failed,)
                yield offset(condition.by, self.start)
            case cond.Time():
                members = ()
                for moment in (condition.time.since, condition.time.until):
                    if moment is not None:
                        yield offset(moment, self.start)
            case _:
                members = ()
        for each in members:
            yield from self.wakes(each)

    def anchor(self, expected: Expected, facts: Facts) -> int | None:
        """Return what an expectation counts from; ``None`` while its inject was not sent."""
        match expected.since:
            case FromMoment():
                return offset(expected.since.at, self.start)
            case FromInject():
                return facts.sent(expected.since.inject)
            case _:
                return 0

    def settle(self, expected: Expected, facts: Facts, end: int, *, over: bool = False) -> Settled:
        """Say how it stands with an expectation now.

        Asked whenever something happened, at each deadline, and with ``over`` when the drill has
        ended. What is done at the very second of a deadline is in time. Judged by a form, it stays
        open here.
        """
        anchor = self.anchor(expected, facts)
        if anchor is None or anchor > end:
            return Settled(Outcome.VOID if over else Outcome.OPEN)
        last = end if expected.within is None else min(anchor + expected.within, end)
        owner = f"expectation/{expected.id}"
        match expected.judged:
            case Automatic():
                if facts.now < anchor:
                    return Settled(Outcome.OPEN)
                return self._met(expected, expected.judged, facts, anchor, last, over=over)
            case Avoid():
                if anchor <= facts.now <= last and self.holds(expected.judged.avoid, facts, owner, anchor):
                    return Settled(Outcome.MISSED, 0.0, facts.now)
                done = facts.now >= last or over
                return Settled(Outcome.MET, 1.0, last) if done else Settled(Outcome.OPEN)
            case _:
                return Settled(Outcome.OPEN)

    def _met(
        self, expected: Expected, judged: Automatic, facts: Facts, anchor: int, last: int, *, over: bool
    ) -> Settled:
        steps = [(last, 1.0), *((anchor + each.within, each.share) for each in expected.grace)]
        if self.holds(judged.auto, facts, f"expectation/{expected.id}", anchor):
            for limit, share in steps:
                if facts.now <= limit:
                    outcome = Outcome.MET if share == 1.0 else Outcome.PARTLY
                    return Settled(outcome, share, facts.now)
            return Settled(Outcome.MISSED, 0.0, facts.now)
        if over or facts.now > steps[-1][0]:
            return Settled(Outcome.MISSED, 0.0, steps[-1][0])
        return Settled(Outcome.OPEN)


def _stands(condition: Condition, facts: Facts) -> bool:
    """Answer what is asked of the moment alone."""
    match condition:
        case cond.Case():
            asked = condition.case
            state = facts.case_state(asked.of)
            return (
                state is not None
                and (asked.state is None or state in asked.state)
                and (asked.late is None or facts.case_late(asked.of) is asked.late)
                and (not asked.unit or facts.case_unit(asked.of) in asked.unit)
            )
        case cond.Fact():
            return facts.fact(condition.fact.name) == condition.fact.equals
        case cond.Sent():
            return facts.sent(condition.sent) is not None
        case cond.Queue():
            waiting, most = facts.waiting(condition.queue.name), condition.queue.at_most
            return waiting >= condition.queue.at_least and (most is None or waiting <= most)
        case cond.Stalled():
            return facts.now - facts.last_act(condition.stalled.role) >= condition.stalled.for_
        case cond.Expectation():
            return facts.outcome(condition.expectation.id) is condition.expectation.outcome
        case _:
            message = f"no such condition: {condition!r}"
            raise TypeError(message)
