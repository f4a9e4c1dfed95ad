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

LEAST_LIKENESS = 0.33
"""Two different cores less alike than this are not looked at, unless they share an article."""
_NEAR = 0.62
_SMALL_ADDITION = 0.34
"""What one name may add to the other, as a part of its weight, and still be probably the same."""
_LARGE_ADDITION = 0.5
_EXCHANGED = 0.5
"""How alike names must be that differ in words on both sides."""
_EXCHANGED_STEP = 0.6
"""How alike they must be if their actions differ as well."""
_SHORTEST_EXCHANGED = 6
"""Letters a core must have for that: in short names one word is the meaning."""
_SOMETHING = 0.1
"""Likeness from which two matters on one article are relatives."""
_SHORTEST_ABBREVIATED = 4
"""Letters from which a name may be an abbreviation of another: 就业社保补贴 of 就业人员社会保险补贴."""
_BY_ARTICLE = 0.3
"""Likeness from which a shared article is worth a look."""


_UNIT = 1_000_000
Reasons = tuple[tuple[ReasonKind, tuple[str, ...]], ...]
"""Kinds of reasons, each with the words its sentence names."""


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
    reasons: Reasons


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
        # Whole numbers, because a sum of floats depends on the order, and that of a set on the process.
        self._weights: Mapping[str, int] = {
            gram: round(math.log1p(total / count) * _UNIT) for gram, count in frequency.items()
        }
        self.frequency: Mapping[str, int] = frequency

    def mass(self, grams: Iterable[str]) -> int:
        """Return the weight of some pairs of letters."""
        return sum(map(self._weights.__getitem__, grams))

    def likeness(self, first: Form, second: Form) -> float:
        """Return how much of the weight of both cores is in both: 0 nothing, 1 all."""
        if first.bag == second.bag:
            return 1.0
        whole = self.mass(first.grams) + self.mass(second.grams)
        return 2.0 * self.mass(first.grams & second.grams) / whole if whole else 0.0

    def judge(self, first: Subject, second: Subject) -> Verdict | None:
        """Return what two items are to each other, or ``None``: nothing, or kept apart by their names."""
        same_offices = agree(first.offices, second.offices)
        generic = first.form.generic or second.form.generic
        if clash(first.form, second.form) or (generic and not same_offices):
            return None
        articles = first.articles & second.articles
        likeness = self.likeness(first.form, second.form)
        level = _about_the_same(first.form, second.form, likeness, shared_article=bool(articles))
        if level:
            relation, confidence, reasons = _by_action(first.form, second.form, _raised(level, first, second))
        elif articles and same_offices and likeness >= _SOMETHING:
            relation, confidence, reasons = Relation.RELATED, Confidence.LOOK, ()
        else:
            return None
        if first.form.unlawful != second.form.unlawful:
            # What is allowed and what is punished belong together as the whole and a step at most.
            if relation is not Relation.STAGE or confidence < Confidence.LIKELY:
                return None
            confidence = Confidence.LOOK
        if relation is Relation.STAGE and confidence == Confidence.LOOK and likeness < _EXCHANGED_STEP:
            return None
        if not same_offices:
            if relation is Relation.RELATED or confidence == Confidence.LOOK:
                return None
            confidence = Confidence(confidence - 1)
            reasons = (*reasons, (ReasonKind.OTHER_DEPARTMENT, ()))
        if articles:
            law, number = min(articles)
            reasons = (*reasons, (ReasonKind.SAME_BASIS, (law, str(number))))
        return Verdict(relation, confidence, round(likeness, 4), reasons)


def _raised(level: int, first: Subject, second: Subject) -> Confidence:
    """Return a confidence raised by a shared article, lowered by different objects."""
    if first.articles & second.articles and level < Confidence.CERTAIN:
        level += 1
    if first.object and second.object and first.object != second.object and level > Confidence.LOOK:
        level -= 1
    return Confidence(level)


def _about_the_same(first: Form, second: Form, likeness: float, *, shared_article: bool) -> int:
    """Return how sure it is that two cores are about one thing, 0 meaning not."""
    if first.text == second.text or first.bag == second.bag:
        return Confidence.CERTAIN
    here, there = (_telling(text) for text in additions(first.core, second.core))
    if first.bare == second.bare or not (here or there):
        return Confidence.LIKELY
    if here and there:
        enough = min(len(first.core), len(second.core)) >= _SHORTEST_EXCHANGED
        return Confidence.LOOK if likeness >= _EXCHANGED and enough else 0
    shorter, longer = (second.core, first.core) if here else (first.core, second.core)
    return _by_addition(shorter, longer, here or there, likeness, shared_article=shared_article)


def _by_addition(shorter: str, longer: str, addition: str, likeness: float, *, shared_article: bool) -> int:
    """Return how sure it is that a name with an addition is about the same as the name without."""
    share = len(addition) / len(longer)
    if len(shorter) >= _SHORTEST_ABBREVIATED and _abbreviates(shorter, longer):
        return Confidence.LIKELY if share <= _SMALL_ADDITION else Confidence.LOOK
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
    return _beyond(first, second), _beyond(second, first)


def _abbreviates(shorter: str, longer: str) -> bool:
    """Say whether the letters of one name stand in the other in their order, first and last included."""
    if shorter[0] != longer[0] or shorter[-1] != longer[-1]:
        return False
    rest = iter(longer)
    return all(letter in rest for letter in shorter)


def _telling(text: str) -> str:
    """Return an addition without what is implied anyway; whether it makes a deed of it is asked elsewhere."""
    return lexicon().implied.sub("", UNLAWFUL.sub("", text))


def _beyond(text: str, other: str) -> str:
    rest = list(other)
    kept = []
    for letter in text:
        if letter in rest:
            rest.remove(letter)
        else:
            kept.append(letter)
    return "".join(kept)


def _by_action(first: Form, second: Form, level: Confidence) -> tuple[Relation, Confidence, Reasons]:
    """Return what two names about one thing are, by what they do to it."""
    words = ("、".join(first.action_words), "、".join(second.action_words))
    if first.acts == second.acts and first.steps == second.steps:
        return Relation.SAME, level, (_by_name(first, second),)
    if first.steps == second.steps and first.acts ^ second.acts == {"keep"}:
        return Relation.SAME, Confidence.LOOK, ((ReasonKind.SAME_OBJECT, words),)
    staged = min(level, Confidence.LIKELY)
    if first.acts == second.acts and (not first.steps or not second.steps):
        return Relation.STAGE, staged, ((ReasonKind.WHOLE, (words[0] or words[1],)),)
    both = first.steps | second.steps
    if first.acts == second.acts and any(both <= set(chain) for chain in CHAINS):
        ordered = words if _place(first.steps) <= _place(second.steps) else words[::-1]
        return Relation.STAGE, staged, ((ReasonKind.STAGES, ordered),)
    return Relation.RELATED, Confidence.LOOK, ((ReasonKind.SAME_OBJECT, words),)


def _by_name(first: Form, second: Form) -> tuple[ReasonKind, tuple[str, ...]]:
    if first.text == second.text:
        return ReasonKind.SAME_NAME, ()
    if first.bag == second.bag:
        return ReasonKind.SAME_WORDS, ()
    return ReasonKind.NEAR_NAME, additions(first.core, second.core)


def _place(steps: frozenset[str]) -> int:
    return min(index for chain in CHAINS for index, step in enumerate(chain) if step in steps)
