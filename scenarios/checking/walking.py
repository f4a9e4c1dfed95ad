"""Going through the conditions of a scenario, each with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.format import conditions as cond
from scenarios.format.doing import Branch
from scenarios.format.expecting import Automatic, Avoid
from scenarios.format.timing import Once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.format.conditions import Condition
    from scenarios.format.injects import Inject
    from scenarios.format.scenario import Scenario

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A condition and where it stands."""

    path: Path
    condition: Condition


def conditions_of(scenario: Scenario) -> Iterator[Standing]:
    """Yield every condition that stands by itself, not those inside others."""
    for place, inject in enumerate(scenario.timeline):
        yield from _of_inject(("timeline", place), inject)
    for place, actor in enumerate(scenario.actors):
        for number, reaction in enumerate(actor.reacts):
            if reaction.only_if is not None:
                yield Standing(("actors", place, "reacts", number, "only_if"), reaction.only_if)
    for place, expected in enumerate(scenario.expectations):
        path: Path = ("expectations", place, "judged")
        if isinstance(expected.judged, Automatic):
            yield Standing((*path, "auto"), expected.judged.auto)
        elif isinstance(expected.judged, Avoid):
            yield Standing((*path, "avoid"), expected.judged.avoid)
    if scenario.end.once is not None:
        yield Standing(("end", "once"), scenario.end.once)


def _of_inject(path: Path, inject: Inject) -> Iterator[Standing]:
    if isinstance(inject.when, Once):
        yield Standing((*path, "when", "once"), inject.when.once)
    if inject.only_if is not None:
        yield Standing((*path, "only_if"), inject.only_if)
    if inject.repeat is not None and inject.repeat.until is not None:
        yield Standing((*path, "repeat", "until"), inject.repeat.until)
    if isinstance(inject.do, Branch):
        for number, arm in enumerate(inject.do.arms):
            if arm.when is not None:
                yield Standing((*path, "do", "arms", number, "when"), arm.when)


def leaves(path: Path, condition: Condition) -> Iterator[Standing]:
    """Yield what a condition is made of in the end."""
    match condition:
        case cond.AllOf():
            # A bare list stands for “all”; places pass over a key that is not there.
            inner = [((*path, "all", number), each) for number, each in enumerate(condition.all)]
        case cond.AnyOf():
            inner = [((*path, "any", number), each) for number, each in enumerate(condition.any)]
        case cond.Not():
            inner = [((*path, "not"), condition.not_)]
        case cond.Failed():
            yield Standing(path, condition)
            inner = [((*path, "failed"), condition.failed)]
        case _:
            yield Standing(path, condition)
            return
    for deeper, each in inner:
        yield from leaves(deeper, each)


def all_leaves(scenario: Scenario) -> Iterator[Standing]:
    """Yield what all conditions of a scenario are made of."""
    for standing in conditions_of(scenario):
        yield from leaves(standing.path, standing.condition)
