"""The shape of a flow: what leads where. Pure; keys that no step has are left aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.catalogue.flows.views import LinkKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from models.catalogue.flows.views import FlowDraft, Link, Step

NORMAL = frozenset({LinkKind.NORMAL})
ON = frozenset({LinkKind.NORMAL, LinkKind.ESCALATE})
"""Ways on for the case itself; an assisting unit never takes it along."""
FORWARD = frozenset({LinkKind.NORMAL, LinkKind.ASSIST, LinkKind.ESCALATE})
"""Everything but the way back."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Steps by key, in their order, and the links between steps that exist."""

    steps: dict[str, Step]
    links: tuple[Link, ...]

    @classmethod
    def of(cls, flow: FlowDraft) -> Graph:
        """Return the graph of a flow; of two steps with one key the first counts."""
        steps: dict[str, Step] = {}
        for step in flow.steps:
            steps.setdefault(step.key, step)
        known = [link for link in flow.links if link.source in steps and link.target in steps]
        return cls(steps, tuple(known))

    def place(self, key: str) -> int:
        """Return the number of a step, from 1."""
        return list(self.steps).index(key) + 1

    def out(self, key: str, kinds: Collection[LinkKind] = FORWARD) -> list[Link]:
        """Return the links that leave a step, in their order."""
        return [link for link in self.links if link.source == key and link.kind in kinds]

    def into(self, key: str, kinds: Collection[LinkKind] = FORWARD) -> list[Link]:
        """Return the links that lead to a step, in their order."""
        return [link for link in self.links if link.target == key and link.kind in kinds]

    def reach(self, keys: Iterable[str], kinds: Collection[LinkKind] = FORWARD) -> set[str]:
        """Return ``keys`` and every step that links of ``kinds`` lead to from there."""
        return self._spread(keys, {key: [link.target for link in self.out(key, kinds)] for key in self.steps})

    def reach_back(self, keys: Iterable[str], kinds: Collection[LinkKind] = FORWARD) -> set[str]:
        """Return ``keys`` and every step from which links of ``kinds`` lead there."""
        return self._spread(
            keys, {key: [link.source for link in self.into(key, kinds)] for key in self.steps}
        )

    @staticmethod
    def _spread(keys: Iterable[str], neighbours: dict[str, list[str]]) -> set[str]:
        found = set(keys)
        waiting = list(found)
        while waiting:
            for key in neighbours[waiting.pop()]:
                if key not in found:
                    found.add(key)
                    waiting.append(key)
        return found

    def starts(self) -> list[str]:
        """Return the steps nothing leads to and that lead somewhere; a lone step begins too."""
        first = [key for key in self.steps if not self.into(key)]
        return first if len(self.steps) == 1 else [key for key in first if self.out(key)]

    def ends(self, ending: Collection[str]) -> list[str]:
        """Return the steps of a kind among ``ending`` after which nothing follows."""
        return [key for key, step in self.steps.items() if step.kind in ending and not self.out(key, ON)]

    def circles(self) -> list[list[str]]:
        """Return the steps that forward links lead back to, one list for each circle, in order."""
        beyond = {key: self.reach([link.target for link in self.out(key)]) for key in self.steps}
        left = [key for key in self.steps if key in beyond[key]]
        found: list[list[str]] = []
        while left:
            first = left[0]
            circle = [key for key in left if key in beyond[first] and first in beyond[key]]
            found.append(circle)
            left = [key for key in left if key not in circle]
        return found

    def ways(self, start: str, most: int, kinds: Collection[LinkKind] = NORMAL) -> Iterator[tuple[str, ...]]:
        """Yield the ways that links of ``kinds`` give from ``start`` to where they end, ``most`` at most.

        The graph must be free of circles.
        """
        given = 0
        waiting: list[tuple[str, ...]] = [(start,)]
        while waiting and given < most:
            way = waiting.pop()
            following = [link.target for link in self.out(way[-1], kinds)]
            if not following:
                given += 1
                yield way
            waiting.extend((*way, key) for key in reversed(following))
