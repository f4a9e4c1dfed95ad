"""The one function of this room: items in, clusters out."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from models.catalogue.clustering.candidates import nodes_of, pairs
from models.catalogue.clustering.grouping import Grouping, parts_within
from models.catalogue.clustering.judging import Judge
from models.catalogue.clustering.views import (
    Cluster,
    Clustering,
    Confidence,
    Edge,
    Reason,
    ReasonKind,
    Relation,
)
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from models.catalogue.clustering.candidates import Node
    from models.catalogue.clustering.grouping import Pair
    from models.catalogue.clustering.judging import Verdict
    from models.catalogue.clustering.views import Item

_SENTENCES = {
    ReasonKind.SAME_NAME: N_("the same name"),
    ReasonKind.SAME_WORDS: N_("the same in other words or another order"),
    ReasonKind.NEAR_NAME: N_("names nearly alike; only one has “%(first)s”, only the other “%(second)s”"),
    ReasonKind.SAME_BASIS: N_("the same article: %(first)s, article %(second)s"),
    ReasonKind.STAGES: N_("steps of one process: %(first)s, then %(second)s"),
    ReasonKind.WHOLE: N_("the whole and one of its steps: %(first)s"),
    ReasonKind.SAME_OBJECT: N_("the same object, another action: “%(first)s” and “%(second)s”"),
    ReasonKind.OTHER_DEPARTMENT: N_("but other departments"),
}
_LONGER = N_("names nearly alike; only one has “%(first)s”")


def cluster(items: Iterable[Item], apart: Iterable[tuple[int, int]] = ()) -> Clustering:
    """Return which items may mean the same, or belong to one process.

    The result depends on the items alone, not on their order. Time grows nearly as their
    number (1,500 in about half a second; see docs/clustering.md).

    Args:
        items: each id once.
        apart: pairs of ids that a person decided to keep apart: they are never in one cluster,
            and no edge joins them.
    """
    forbidden = {(min(pair), max(pair)) for pair in apart}
    nodes = nodes_of(items, {each for pair in forbidden for each in pair})
    verdicts = verdicts_of(nodes, forbidden)
    grouping = Grouping(verdicts, len(nodes))
    # What means the same comes first, so that steps and relatives never part it.
    for least in (Confidence.CERTAIN, Confidence.LIKELY, Confidence.LOOK):
        grouping.join([Relation.SAME], least, as_parts=False)
    parts = grouping.groups()
    grouping.join([Relation.SAME, Relation.STAGE], Confidence.LOOK, as_parts=True)
    grouping.join(Relation, Confidence.LOOK, as_parts=True)
    return _result(nodes, verdicts, parts_within(grouping.groups(), parts))


def verdicts_of(nodes: Sequence[Node], forbidden: AbstractSet[Pair] = frozenset()) -> dict[Pair, Verdict]:
    """Return what pairs of nodes, by their places, are to each other.

    Args:
        nodes: all of them; how telling a word is depends on the others.
        forbidden: pairs of ids, the smaller first, that are kept apart.
    """
    judge = Judge({node.subject.form.core: node.subject.form.grams for node in nodes}.values())
    found: dict[Pair, Verdict] = {}
    for first, second in pairs(nodes, judge):
        if (nodes[first].id, nodes[second].id) in forbidden:
            continue
        verdict = judge.judge(nodes[first].subject, nodes[second].subject)
        if verdict is not None:
            found[first, second] = verdict
    return found


def _result(nodes: list[Node], verdicts: dict[Pair, Verdict], groups: list[list[list[int]]]) -> Clustering:
    group_of = {place: number for number, group in enumerate(groups) for part in group for place in part}
    inside: dict[int, list[Edge]] = {number: [] for number in range(len(groups))}
    loose: list[Edge] = []
    for (first, second), verdict in verdicts.items():
        edge = _edge(nodes[first].id, nodes[second].id, verdict)
        if group_of[first] == group_of[second]:
            inside[group_of[first]].append(edge)
        else:
            loose.append(edge)
    for place, node in enumerate(nodes):
        inside[group_of[place]] += _twins(node)
    clusters, single = [], []
    for number, group in enumerate(groups):
        found = tuple(tuple(sorted(each for place in part for each in nodes[place].ids)) for part in group)
        if len(found) == len(found[0]) == 1:
            single.append(found[0][0])
        else:
            clusters.append(_cluster(found, inside[number]))
    clusters.sort(key=lambda each: (-each.confidence, -len(each.items), each.items))
    return Clustering(tuple(clusters), tuple(sorted(loose, key=_by_ids)), tuple(sorted(single)))


def _cluster(parts: tuple[tuple[int, ...], ...], edges: list[Edge]) -> Cluster:
    relation = Relation.SAME
    if len(parts) > 1:
        relations = {edge.relation for edge in edges}
        relation = Relation.RELATED if Relation.RELATED in relations else Relation.STAGE
    ordered = tuple(sorted(parts, key=lambda part: (-len(part), part)))
    return Cluster(
        items=tuple(sorted(each for part in parts for each in part)),
        parts=ordered,
        relation=relation,
        confidence=min(edge.confidence for edge in edges),
        edges=tuple(sorted(edges, key=_by_ids)),
    )


def _by_ids(edge: Edge) -> Pair:
    return edge.first, edge.second


def _edge(first: int, second: int, verdict: Verdict) -> Edge:
    reasons = tuple(starmap(_reason, verdict.reasons))
    return Edge(first, second, verdict.relation, verdict.confidence, verdict.likeness, reasons)


def _twins(node: Node) -> Iterator[Edge]:
    for other, text in zip(node.ids[1:], node.texts[1:], strict=True):
        kind = ReasonKind.SAME_NAME if text == node.texts[0] else ReasonKind.SAME_WORDS
        yield Edge(node.id, other, Relation.SAME, Confidence.CERTAIN, 1.0, (_reason(kind, ()),))


def _reason(kind: ReasonKind, words: tuple[str, ...]) -> Reason:
    if kind is ReasonKind.NEAR_NAME and "" in words:
        return Reason(kind, Phrase(_LONGER, first="".join(words)))
    named = dict(zip(("first", "second"), words, strict=False))
    return Reason(kind, Phrase(_SENTENCES[kind], **named))
