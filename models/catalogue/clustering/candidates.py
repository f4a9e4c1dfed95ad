"""Which pairs are worth judging: few enough that the time grows nearly as the number of items.

Items of one name, department and legal basis become one node. Nodes are compared only if
their cores hold the same letters but for implied words, or share one of their rarest pairs
of letters (the prefix filter of similarity joins: two sets that are alike enough must share
one of the few rarest members of either), or cite the same article.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from models.catalogue.clustering.judging import LEAST_LIKENESS, Judge, Subject, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from models.catalogue.clustering.views import Item

MOST_OF_ONE_CORE = 200
"""Nodes of one core that are compared with each other; beyond, each with so many that follow."""
MOST_OF_ONE_ARTICLE = 60
"""An article cited by more items than this says nothing of one of them."""
_SLACK = 1.0
"""Weights are whole numbers; products with a threshold are not."""


@dataclass(frozen=True, slots=True)
class Node:
    """Items that cannot be told apart by what is compared; ``ids`` in order, each with its name's text."""

    ids: tuple[int, ...]
    texts: tuple[str, ...]
    subject: Subject

    @property
    def id(self) -> int:
        """The item that stands for all of them."""
        return self.ids[0]


def nodes_of(items: Iterable[Item], alone: AbstractSet[int]) -> list[Node]:
    """Return the nodes in order of their first ids.

    Args:
        items: each id once.
        alone: items that were kept apart from another and so must not share a node.
    """
    groups: dict[object, list[tuple[int, Subject]]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.id):
        subject = subject_of(item)
        own = item.id if item.id in alone else None
        key = (subject.form.identity, subject.offices, subject.articles, subject.object, own)
        groups[key].append((item.id, subject))
    return [
        Node(tuple(key for key, _ in group), tuple(each.form.text for _, each in group), group[0][1])
        for group in groups.values()
    ]


def pairs(nodes: Sequence[Node], judge: Judge) -> Iterator[tuple[int, int]]:
    """Yield places of nodes worth judging, the smaller first, each pair once."""
    seen: set[tuple[int, int]] = set()
    for source in (_of_one_core(nodes), _of_one_article(nodes), _sharing_rare_pairs(nodes, judge)):
        for pair in source:
            if pair not in seen:
                seen.add(pair)
                yield pair


def _of_one_core(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, node in enumerate(nodes):
        blocks[node.subject.form.bare].append(place)
    for places in blocks.values():
        for index, place in enumerate(places):
            for other in places[index + 1 : index + 1 + MOST_OF_ONE_CORE]:
                yield place, other


def _of_one_article(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    blocks: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, node in enumerate(nodes):
        for article in node.subject.articles:
            blocks[article].append(place)
    for places in blocks.values():
        if len(places) <= MOST_OF_ONE_ARTICLE:
            yield from combinations(places, 2)


def _sharing_rare_pairs(nodes: Sequence[Node], judge: Judge) -> Iterator[tuple[int, int]]:
    """Yield pairs of different cores that may be alike to :data:`LEAST_LIKENESS` or more.

    With likeness ``2·c / (a + b)``, ``c`` being the weight in both, likeness of at least
    ``t`` asks ``c ≥ a·t / (2 − t)``: so much of ``a`` must be shared, and if none of the
    rarest letters that make up the rest is, it cannot be.
    """
    by_core: dict[str, list[int]] = defaultdict(list)
    for place, node in enumerate(nodes):
        by_core[node.subject.form.core].append(place)
    cores = sorted(by_core)
    grams = [nodes[by_core[core][0]].subject.form.grams for core in cores]
    masses = [judge.mass(each) for each in grams]
    must_share = LEAST_LIKENESS / (2.0 - LEAST_LIKENESS)
    postings: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(grams):
        near: set[int] = set()
        for gram in _rarest(own, masses[number] * (1.0 - must_share), judge):
            near.update(postings[gram])
            postings[gram].append(number)
        for other in sorted(near):
            least = min(masses[number], masses[other])
            if least < must_share * max(masses[number], masses[other]) - _SLACK:
                continue
            shared = judge.mass(own & grams[other])
            if 2.0 * shared >= LEAST_LIKENESS * (masses[number] + masses[other]) - _SLACK:
                for first in by_core[cores[number]]:
                    for second in by_core[cores[other]]:
                        yield min(first, second), max(first, second)


def _rarest(grams: Iterable[str], enough: float, judge: Judge) -> Iterator[str]:
    """Yield the rarest pairs of letters until their weight passes ``enough``."""
    passed = 0.0
    for gram in sorted(grams, key=lambda gram: (judge.frequency[gram], gram)):
        yield gram
        passed += judge.mass((gram,))
        if passed > enough + _SLACK:
            return
