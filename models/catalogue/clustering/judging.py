"""Whether two items mean the same, and how sure that is.

Two names are the same when they are about the same thing and do the same to it. What keeps
them apart is asked first: numbers, negations, opposite operations, excluding words. After
that, the parts decide, and departments and articles of law raise or lower how sure it is.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from models.catalogue.clustering.evidence import agree, articles_of, offices_of
from models.catalogue.clustering.forms import CHAINS, UNLAWFUL, clash, form_of
from models.catalogue.clustering.lexicon import lexicon
from models.catalogue.clustering.views import Confidence, ReasonKind, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.catalogue.clustering.forms import Form
    from models.catalogue.clustering.views import Item

LEAST_LIKENESS = 0.5
"""Two different cores less alike than this are not looked at, unless they share an article."""
_NEAR = 0.62
_SMALL_ADDITION = 0.34
"""What one name may add to the other, as a part of its weight, and still be probably the same."""
_LARGE_ADDITION = 0.46
_EXCHANGED = 0.8
"""How alike names must be that differ in words on both sides."""
_SHORTEST_EXCHANGED = 7
"""Letters a core must have for that: in short names one word is the meaning."""
_BY_ARTICLE = 0.3
"""Likeness from which a shared article is worth a look."""


class Subject(NamedTuple):
    """One item as it is judged."""

    form: Form
    offices: frozenset[str]
    articles: frozenset[tuple[str, int]]
    object: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pair was judged to be, with the kinds of reasons and the words each names."""

    relation: Relation
    confidence: Confidence
    likeness: float
    reasons: tuple[tuple[ReasonKind, tuple[str, ...]], ...]


def subject_of(item: Item) -> Subject:
    """Return what of an item is judged."""
    return Subject(
        form_of(item.name),
        offices_of(item.department),
        articles_of(item.legal_basis),
        "".join(item.object.split()),
    )


class Judge:
    """Judges pairs by the weight of letter pairs in one body of names.

    Args:
        cores: the cores of all names; a pair of letters that is rare among them says more.
    """

    def __init__(self, cores: Iterable[frozenset[str]]) -> None:
        frequency: Counter[str] = Counter()
        total = 0
        for grams in cores:
            frequency.update(grams)
            total += 1
        self._weights: Mapping[str, float] = {
            gram: math.log1p(total / count) for gram, count in frequency.items()
        }
        self.frequency: Mapping[str, int] = frequency

    def mass(self, grams: Iterable[str]) -> float:
        """Return the weight of some pairs of letters."""
        # Sorted, because the sum of floats depends on the order, and that of a set on the process.
        return sum(self._weights[gram] for gram in sorted(grams))

    def likeness(self, first: Form, second: Form) -> float:
        """Return how much of the weight of both cores is in both: 0 nothing, 1 all."""
        if first.bag == second.bag:
            return 1.0
        whole = self.mass(first.grams) + self.mass(second.grams)
        return 2.0 * self.mass(first.grams & second.grams) / whole if whole else 0.0

    def judge(self, first: Subject, second: Subject) -> Verdict | None:
        """Return what two items are to each other, or ``None``: nothing, or kept apart by their names."""
        if clash(first.form, second.form):
            return None
        same_offices = agree(first.offices, second.offices)
        if (first.form.generic or second.form.generic) and not same_offices:
            return None
        articles = first.articles & second.articles
        likeness = self.likeness(first.form, second.form)
        level = self._about_the_same(first.form, second.form, likeness, shared_article=bool(articles))
        if level == 0:
            return None
        level += bool(articles) and level < Confidence.CERTAIN
        if first.object and second.object:
            level -= first.object != second.object and level > Confidence.LOOK
        relation, level, reasons = _by_action(first.form, second.form, level)
        if first.form.unlawful != second.form.unlawful:
            if relation is not Relation.STAGE:
                return None
            level = Confidence.LOOK
        if not same_offices:
            if relation is Relation.RELATED:
                return None
            level -= 1
            reasons = (*reasons, (ReasonKind.OTHER_DEPARTMENT, ()))
        if level < Confidence.LOOK:
            return None
        if articles:
            law, number = min(articles)
            reasons = (*reasons, (ReasonKind.SAME_BASIS, (law, str(number))))
        return Verdict(relation, Confidence(level), round(likeness, 4), reasons)

    def _about_the_same(self, first: Form, second: Form, likeness: float, *, shared_article: bool) -> int:
        """Return how sure it is that two cores are about one thing, 0 meaning not."""
        if first.text == second.text or first.core == second.core:
            return Confidence.CERTAIN
        if first.bag == second.bag:
            return Confidence.CERTAIN
        here, there = (_telling(text) for text in additions(first.core, second.core))
        if not here and not there:
            return Confidence.LIKELY
        if here and there:
            enough = min(len(first.core), len(second.core)) >= _SHORTEST_EXCHANGED
            if min(len(here), len(there)) > 1 and likeness >= _EXCHANGED and enough:
                return Confidence.LOOK
            return 0
        shorter, longer, addition = (
            (second.core, first.core, here) if here else (first.core, second.core, there)
        )
        share = len(addition) / len(longer)
        if longer.startswith(shorter):
            # A Chinese name ends with what the thing is: an addition there makes another thing.
            return Confidence.LOOK if shared_article and likeness >= LEAST_LIKENESS else 0
        if likeness >= _NEAR and share <= _SMALL_ADDITION:
            return Confidence.LIKELY
        if likeness >= LEAST_LIKENESS and share <= _LARGE_ADDITION:
            return Confidence.LOOK
        return Confidence.LOOK if shared_article and likeness >= _BY_ARTICLE else 0


def additions(first: str, second: str) -> tuple[str, str]:
    """Return the letters each of two texts has beyond the other, in their order."""
    if first in second:
        return "", second.replace(first, "", 1)
    if second in first:
        return first.replace(second, "", 1), ""
    ours, theirs = Counter(first), Counter(second)
    return _left(first, ours - theirs), _left(second, theirs - ours)


def _telling(text: str) -> str:
    """Return an addition without what is implied anyway; whether it makes a deed of it is asked elsewhere."""
    return lexicon().implied.sub("", UNLAWFUL.sub("", text))


def _left(text: str, counted: Counter[str]) -> str:
    # From the end: where a letter occurs twice, the later one is the addition as often as not.
    kept = []
    for letter in reversed(text):
        if counted[letter] > 0:
            counted[letter] -= 1
            kept.append(letter)
    return "".join(reversed(kept))


def _by_action(
    first: Form, second: Form, level: int
) -> tuple[Relation, int, tuple[tuple[ReasonKind, tuple[str, ...]], ...]]:
    """Return what two names about one thing are, by what they do to it."""
    words = ("、".join(first.action_words), "、".join(second.action_words))
    if first.acts == second.acts and first.steps == second.steps:
        if first.text == second.text:
            return Relation.SAME, level, ((ReasonKind.SAME_NAME, ()),)
        if first.bag == second.bag:
            return Relation.SAME, level, ((ReasonKind.SAME_WORDS, ()),)
        return Relation.SAME, level, ((ReasonKind.NEAR_NAME, additions(first.core, second.core)),)
    staged = min(level, Confidence.LIKELY)
    if first.acts == second.acts and (not first.steps or not second.steps):
        return Relation.STAGE, staged, ((ReasonKind.WHOLE, (words[0] or words[1],)),)
    if first.steps == second.steps and first.acts ^ second.acts == {"keep"}:
        return Relation.SAME, Confidence.LOOK, ((ReasonKind.SAME_OBJECT, words),)
    both = first.steps | second.steps
    if first.acts == second.acts and any(both <= set(chain) for chain in CHAINS):
        ordered = sorted((first, second), key=lambda form: (_place(form.steps), form.action_words))
        return (
            Relation.STAGE,
            staged,
            ((ReasonKind.STAGES, tuple("、".join(each.action_words) for each in ordered)),),
        )
    return Relation.RELATED, Confidence.LOOK, ((ReasonKind.SAME_OBJECT, words),)


def _place(steps: frozenset[str]) -> int:
    return min(index for chain in CHAINS for index, step in enumerate(chain) if step in steps)
