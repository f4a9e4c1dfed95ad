"""A scenario resolved into a plan: moments in seconds, what follows what, what waits for what.

:func:`compile` is pure. What chance decides is drawn when it is asked for, with the drill's seed,
each from a stream of its own (:mod:`scenarios.chance`); what players decide stays open until a
condition holds (:mod:`scenarios.judging`). docs/scenarios.md says what every construct means.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from models.cases.kinds import Channel
from scenarios.chance import chosen, draw, poisson, stream
from scenarios.format.doing import Branch, Draw, Report
from scenarios.format.expecting import FromInject, FromMoment
from scenarios.format.timing import After, Arrivals, At, Burst, Called, Once
from scenarios.judging import Judge, offset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from scenarios.facts import Facts
    from scenarios.format.doing import Arm, CaseText
    from scenarios.format.expecting import Expected
    from scenarios.format.injects import Inject
    from scenarios.format.scenario import Scenario


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """An inject, to be sent at a moment. Ordered as they are sent."""

    at: int
    """Seconds from the start"""
    position: int
    """Of the inject in the file: at one moment the earlier comes first"""
    number: int
    """How often it came before: 0 for the first"""
    inject: str


@dataclass(frozen=True, slots=True)
class NewCase:
    """A report as it comes in, everything about it drawn."""

    channel: Channel
    title: str
    text: str
    grid: str
    place: str
    matter: str
    condition: int
    reporter: str
    phone: str
    same_as: str
    due: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Deadlines of superior levels, by level"""


@dataclass(frozen=True, slots=True)
class Planned:
    """An inject with its place in the plan."""

    inject: Inject
    position: int
    since: int
    """Not sent before: its moment, or from when its condition is looked at"""
    until: int | None
    """Its condition is not looked at from then on"""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A scenario as a player plays it."""

    scenario: Scenario
    start: datetime
    """By the office's clock"""
    begin: int
    """Where the plan begins: 0, or before it"""
    end: int
    """When the drill is over at the latest"""
    injects: Mapping[str, Planned]
    """By id, in the order of the file"""
    waiting: tuple[str, ...]
    """Injects that wait for a condition, in the order of the file"""
    followers: Mapping[str, tuple[str, ...]] = field(repr=False)
    """What comes after an inject"""
    deadlines: tuple[tuple[int, str], ...]
    """Of expectations that count from a moment: when, and which; in order"""

    def scheduled(self, seed: int) -> tuple[Occurrence, ...]:
        """Return everything whose moment hangs on chance alone, in the order it is sent."""
        found = [each for planned in self.injects.values() for each in self.moments(planned, seed)]
        return tuple(sorted(found))

    def revised(self, inject: Inject) -> Timeline:
        """Return the plan with an inject that is other than before, or one more."""
        known = self.injects.get(inject.id)
        position = len(self.injects) if known is None else known.position
        injects = {**self.injects, inject.id: Planned(inject, position, *_window(inject, self.start))}
        return replace(self, injects=injects, followers=_followers(each.inject for each in injects.values()))

    def moments(self, planned: Planned, seed: int) -> Iterator[Occurrence]:
        """Yield when one inject comes, as far as that hangs on chance alone."""
        inject = planned.inject
        moments: list[int] = []
        match inject.when:
            case At():
                moments = [planned.since + draw(inject.when.jitter, stream(seed, inject.id, "when"))]
            case Arrivals():
                arriving = inject.when.arrivals
                for number, rate in enumerate(arriving.rates):
                    window = offset(rate.since, self.start), offset(rate.until, self.start)
                    dice = stream(seed, inject.id, "arrivals", number)
                    moments += poisson(rate.per_hour, *window, dice)
                moments = sorted(moments)[: arriving.most]
            case Burst():
                burst = inject.when.burst
                dice = stream(seed, inject.id, "burst")
                moments = sorted(planned.since + int(dice.part() * burst.within) for _ in range(burst.count))
            case _:
                pass
        for number, at in enumerate(moments):
            yield Occurrence(at, planned.position, number, inject.id)

    def first(self, inject: str, at: int, seed: int) -> Occurrence:
        """Return when an inject comes whose inject before, condition or branch came at ``at``."""
        planned = self.injects[inject]
        when = planned.inject.when
        delay = (
            draw(when.delay, stream(seed, inject, "when")) if isinstance(when, After | Once | Called) else 0
        )
        return Occurrence(at + delay, planned.position, 0, inject)

    def following(self, inject: str, at: int, seed: int) -> tuple[Occurrence, ...]:
        """Return what comes after an inject that was sent, for the first time, at ``at``."""
        return tuple(sorted(self.first(each, at, seed) for each in self.followers.get(inject, ())))

    def again(self, occurrence: Occurrence, seed: int) -> Occurrence | None:
        """Return the next time an inject that repeats itself is due, counted from when this one was due."""
        repeat = self.injects[occurrence.inject].inject.repeat
        number = occurrence.number + 1
        if repeat is None or number >= repeat.times:
            return None
        delay = draw(repeat.every, stream(seed, occurrence.inject, "repeat", number))
        return Occurrence(occurrence.at + max(delay, 1), occurrence.position, number, occurrence.inject)

    def arm(self, inject: str, judge: Judge, facts: Facts) -> Arm | None:
        """Return which way a branch goes now; ``None`` if no condition of it holds."""
        branch = self.injects[inject].inject.do
        if not isinstance(branch, Branch):
            return None
        for number, each in enumerate(branch.arms):
            if each.when is None or judge.holds(each.when, facts, f"inject/{inject}/arm/{number}"):
                return each
        return None

    def new_case(self, occurrence: Occurrence, seed: int) -> NewCase | None:
        """Return the case an inject brings, ``None`` if it brings none."""
        inject = self.injects[occurrence.inject].inject
        text: CaseText
        match inject.do:
            case Report():
                text, channel = inject.do, inject.do.channel
            case Draw():
                pool = self.scenario.pools[inject.do.pool]
                dice = stream(seed, inject.id, "draw", occurrence.number)
                pooled = chosen(pool, [each.weight for each in pool], dice)
                text, channel = pooled, pooled.channel or inject.do.channel or Channel.CITIZEN
            case _:
                return None
        actor = next((each for each in self.scenario.actors if each.id == inject.from_), None)
        return NewCase(
            channel,
            text.title,
            text.text or inject.text,
            stream(seed, inject.id, "grid", occurrence.number).pick(text.grid),
            text.place or "",
            text.matter or "",
            text.condition or 0,
            text.reporter or (actor.name if actor else ""),
            text.phone or (actor.phone or "" if actor else ""),
            text.same_as or "",
        )

    def judge(self, seed: int) -> Judge:
        """Return a judge for one drill of this plan."""
        return Judge(self.start, seed, self.begin)


def compile(scenario: Scenario) -> Timeline:  # noqa: A001 -- what it does; called as timeline.compile
    """Resolve a scenario into its plan."""
    start = scenario.world.start
    injects = {
        inject.id: Planned(inject, position, *_window(inject, start))
        for position, inject in enumerate(scenario.timeline)
    }
    latest = scenario.duration if scenario.end.at is None else offset(scenario.end.at, start)
    timed = [each.since for each in injects.values() if isinstance(each.inject.when, At | Arrivals | Burst)]
    return Timeline(
        scenario,
        start,
        min([0, *timed]),
        latest,
        injects,
        tuple(each.id for each in scenario.timeline if isinstance(each.when, Once)),
        _followers(scenario.timeline),
        tuple(sorted(_deadlines(scenario, start, latest))),
    )


def _followers(injects: Iterable[Inject]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for inject in injects:
        if isinstance(inject.when, After):
            found[inject.when.after] = (*found.get(inject.when.after, ()), inject.id)
    return found


def _window(inject: Inject, start: datetime) -> tuple[int, int | None]:
    when = inject.when
    match when:
        case At():
            return offset(when.at, start), None
        case Arrivals():
            return min(offset(each.since, start) for each in when.arrivals.rates), None
        case Burst():
            return offset(when.burst.at, start), None
        case Once():
            return offset(when.since, start), None if when.until is None else offset(when.until, start)
        case _:
            return 0, None


def _deadlines(scenario: Scenario, start: datetime, latest: int) -> Iterator[tuple[int, str]]:
    for expected in scenario.expectations:
        if isinstance(expected.since, FromInject):
            continue
        at = offset(expected.since.at, start) if isinstance(expected.since, FromMoment) else 0
        yield from ((min(at + span, latest), expected.id) for span in spans_of(expected))


def spans_of(expected: Expected) -> tuple[int, ...]:
    """Return the spans after which an expectation may be settled by time alone."""
    within = () if expected.within is None else (expected.within,)
    return (*within, *(each.within for each in expected.grace))
