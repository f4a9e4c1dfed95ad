"""What the form of a classification rule is made of: its fields, its first values, the rule entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.dialogs.conflict import Difference
from console.forms.fields import BlockField, ChoiceField, Field, LineField, ToggleField
from console.i18n import N_, _
from console.labels import label
from console.rulewords import rule_texts, written
from models.catalogue.classing.refusals import ClassNameAlone, RuleNameless, RuleNameTaken, RuleSetsNothing
from models.catalogue.classing.texts import THEN, WHEN
from models.catalogue.classing.views import RuleDraft
from models.catalogue.views import DutyList, MatterKind, SettleLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from enum import StrEnum

    from models.catalogue.classing.views import RuleView
    from models.kernel.errors import DomainError

_LONGEST = 1000
_NAME, _NOTE, _CLASS_NAME, _DEPARTMENT = 64, 500, 64, 255
_NAME_WORD, _NOTE_WORD, _USE_WORD = N_("Rule name"), N_("Note"), N_("In use")
_HINTS = {
    "words": N_("In the name or a filing condition: 路灯|照明 is either, 路灯+损坏 both."),
    "without": N_("None of these may occur."),
    "of_department": N_("A part of the department's name will do."),
    "of_source": N_("Kinds of source books, as the list of books names them."),
    "in_class": N_("scheme:code, with the classes below; list:00 is what nobody has classified."),
    "in_list": N_("Names of duty lists; “none” where it is on no list."),
    "class": N_("scheme:code, such as event:01."),
    "class_name": N_("Only needed where the class is new."),
    "parent": N_("Code of the main item."),
}
_CHOICES: dict[str, type[StrEnum]] = {
    "duty_list": DutyList, "kind": MatterKind, "settle_level": SettleLevel,
}  # fmt: skip
_GRADED = ("urgency", "severity")


def rule_fields() -> list[Field]:
    """Return the fields; those of a rule's parts bear the names of the parts."""
    return [
        LineField("name", _NAME_WORD, required=True, max_length=_NAME),
        ToggleField("active", _USE_WORD),
        *(_field(name, title) for name, title in (WHEN | THEN).items()),
        BlockField("note", _NOTE_WORD, rows=2),
    ]


def _field(name: str, title: str) -> Field:
    hint = _HINTS.get(name, "")
    if name == "only_new":
        return ToggleField(name, title, hint=N_("Leave matters alone that are in force."))
    if name in _CHOICES:
        return ChoiceField(name, title, hint=hint, options=_options(_members(_CHOICES[name])))
    if name in _GRADED:
        return ChoiceField(
            name, title, hint=hint, options=_options(lambda: [(each, each) for each in "1234"])
        )
    most = {"class_name": _CLASS_NAME, "department": _DEPARTMENT, "class": 48, "parent": 32}
    return LineField(name, title, hint=hint, max_length=most.get(name, _LONGEST))


def _members(kind: type[StrEnum]) -> Callable[[], Sequence[tuple[str, str]]]:
    return lambda: [(member.value, label(member)) for member in kind]


def _options(given: Callable[[], Sequence[tuple[str, str]]]) -> Callable[[], Sequence[tuple[str, str]]]:
    """Return the options of a choice that can be left alone."""
    return lambda: [("", _("leave as it is")), *given()]


def content_of(rule: RuleView | None) -> dict[str, Any]:
    """Return the form's first values as a draft keeps them."""
    draft = RuleDraft("") if rule is None else rule.draft
    texts: dict[str, Any] = rule_texts(draft)
    then = draft.then
    texts |= {
        name: "" if getattr(then, name) is None else str(getattr(then, name))
        for name in (*_CHOICES, *_GRADED)
    }
    return {
        **texts,
        "name": draft.name,
        "note": draft.note,
        "active": draft.active,
        "only_new": draft.when.only_new,
    }


def draft_of(values: Mapping[str, object]) -> RuleDraft:
    """Return the rule that was entered.

    Raises:
        UnknownValue, BadClassKey, BadScheme, BadClassCode: a part cannot be used.
    """
    draft = RuleDraft(_text(values["name"]), note=_text(values["note"]), active=bool(values["active"]))
    return written(draft, {name: _entered(values[name]) for name in (*WHEN, *THEN)})


def _entered(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return _text(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def differences(theirs: RuleView, values: Mapping[str, object]) -> list[Difference]:
    """Return the parts in which what was entered differs from what stands now."""
    titles = {"name": _NAME_WORD, "active": _USE_WORD, **WHEN, **THEN, "note": _NOTE_WORD}
    return [
        Difference(name, _(titles[name]), _shown(standing), _shown(values[name]))
        for name, standing in content_of(theirs).items()
        if standing != values[name]
    ]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return " ".join(_text(value).split())


def field_of(error: DomainError, values: Mapping[str, object]) -> str:
    """Return the field a refusal is about: that which holds the text it repeats, or which it names."""
    match error:
        case RuleNameless() | RuleNameTaken():
            return "name"
        case RuleSetsNothing() | ClassNameAlone():
            return "class"
    said = _text(error.params.get("field"))
    for name, title in (WHEN | THEN).items():
        if said == title:
            return name
    value = _text(error.params.get("value"))
    fitting = (name for name in ("class", "in_class") if value and value in _text(values[name]))
    return next(fitting, "")
