"""What the form of an entry is made of: its fields, their first values, what is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.dialogs.conflict import Difference
from console.draftwords import FIELDS, field_title, read_value, value_words
from console.forms.fields import (
    BlockField,
    Candidate,
    ChoiceField,
    Field,
    LineField,
    LookupField,
    Picked,
    enum_options,
)
from console.i18n import N_, _
from console.screens.worklist_choices import Choice, candidates, main_items, new_class, new_department
from console.terminal.filter import clean_text
from console.work import Failed, attempt
from models.catalogue.rules import ConditionDraft, MatterDraft
from models.catalogue.views import DutyList, LimitMode, MatterKind, Privacy, SettleLevel
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.forms.fields import Source
    from models.accounts.views import Actor
    from models.api import Services

CONDITIONS = "conditions"
NO_LIST = "none"
"""Stands in the form for an entry that is on no duty list."""
_CLASS = "class_code"
_PICKED = ("parent", "department", "flow", "lead_unit", "duty_item")
"""Fields picked from a list whose key is their value."""
_TEXTS = ("code", "name", "patrol", "legal_basis", "grid_duty", "keywords")
_WORDED = ("kind", "settle_level", "privacy")
_GRADES = ("urgency", "severity")
_SEPARATORS = str.maketrans({"、": ",", "，": ",", "；": ",", ";": ","})


def entry_fields(services: Services, actor: Actor) -> list[Field]:
    """Return the fields; their names are those of :class:`~models.catalogue.rules.MatterDraft`."""
    grades = [(str(grade), str(grade)) for grade in range(1, 5)]

    def lists() -> list[tuple[str, str]]:
        return [*enum_options(list(DutyList))(), (NO_LIST, _("on none"))]

    return [
        LineField(
            "code", FIELDS["code"], hint=N_("Empty takes the next free one; F4 shows which."), max_length=32
        ),
        LineField("name", FIELDS["name"], required=True, max_length=255),
        LookupField(
            _CLASS,
            FIELDS[_CLASS],
            hint=N_("A new class is typed as its code and its name, such as 0105 Markets."),
            source=_classes(services, actor),
            rows=6,
        ),
        ChoiceField("duty_list", FIELDS["duty_list"], options=lists, initial=NO_LIST),
        LookupField("department", FIELDS["department"], source=_departments(services, actor)),
        LineField(
            "assisting", FIELDS["assisting"], hint=N_("Several are separated by commas."), max_length=500
        ),
        LookupField("parent", FIELDS["parent"], source=_main_items(services, actor)),
        ChoiceField("kind", FIELDS["kind"], options=enum_options(list(MatterKind))),
        ChoiceField("settle_level", FIELDS["settle_level"], options=enum_options(list(SettleLevel))),
        ChoiceField("urgency", FIELDS["urgency"], hint=N_("1 ordinary, 4 gravest."), options=lambda: grades),
        ChoiceField(
            "severity", FIELDS["severity"], hint=N_("1 ordinary, 4 gravest."), options=lambda: grades
        ),
        ChoiceField("privacy", FIELDS["privacy"], options=enum_options(list(Privacy))),
        LineField("patrol", FIELDS["patrol"], max_length=64),
        BlockField("grid_duty", FIELDS["grid_duty"], rows=2),
        BlockField("legal_basis", FIELDS["legal_basis"], rows=2),
        LookupField("lead_unit", FIELDS["lead_unit"], source=_source(services, actor, "lead_unit")),
        LookupField("flow", FIELDS["flow"], source=_source(services, actor, "flow")),
        LookupField("duty_item", FIELDS["duty_item"], source=_source(services, actor, "duty_item")),
        LineField("keywords", FIELDS["keywords"], max_length=500),
        LineField("in_force_to", FIELDS["in_force_to"], hint=N_("Such as 2027-12-31; empty for no end.")),
    ]


def _candidate(choice: Choice) -> Candidate:
    return Candidate(choice.key, choice.text, choice.note)


def _source(services: Services, actor: Actor, name: str) -> Source:
    def source(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        return [_candidate(each) for each in candidates(services, actor, name) if each.fits(wanted)]

    return source


def _classes(services: Services, actor: Actor) -> Source:
    def source(text: str) -> Sequence[Candidate]:
        known = candidates(services, actor, _CLASS)
        added = new_class(text, known)
        wanted = fold(text)
        found = [each for each in known if each.fits(wanted)]
        return [_candidate(each) for each in (*found, *([] if added is None else [added]))]

    return source


def _departments(services: Services, actor: Actor) -> Source:
    def source(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        found = [each for each in candidates(services, actor, "department") if each.fits(wanted)]
        if wanted and all(fold(each.text) != wanted for each in found):
            found.append(new_department(text.strip()))
        return [_candidate(each) for each in found]

    return source


def _main_items(services: Services, actor: Actor) -> Source:
    return lambda text: [_candidate(each) for each in main_items(services, actor, text)]


# ---------------------------------------------------------------- from a draft to the form and back


def content_of(draft: MatterDraft, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form shows of a draft, as a kept draft says it.

    Args:
        draft: what the entry says.
        names: what units, flows, duty items and main items of these codes are called.
    """
    content: dict[str, Any] = {name: getattr(draft, name) for name in _TEXTS}
    content |= {name: getattr(draft, name).value for name in _WORDED}
    content |= {name: str(getattr(draft, name)) for name in _GRADES}
    content["duty_list"] = NO_LIST if draft.duty_list is None else draft.duty_list.value
    content["assisting"] = "、".join(draft.assisting)
    content["in_force_to"] = "" if draft.in_force_to is None else draft.in_force_to.isoformat()
    content[_CLASS] = {
        "key": f"{draft.scheme}/{draft.class_code}",
        "text": f"{draft.class_code} {draft.class_name}".rstrip(),
    }
    for name in _PICKED:
        value = getattr(draft, name)
        content[name] = {"key": value, "text": names.get(f"{name}:{value}", value)} if value else ""
    content[CONDITIONS] = [condition_document(each) for each in draft.conditions]
    return content


def condition_document(condition: ConditionDraft) -> dict[str, str]:
    """Return a condition as a draft of the form keeps it."""
    return {
        "limit": condition.limit,
        "text": condition.text,
        "mode": condition.mode.value,
        "closing_condition": condition.closing_condition,
        "evidence": condition.evidence,
        "origin": condition.origin,
    }


def condition_from(document: Mapping[str, Any]) -> ConditionDraft:
    """Return the condition :func:`condition_document` gave ``document`` for."""
    texts = {name: str(document.get(name, "")) for name in condition_document(ConditionDraft(""))}
    mode = texts.pop("mode")
    known = {each.value for each in LimitMode}
    return ConditionDraft(**texts, mode=LimitMode(mode) if mode in known else LimitMode.HOURS)


def draft_of(
    values: Mapping[str, Any], conditions: Sequence[ConditionDraft], start: MatterDraft
) -> dict[str, Any]:
    """Return the fields in which the form says something else than ``start``, as the service wants them."""
    said: dict[str, Any] = {name: _text(values[name]) for name in _TEXTS}
    said |= {name: _text(values[name]) or getattr(start, name).value for name in _WORDED}
    said |= {name: int(_text(values[name]) or getattr(start, name)) for name in _GRADES}
    listed = _text(values["duty_list"])
    said["duty_list"] = None if listed in {"", NO_LIST} else listed
    parts = (part.strip() for part in _text(values["assisting"]).translate(_SEPARATORS).split(","))
    said["assisting"] = [part for part in parts if part]
    said["in_force_to"] = _day_text(_text(values["in_force_to"]).strip())
    said |= {name: _picked(values[name]) for name in _PICKED}
    scheme, _slash, code = _picked(values[_CLASS]).partition("/")
    if code and (scheme, code) != start.class_key:
        title = values[_CLASS].text.removeprefix(code).strip()
        said |= {"scheme": scheme, _CLASS: code, "class_name": title}
    said[CONDITIONS] = [condition_document(each) for each in conditions]
    before = _said(start)
    return {name: value for name, value in said.items() if value != before.get(name)}


def _said(draft: MatterDraft) -> dict[str, Any]:
    content = content_of(draft, {})
    plain: dict[str, Any] = {name: content[name] for name in (*_TEXTS, *_WORDED, CONDITIONS)}
    plain |= {name: getattr(draft, name) for name in (*_GRADES, *_PICKED)}
    plain["duty_list"] = None if draft.duty_list is None else draft.duty_list.value
    plain["assisting"] = list(draft.assisting)
    plain["in_force_to"] = None if draft.in_force_to is None else draft.in_force_to.isoformat()
    return plain


def entered(changes: Mapping[str, Any], start: MatterDraft) -> MatterDraft:
    """Return ``start`` with what the form says, to compare with what somebody else saved."""
    values = {name: value for name, value in changes.items() if name != CONDITIONS}
    for name, kind in (
        ("duty_list", DutyList), ("kind", MatterKind), ("settle_level", SettleLevel), ("privacy", Privacy),
    ):  # fmt: skip
        if values.get(name) is not None:
            values[name] = kind(values[name])
    if "assisting" in values:
        values["assisting"] = tuple(values["assisting"])
    values.pop("in_force_to", None)
    if CONDITIONS in changes:
        values[CONDITIONS] = tuple(condition_from(each) for each in changes[CONDITIONS])
    return replace(start, **values)


def differences(theirs: MatterDraft, changes: Mapping[str, Any]) -> list[Difference]:
    """Return the fields entered here in which somebody else's saved version says something else."""
    mine = entered(changes, theirs)
    found = []
    for name in changes:
        if name in {"scheme", "class_name", "in_force_to"}:
            continue
        left, right = (value_words(name, getattr(each, name)) for each in (theirs, mine))
        if left != right:
            found.append(Difference(name, field_title(name), clean_text(left), clean_text(right)))
    return found


def _day_text(text: str) -> str | None:
    """Return a day as ISO writes it; what is none as it was typed, to be refused."""
    read = attempt(lambda: read_value("in_force_to", text))
    return text if isinstance(read, Failed) else read.value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _picked(value: object) -> str:
    return str(value.key) if isinstance(value, Picked) else ""
