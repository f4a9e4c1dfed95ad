"""What a rule may say, how it is kept, and what an entry says in the fields that rules decide."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
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
        only_new=bool(when.only_new),
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
    found = {each.name: getattr(when, each.name) for each in fields(When)}
    return {name: plain(value) for name, value in found.items() if value}


def then_document(then: Then) -> dict[str, Any]:
    """Return settings as they are kept."""
    found = settings_of(then)
    return {**found, "class_name": then.class_name} if then.class_name else found


def draft_of(
    name: str, conditions: Mapping[str, Any], settings: Mapping[str, Any], note: str, *, active: bool
) -> RuleDraft:
    """Return the rule that was kept as these documents."""
    parts: dict[str, Any] = {
        key: value if isinstance(value, bool) else tuple(value) for key, value in conditions.items()
    }
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


def together(text: str) -> tuple[str, ...]:
    """Return the words of ``路灯+损坏``, folded; none where there are only signs."""
    return tuple(filter(None, map(fold, half_width(text).split("+"))))
