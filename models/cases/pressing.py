"""Urging and supervising: rows of the table, and what they change.

Whoever has the case answers within office time; the answer is a step of the timeline, and answers all
that is open. What is open is counted on the case, so that lists and lights need not read its timeline.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.calendar.rules import Counting, parse_limit
from models.cases.asking_refusals import BadAnswerDay
from models.cases.kinds import Action, CaseState, Entry, Owner, Reach
from models.cases.shape import ACCEPTORS, DISPATCHERS, EVALUATORS, UNIT_ROLES, rows
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.cases.steps import Outcome, Step

_S = CaseState
_AT_THE_DESK = (
    _S.REPORTED,
    _S.CHECKING,
    _S.ACCEPTED,
    _S.FILED,
    _S.RETURNED_TO_DISPATCHER,
    _S.RETURNED_TO_ACCEPTOR,
)
_WITH_UNIT = (_S.DISPATCHED, _S.HANDLING, _S.HELD)
_OPEN = (*_AT_THE_DESK, *_WITH_UNIT)
_CHIEFS = frozenset({Role.DUTY_CHIEF, Role.LEADER})

ANSWER_WITHIN = {Action.URGE: parse_limit("4WH"), Action.SUPERVISE: parse_limit("8WH")}
"""Office time within which an answer is due where no day is named."""

PRESSING = (
    *rows(
        _OPEN,
        action=Action.URGE,
        roles=EVALUATORS | DISPATCHERS | _CHIEFS,
        reach=Reach.AREA,
        required=(Entry.NOTE,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Remind whoever has the case; they answer within four hours of office time."),
    ),
    *rows(
        _OPEN,
        action=Action.SUPERVISE,
        roles=_CHIEFS,
        reach=Reach.AREA,
        required=(Entry.PRESSURE, Entry.NOTE),
        optional=(Entry.UNTIL,),
        owner=Owner.KEEP,
        explain=N_("Supervise the case: an answer is due within a working day, or on the day named."),
    ),
    *rows(
        _WITH_UNIT,
        action=Action.ANSWER,
        roles=UNIT_ROLES,
        reach=Reach.UNIT,
        required=(Entry.NOTE,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Answer what was urged or supervised: how it stands and when it will be done."),
    ),
    *rows(
        _AT_THE_DESK,
        action=Action.ANSWER,
        roles=ACCEPTORS | DISPATCHERS,
        reach=Reach.AREA,
        required=(Entry.NOTE,),
        optional=(),
        owner=Owner.KEEP,
        explain=N_("Answer what was urged or supervised: how it stands and when it will be done."),
    ),
)


def _press(step: Step, result: Outcome) -> None:
    """Count what is open; the earliest answer that is due is kept with the case."""
    due = _answer_due(step)
    earliest = min(due, step.case.answer_due_at or due)
    result.changes |= {"to_answer": step.case.to_answer + 1, "answer_due_at": earliest}
    result.details["answer_due_at"] = due


def _answer_due(step: Step) -> datetime:
    calendar = step.sources.calendar().time
    if step.entries.until is None:
        return calendar.due(step.now, ANSWER_WITHIN[step.row.action], Counting(provisional=True)).at
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
