"""What the timeline says of the facts a step keeps."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from console.assist_words import task_details
from console.clockwords import moved_words, superior_words
from console.deadlines import marked
from console.i18n import _
from console.labels import label
from console.merged_words import joined_details
from console.routingwords import given_words
from console.standing_words import until_words
from console.text import limit_words
from models.cases.kinds import Action, CloseKind, Pressure, Rating

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.frame import Frame
    from models.cases.views import CaseView, EventView


def step_details(event: EventView, case: CaseView, frame: Frame) -> str:
    """Return what a step kept beside unit, reason and note; "" if nothing."""
    # A step of a former system has its own facts, whatever it is taken for here.
    writer = None if event.activity else _DETAILS.get(event.action)
    words = writer(event.details, case, frame) if writer is not None and event.details else ""
    words = _("; ").join(part for part in (words, *given_words(event.details or {})) if part)
    assisting = task_details(event, frame.times, frame.clock.now())
    return _("; ").join(part for part in (words, joined_details(event), assisting) if part)


def _filed(details: Mapping[str, Any], case: CaseView, frame: Frame) -> str:
    due_at = datetime.fromisoformat(details["due_at"])
    due = frame.times.moment(due_at, frame.clock.now())
    # An earlier filing has no receipt any more to say how certain it was.
    due = marked(due) if case.provisional and due_at == case.due_at else due
    return _(
        "%(matter)s: %(condition)s, %(limit)s, due %(due)s",
        matter=details["matter_name"],
        condition=details["condition_text"],
        limit=limit_words(details["limit"]),
        due=due,
    )


def _closed(details: Mapping[str, Any], _case: CaseView, _frame: Frame) -> str:
    return label(CloseKind(details["close_kind"]))


def _called(details: Mapping[str, Any], _case: CaseView, _frame: Frame) -> str:
    return label(Rating(details["rating"]))


def _transferred(details: Mapping[str, Any], _case: CaseView, _frame: Frame) -> str:
    return _("before: %(unit)s", unit=details["from_unit_name"]) if "from_unit_name" in details else ""


def _handed_over(details: Mapping[str, Any], _case: CaseView, _frame: Frame) -> str:
    return _("to %(person)s", person=details["person_name"]) if "person_name" in details else ""


def _asked_until(details: Mapping[str, Any], _case: CaseView, frame: Frame) -> str:
    return until_words(date.fromisoformat(details["until"]), frame.times, frame.clock.now())


def _pressed(details: Mapping[str, Any], _case: CaseView, frame: Frame) -> str:
    due = frame.times.moment(datetime.fromisoformat(details["answer_due_at"]), frame.clock.now())
    words = _("answer due %(due)s", due=due)
    ground = details.get("pressure")
    return f"{label(Pressure(ground))}{_(', ')}{words}" if ground else words


def _begun_anew(details: Mapping[str, Any], _case: CaseView, frame: Frame) -> str:
    if "due_at" not in details:
        # A calendar that moved a stage clock alone.
        return moved_words(details, frame.times, frame.clock.now())
    due = frame.times.moment(datetime.fromisoformat(details["due_at"]), frame.clock.now())
    return _("due %(due)s", due=due)


def _superior(details: Mapping[str, Any], _case: CaseView, frame: Frame) -> str:
    return superior_words(details, frame.times, frame.clock.now())


def _escalated(details: Mapping[str, Any], _case: CaseView, frame: Frame) -> str:
    from console.escalationwords import escalation_details

    return escalation_details(details, frame.times, frame.clock.now())


def _undone(details: Mapping[str, Any], _case: CaseView, _frame: Frame) -> str:
    return _("taken back: %(action)s", action=label(Action(details["undone"])))


_DETAILS: Mapping[Action, Callable[[Mapping[str, Any], CaseView, Frame], str]] = {
    Action.FILE: _filed,
    Action.TRANSFER: _transferred,
    Action.DISPATCH: _handed_over,
    Action.HAND_OVER: _handed_over,
    Action.REDO: _begun_anew,
    Action.REOPEN: _begun_anew,
    Action.ASK_HOLD: _asked_until,
    Action.GRANT_HOLD: _asked_until,
    Action.GRANT_EXTENSION: _begun_anew,
    Action.RESUME: _begun_anew,
    Action.RECOUNT: _begun_anew,
    Action.URGE: _pressed,
    Action.SUPERVISE: _pressed,
    Action.ESCALATE: _escalated,
    Action.SET_DEADLINE: _superior,
    Action.DROP_DEADLINE: _superior,
    Action.CLOSE: _closed,
    Action.CALL_BACK: _called,
    Action.UNDO: _undone,
}
"""What the timeline says of the facts an action keeps, beside unit, reason and note."""
