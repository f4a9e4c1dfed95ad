"""What merging changes: the case is set aside whole, and taken up again whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from models.cases.kinds import FINAL_STATES, Action, Asked, CaseState
from models.cases.merging_refusals import JoinsItself, LeadArchived, LeadClosed, LeadMerged, OthersMerged
from models.kernel.documents import plain
from models.kernel.errors import NotFound
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.cases.steps import Outcome, Step

_SET_ASIDE = (
    "clock_running",
    "clock_stopped_at",
    "asked",
    "asked_at_unit",
    "asked_until",
    "reviewer_id",
    "to_answer",
    "answer_due_at",
)
"""What a merged case must not show any more, or lists would still count it: kept until it comes out again."""

NAMES_JOINED = frozenset({Action.FEEDBACK, Action.CLOSE, Action.CALL_BACK})
"""Steps of a lead that speak for the cases merged into it as well; their events name them."""

GIVES_UP = frozenset({Action.VOID, Action.REFUSE})
"""Steps that end a case undone: whoever reported what was merged into it would never hear of it."""

NO_LEAD: dict[str, Any] = {"lead_id": None, "merged_from": None, "set_aside": None}
"""The columns of a case that is not merged."""


def name_joined(step: Step, result: Outcome) -> None:
    """Name what was merged into the case, where the step speaks for it as well.

    Raises:
        OthersMerged: the step would give it all up.
    """
    action = step.row.action
    joined = step.sources.joined(step.case.id) if action in NAMES_JOINED | GIVES_UP else ()
    if joined and action in GIVES_UP:
        raise OthersMerged(step.case.number, joined)
    if joined:
        result.details["joined"] = list(joined)


def _merge(step: Step, result: Outcome) -> None:
    """Set the case aside for the lead named.

    Raises:
        NotFound: there is no case of this number.
        JoinsItself, LeadMerged, LeadClosed: nothing can be merged into it.
    """
    case, lead = step.case, step.sources.lead(step.entries.other)
    if lead is None:
        raise NotFound(N_("case"), step.entries.other)
    if lead.id == case.id:
        raise JoinsItself(case.number)
    if lead.state is CaseState.MERGED:
        above = step.sources.number_of(lead.lead_id)
        raise LeadMerged(lead.number, above)
    if lead.state in FINAL_STATES or lead.state is CaseState.CLOSED:
        raise LeadClosed(lead.number, lead.state)
    result.changes |= {
        "lead_id": lead.id,
        "merged_from": case.state,
        "set_aside": plain({name: getattr(case, name) for name in _SET_ASIDE}),
    }
    result.details["lead"] = lead.number


def _unmerge(step: Step, result: Outcome) -> None:
    """Take the case up where it stood.

    Raises:
        LeadArchived: what it was merged into is put away for good, and this case with it.
    """
    case = step.case
    lead = step.sources.lead(step.sources.number_of(case.lead_id))
    if lead is None:
        raise NotFound(N_("case"), case.lead_id)
    if lead.state is CaseState.ARCHIVED:
        raise LeadArchived(case.number, lead.number)
    result.changes |= NO_LEAD | taken_up(case.set_aside or {})
    result.details["lead"] = lead.number


def taken_up(kept: dict[str, Any]) -> dict[str, Any]:
    """Return columns as they were before they were set aside as a document."""
    read: dict[str, Callable[[Any], Any]] = {
        "clock_stopped_at": datetime.fromisoformat,
        "answer_due_at": datetime.fromisoformat,
        "asked": Asked,
        "asked_until": date.fromisoformat,
    }
    return {
        name: read[name](value) if name in read and value is not None else value
        for name, value in kept.items()
    }


MERGING_EFFECTS: dict[Action, Callable[[Step, Outcome], None]] = {
    Action.MERGE: _merge,
    Action.UNMERGE: _unmerge,
}
"""What merging and its opposite change besides."""
