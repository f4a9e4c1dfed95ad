"""When a rule applies, what it decides, and what a rule may say: pure decisions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final

from models.catalogue.classing.refusals import (
    BadClassKey,
    ClassNameAlone,
    RuleNameless,
    RuleSetsNothing,
    TooManyTexts,
)
from models.catalogue.classing.views import NO_LIST, RuleDraft, RuleView, Then, When
from models.catalogue.refusals import OutOfRange, TextTooLong
from models.catalogue.rules import GRADES, UNSORTED, class_code, scheme_named
from models.catalogue.sources.views import SourceKind
from models.catalogue.views import DutyList, MatterKind, SettleLevel
from models.kernel.documents import canonical, plain
from models.kernel.text import clean_block, clean_line, fold, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.catalogue.classing.views import Move
    from models.catalogue.rules import MatterDraft

TARGETS: Final = (
    "class", "parent", "duty_list", "kind", "settle_level", "urgency", "severity", "department",
)  # fmt: skip
"""What rules decide, in the order in which it is shown; each is decided by itself."""
MOST_RULES: Final = 500
MOST_TEXTS: Final = 60
_NAME, _NOTE, _TEXT = 64, 500, 64
_DEFAULTS: Final = {
    "class": ":".join(UNSORTED), "parent": "", "duty_list": "", "kind": MatterKind.PATROL.value,
    "settle_level": SettleLevel.TOWNSHIP.value, "urgency": 2, "severity": 2, "department": "",
}  # fmt: skip
_TEXTS: Final = {
    "words": N_("words"),
    "without": N_("words that must not occur"),
    "departments": N_("department"),
    "basis": N_("legal basis"),
    "classes": N_("class"),
}


# ---------------------------------------------------------------- what a rule may say


def checked(draft: RuleDraft) -> RuleDraft:
    """Return a rule cleaned, if it can be kept.

    Raises:
        RuleNameless, RuleSetsNothing, ClassNameAlone, BadClassKey, BadScheme, BadClassCode,
        OutOfRange, TextTooLong, TooManyTexts, ValueError: it cannot.
    """
    name = clean_line(draft.name)
    if not name:
        raise RuleNameless
    _require_length(N_("name of the rule"), name, _NAME)
    note = clean_block(draft.note)
    _require_length(N_("note"), note, _NOTE)
    when, then = draft.when, draft.then
    lists = tuple(dict.fromkeys(each if each == NO_LIST else DutyList(each).value for each in when.lists))
    clean = When(
        **{each: _texts(each, getattr(when, each)) for each in ("words", "without", "departments", "basis")},
        sources=tuple(dict.fromkeys(SourceKind(each) for each in when.sources)),
        classes=tuple(dict.fromkeys(class_pattern(each) for each in _texts("classes", when.classes))),
        lists=lists,
    )
    made = RuleDraft(name, clean, _checked_then(name, then), note, bool(draft.active))
    if not settings_of(made.then):
        raise RuleSetsNothing(name)
    return made


def _checked_then(name: str, then: Then) -> Then:
    for each, title in (("urgency", N_("urgency")), ("severity", N_("severity"))):
        value = getattr(then, each)
        if value is not None and not GRADES[0] <= value <= GRADES[1]:
            raise OutOfRange(title, value, *GRADES)
    key = None if then.class_key is None else class_key(then.class_key)
    class_name = clean_line(then.class_name)
    if class_name and key is None:
        raise ClassNameAlone(name, class_name)
    _require_length(N_("class name"), class_name, 64)
    parent = None if then.parent is None else half_width(clean_line(then.parent)) or None
    department = None if then.department is None else clean_line(then.department) or None
    _require_length(N_("main item"), parent or "", 32)
    _require_length(N_("department"), department or "", 255)
    return replace(
        then,
        class_key=key,
        class_name=class_name,
        parent=parent,
        department=department,
        duty_list=None if then.duty_list is None else DutyList(then.duty_list),
        kind=None if then.kind is None else MatterKind(then.kind),
        settle_level=None if then.settle_level is None else SettleLevel(then.settle_level),
    )


def _texts(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(each for each in map(clean_line, texts) if together(each)))
    if len(found) > MOST_TEXTS:
        raise TooManyTexts(_TEXTS[name], len(found), MOST_TEXTS)
    for text in found:
        _require_length(_TEXTS[name], text, _TEXT)
    return found


def _require_length(title: str, text: str, most: int) -> None:
    if len(text) > most:
        raise TextTooLong(title, len(text), most)


def class_key(text: str) -> str:
    """Return a class written the one way, ``scheme:code``.

    Raises:
        BadClassKey, BadScheme, BadClassCode: it is none.
    """
    scheme, mark, code = half_width(clean_line(text)).partition(":")
    if not mark or not code.strip():
        raise BadClassKey(text)
    return f"{scheme_named(scheme)}:{class_code(code)}"


def class_pattern(text: str) -> str:
    """Return a class, or a whole scheme as ``scheme:``, written the one way.

    Raises:
        BadClassKey, BadScheme, BadClassCode: it is neither.
    """
    scheme, mark, code = half_width(clean_line(text)).partition(":")
    if mark and not code.strip():
        return f"{scheme_named(scheme)}:"
    return class_key(text)


# ---------------------------------------------------------------- values and documents


def values_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry says in the fields rules decide, as plain values.

    Args:
        document: what :func:`models.catalogue.rules.draft_document` gave.
    """
    found = {
        name: default if document.get(name) is None else document[name] for name, default in _DEFAULTS.items()
    }
    scheme, code = document.get("scheme", UNSORTED[0]), document.get("class_code", UNSORTED[1])
    return {**found, "class": f"{scheme}:{code}"}


def settings_of(then: Then) -> dict[str, Any]:
    """Return what a rule sets by target, as plain values."""
    said = {
        name: getattr(then, "class_key" if name == "class" else name) for name in TARGETS
    }  # fmt: skip
    return {name: plain(value) for name, value in said.items() if value is not None}


def changes_for(target: str, value: Any, class_name: str = "") -> dict[str, Any]:
    """Return the fields of an entry that have to change for a target to have a value."""
    if target == "class":
        scheme, _mark, code = str(value).partition(":")
        return {"scheme": scheme, "class_code": code, "class_name": class_name}
    if target == "duty_list":
        return {target: value or None}
    return {target: value}


def when_document(when: When) -> dict[str, Any]:
    """Return conditions as they are kept: what says nothing is left out."""
    return {
        each.name: plain(value) for each in fields(When) if (value := list(getattr(when, each.name)))
    }  # fmt: skip


def then_document(then: Then) -> dict[str, Any]:
    """Return settings as they are kept."""
    found = settings_of(then)
    return {**found, "class_name": then.class_name} if then.class_name else found


def draft_of(
    name: str, conditions: Mapping[str, Any], settings: Mapping[str, Any], note: str, *, active: bool
) -> RuleDraft:
    """Return the rule that was kept as these documents."""
    parts = {key: tuple(value) for key, value in conditions.items()}
    parts["sources"] = tuple(SourceKind(each) for each in parts.get("sources", ()))
    said = dict(settings)
    if "class" in said:
        said["class_key"] = said.pop("class")
    for key, kind in (("duty_list", DutyList), ("kind", MatterKind), ("settle_level", SettleLevel)):
        if key in said:
            said[key] = kind(said[key])
    return RuleDraft(name, When(**parts), Then(**said), note, active)


def rule_document(draft: RuleDraft) -> dict[str, Any]:
    """Return a rule as the ledger keeps it, and as fingerprints read it."""
    return {
        "name": draft.name,
        "active": draft.active,
        "when": when_document(draft.when),
        "then": then_document(draft.then),
        "note": draft.note,
    }


def fingerprint(saved: Sequence[RuleView], wanted: Sequence[RuleView], moves: Sequence[Move]) -> str:
    """Return a hash over what stands, what is wanted, and what that moves."""
    whole = [
        [[each.id, each.version] for each in saved],
        [[each.id, rule_document(each.draft)] for each in wanted],
        [[move.matter_id, move.field, move.before, move.after] for move in moves],
    ]
    return hashlib.sha256(canonical(plain(whole)).encode()).hexdigest()


# ---------------------------------------------------------------- deciding


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


def subject_of(
    matter_id: int,
    draft: MatterDraft,
    values: Mapping[str, Any],
    sources: Iterable[SourceKind],
    origin: Origin,
) -> Subject:
    """Return an entry as rules see it."""
    # Joined by what no folded word holds, so that no word begins in one text and ends in the next.
    text = "\n".join(map(fold, (draft.name, *(each.text for each in draft.conditions))))
    return Subject(
        matter_id, draft.code, draft.name, text, fold(draft.legal_basis), frozenset(sources), values, origin
    )


def together(text: str) -> tuple[str, ...]:
    """Return the words of ``路灯+损坏``, fold; none where there are only signs."""
    return tuple(filter(None, map(fold, half_width(text).split("+"))))


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
            (not self.words or any(all(word in subject.text for word in group) for group in self.words))
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
