"""Whether a person may do this to a task now: from the table and the facts alone, no database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from models.accounts.views import Role, in_order
from models.cases.assisting import TASK_BY_STEP, TaskReach, TaskStep, steps_of, task_actions
from models.cases.gate import no_such_step
from models.cases.kinds import Action
from models.cases.shape import DISPATCHERS
from models.cases.task_kinds import OPEN_TASKS, TASK_ACTIONS, TaskKind, TaskState
from models.cases.task_refusals import (
    BindingTask,
    NoSuchTask,
    NotAssisting,
    NothingUrged,
    NotTheAsker,
    TaskStandsElsewhere,
)
from models.cases.views import Offer
from models.cases.whistling import CALL, JUDGING, REPORTS
from models.cases.words import ACTION_WORDS
from models.kernel.errors import NotPermitted
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from models.accounts.views import Actor
    from models.cases.kinds import CaseState
    from models.kernel.words import Word

_WRONG_ROLE = N_("This needs another role.")
_IN_ORDER = tuple(each for each in Action if each in TASK_ACTIONS)


class LedCase(Protocol):
    """What is asked of the case: a row or a view."""

    @property
    def number(self) -> str: ...  # noqa: D102 -- the columns of ``cases``, described there
    @property
    def state(self) -> CaseState: ...  # noqa: D102
    @property
    def unit_id(self) -> int | None: ...  # noqa: D102


class OpenTask(Protocol):
    """What is asked of a task: a row or a view."""

    @property
    def unit_id(self) -> int: ...  # noqa: D102 -- the columns of ``case_task``, described there
    @property
    def state(self) -> TaskState: ...  # noqa: D102
    @property
    def binding(self) -> bool: ...  # noqa: D102
    @property
    def answer_due_at(self) -> datetime | None: ...  # noqa: D102 -- the name says it


class CalledTask(Protocol):
    """What is asked of a task about a call: a row or a view."""

    @property
    def unit_id(self) -> int: ...  # noqa: D102 -- the columns of ``case_task``, described there
    @property
    def open(self) -> bool: ...  # noqa: D102 -- the name says it
    @property
    def kind(self) -> TaskKind: ...  # noqa: D102 -- the name says it
    @property
    def reported_at(self) -> datetime | None: ...  # noqa: D102 -- the name says it


T = TypeVar("T", bound=OpenTask)


def asks(actor: Actor, case: LedCase) -> bool:
    """Say whether the person may ask units to assist on the case, and let them go."""
    leads = actor.has(Role.UNIT_LEAD) and case.unit_id is not None and actor.unit_id == case.unit_id
    return leads or actor.has(*DISPATCHERS)


def is_own(action: Action) -> bool:
    """Say whether an action is for the assisting unit's own people; others name the unit they mean."""
    return all(step.reach is TaskReach.OWN for step in steps_of(action))


def allowed_step(
    actor: Actor, case: LedCase, action: Action, tasks: Iterable[T], unit_id: int | None, unit_name: str
) -> tuple[TaskStep, T | None]:
    """Return the row by which ``actor`` may do ``action``, and the open task it is done to.

    Args:
        actor: who acts.
        case: the case.
        action: one of :data:`models.cases.task_kinds.TASK_ACTIONS`.
        tasks: the case's open tasks.
        unit_id: the unit whose task is meant, for actions of the asking side; the person's own else.
        unit_name: what that unit is called.

    Raises:
        WrongState: not where the case stands.
        NotAssisting, NoSuchTask: there is no such open task.
        TaskStandsElsewhere: the task is not where this is possible.
        NotPermitted, NotTheAsker: it is for other people.
        BindingTask: it was ruled that the unit has to assist.
        NothingUrged: nobody waits for the answer to an urging.
    """
    steps = steps_of(action)
    if not any(case.state in step.cases for step in steps):
        raise no_such_step(case.number, case.state, action)
    if action is Action.ASSIST:
        _require_person(actor, case, steps[0])
        return steps[0], None
    wanted = actor.unit_id if is_own(action) else unit_id
    task = _open_task_of(tasks, wanted)
    if task is None:
        if is_own(action):
            raise NotAssisting(case.number, action)
        _require_person(actor, case, steps[0])
        raise NoSuchTask(case.number, unit_name)
    step = _step_of(case, action, task, unit_name)
    _require_person(actor, case, step)
    _require_ruling(case, action, task, unit_name)
    return step, task


def standing_step(
    case: LedCase, action: Action, tasks: Iterable[T], unit_id: int | None, unit_name: str
) -> tuple[TaskStep, T | None]:
    """Return the row of an action that was done once, and the open task it was done to, whoever did it.

    ``unit_id`` names the unit whose task is meant, for what units do themselves as well.

    Raises:
        WrongState: not where the case stands.
        NoSuchTask, TaskStandsElsewhere: there is no such open task, or not where this is possible.
        BindingTask, NothingUrged: what happened to the task before stands in the way.
    """
    steps = steps_of(action)
    if not any(case.state in step.cases for step in steps):
        raise no_such_step(case.number, case.state, action)
    if action is Action.ASSIST:
        return steps[0], None
    task = _open_task_of(tasks, unit_id)
    if task is None:
        raise NoSuchTask(case.number, unit_name)
    step = _step_of(case, action, task, unit_name)
    _require_ruling(case, action, task, unit_name)
    return step, task


def _open_task_of(tasks: Iterable[T], unit_id: int | None) -> T | None:
    return next((each for each in tasks if each.unit_id == unit_id and each.state in OPEN_TASKS), None)


def _step_of(case: LedCase, action: Action, task: OpenTask, unit_name: str) -> TaskStep:
    step = TASK_BY_STEP.get((action, task.state))
    if step is None:
        possible = task_actions(task.state)
        raise TaskStandsElsewhere(case.number, unit_name, task.state, action, possible)
    return step


def _require_ruling(case: LedCase, action: Action, task: OpenTask, unit_name: str) -> None:
    """See that a task is not declined against a ruling, nor an urging answered that nobody waits for."""
    if action is Action.ASSIST_DECLINE and task.binding:
        raise BindingTask(case.number, unit_name)
    if action is Action.ASSIST_REPLY and task.answer_due_at is None:
        raise NothingUrged(case.number, unit_name)


def _require_person(actor: Actor, case: LedCase, step: TaskStep) -> None:
    if not actor.has(*step.roles):
        raise NotPermitted(actor.name, ACTION_WORDS[step.action])
    if step.reach is TaskReach.ASKER and not asks(actor, case):
        raise NotTheAsker(case.number, step.action)


def task_offers(actor: Actor, case: LedCase, tasks: Sequence[OpenTask]) -> Iterator[Offer]:
    """Yield what can be done about assistance on a case, each with whether this person may.

    What needs a task is left out where there is none in the right place, and what is for the unit's own
    people where the person's unit has none.
    """
    for action in _IN_ORDER if tasks else (Action.ASSIST,):
        step = _row(actor, case, action, tasks)
        if step is not None:
            refusal = _why_not(actor, case, step, tasks)
            roles = in_order(step.roles)
            yield Offer(action, refusal is None, refusal, step.required, step.optional, step.explain, roles)


def call_offers(actor: Actor, case: LedCase, tasks: Sequence[CalledTask]) -> Iterator[Offer]:
    """Yield calling units to the spot, and reporting in where the person's unit is called."""
    awaited = [each for each in tasks if each.open and each.kind is TaskKind.WHISTLE and not each.reported_at]
    steps = [CALL] if case.state in CALL.cases else []
    steps += [REPORTS[TaskState.ASKED] for each in awaited if each.unit_id == actor.unit_id]
    if any(each.kind is TaskKind.WHISTLE for each in tasks):
        steps.append(JUDGING)
    for step in steps:
        refusal = None if actor.has(*step.roles) else _WRONG_ROLE
        roles = tuple(role for role in Role if role in step.roles)
        yield Offer(step.action, refusal is None, refusal, step.required, step.optional, step.explain, roles)


def _row(actor: Actor, case: LedCase, action: Action, tasks: Sequence[OpenTask]) -> TaskStep | None:
    own = is_own(action)
    meant = [
        each for each in tasks if each.state in OPEN_TASKS and (not own or each.unit_id == actor.unit_id)
    ]
    states = {each.state for each in meant} if action is not Action.ASSIST else {None}
    found = [step for step in steps_of(action) if step.source in states and case.state in step.cases]
    # One that the person may do goes before one they may not.
    return next((step for step in found if actor.has(*step.roles)), found[0] if found else None)


def _why_not(actor: Actor, case: LedCase, step: TaskStep, tasks: Sequence[OpenTask]) -> Word | None:
    if not actor.has(*step.roles):
        return _WRONG_ROLE
    if step.reach is TaskReach.ASKER and not asks(actor, case):
        return NotTheAsker.brief
    own = [each for each in tasks if each.unit_id == actor.unit_id and each.state in OPEN_TASKS]
    if step.action is Action.ASSIST_DECLINE and any(each.binding for each in own):
        return BindingTask.brief
    if step.action is Action.ASSIST_REPLY and all(each.answer_due_at is None for each in own):
        return NothingUrged.brief
    return None
