"""What a trainer will regret: silences, stories that stop where the players do, idle objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.words import N_, Phrase
from scenarios.checking.found import Found
from scenarios.checking.walking import leaves
from scenarios.format import conditions as cond
from scenarios.format.base import MINUTE
from scenarios.format.moments import relative
from scenarios.format.timing import After, Arrivals, At, Burst, Once
from scenarios.judging import offset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.checking.reach import Reach
    from scenarios.format.scenario import Scenario

_QUIET = 15 * MINUTE
"""Shorter silences are the players' time to work."""
_PART = 3
"""… and so are silences shorter than this part of the drill."""


def advice(scenario: Scenario, reach: Reach) -> Iterator[Found]:
    """Yield warnings; only of a scenario that can be played as it is."""
    yield from _silences(scenario, reach)
    yield from _stalls(scenario)
    aimed = {each.objective for each in scenario.expectations}
    for place, objective in enumerate(scenario.objectives):
        if objective.id not in aimed:
            sentence = Phrase(N_("no expectation serves the objective “%(id)s”"), id=objective.id)
            yield Found("idle_objective", ("objectives", place), sentence, warning=True)
    if scenario.debriefing is None:
        sentence = Phrase(N_("there is no guide to the debriefing"))
        yield Found(
            "no_debriefing", (), sentence, Phrase(N_("Add “debriefing” with its questions.")), warning=True
        )


def _silences(scenario: Scenario, reach: Reach) -> Iterator[Found]:
    """Spans in which nothing comes by itself."""
    busy: list[tuple[float, float]] = []
    for inject in scenario.timeline:
        at = reach.earliest[inject.id]
        match inject.when:
            case Arrivals():
                busy += [
                    (offset(rate.since, reach.start), offset(rate.until, reach.start))
                    for rate in inject.when.arrivals.rates
                ]
            case Burst():
                busy.append((at, at + inject.when.burst.within))
            case At() | After():
                busy.append((at, at))
            case _:
                pass
    until: float = 0
    most = max(_QUIET, reach.end // _PART)
    for since, last in [*sorted(busy), (reach.end, reach.end)]:
        if since - until > most:
            sentence = Phrase(
                N_("nothing comes by itself from %(since)s to %(until)s"),
                since=relative(int(until)),
                until=relative(int(since)),
            )
            yield Found("silence", ("timeline",), sentence, warning=True)
        until = max(until, last)


def _stalls(scenario: Scenario) -> Iterator[Found]:
    """Injects that wait for the players, in a scenario that does nothing if they do not come."""
    pushes = any(
        inject.contingency
        or (
            isinstance(inject.when, Once)
            and any(
                isinstance(each.condition, cond.Failed | cond.Stalled)
                for each in leaves((), inject.when.once)
            )
        )
        for inject in scenario.timeline
    )
    if pushes:
        return
    for place, inject in enumerate(scenario.timeline):
        waits = isinstance(inject.when, Once) and any(
            isinstance(each.condition, cond.Done | cond.Told | cond.Reported)
            for each in leaves((), inject.when.once)
        )
        if waits:
            sentence = Phrase(
                N_("if the players stall, “%(id)s” never comes, and nothing pushes them on"), id=inject.id
            )
            hint = Phrase(N_("Add a contingency: “once” with “failed” or “stalled”."))
            yield Found("stall", ("timeline", place, "when"), sentence, hint, warning=True)
            return
