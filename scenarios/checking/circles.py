"""Injects that start each other in a circle, by branches and by coming after one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.words import N_, Phrase
from scenarios.checking.found import Found
from scenarios.format.doing import Branch
from scenarios.format.timing import After

if TYPE_CHECKING:
    from scenarios.format.scenario import Scenario


def circles(scenario: Scenario) -> list[Found]:
    """Return each circle once, at the inject of it that stands first in the file."""
    place = {inject.id: number for number, inject in enumerate(scenario.timeline)}
    leads: dict[str, list[str]] = {each: [] for each in place}
    for inject in scenario.timeline:
        if isinstance(inject.when, After) and inject.when.after in leads:
            leads[inject.when.after].append(inject.id)
        if isinstance(inject.do, Branch):
            leads[inject.id] += [each for arm in inject.do.arms for each in arm.start if each in leads]
    found = []
    for circle in _circles(leads):
        first = min(circle, key=place.__getitem__)
        turned = [*circle[circle.index(first) :], *circle[: circle.index(first)], first]
        sentence = Phrase(N_("these injects start each other in a circle: %(ids)s"), ids=" → ".join(turned))
        hint = Phrase(N_("Let one of them come at a moment, or use “repeat”."))
        found.append(
            Found("circle", ("timeline", place[first], "id"), sentence, hint, about=tuple(sorted(circle)))
        )
    return found


def _circles(leads: dict[str, list[str]]) -> list[list[str]]:
    """Return circles of a graph, one for each way back that a walk through it meets."""
    found: list[list[str]] = []
    seen: set[frozenset[str]] = set()
    state: dict[str, int] = {}
    for root, first in leads.items():
        if root in state:
            continue
        way = [root]
        state[root] = 1
        stack = [iter(first)]
        while stack:
            each = next(stack[-1], None)
            if each is None:
                stack.pop()
                state[way.pop()] = 2
            elif state.get(each) == 1:
                circle = way[way.index(each) :]
                if frozenset(circle) not in seen:
                    seen.add(frozenset(circle))
                    found.append(circle)
            elif each not in state:
                state[each] = 1
                way.append(each)
                stack.append(iter(leads[each]))
    return found
