"""The groups of the merge workbench: suggestions as they were found, and what became of them.

Suggestions are found once and then only thinned out: what was merged or kept apart leaves its
group, everything else stays where the clerk saw it. Items of a cluster all go with each other, so
that any part of one is a cluster again. Finding anew is worth its time only when entries came
onto the list that nobody compared yet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.catalogue.clustering.evidence import offices_of
from models.catalogue.clustering.forms import form_of
from models.catalogue.clustering.views import ReasonKind
from models.catalogue.drafting.benchviews import BenchLine, BenchTab, Evidence, SureGroup
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from models.catalogue.clustering.views import Cluster, Item
    from models.catalogue.drafting.roster import Roster

_EVIDENCE = {
    ReasonKind.SAME_NAME: Evidence.NAME,
    ReasonKind.SAME_WORDS: Evidence.NAME,
    ReasonKind.NEAR_NAME: Evidence.NEAR,
    ReasonKind.SAME_BASIS: Evidence.BASIS,
    ReasonKind.STAGES: Evidence.STREAM,
    ReasonKind.WHOLE: Evidence.STREAM,
    ReasonKind.SAME_OBJECT: Evidence.OBJECT,
}
_PAIR = 2


@dataclass(frozen=True)
class Found:
    """What was found at one moment: the items compared, and clusters, the surest first."""

    edition_id: int
    items: Mapping[int, Item]
    clusters: Sequence[Cluster]

    def knows(self, keys: Iterable[int], roster: Roster) -> bool:
        """Say whether each of some entries, if it is on the list, was compared with the others."""
        return all(key in self.items for key in keys if roster.live(key))


class Board:
    """The groups as they stand at one version of the list.

    Args:
        found: the suggestions.
        roster: the entries as they stand.
        before: the board of these suggestions before some entries moved, to take over the rest from.
        moved: those entries.
    """

    def __init__(
        self, found: Found, roster: Roster, before: Board | None = None, moved: AbstractSet[int] = frozenset()
    ) -> None:
        self.found = found
        self._roster = roster
        whole = before is None or before.found is not found
        asked = roster.entries.keys() if before is None or whole or before.stale else moved
        self.stale: bool = not found.knows(asked, roster)
        """Whether entries came onto the list that were compared with none"""
        self.by_cluster: list[list[BenchLine]] = [
            list(_suggested(cluster, roster))
            if before is None or whole or not moved.isdisjoint(cluster.items)
            else before.by_cluster[place]
            for place, cluster in enumerate(found.clusters)
        ]
        """The lines of each cluster, in the order of the clusters"""
        suggested = (line for lines in self.by_cluster for line in lines)
        lines = [*suggested, *_merged(roster), *_kept_apart(roster)]
        self.lines = {tab: [line for line in lines if line.tab is tab] for tab in BenchTab}
        self._texts: dict[str, str] = {}

    @property
    def counts(self) -> dict[BenchTab, int]:
        """How many groups stand in each tab."""
        return {tab: len(lines) for tab, lines in self.lines.items()}

    @property
    def evidence(self) -> dict[Evidence, int]:
        """How many open groups rest on what."""
        counted = Counter(each for line in self.lines[BenchTab.OPEN] for each in line.evidence)
        return {each: counted[each] for each in Evidence}

    def fitting(self, tab: BenchTab, text: str, evidence: Evidence | None) -> list[BenchLine]:
        """Return the groups of a tab that have all words of a text, and rest on ``evidence``."""
        words = [fold(word) for word in text.split()]
        return [
            line
            for line in self.lines[tab]
            if (evidence is None or evidence in line.evidence)
            and all(word in self._searched(line) for word in words)
        ]

    def _searched(self, line: BenchLine) -> str:
        """Return what words are looked for in, put together when somebody looks."""
        text = self._texts.get(line.key)
        if text is None:
            text = " ".join(self._roster.entries[key].searched for key in line.entries)
            self._texts[line.key] = text
        return text

    def where(self, keys: Iterable[int]) -> BenchLine | None:
        """Return the group that holds most of some entries; an open one where several hold as many."""
        wanted = set(keys)
        best: tuple[int, BenchLine | None] = (0, None)
        for tab in BenchTab:
            for line in self.lines[tab]:
                shared = len(wanted.intersection(line.entries))
                if shared > best[0]:
                    best = (shared, line)
        return best[1]


def _line(
    tab: BenchTab,
    key: str,
    keys: Sequence[int],
    roster: Roster,
    *,
    evidence: tuple[Evidence, ...] = (),
    confidence: str = "",
    relation: str = "",
) -> BenchLine:
    entries = [roster.entries[each] for each in keys]
    return BenchLine(
        key,
        tab,
        entries[0].name,
        tuple(keys),
        sum(roster.items.get(each, 0) for each in keys),
        tuple(dict.fromkeys(entry.department for entry in entries if entry.department)),
        evidence,
        confidence,
        relation,
        # What is in force was never looked at for this list.
        sum(entry.settled and entry.is_new for entry in entries),
    )


def _suggested(cluster: Cluster, roster: Roster) -> Iterator[BenchLine]:
    live = [key for key in cluster.items if roster.live(key)]
    for number, keys in enumerate(_together(live, roster)):
        ordered = roster.in_order(keys)
        looked = all(roster.entries[key].settled for key in keys)
        inside = set(keys)
        one_part = any(inside.issubset(part) for part in cluster.parts)
        yield _line(
            BenchTab.LOOKED if looked else BenchTab.OPEN,
            f"s{cluster.items[0]}.{number}",
            ordered,
            roster,
            evidence=evidence_of(cluster, inside),
            confidence=cluster.confidence.name.lower(),
            relation="same" if one_part else cluster.relation.value,
        )


def _together(keys: Sequence[int], roster: Roster) -> list[list[int]]:
    """Return the parts of a cluster in which no pair is kept apart, those of two and more."""
    parts: list[list[int]] = []
    for key in keys:
        apart = roster.apart.get(key, frozenset())
        home = next((part for part in parts if apart.isdisjoint(part)), None)
        if home is None:
            parts.append([key])
        else:
            home.append(key)
    return [part for part in parts if len(part) >= _PAIR]


def evidence_of(cluster: Cluster, keys: set[int]) -> tuple[Evidence, ...]:
    """Return what speaks for some items of a cluster; for the whole where nothing is said of just them."""
    edges = [edge for edge in cluster.edges if edge.first in keys and edge.second in keys] or cluster.edges
    kinds = {_EVIDENCE[reason.kind] for edge in edges for reason in edge.reasons if reason.kind in _EVIDENCE}
    return tuple(each for each in Evidence if each in kinds)


def _merged(roster: Roster) -> Iterator[BenchLine]:
    groups: dict[int, list[int]] = defaultdict(list)
    for key in [key for key, entry in roster.entries.items() if entry.into is not None]:
        groups[roster.root(key)].append(key)
    for root in sorted(groups, reverse=True):
        if root in roster.entries:
            yield _line(BenchTab.MERGED, f"m{root}", [root, *sorted(groups[root])], roster)


def _kept_apart(roster: Roster) -> Iterator[BenchLine]:
    """Yield each group of entries that hang together by pairs kept apart, both still on the list."""
    seen: set[int] = set()
    for start in sorted(roster.apart):
        if start in seen or not roster.live(start):
            continue
        group, waiting = [], [start]
        while waiting:
            key = waiting.pop()
            if key in seen or not roster.live(key):
                continue
            seen.add(key)
            group.append(key)
            waiting += sorted(roster.apart[key], reverse=True)
        if len(group) >= _PAIR:
            yield _line(BenchTab.APART, f"a{group[0]}", roster.in_order(group), roster)


def sure_groups(found: Found, roster: Roster) -> tuple[list[SureGroup], int]:
    """Return the groups of which nobody has to look at any, and how many of one name are left out.

    Sure is: the same name after normalising, the same department, and nothing that speaks against
    it: no pair kept apart, no two duty lists, no two objects, no two matters in force of which one
    would end. At least one of the entries is new to everybody.
    """
    by_name: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for key, entry in roster.entries.items():
        if entry.live and entry.name:
            by_name[_plain_name(entry.name), offices_of(entry.department)].append(key)
    sure, left = [], 0
    for keys in by_name.values():
        if len(keys) < _PAIR or all(roster.entries[key].settled for key in keys):
            continue
        if _doubtful(keys, found, roster):
            left += 1
            continue
        ordered = roster.in_order(keys)
        first = roster.entries[ordered[0]]
        sure.append(SureGroup(first.name, first.department, tuple(ordered)))
    return sure, left


def _plain_name(name: str) -> str:
    """Return a name in one spelling, without numbering, openings such as 对 and the particle 的."""
    return form_of(name).text.replace("的", "")


def _doubtful(keys: Sequence[int], found: Found, roster: Roster) -> bool:
    entries = [roster.entries[key] for key in keys]
    inside = set(keys)
    objects = {found.items[key].object for key in keys if key in found.items} - {""}
    lists = {entry.duty_list for entry in entries} - {""}
    in_force = sum(not entry.is_new for entry in entries)
    apart = any(not inside.isdisjoint(roster.apart.get(key, ())) for key in keys)
    return apart or len(objects) > 1 or len(lists) > 1 or in_force > 1
