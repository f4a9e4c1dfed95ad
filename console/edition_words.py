"""How editions, differences and lineage are said, on the screen and at the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from models.catalogue.editions.views import Difference, EditionView, LineageStep

_COUNTS = {
    "created": N_("created %(count)s"),
    "changed": N_("changed %(count)s"),
    "retired": N_("retired %(count)s"),
    "same": N_("same %(count)s"),
    "renamed": N_("renamed %(count)s"),
    "renumbered": N_("renumbered %(count)s"),
    "merged": N_("merged %(count)s"),
    "split": N_("split %(count)s"),
    "reused": N_("numbers used for something else %(count)s"),
}
_ALWAYS_SAID = {"created", "changed", "retired", "same"}
_ACTIONS = {"create": N_("new"), "change": N_("changed"), "retire": N_("ends")}
_FIELDS = {
    "code": N_("Code"),
    "name": N_("Matter name"),
    "scheme": N_("Code scheme"),
    "class_code": N_("Class"),
    "parent": N_("Main item"),
    "duty_list": N_("Duty list"),
    "department": N_("Responsible department"),
    "assisting": N_("Assisting units"),
    "grid_duty": N_("Duty of the grid worker"),
    "patrol": N_("Patrol frequency"),
    "privacy": N_("Privacy level"),
    "kind": N_("How it comes in"),
    "settle_level": N_("Level able to settle"),
    "urgency": N_("Urgency"),
    "severity": N_("Severity"),
    "lead_unit": N_("Lead unit"),
    "duty_item": N_("Duty item"),
    "legal_basis": N_("Legal basis"),
    "keywords": N_("Keywords"),
    "conditions": N_("Filing conditions"),
}


def counts_words(counts: Mapping[str, Any]) -> str:
    """Return counts in words, those of nothing left out but for the first four."""
    return _(", ").join(
        _(sentence, count=counts[key])
        for key, sentence in _COUNTS.items()
        if key in counts and (counts[key] or key in _ALWAYS_SAID)
    )


def action_word(action: str) -> str:
    """Return what a change does to a matter, in a word."""
    return _(_ACTIONS[action])


def edition_name(edition: EditionView) -> str:
    """Return an edition as people call it: its number, and its name where it has another one."""
    if edition.number is None:
        return pgettext("edition", "Draft")
    number = _("Edition %(number)s", number=edition.number)
    return number if edition.name in {"", str(edition.number)} else f"{number} {edition.name}"


def lineage_words(each: Difference) -> str:
    """Return the steps of a difference in words."""
    from console.labels import label

    return " ".join(label(kind) for kind in each.lineage)


def was_words(each: Difference) -> str:
    """Return what a changed matter was before, where its number or name is another now."""
    parts = []
    if each.old_code and each.old_code != each.code:
        parts.append(_("(was %(code)s)", code=each.old_code))
    if each.old_name and each.old_name != each.name:
        parts.append(_("(was called “%(name)s”)", name=each.old_name))
    return "  ".join(parts)


def field_title(name: str) -> str:
    """Return what a field of a matter is called."""
    return _(_FIELDS.get(name, name))


def value_lines(name: str, value: Any) -> list[str]:
    """Return the value of a field as lines; conditions one each, nothing as a dash."""
    from enum import StrEnum

    from console.labels import label
    from console.text import limit_words

    if name == "conditions":
        return [f"{limit_words(each.limit)}  {each.text}".rstrip() for each in value] or ["-"]
    if isinstance(value, StrEnum):
        return [label(value)]
    if isinstance(value, tuple):
        value = _(", ").join(value)
    return str("" if value is None else value).split("\n") if value else ["-"]


def force_words(first: date | None, last: date | None) -> str:
    """Return first and last day of a force."""
    begun = _("always") if first is None else first.isoformat()
    ended = _("no end") if last is None else last.isoformat()
    return f"{begun} … {ended}"


def step_words(step: LineageStep) -> str:
    """Return a step as ``old → new``, with what is the same said once."""
    old, new = f"{step.from_code} {step.from_name}".strip(), f"{step.to_code} {step.to_name}".strip()
    words = old if old == new or not new else f"{old} → {new}"
    if step.until is not None:
        words += " " + _("(taken back on %(day)s)", day=step.until.isoformat())
    return f"{words}  {step.note}".rstrip()
