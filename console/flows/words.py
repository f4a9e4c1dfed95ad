"""What the parts of a flow are called on the screen, and findings and changes in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import _, pgettext
from console.labels import label
from console.text import limit_words
from models.accounts.views import Role
from models.catalogue.flows.rules import RELATIVE_UNITS
from models.catalogue.flows.views import (
    ChangeKind,
    EntryKind,
    Grade,
    LinkKind,
    Part,
    RelativeUnit,
    StepKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from models.catalogue.flows.views import FlowChange, FlowFinding, Step

_ROLES = {role.value for role in Role}
_LIMITS = ("total", "limit")
"""Parameters of a finding that are limits, or limits joined by ``+``."""


def flow_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of everything a flow is made of, for :func:`console.labels.label`."""
    steps: dict[StrEnum, str] = {
        StepKind.ACCEPT: pgettext("step", "Accept"),
        StepKind.FILE: pgettext("step", "File"),
        StepKind.DISPATCH: pgettext("step", "Dispatch"),
        StepKind.HANDLE: pgettext("step", "Handle"),
        StepKind.VERIFY: pgettext("step", "Verify"),
        StepKind.DECIDE: pgettext("step", "Decide"),
        StepKind.ASSIST: pgettext("step", "Assist"),
        StepKind.ESCALATE: pgettext("step", "Call in"),
        StepKind.DELIVER: pgettext("step", "Deliver"),
        StepKind.CLOSE: pgettext("step", "Close"),
        StepKind.CALL_BACK: pgettext("step", "Call back"),
    }
    links: dict[StrEnum, str] = {
        LinkKind.NORMAL: pgettext("link", "Goes on"),
        LinkKind.RETURN: pgettext("link", "Return"),
        LinkKind.ASSIST: pgettext("link", "Assistance"),
        LinkKind.ESCALATE: pgettext("link", "Call in"),
    }
    entries: dict[StrEnum, str] = {
        EntryKind.LINE: pgettext("entry kind", "line"),
        EntryKind.TEXT: pgettext("entry kind", "text"),
        EntryKind.NUMBER: pgettext("entry kind", "number"),
        EntryKind.DATE: pgettext("entry kind", "date"),
        EntryKind.CHOICE: pgettext("entry kind", "choice"),
        EntryKind.YES_NO: pgettext("entry kind", "yes/no"),
        EntryKind.UNIT: pgettext("entry kind", "unit"),
        EntryKind.PHOTO: pgettext("entry kind", "photo"),
    }
    units: dict[StrEnum, str] = {
        RelativeUnit.LEAD: pgettext("flow unit", "Lead unit"),
        RelativeUnit.ASSISTING: pgettext("flow unit", "Assisting units"),
        RelativeUnit.GRID: pgettext("flow unit", "Grid's unit"),
        RelativeUnit.DUTY: pgettext("flow unit", "Duty centre"),
        RelativeUnit.DEPARTMENT: pgettext("flow unit", "County department"),
    }
    grades: dict[StrEnum, str] = {
        Grade.ERROR: pgettext("finding", "error"),
        Grade.WARNING: pgettext("finding", "warning"),
    }
    parts: dict[StrEnum, str] = {
        Part.NAME: pgettext("flow part", "Name"),
        Part.NOTE: pgettext("flow part", "Note"),
        Part.ORDER: pgettext("flow part", "Order of the steps"),
        Part.STEP: pgettext("flow part", "Step"),
        Part.LINK: pgettext("flow part", "Link"),
    }
    changes: dict[StrEnum, str] = {
        ChangeKind.ADDED: pgettext("flow change", "added"),
        ChangeKind.REMOVED: pgettext("flow change", "removed"),
        ChangeKind.CHANGED: pgettext("flow change", "changed"),
    }
    return steps, links, entries, units, grades, parts, changes


def post_words(post: str) -> str:
    """Return what a post is called; what no role is comes back as it is, "" as a dash."""
    if not post:
        return "-"
    return label(Role(post)) if post in _ROLES else post


def unit_words(unit: str, units: Mapping[str, str]) -> str:
    """Return what a unit is called: a relative one by its place in the work, another by its name."""
    if unit in RELATIVE_UNITS:
        return label(RelativeUnit(unit))
    return units.get(unit, unit)


def who_words(step: Step, units: Mapping[str, str]) -> str:
    """Return who does a step: post and unit."""
    return " ".join(part for part in (post_words(step.post), unit_words(step.unit, units)) if part)


def finding_words(finding: FlowFinding) -> str:
    """Return a finding as a sentence; limits in it in words."""
    params: dict[str, Any] = dict(finding.params)
    for name in _LIMITS:
        if isinstance(params.get(name), str):
            params[name] = " + ".join(limit_words(part) for part in params[name].split("+"))
    return _(finding.sentence, **params) if params else _(finding.sentence)


def field_words(field: str) -> str:
    """Return what a field of a step or link is called."""
    names = {
        "name": pgettext("flow field", "name"),
        "kind": pgettext("flow field", "kind"),
        "post": pgettext("flow field", "post"),
        "unit": pgettext("flow field", "unit"),
        "limit": pgettext("flow field", "limit"),
        "evidence": pgettext("flow field", "evidence"),
        "entries": pgettext("flow field", "entries"),
        "condition": pgettext("flow field", "condition"),
    }
    return names.get(field, field)


def change_words(change: FlowChange, units: Mapping[str, str]) -> str:
    """Return one difference between two versions, in a line."""
    name = " ".join(part for part in (label(change.part), change.name) if part)
    if change.change is not ChangeKind.CHANGED:
        return f"{name}: {label(change.change)}"
    before, after = (value_words(change.field, value, units) for value in (change.before, change.after))
    field = f" {field_words(change.field)}" if change.field else ""
    return f"{name}{field}: {before} > {after}"


def value_words(field: str, value: str, units: Mapping[str, str]) -> str:
    """Return the value of a field as people say it, "" as a dash."""
    match field if value else "":
        case "post":
            words = post_words(value)
        case "unit":
            words = unit_words(value, units)
        case "limit":
            words = limit_words(value)
        case "kind":
            words = _kind_words(value)
        case "entries":
            # Loaded on use: it asks for the words of entries here.
            from console.flows.entries import entries_words

            words = entries_words(value)
        case _:
            words = " ".join(value.split()) or "-"
    return words


def _kind_words(value: str) -> str:
    kinds: tuple[type[StepKind | LinkKind], ...] = (StepKind, LinkKind)
    for kind in kinds:
        for member in kind:
            if member.value == value:
                return label(member)
    return value
