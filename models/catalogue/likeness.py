"""Which matters a free text may be about: likeness by pairs of characters.

Chinese has no spaces to split at, so texts are compared by their pairs of neighbouring
characters. Rare pairs say more than common ones (inverse document frequency). What a
matter is called counts most, its keywords nearly as much, its filing conditions less, the
name of its class least; each kind of evidence adds to the others without passing 1.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from models.kernel.text import bigrams, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAME, _KEYWORDS, _CONDITIONS, _CLASS = 0.9, 0.8, 0.5, 0.25
_SHORT_TEXT = 0.85
"""What it is worth when the whole of a short text is found in a longer name."""
_LEAST = 0.08
"""Likeness below this is chance."""
_MOST_TEXT = 2_000
"""Characters of a text that are looked at: what it is about stands at the beginning."""
_MOST_WORDS = 5
_SHORTEST_WORD = 2
_CHARACTER_BITS = 21
_PLACE_BITS = 64 - 2 * _CHARACTER_BITS
_PLACE = (1 << _PLACE_BITS) - 1
_NOWHERE = array("I")
_BETWEEN_KEYWORDS = re.compile(r"[\s,;，、；|]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a text is to one matter, and the words both have."""

    matter_id: int
    score: float
    words: tuple[str, ...]


class LikenessIndex:
    """The phrases of all matters by the pairs of characters in them.

    A console keeps it, so it stands in arrays: as objects of Python it would take 2 MB for a township.

    Args:
        matters: id, name, keywords, class name, and condition texts one per line.
    """

    def __init__(self, matters: Iterable[tuple[int, str, str, str, str]]) -> None:
        self._matters, self._weights = array("q"), array("d")
        """Of each phrase, that is a name, a keyword or a condition: whose it is, and what it counts"""
        texts: list[str] = []
        entries = array("Q")
        for matter_id, *told in matters:
            for weight, text in _phrases(told):
                place = len(texts)
                self._matters.append(matter_id)
                self._weights.append(weight)
                texts.append(fold(text))
                entries.extend(_number(gram) << _PLACE_BITS | place for gram in bigrams(text))
        self._text = "".join(texts)
        self._ends = array("I", accumulate(map(len, texts)))
        self._unknown = math.log1p(len(texts))
        self._post(entries)

    def _post(self, entries: array[int]) -> None:
        """Note which phrases hold each pair, and what all pairs of a phrase are worth together."""
        self._grams, self._starts, self._places = array("Q"), array("I"), array("I")
        masses = array("d", bytes(8 * len(self._matters)))
        for gram, held in groupby(sorted(entries), key=lambda entry: entry >> _PLACE_BITS):
            self._grams.append(gram)
            self._starts.append(len(self._places))
            self._places.extend(entry & _PLACE for entry in held)
            found = self._places[self._starts[-1] :]
            worth = self._worth(found)
            for place in found:
                masses[place] += worth
        self._starts.append(len(self._places))
        self._masses = array("d", (mass or 1.0 for mass in masses))

    def _holding(self, gram: str) -> array[int]:
        """Return the phrases with this pair in them."""
        number = _number(gram)
        at = bisect_left(self._grams, number)
        if at == len(self._grams) or self._grams[at] != number:
            return _NOWHERE
        return self._places[self._starts[at] : self._starts[at + 1]]

    def _worth(self, places: array[int]) -> float:
        """Return what it says to share a pair that so many phrases hold."""
        return math.log1p(len(self._matters) / len(places)) if places else self._unknown

    def like(self, text: str, limit: int) -> list[Likeness]:
        """Return the likest matters, best first; ties by id, so that the answer is stable."""
        plain = fold(text[:_MOST_TEXT])
        shared: dict[int, float] = defaultdict(float)
        mass = 0.0
        for gram in bigrams(plain):
            found = self._holding(gram)
            worth = self._worth(found)
            mass += worth
            for place in found:
                shared[place] += worth
        mass = mass or 1.0
        missed: dict[int, float] = {}
        places: dict[int, list[int]] = defaultdict(list)
        for place, amount in shared.items():
            matter = self._matters[place]
            cover = max(amount / self._masses[place], _SHORT_TEXT * amount / mass)
            missed[matter] = missed.get(matter, 1.0) * (1.0 - self._weights[place] * min(cover, 1.0) ** 2)
            places[matter].append(place)
        ranked = sorted((left, matter) for matter, left in missed.items() if 1.0 - left >= _LEAST)
        return [
            Likeness(matter, round(1.0 - left, 4), self._words(plain, places[matter]))
            for left, matter in ranked[:limit]
        ]

    def _words(self, text: str, places: Sequence[int]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for place in places:
            phrase = self._text[self._ends[place - 1] if place else 0 : self._ends[place]]
            found.update(dict.fromkeys(_common(phrase, text)))
        longest_first = sorted(found, key=lambda word: (-len(word), text.find(word)))
        kept: list[str] = []
        for word in longest_first:
            if not any(word in longer for longer in kept):
                kept.append(word)
        return tuple(kept[:_MOST_WORDS])


def _number(gram: str) -> int:
    """Return a pair of characters, or a single one, as a number."""
    return ord(gram[0]) << _CHARACTER_BITS | (ord(gram[1]) if len(gram) > 1 else 0)


def _phrases(texts: Sequence[str]) -> Iterable[tuple[float, str]]:
    name, keywords, class_name, conditions = texts
    yield _NAME, name
    for keyword in _BETWEEN_KEYWORDS.split(keywords):
        if keyword:
            yield _KEYWORDS, keyword
    yield _CLASS, class_name
    for condition in conditions.split("\n"):
        if condition:
            yield _CONDITIONS, condition


def _common(phrase: str, text: str) -> Iterable[str]:
    """Yield the pieces of ``phrase`` that occur in ``text``, as long as they can be made."""
    start = 0
    while start < len(phrase):
        end = start
        while end < len(phrase) and phrase[start : end + 1] in text:
            end += 1
        if end - start >= _SHORTEST_WORD:
            yield phrase[start:end].strip("，。、；,.;:：！!？? ")
        start = max(end, start + 1)
