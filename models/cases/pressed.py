"""What urging, supervising and answering change."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from models.calendar.rules import Counting
from models.cases.asking_refusals import BadAnswerDay
from models.cases.kinds import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.cases.steps import Outcome, Step


def _press(step: Step, result: Outcome) -> None:
    """Count what is open; the earliest answer that is due is kept with the case."""
    due = _answer_due(step)
    earliest = min(due, step.case.answer_due_at or due)
    result.changes |= {"to_answer": step.case.to_answer + 1, "answer_due_at": earliest}
    result.details["answer_due_at"] = due


def _answer_due(step: Step) -> datetime:
    calendar = step.sources.calendar().time
    if step.entries.until is None:
        within = step.sources.house().answer_within
        return calendar.due(step.now, within[step.row.action], Counting(provisional=True)).at
    today: date = step.now.astimezone(calendar.zone).date()
    if step.entries.until < today:
        raise BadAnswerDay(step.entries.until.isoformat())
    closing = time(calendar.hours.close // 60, calendar.hours.close % 60)
    return calendar.instant(datetime.combine(step.entries.until, closing))


def _urge(step: Step, result: Outcome) -> None:
    _press(step, result)
    result.changes["urged"] = step.case.urged + 1


def _supervise(step: Step, result: Outcome) -> None:
    _press(step, result)
    result.changes |= {"supervised": step.case.supervised + 1, "pressure": step.entries.pressure}
    result.details["pressure"] = step.entries.pressure


def _answer(step: Step, result: Outcome) -> None:
    due = step.case.answer_due_at
    result.changes |= {"to_answer": 0, "answer_due_at": None}
    result.details |= {"answered": step.case.to_answer, "late": due is not None and step.now > due}


PRESSING_EFFECTS: dict[Action, Callable[[Step, Outcome], None]] = {
    Action.URGE: _urge,
    Action.SUPERVISE: _supervise,
    Action.ANSWER: _answer,
}
"""What urging, supervising and answering change."""
