"""How requests are written: their facts, opinions, documents and steps, in words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from console.i18n import N_, _
from console.labels import label
from console.text import limit_words
from models.catalogue.boundary.contents import FIELDS
from models.catalogue.boundary.kinds import Stance, WantedList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.catalogue.boundary.views import DocumentView, OpinionView, RequestView, StepView

FIELD_LABELS = {
    "department": N_("Department"),
    "name": N_("Duty"),
    "legal_basis": N_("Basis"),
    "explanation": N_("Explanation"),
    "wanted": N_("List wanted"),
    "funds": N_("Funds"),
    "powers": N_("Powers"),
    "urgent": N_("Urgent"),
    "wanted_on": N_("Wanted on"),
    "ends_on": N_("Last day"),
    "exit_route": N_("Exit route"),
    "superior_duty": N_("Department does"),
    "township_duty": N_("Township does"),
    "method": N_("Method"),
    "duty_item": N_("Duty item"),
    "change": N_("Change"),
    "cause": N_("Cause"),
    "code": N_("Code"),
    "limit": N_("Limit"),
    "condition": N_("Condition"),
    "closing": N_("To close"),
    "lead_unit": N_("Lead unit"),
    "case_number": N_("From case"),
}
"""What the fields of a request are called on forms and pages: message ids."""


def value_words(value: Any) -> str:
    """Return a fact in words; "" for one that is not filled in."""
    match value:
        case None | "" | False:
            return ""
        case True:
            return _("yes")
        case StrEnum():
            return label(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def facts_of(request: RequestView) -> Iterator[tuple[str, str]]:
    """Yield name and text of every fact of a request that is filled in, and what it lacks."""
    facts = request.facts
    yield _("Request"), f"{request.id}  {label(facts.kind)}"
    early = _("in force before the decision") if request.early else ""
    yield _("State"), f"{label(request.state)} {early}".rstrip()
    if request.lacking:
        yield _("Still lacks"), _(", ").join(_(FIELD_LABELS[name]) for name in request.lacking)
    for name in (*FIELDS[facts.kind], "case_number"):
        text = value_words(getattr(facts, name))
        if name == "limit" and text:
            text = limit_words(text)
        if name == "duty_item" and request.duty_name:
            text = f"{text} {request.duty_name}"
        if name == "lead_unit" and request.unit_name:
            text = f"{text} {request.unit_name}"
        if text:
            yield _(FIELD_LABELS[name]), text
    late = _("(overdue)") if request.overdue else ""
    decided = (
        (
            _("Decide by"),
            "" if request.decide_by is None else f"{request.decide_by.isoformat()} {late}".rstrip(),
        ),
        (_("Decided"), " ".join(filter(None, (request.authority, value_words(request.decided_on))))),
        (_("Paper"), request.decision_number),
        (_("Decision"), request.decision_text),
        (_("Entry"), request.matter_code),
        (_("Opened by"), request.opened_by),
    )
    yield from ((name, text) for name, text in decided if text)


def opinion_words(opinion: OpinionView) -> str:
    """Return the opinion of a unit in one line."""
    words = f"{opinion.unit_name}  {label(opinion.stance)}  {opinion.text}"
    return words if opinion.current else _("%(opinion)s (replaced by a later one)", opinion=words)


def paper_words(paper: DocumentView) -> str:
    """Return a document in one line."""
    parts = (
        label(paper.kind), f"《{paper.title}》", paper.number, paper.issuer, value_words(paper.issued_on),
        paper.file_name, paper.file_hash[:12],
    )  # fmt: skip
    return "  ".join(filter(None, parts))


def step_words(step: StepView) -> str:
    """Return a step in one line: who did what, the facts of it, and where it led."""
    parts = [step.actor_name, label(step.action), *_details(step)]
    if step.from_state is not step.to_state:
        parts.append(f"> {label(step.to_state)}")
    return "  ".join([*filter(None, parts), *([step.text] if step.text else [])])


def _details(step: StepView) -> Iterator[str]:
    details = step.details
    if details.get("stance"):
        yield label(Stance(details["stance"]))
    for name in ("authority", "day", "number", "until"):
        if details.get(name):
            yield str(details[name])
    if details.get("wanted"):
        yield label(WantedList(details["wanted"]))
