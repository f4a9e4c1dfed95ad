"""What the forms about opinions are made of, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.forms.fields import BlockField, ChoiceField, Field, LineField, enum_options
from console.i18n import N_
from console.reviewwords import review_field
from models.catalogue.drafting.refusals import UnknownValue
from models.catalogue.review.refusals import (
    DecisionNeedsReason,
    OpinionIncomplete,
    SaysTheSame,
    UnknownReviewField,
)
from models.catalogue.review.rules import FIELD_WORDS, REVIEWED
from models.catalogue.review.views import OpinionFacts, OpinionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.catalogue.review.views import OpinionView
    from models.kernel.errors import DomainError

_KINDS = [kind for kind in OpinionKind if kind is not OpinionKind.NONE]
_WHY = N_("The department reads it in the minutes.")
_WHAT = N_("What is to be worded otherwise.")
_WHOLE = N_("The whole field as it is to read.")
_MEETS = N_("A field that meets the objection.")


def settling_fields(part: str) -> list[Field]:
    """Return the fields of a form: a decision of this name, or an opinion."""
    if part == "opine":
        return [
            ChoiceField("kind", N_("Opinion"), required=True, options=enum_options(_KINDS)),
            ChoiceField("field", N_("Change of"), options=_fields, hint=_WHAT),
            BlockField(
                "proposed",
                N_("Wording"),
                rows=2,
                paragraph=True,
                hint=_WHOLE,
            ),
            BlockField("reason", N_("Reason"), rows=2, paragraph=True),
            LineField("basis", N_("Basis"), max_length=1000, hint=N_("The laws and papers it rests on.")),
            LineField("belongs_to", N_("Whose"), max_length=255, hint=N_("The department it belongs to.")),
        ]
    fields: list[Field] = [
        BlockField("reason", N_("Reason"), required=part == "reject", rows=3, paragraph=True, hint=_WHY)
    ]
    if part == "accept":
        fields += [
            ChoiceField("field", N_("Change of"), options=_fields, hint=_MEETS),
            BlockField("proposed", N_("Wording"), rows=2, paragraph=True),
        ]
    return fields


def _fields() -> Sequence[tuple[str, str]]:
    return [(name, review_field(name)) for name in REVIEWED]


def opinion_content(view: OpinionView) -> dict[str, Any]:
    """Return what the form of an opinion holds for the one that stands."""
    line = view.line
    if line.kind is None or line.kind is OpinionKind.NONE:
        return {}
    return {
        "kind": line.kind.value,
        "field": line.field,
        "proposed": line.proposed,
        "reason": view.reason,
        "basis": view.basis,
        "belongs_to": view.belongs_to,
    }


def opinion_from(values: Mapping[str, Any]) -> OpinionFacts:
    """Return the opinion a form holds."""
    return OpinionFacts(
        OpinionKind(values["kind"]),
        field=values["field"],
        proposed=values["proposed"],
        reason=values["reason"],
        basis=values["basis"],
        belongs_to=values["belongs_to"],
    )


def field_of(error: DomainError) -> str:
    """Return the field of a form that a refusal is about, "" for the form as a whole."""
    match error:
        case DecisionNeedsReason():
            return "reason"
        case SaysTheSame() | UnknownValue():
            return "proposed"
        case UnknownReviewField():
            return "field"
        case OpinionIncomplete():
            missing = error.params["fields"]
            first = missing[0] if isinstance(missing, list) else missing
            return next((name for name, word in FIELD_WORDS.items() if word == first), "")
        case _:
            return ""
