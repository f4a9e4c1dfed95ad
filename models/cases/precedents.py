"""What past filings say about a new text: under which condition cases with such words were filed.

A naive Bayes classifier over pairs of characters (the unit of Chinese likeness, see
:mod:`models.kernel.text`): for each pair, how much more often cases of one matter hold it than cases
do on the whole. It is explainable, because the answer is a sum over pairs: those that weigh most are
the words shown. Method: Manning, Raghavan and Schütze, *Introduction to Information Retrieval*,
chapter 13, with Jelinek-Mercer smoothing towards the whole collection.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from models.kernel.text import bigrams, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST_TEXT = 1_000
_OWN = 0.8
"""How much a matter's own cases weigh against the whole collection, where both know a pair"""
_PRIOR = 0.5
"""How much it weighs that a matter is frequent at all"""
_COOL = 0.35
"""Pairs of one sentence say the same thing several times: their evidence is worth this much"""
_MOST_WORDS = 4
_SPEAKS = 0.2
"""Evidence below this is no word to show, nor is what weighs less than half of the heaviest"""
_LATEST = 40
"""Cases kept of each matter, to look for examples among"""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Filing:
    """A past case: what it said, and under what it was filed."""

    case_id: int
    matter_id: int
    condition: str
    """The wording of its filing condition"""
    text: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """How well past filings under one matter fit a text; ``share`` is between 0 and 1, over all matters."""

    matter_id: int
    share: float
    words: tuple[str, ...]
    conditions: tuple[tuple[str, float], ...]
    """The wordings of its conditions with their shares, the likeliest first"""
    cases: tuple[int, ...]
    """The latest cases filed under it"""


class Precedents:
    """Past filings, by the pairs of characters in them.

    Args:
        filings: the past cases, the oldest first.
    """

    def __init__(self, filings: Iterable[Filing]) -> None:
        self._classes: list[tuple[int, str]] = []
        places: dict[tuple[int, str], int] = {}
        held: dict[str, array[int]] = defaultdict(partial(array, "I"))
        sizes: Counter[int] = Counter()
        latest: dict[int, deque[int]] = defaultdict(partial(deque, maxlen=_LATEST))
        for filing in filings:
            key = (filing.matter_id, filing.condition)
            place = places.setdefault(key, len(places))
            if place == len(self._classes):
                self._classes.append(key)
            sizes[place] += 1
            latest[filing.matter_id].append(filing.case_id)
            for gram in bigrams(filing.text[:_MOST_TEXT]):
                held[gram].append(place)
        self._latest = {matter_id: tuple(ids) for matter_id, ids in latest.items()}
        self._sizes = [sizes[place] for place in range(len(self._classes))]
        self.total = sum(self._sizes)
        # All in one row of numbers and one text: a row for each pair would take five times the memory.
        # What was gathered goes as its numbers come, or both stood there at once.
        grams = sorted(held)
        self._grams = "".join(map(_of_two, grams))
        self._counted, self._starts = array("I"), array("I", [0])
        for gram in grams:
            self._counted.extend(chain.from_iterable(Counter(held.pop(gram)).items()))
            self._starts.append(len(self._counted))
        self._of_matter: dict[int, list[int]] = defaultdict(list)
        for place, (matter_id, _condition) in enumerate(self._classes):
            self._of_matter[matter_id].append(place)
        self._matter_sizes = {
            matter_id: sum(self._sizes[place] for place in places)
            for matter_id, places in self._of_matter.items()
        }

    def like(self, text: str, limit: int) -> list[Precedent]:
        """Return the matters past filings speak for, the likeliest first; nothing where no pair is known."""
        plain = text[:_MOST_TEXT]
        counts = self._known(plain)
        if not counts:
            return []
        evidence = {
            gram: self._evidence(self._by_matter(found), self._matter_sizes) for gram, found in counts.items()
        }
        scores = {
            matter_id: _PRIOR * math.log(size / self.total)
            + _COOL * sum(each.get(matter_id, math.log(1.0 - _OWN)) for each in evidence.values())
            for matter_id, size in self._matter_sizes.items()
        }
        shares = _shares(scores)
        best = sorted(shares, key=lambda matter_id: (-shares[matter_id], matter_id))[:limit]
        return [
            Precedent(
                matter_id,
                round(shares[matter_id], 4),
                _words(plain, {gram: each.get(matter_id, 0.0) for gram, each in evidence.items()}),
                self._conditions(matter_id, counts),
                self._latest[matter_id],
            )
            for matter_id in best
        ]

    def conditions(self, text: str, matter_id: int) -> tuple[tuple[str, float], ...]:
        """Return the wordings of a matter's conditions with their shares, the likeliest first; () of none."""
        if matter_id not in self._of_matter:
            return ()
        return self._conditions(matter_id, self._known(text[:_MOST_TEXT]))

    def _known(self, text: str) -> dict[str, dict[int, int]]:
        """Return for each pair of ``text`` that past cases hold how many of each class do."""
        found = {gram: self._counts(gram) for gram in sorted(bigrams(text))}
        return {gram: counts for gram, counts in found.items() if counts}

    def _counts(self, gram: str) -> dict[int, int]:
        pairs = range(len(self._starts) - 1)
        wanted = _of_two(gram)
        place = bisect_left(pairs, wanted, key=lambda each: self._grams[2 * each : 2 * each + 2])
        if self._grams[2 * place : 2 * place + 2] != wanted:
            return {}
        row = self._counted[self._starts[place] : self._starts[place + 1]]
        return dict(zip(row[::2], row[1::2], strict=True))

    def _by_matter(self, counts: Mapping[int, int]) -> Counter[int]:
        found: Counter[int] = Counter()
        for place, count in counts.items():
            found[self._classes[place][0]] += count
        return found

    def _evidence(self, counts: Mapping[int, int], sizes: Mapping[int, int]) -> dict[int, float]:
        """Return for each class that holds a pair how much more often it does than cases on the whole."""
        common = sum(counts.values()) / self.total
        return {
            key: math.log((1.0 - _OWN) + _OWN * (count / sizes[key]) / common)
            for key, count in counts.items()
        }

    def _conditions(
        self, matter_id: int, counts: Mapping[str, Mapping[int, int]]
    ) -> tuple[tuple[str, float], ...]:
        places = self._of_matter[matter_id]
        sizes = {place: self._sizes[place] for place in places}
        whole = sum(sizes.values())
        scores = {place: _PRIOR * math.log(size / whole) for place, size in sizes.items()}
        for found in counts.values():
            mine = {place: found[place] for place in places if place in found}
            if not mine:
                continue
            common = sum(mine.values()) / whole
            for place in places:
                own = mine.get(place, 0) / sizes[place] / common
                scores[place] += _COOL * math.log((1.0 - _OWN) + _OWN * own)
        shares = _shares(scores)
        order = sorted(places, key=lambda place: (-shares[place], place))
        return tuple((self._classes[place][1], round(shares[place], 4)) for place in order)


def _of_two(gram: str) -> str:
    """Return a pair, or a character that stood alone, as two characters, sorted as before."""
    return gram.ljust(2, "\0")


def _shares(scores: Mapping[int, float]) -> dict[int, float]:
    """Return the scores as shares of one."""
    most = max(scores.values())
    raised = {key: math.exp(score - most) for key, score in scores.items()}
    whole = sum(raised.values())
    return {key: value / whole for key, value in raised.items()}


def _words(text: str, evidence: Mapping[str, float]) -> tuple[str, ...]:
    """Return the pieces of ``text`` whose pairs speak most for a matter: neighbours joined into words."""
    found: dict[str, float] = {}
    least = max(_SPEAKS, max(evidence.values(), default=0.0) / 2)
    for run in _WORD.findall(fold(text)):
        piece, weight = "", 0.0
        for start in range(len(run) - 1):
            gram = run[start : start + 2]
            speaks = evidence.get(gram, 0.0)
            if speaks >= least:
                piece = piece + gram[1] if piece else gram
                weight += speaks
            elif piece:
                found[piece] = max(found.get(piece, 0.0), weight)
                piece, weight = "", 0.0
        if piece:
            found[piece] = max(found.get(piece, 0.0), weight)
    best = sorted(found, key=lambda word: (-found[word], word))
    return tuple(best[:_MOST_WORDS])
