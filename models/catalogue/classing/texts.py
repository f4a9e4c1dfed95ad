"""Rules as people write them: one text for each part, in forms, tables and at the shell.

Several texts of one part stand apart by ``|``, ``、``, ``，``, ``；`` or line breaks; ``路灯+损坏``
asks for both words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from models.catalogue.classing.refusals import UnknownPart
from models.catalogue.classing.rules import class_key, class_pattern, together
from models.catalogue.classing.views import NO_LIST, RuleDraft, Then, When
from models.catalogue.drafting.refusals import UnknownValue
from models.catalogue.sources.views import SourceKind
from models.catalogue.views import DutyList, MatterKind, SettleLevel
from models.kernel.text import clean_line, fold, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

    Naming = Callable[[StrEnum], str]
    """What a fixed word is called by those who write"""

WHEN: Final = {
    "words": N_("Words"),
    "without": N_("Without"),
    "of_department": N_("Of department"),
    "of_source": N_("Of source"),
    "basis": N_("Legal basis has"),
    "in_class": N_("In class"),
    "in_list": N_("On duty list"),
    "only_new": N_("Only new entries"),
}
"""Parts of the conditions, with what each is called."""
THEN: Final = {
    "class": N_("Class"),
    "class_name": N_("Class name"),
    "parent": N_("Main item"),
    "duty_list": N_("Duty list"),
    "kind": N_("Kind"),
    "settle_level": N_("Level able to settle"),
    "urgency": N_("Urgency"),
    "severity": N_("Severity"),
    "department": N_("Department"),
}
"""Parts of what a rule sets, with what each is called."""
NO_LIST_WORD: Final = N_("none")
_YES: Final = frozenset({"yes", "y", "1", "true", "是"})
_NO: Final = frozenset({"", "no", "n", "0", "false", "否"})
_EXAMPLE: Final = "路灯|照明, 路灯+损坏"
_MARKS = re.compile(r"[|｜、，,；;\n]")
_ATTRIBUTES: Final = {
    "of_department": "departments", "of_source": "sources", "in_class": "classes", "in_list": "lists",
    "class": "class_key",
}  # fmt: skip
_KINDS: Final[Mapping[str, type[StrEnum]]] = {
    "of_source": SourceKind, "in_list": DutyList, "duty_list": DutyList, "kind": MatterKind,
    "settle_level": SettleLevel,
}  # fmt: skip
_GRADED: Final = frozenset({"urgency", "severity"})


def changed(draft: RuleDraft, texts: Mapping[str, str], naming: Naming, none: str = NO_LIST) -> RuleDraft:
    """Return a rule with some parts written anew; an empty text takes a part away.

    Args:
        draft: the rule.
        texts: by names of :data:`WHEN` and :data:`THEN`.
        naming: what fixed words are called besides their values.
        none: what "on no duty list" is called besides :data:`NO_LIST`.

    Raises:
        UnknownPart: a rule has no such part.
        UnknownValue, BadClassKey, BadScheme, BadClassCode: a text cannot be used.
    """
    when: dict[str, Any] = {}
    then: dict[str, Any] = {}
    for part, text in texts.items():
        name = _ATTRIBUTES.get(part, part)
        if part == "only_new":
            when[name] = _answer(part, text)
        elif part in WHEN:
            when[name] = _several(part, text, naming, none)
        elif part in THEN:
            then[name] = clean_line(text) if part == "class_name" else _one(part, text, naming)
        else:
            raise UnknownPart(part, ", ".join((*WHEN, *THEN)))
    return replace(draft, when=replace(draft.when, **when), then=replace(draft.then, **then))


def _answer(part: str, text: str) -> bool:
    word = fold(text)
    if word not in _YES | _NO:
        raise UnknownValue(WHEN[part], clean_line(text), "yes 是, no 否")
    return word in _YES


def _several(part: str, text: str, naming: Naming, none: str) -> tuple[Any, ...]:
    found: list[Any] = []
    for each in filter(None, map(clean_line, _MARKS.split(text))):
        if part == "in_list" and fold(each) in {NO_LIST, fold(none)}:
            found.append(NO_LIST)
        elif part in _KINDS:
            found.append(_member(part, each, naming))
        elif part == "in_class":
            found.append(class_pattern(each))
        elif together(each):
            found.append(each)
    if not found and clean_line(text):
        # Signs alone are no condition; taken for none they would let the rule apply to everything.
        raise UnknownValue(WHEN[part], clean_line(text), _EXAMPLE)
    return tuple(found)


def _one(part: str, text: str, naming: Naming) -> Any:
    word = clean_line(text)
    if not word:
        return None
    if part == "class":
        return class_key(word)
    if part in _GRADED:
        number = half_width(word)
        if not (number.isascii() and number.isdecimal()):
            raise UnknownValue(THEN[part], word, "1, 2, 3, 4")
        return int(number)
    return _member(part, word, naming) if part in _KINDS else word


def _member(part: str, text: str, naming: Naming) -> StrEnum:
    kind = _KINDS[part]
    for member in kind:
        if fold(text) in {fold(member.value), fold(naming(member))}:
            return member
    known = ", ".join(f"{each.value} {naming(each)}".strip() for each in kind)
    raise UnknownValue((WHEN | THEN)[part], text, known)


def texts_of(draft: RuleDraft, naming: Naming, none: str = NO_LIST) -> dict[str, str]:
    """Return the parts of a rule as they are written; parts that say nothing are empty."""
    found: dict[str, str] = {}
    for part in (each for each in WHEN if each != "only_new"):
        values = getattr(draft.when, _ATTRIBUTES.get(part, part))
        found[part] = "|".join(_word(part, each, naming, none) for each in values)
    found["only_new"] = "是" if draft.when.only_new else ""
    for part in THEN:
        value = getattr(draft.then, _ATTRIBUTES.get(part, part))
        found[part] = "" if value is None else _word(part, value, naming, none)
    return found


def _word(part: str, value: Any, naming: Naming, none: str) -> str:
    if part == "in_list":
        return none if value == NO_LIST else naming(DutyList(value))
    return naming(_KINDS[part](value)) if part in _KINDS else str(value)


__all__ = ["NO_LIST_WORD", "THEN", "WHEN", "RuleDraft", "Then", "When", "changed", "texts_of"]
