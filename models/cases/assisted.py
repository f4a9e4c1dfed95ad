"""What a step of an assisting unit's task changes: the task, perhaps another one, perhaps the case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.calendar.rules import Counting, parse_limit
from models.cases.effects import receiving_unit
from models.cases.granting import NO_REQUEST
from models.cases.kinds import Action, CaseState
from models.cases.refusals import NotOfTheUnit
from models.cases.task_kinds import OPEN_TASKS, OldLead, TaskState
from models.cases.task_refusals import AlreadyAssisting, LeadsItself
from models.cases.task_timing import promise_columns, task_promise
from models.kernel.errors import NotFound
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from models.cases.assisting import TaskStep
    from models.cases.door import CleanEntries
    from models.cases.sources import Sources
    from models.cases.steps import Doer
    from models.cases.tables import Case
    from models.cases.task_tables import CaseTask
    from models.catalogue.views import LimitMode


@dataclass(frozen=True, slots=True)
class Doing:
    """One action on the task of one unit, allowed and complete, about to be written down."""

    sources: Sources
    case: Case
    step: TaskStep
    task: CaseTask | None
    """``None`` for asking"""
    tasks: Sequence[CaseTask]
    """The open tasks of the case"""
    actor: Doer
    entries: CleanEntries
    now: datetime

    @property
    def own(self) -> CaseTask:
        """The task; only for steps that need one."""
        if self.task is None:
            message = f"{self.step.action} without a task"
            raise ValueError(message)
        return self.task


@dataclass(slots=True)
class TaskOutcome:
    """The columns an action changes, and the facts its event keeps."""

    changes: dict[str, Any] = field(default_factory=dict)
    """Of the task"""
    fresh: dict[str, Any] | None = None
    """A task that begins"""
    case: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    unit_id: int | None = None
    """The unit the step is about"""


@dataclass(frozen=True, slots=True)
class _Clock:
    """What :func:`models.cases.task_timing.task_promise` needs of a task that is not written yet."""

    started_at: datetime
    limit_amount: int
    limit_unit: str
    mode: LimitMode
    capped: bool


def task_outcome(doing: Doing) -> TaskOutcome:
    """Work out what a step changes.

    Raises:
        NotFound: the unit or person named is not there.
        UnitClosed, NotForGrids: the unit takes no work, or not this.
        LeadsItself, AlreadyAssisting: it leads the case, or assists already.
        NotOfTheUnit: the person named does not handle cases in the unit.
        BadLimit, ImpossibleLimit: the limit cannot be read, or is out of reason.
    """
    result = TaskOutcome()
    if doing.task is not None:
        target = doing.step.target
        result.unit_id = doing.task.unit_id
        result.changes |= {"state": target, "open": target in OPEN_TASKS}
    _EFFECTS[doing.step.action](doing, result)
    ended = doing.task is not None and not result.changes["open"]
    result.case["open_tasks"] = doing.case.open_tasks + (result.fresh is not None) - ended
    return result


def _clock(doing: Doing, fallback: CaseTask | None = None) -> _Clock:
    """Return the limit named, or else that of the task before, or of the case's own condition."""
    condition = doing.sources.condition(doing.case.condition_id)
    if condition is None:
        raise NotFound(N_("filing condition"), doing.case.condition_id)
    if doing.entries.limit:
        limit = parse_limit(doing.entries.limit)
        return _Clock(doing.now, limit.count, limit.unit.value, condition.mode, capped=False)
    if fallback is not None:
        return _Clock(
            doing.now, fallback.limit_amount, fallback.limit_unit, fallback.mode, capped=fallback.capped
        )
    return _Clock(doing.now, condition.limit_amount, condition.limit_unit, condition.mode, capped=True)


def _promised(doing: Doing, clock: _Clock) -> dict[str, Any]:
    return {
        "started_at": clock.started_at,
        "limit_amount": clock.limit_amount,
        "limit_unit": clock.limit_unit,
        "mode": clock.mode,
        "capped": clock.capped,
        **promise_columns(task_promise(doing.sources.calendar(), doing.case, clock)),
    }


def _fresh(doing: Doing, unit_id: int, asked: str, *, binding: bool) -> dict[str, Any]:
    return {
        "case_id": doing.case.id,
        "unit_id": unit_id,
        "division_code": doing.case.division_code,
        "state": TaskState.ASKED,
        "open": True,
        "binding": binding,
        "asked": asked,
        "asked_by_id": doing.actor.account_id,
        "asked_by_name": doing.actor.name,
        "asked_at": doing.now,
        **_promised(doing, _clock(doing)),
    }


def _ask(doing: Doing, result: TaskOutcome) -> None:
    case = doing.case
    unit = receiving_unit(doing.sources, doing.entries.unit_id, case.matter_version_id)
    if unit.id == case.unit_id:
        raise LeadsItself(case.number, unit.name)
    if any(task.unit_id == unit.id for task in doing.tasks):
        raise AlreadyAssisting(case.number, unit.name)
    made = result.fresh = _fresh(doing, unit.id, doing.entries.note, binding=False)
    result.unit_id = unit.id
    result.details |= {
        "unit": unit.code,
        "unit_name": unit.name,
        "limit": f"{made['limit_amount']}{made['limit_unit']}",
        "due_at": made["due_at"],
    }


def _take(doing: Doing, result: TaskOutcome) -> None:
    result.changes |= {"owner_id": doing.actor.account_id, "taken_at": doing.now}


def _hand_over(doing: Doing, result: TaskOutcome) -> None:
    person = doing.sources.handler(doing.entries.person_id, doing.own.unit_id)
    if person is None:
        raise NotOfTheUnit(doing.case.number)
    result.changes |= {"owner_id": person.id, "taken_at": doing.own.taken_at or doing.now}
    result.details |= {"person": person.login, "person_name": person.name}


def _stop(doing: Doing, result: TaskOutcome, said: str) -> None:
    """Stop the clock, unless declining stopped it before."""
    stopped = doing.own.stopped_at or doing.now
    result.changes |= {"stopped_at": stopped, "said": said, "answer_due_at": None}
    result.details |= {"due_at": doing.own.due_at, "late": stopped > doing.own.due_at}


def _answer(doing: Doing, result: TaskOutcome) -> None:
    _stop(doing, result, doing.entries.note)


def _decline(doing: Doing, result: TaskOutcome) -> None:
    _stop(doing, result, doing.entries.reason)


def _urge(doing: Doing, result: TaskOutcome) -> None:
    time, within = doing.sources.calendar().time, doing.sources.house().answer_within[Action.URGE]
    due = time.due(doing.now, within, Counting(provisional=True)).at
    earliest = min(due, doing.own.answer_due_at or due)
    result.changes |= {"urged": doing.own.urged + 1, "answer_due_at": earliest}
    result.details["answer_due_at"] = due


def _reply(doing: Doing, result: TaskOutcome) -> None:
    due = doing.own.answer_due_at
    result.changes["answer_due_at"] = None
    result.details["late"] = due is not None and doing.now > due


def _again(doing: Doing, result: TaskOutcome) -> None:
    promised = _promised(doing, _clock(doing, doing.own))
    result.changes |= {"binding": True, "stopped_at": None, "owner_id": None, "taken_at": None, "said": ""}
    result.changes |= promised
    result.details["due_at"] = promised["due_at"]


def _recall(doing: Doing, result: TaskOutcome) -> None:
    _stop(doing, result, doing.entries.reason)


def _change_lead(doing: Doing, result: TaskOutcome) -> None:
    """Give the case to the assisting unit, as a transfer would; the old lead assists, or leaves."""
    case, reason = doing.case, doing.entries.reason
    unit = receiving_unit(doing.sources, doing.own.unit_id, case.matter_version_id)
    before = doing.sources.unit(case.unit_id)
    _stop(doing, result, reason)
    del result.details["late"], result.details["due_at"]
    result.case |= NO_REQUEST | {"unit_id": unit.id, "owner_id": None}
    if case.state is not CaseState.DISPATCHED:
        result.case |= {"state": CaseState.DISPATCHED, "state_since": doing.now}
    result.details |= {"unit": unit.code, "unit_name": unit.name, "old_lead": doing.entries.old_lead}
    if before is not None:
        result.details |= {"from_unit": before.code, "from_unit_name": before.name}
        if doing.entries.old_lead is OldLead.ASSISTS:
            result.fresh = _fresh(doing, before.id, reason, binding=True)


_EFFECTS: dict[Action, Callable[[Doing, TaskOutcome], None]] = {
    Action.ASSIST: _ask,
    Action.ASSIST_TAKE: _take,
    Action.ASSIST_HAND_OVER: _hand_over,
    Action.ASSIST_ANSWER: _answer,
    Action.ASSIST_DECLINE: _decline,
    Action.ASSIST_URGE: _urge,
    Action.ASSIST_REPLY: _reply,
    Action.ASSIST_AGAIN: _again,
    Action.ASSIST_RECALL: _recall,
    Action.CHANGE_LEAD: _change_lead,
}
"""What each action does besides moving the task along the table."""
