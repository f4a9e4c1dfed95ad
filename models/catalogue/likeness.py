"""Which matters a free text may be about: likeness by pairs of characters.

Chinese has no spaces to split at, so texts are compared by their pairs of neighbouring
characters. Rare pairs say more than common ones (inverse document frequency). What a
matter is called counts most, its keywords nearly as much, its filing conditions less, the
name of its class least; each kind of evidence adds to the others without passing 1.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
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
_BETWEEN_KEYWORDS = re.compile(r"[\s,;，、；|]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a text is to one matter, and the words both have."""

    matter_id: int
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One name, keyword or condition of one matter."""

    matter: int
    weight: float
    mass: float
    text: str


class LikenessIndex:
    """The phrases of all matters by the pairs of characters in them.

    Args:
        matters: id, name, keywords, class name, and condition texts one per line.
    """

    def __init__(self, matters: Iterable[tuple[int, str, str, str, str]]) -> None:
        drafts = [
            (matter_id, weight, text, bigrams(text))
            for matter_id, *texts in matters
            for weight, text in _phrases(texts)
        ]
        frequency = Counter(gram for *_rest, grams in drafts for gram in grams)
        total = len(drafts)
        self._worth = {gram: math.log1p(total / count) for gram, count in frequency.items()}
        self._unknown = math.log1p(total)
        self._phrases: list[_Phrase] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        for place, (matter_id, weight, text, grams) in enumerate(drafts):
            mass = sum(self._worth[gram] for gram in grams) or 1.0
            self._phrases.append(_Phrase(matter_id, weight, mass, fold(text)))
            for gram in grams:
                self._postings[gram].append(place)

    def like(self, text: str, limit: int) -> list[Likeness]:
        """Return the likest matters, best first; ties by id, so that the answer is stable."""
        plain = fold(text[:_MOST_TEXT])
        grams = bigrams(plain)
        shared: dict[int, float] = defaultdict(float)
        for gram in grams:
            worth = self._worth.get(gram)
            if worth is not None:
                for place in self._postings[gram]:
                    shared[place] += worth
        mass = sum(self._worth.get(gram, self._unknown) for gram in grams) or 1.0
        missed: dict[int, float] = {}
        places: dict[int, list[int]] = defaultdict(list)
        for place, amount in shared.items():
            phrase = self._phrases[place]
            cover = max(amount / phrase.mass, _SHORT_TEXT * amount / mass)
            missed[phrase.matter] = missed.get(phrase.matter, 1.0) * (
                1.0 - phrase.weight * min(cover, 1.0) ** 2
            )
            places[phrase.matter].append(place)
        ranked = sorted((left, matter) for matter, left in missed.items() if 1.0 - left >= _LEAST)
        return [
            Likeness(matter, round(1.0 - left, 4), self._words(plain, places[matter]))
            for left, matter in ranked[:limit]
        ]

    def _words(self, text: str, places: Sequence[int]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for place in places:
            found.update(dict.fromkeys(_common(self._phrases[place].text, text)))
        longest_first = sorted(found, key=lambda word: (-len(word), text.find(word)))
        kept: list[str] = []
        for word in longest_first:
            if not any(word in longer for longer in kept):
                kept.append(word)
        return tuple(kept[:_MOST_WORDS])


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
