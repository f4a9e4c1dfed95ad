"""The forms of the flow editor: of the flow itself, of a step, of a link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.flows.entries import entries_text, read_entries
from console.flows.words import unit_words
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
from console.i18n import N_
from console.labels import label
from models.accounts.views import Role
from models.catalogue.flows.rules import POSTS, TEXTS
from models.catalogue.flows.views import FlowDraft, Link, LinkKind, RelativeUnit, Step, StepKind
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.forms.fields import Source
    from console.forms.form import Form

_CODE_LENGTH = 32
_LIMIT_LENGTH = 16


# ---------------------------------------------------------------- the flow itself


def flow_fields(*, new: bool) -> tuple[Field, ...]:
    """Return the fields of the flow itself; its code is chosen once."""
    code = (
        LineField("code", N_("Code"), hint=N_("Letters and digits, such as GRID."), max_length=_CODE_LENGTH),
    )
    return (
        *(code if new else ()),
        LineField("name", N_("Flow name"), max_length=TEXTS["name"][1]),
        BlockField("note", N_("Note"), rows=2, paragraph=True),
    )


def flow_content(draft: FlowDraft) -> dict[str, Any]:
    """Return what the form of the flow itself shows."""
    return {"code": draft.code, "name": draft.name, "note": draft.note}


def flow_of_form(form: Form, draft: FlowDraft) -> FlowDraft:
    """Return the draft with what the form holds."""
    values: dict[str, Any] = form.values()
    return replace(draft, code=values.get("code", draft.code), name=values["name"], note=values["note"])


# ---------------------------------------------------------------- a step


def step_fields(units: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of a step."""
    roles = [role for role in Role if role.value in POSTS]
    return (
        LineField("name", N_("Step name"), max_length=TEXTS["step"][1]),
        ChoiceField("kind", N_("Kind"), options=enum_options(list(StepKind))),
        ChoiceField("post", N_("Post"), options=enum_options(roles)),
        LookupField("unit", N_("Unit"), source=unit_source(units), rows=4),
        LineField(
            "limit",
            N_("Limit"),
            hint=N_("4WH, 2WD in office time; 2UH, 1UD run on; 3ND calendar days. Empty for none."),
            max_length=_LIMIT_LENGTH,
        ),
        LineField("evidence", N_("Evidence"), max_length=TEXTS["evidence"][1]),
        BlockField(
            "entries",
            N_("Entries"),
            rows=3,
            hint=N_("One a line: name, * if it must be given, kind, choices after a colon."),
        ),
    )


def step_content(step: Step, units: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form of a step shows."""
    unit = {"key": step.unit, "text": unit_words(step.unit, units)} if step.unit else ""
    return {
        "name": step.name,
        "kind": step.kind.value,
        "post": step.post,
        "unit": unit,
        "limit": step.limit,
        "evidence": step.evidence,
        "entries": entries_text(step.entries),
    }


def step_of_form(form: Form, step: Step) -> Step:
    """Return the step with what the form holds; a unit not picked yet leaves the one there was."""
    values: dict[str, Any] = form.values()
    text = values["entries"]
    return replace(
        step,
        name=values["name"],
        kind=StepKind(values["kind"] or step.kind),
        post=values["post"],
        unit=_picked(form, "unit", step.unit),
        limit=values["limit"],
        evidence=values["evidence"],
        # What was not touched is not read anew: a file may say more than a line of text can.
        entries=step.entries if text == entries_text(step.entries) else read_entries(text),
    )


def _picked(form: Form, name: str, before: str) -> str:
    lookup = form.lookup(name)
    if isinstance(lookup.value, Picked):
        return str(lookup.value.key)
    return before if lookup.text.strip() else ""


def unit_source(units: Mapping[str, str]) -> Source:
    """Return a search over the units that depend on the case, then over those there are."""

    def source(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        found = [Candidate(unit.value, label(unit), unit.value) for unit in RelativeUnit]
        found += [Candidate(code, name, code) for code, name in units.items()]
        return [each for each in found if _is_meant(each, wanted)]

    return source


def _is_meant(candidate: Candidate, wanted: str) -> bool:
    if wanted in fold(candidate.text) or wanted in fold(candidate.note):
        return True
    return wanted.isascii() and wanted in initials(candidate.text)


# ---------------------------------------------------------------- a link


def link_fields(draft: FlowDraft) -> tuple[Field, ...]:
    """Return the fields of a link."""
    return (
        LookupField("target", N_("To step"), source=_step_source(draft), rows=6),
        ChoiceField("kind", N_("Kind"), options=enum_options(list(LinkKind))),
        LineField(
            "condition",
            N_("When"),
            hint=N_("When the case goes this way, in a few words."),
            max_length=TEXTS["condition"][1],
        ),
    )


def link_content(link: Link, draft: FlowDraft) -> dict[str, Any]:
    """Return what the form of a link shows."""
    found = {candidate.key: candidate.text for candidate in _step_source(draft)("")}
    target = {"key": link.target, "text": found.get(link.target, link.target)}
    return {"target": target, "kind": link.kind.value, "condition": link.condition}


def link_of_form(form: Form, link: Link) -> Link:
    """Return the link with what the form holds."""
    values: dict[str, Any] = form.values()
    target = _picked(form, "target", link.target) or link.target
    return Link(link.source, target, LinkKind(values["kind"] or link.kind), values["condition"])


def _step_source(draft: FlowDraft) -> Source:
    steps = [
        Candidate(step.key, f"{place} {step.name or step.key}", label(step.kind))
        for place, step in enumerate(draft.steps, start=1)
    ]

    def source(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        return [each for each in steps if _is_meant(each, wanted)]

    return source
