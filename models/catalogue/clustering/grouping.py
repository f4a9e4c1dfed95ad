"""From pairs to clusters, without chains.

Two clusters come together only if every item of the one goes with every item of the other
(complete link). A chain of small steps therefore never glues unlike things: 小区消防通道占用
goes with 消防通道占用 and that with 消防通道巡查, but a cluster of all three needs the first to go
with the last.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.catalogue.clustering.judging import Verdict
    from models.catalogue.clustering.views import Confidence, Relation

Pair = tuple[int, int]

MOST_PARTS = 12
"""A cluster of steps or related items has at most so many parts: more fit on no screen."""


class Grouping:
    """Places brought together by verdicts, the surest first.

    Args:
        verdicts: what each pair of places was judged to be; other pairs do not go together.
        count: how many places there are.
    """

    def __init__(self, verdicts: Mapping[Pair, Verdict], count: int) -> None:
        self._verdicts = verdicts
        self._group = list(range(count))
        self._members: dict[int, list[int]] = {place: [place] for place in range(count)}
        self._parts: dict[int, int] = dict.fromkeys(range(count), 1)

    def join(self, relations: Iterable[Relation], least: Confidence, *, as_parts: bool) -> None:
        """Bring groups together over verdicts of these relations and at least this confidence.

        ``as_parts``: the groups joined stay distinguishable, and their number is bounded.
        """
        allowed = frozenset(relations)
        links = [
            (verdict, pair)
            for pair, verdict in self._verdicts.items()
            if verdict.relation in allowed and verdict.confidence >= least
        ]
        links.sort(key=lambda link: (-link[0].confidence, -link[0].likeness, link[1]))
        for _verdict, (first, second) in links:
            left, right = sorted((self._group[first], self._group[second]))
            if left == right or not self._go_together(left, right, allowed):
                continue
            if as_parts and self._parts[left] + self._parts[right] > MOST_PARTS:
                continue
            for place in self._members.pop(right):
                self._group[place] = left
                self._members[left].append(place)
            parts = self._parts.pop(right)
            self._parts[left] = self._parts[left] + parts if as_parts else 1

    def groups(self) -> list[list[int]]:
        """Return the groups as they stand, each in order."""
        return [sorted(members) for members in self._members.values()]

    def _go_together(self, left: int, right: int, allowed: frozenset[Relation]) -> bool:
        for first in self._members[left]:
            for second in self._members[right]:
                verdict = self._verdicts.get((first, second) if first < second else (second, first))
                if verdict is None or verdict.relation not in allowed:
                    return False
        return True


def parts_within(groups: list[list[int]], parts: list[list[int]]) -> list[list[list[int]]]:
    """Return for each group the parts it is made of, the largest first."""
    part_of = {place: number for number, part in enumerate(parts) for place in part}
    found = []
    for group in groups:
        inside: dict[int, list[int]] = defaultdict(list)
        for place in group:
            inside[part_of[place]].append(place)
        found.append(sorted(inside.values(), key=lambda part: (-len(part), part)))
    return found
