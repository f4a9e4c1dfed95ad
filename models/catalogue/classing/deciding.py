"""When a rule applies, and what rules in their order decide about an entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.catalogue.classing.rules import settings_of, together
from models.catalogue.classing.views import NO_LIST
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.catalogue.classing.views import RuleView
    from models.catalogue.rules import MatterDraft
    from models.catalogue.sources.views import SourceKind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the values of an entry come from.

    ``hand`` holds the targets a person set last; ``base`` the values from before the rules of
    those that rules set last.
    """

    hand: frozenset[str] = frozenset()
    base: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry as rules see it; texts are fold."""

    matter_id: int
    code: str
    name: str
    text: str
    basis: str
    sources: frozenset[SourceKind]
    values: Mapping[str, Any]
    origin: Origin
    is_new: bool
    """It is not in force yet"""


def subject_of(
    matter_id: int,
    draft: MatterDraft,
    values: Mapping[str, Any],
    sources: Iterable[SourceKind],
    origin: Origin,
    *,
    is_new: bool = False,
) -> Subject:
    """Return an entry as rules see it."""
    # Joined by what no folded word holds, so that no word begins in one text and ends in the next.
    text = "\n".join(map(fold, (draft.name, *(each.text for each in draft.conditions))))
    basis, kinds = fold(draft.legal_basis), frozenset(sources)
    return Subject(matter_id, draft.code, draft.name, text, basis, kinds, values, origin, is_new)


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule made ready to be asked many times."""

    view: RuleView
    words: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    departments: tuple[str, ...]
    basis: tuple[str, ...]
    settings: Mapping[str, Any]

    @classmethod
    def of(cls, view: RuleView) -> Ready:
        """Fold the texts of a rule once."""
        when = view.draft.when
        return cls(
            view,
            tuple(map(together, when.words)),
            tuple(map(fold, when.without)),
            tuple(map(fold, when.departments)),
            tuple(map(fold, when.basis)),
            settings_of(view.draft.then),
        )

    def fits(self, subject: Subject, state: Mapping[str, Any], above: Mapping[str, frozenset[str]]) -> bool:
        """Say whether the rule applies to an entry whose values are ``state`` by now.

        Args:
            subject: the entry.
            state: its values, with what rules before this one set.
            above: each class with those above it, by scheme and code.
        """
        when = self.view.draft.when
        return (
            (subject.is_new or not when.only_new)
            and (not self.words or any(all(word in subject.text for word in group) for group in self.words))
            and not any(word in subject.text for word in self.without)
            and (not self.departments or _within(self.departments, fold(state["department"])))
            and (not when.sources or not subject.sources.isdisjoint(when.sources))
            and (not self.basis or _within(self.basis, subject.basis))
            and (not when.lists or (state["duty_list"] or NO_LIST) in when.lists)
            and (not when.classes or _in_class(when.classes, state["class"], above))
        )


def _within(parts: Iterable[str], text: str) -> bool:
    return any(part in text for part in parts)


def _in_class(patterns: Iterable[str], key: str, above: Mapping[str, frozenset[str]]) -> bool:
    keys = above.get(key) or {key}
    scheme = key.partition(":")[0]
    return any(each in keys or each == f"{scheme}:" for each in patterns)


@dataclass(slots=True)
class Decision:
    """What rules decide about one entry: by target the value and the rule's place among them."""

    values: dict[str, Any]
    """What the entry says in the end"""
    by: dict[str, int] = field(default_factory=dict)
    """Which rule decided, for what rules set"""
    fitting: list[int] = field(default_factory=list)
    overruled: list[tuple[int, int, str]] = field(default_factory=list)
    """A rule, the one before it that said something else, and of which target"""
    kept: int = 0
    """Values that stay because a person set them"""


def decide(
    rules: Sequence[Ready], subject: Subject, above: Mapping[str, frozenset[str]], *, also_set: bool = False
) -> Decision:
    """Ask the rules in their order; a later rule sees what earlier ones set.

    Args:
        rules: the rules in use.
        subject: the entry.
        above: each class with those above it.
        also_set: decide also what a person set by hand.
    """
    found = Decision({**subject.values, **subject.origin.base})
    said: dict[str, tuple[Any, int]] = {}
    for place, rule in enumerate(rules):
        if not rule.fits(subject, found.values, above):
            continue
        found.fitting.append(place)
        for target, value in rule.settings.items():
            first = said.setdefault(target, (value, place))
            if first[1] != place:
                if first[0] != value:
                    found.overruled.append((place, first[1], target))
            elif target in subject.origin.hand and not also_set:
                found.kept += found.values[target] != value
            else:
                found.values[target] = value
                found.by[target] = place
    return found
