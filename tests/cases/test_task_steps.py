"""Every state, role and action of assistance: allowed, or refused in the right way; in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from models.accounts.views import Actor, Role
from models.cases.assisting import ASSISTS, TASK_BY_STEP, TASK_STEPS, TaskReach, steps_of, task_roles_of
from models.cases.kinds import Action, CaseState
from models.cases.refusals import WrongState
from models.cases.rules import BY_STEP
from models.cases.task_gate import allowed_step, is_own, task_offers
from models.cases.task_kinds import OPEN_TASKS, TASK_ACTIONS, WITH_A_LEAD, TaskState
from models.cases.task_refusals import (
    TASK_WORDS,
    BindingTask,
    NoSuchTask,
    NotAssisting,
    NothingUrged,
    NotTheAsker,
    TaskStandsElsewhere,
)
from models.kernel.errors import DomainError, NotPermitted

LEADING, ASSISTING, THIRD = 1, 2, 3
DISPATCHERS = {Role.DISPATCHER, Role.DUTY_CHIEF}


@dataclass(frozen=True)
class Led:
    state: CaseState
    number: str = "20260302-0001"
    unit_id: int | None = LEADING


@dataclass(frozen=True)
class Task:
    state: TaskState
    unit_id: int = ASSISTING
    binding: bool = False
    answer_due_at: datetime | None = None


def people() -> list[Actor]:
    units = (None, LEADING, ASSISTING, THIRD)
    return [
        Actor(number, role.value, role.value, frozenset({role}), "", unit_id)
        for number, (role, unit_id) in enumerate((role, unit) for role in Role for unit in units)
    ]


def refusal_of(
    actor: Actor, case: Led, action: Action, task: Task | None, unit_id: int | None
) -> type[DomainError] | None:
    try:
        allowed_step(actor, case, action, [] if task is None else [task], unit_id, "某单位")
    except DomainError as error:
        return type(error)
    return None


def expected(actor: Actor, case: Led, action: Action, task: Task | None) -> type[DomainError] | None:
    """Say what the table means for one person, worked out apart from the gate."""
    rows, own = steps_of(action), is_own(action)
    asks = bool(actor.roles & DISPATCHERS) or (Role.UNIT_LEAD in actor.roles and actor.unit_id == LEADING)
    there = task is not None and task.state in OPEN_TASKS and (not own or actor.unit_id == ASSISTING)
    found = TASK_BY_STEP.get((action, task.state)) if there and task is not None else None
    row = found or rows[0]
    new = action is Action.ASSIST
    reasons: list[tuple[bool, type[DomainError]]] = [
        (case.state not in frozenset().union(*(each.cases for each in rows)), WrongState),
        (own and not there, NotAssisting),
        (there and found is None and not new, TaskStandsElsewhere),
        (not actor.roles & row.roles, NotPermitted),
        (row.reach is TaskReach.ASKER and not asks, NotTheAsker),
        (not new and not there, NoSuchTask),
        (action is Action.ASSIST_DECLINE and task is not None and task.binding, BindingTask),
        (action is Action.ASSIST_REPLY and task is not None and not task.answer_due_at, NothingUrged),
    ]
    return next((refusal for stands, refusal in reasons if stands), None)


URGED = datetime(2026, 3, 2, 12, tzinfo=UTC)
TASKS = [
    None,
    *(Task(state, binding=binding) for state in TaskState for binding in (False, True)),
    *(Task(state, answer_due_at=URGED) for state in (TaskState.ASKED, TaskState.TAKEN)),
]


@pytest.mark.parametrize("state", list(CaseState))
def test_every_task_role_and_action(state: CaseState) -> None:
    case, allowed = Led(state), 0
    for task in TASKS:
        for actor in people():
            tasks = [] if task is None else [task]
            offered = {offer.action: offer for offer in task_offers(actor, case, tasks)}
            for action in TASK_ACTIONS:
                refusal = refusal_of(actor, case, action, task, ASSISTING)
                wanted = expected(actor, case, action, task)
                assert refusal is wanted or (
                    refusal is not None and wanted is WrongState and issubclass(refusal, WrongState)
                ), (task, actor.roles, actor.unit_id, action)
                may = action in offered and offered[action].allowed
                assert may == (refusal is None), (task, actor.roles, actor.unit_id, action)
                allowed += may
    assert bool(allowed) == (state in WITH_A_LEAD)


def test_the_table_is_whole() -> None:
    assert len(TASK_BY_STEP) == len(TASK_STEPS)
    assert {step.action for step in TASK_STEPS} == TASK_ACTIONS
    assert set(TASK_WORDS) == set(TaskState)
    for step in TASK_STEPS:
        assert step.source is None or step.source in OPEN_TASKS
        assert step.cases <= WITH_A_LEAD
        # Every step of a task is one of the timeline, and nobody's among the steps of the case itself.
        for state in step.cases:
            assert BY_STEP[step.action, state].roles == frozenset()
    assert {row.action for row in ASSISTS} == TASK_ACTIONS
    moving = {row.action for row in ASSISTS if row.source is not row.target}
    assert moving == {Action.CHANGE_LEAD}
    # A unit that declined is not left waiting: somebody can rule each way.
    ruled = {step.action for step in TASK_STEPS if step.source is TaskState.DECLINED}
    assert ruled == {Action.ASSIST_AGAIN, Action.ASSIST_RECALL, Action.CHANGE_LEAD}
    assert task_roles_of(Action.CHANGE_LEAD) == DISPATCHERS


def test_a_unit_without_a_task_is_offered_none_of_its_steps() -> None:
    case, task = Led(CaseState.HANDLING), Task(TaskState.ASKED)
    for unit_id in (LEADING, THIRD, None):
        actor = Actor(1, "x", "x", frozenset({Role.HANDLER}), "", unit_id)
        assert not [offer for offer in task_offers(actor, case, [task]) if is_own(offer.action)]
    theirs = Actor(1, "x", "x", frozenset({Role.HANDLER}), "", ASSISTING)
    own = {offer.action for offer in task_offers(theirs, case, [task]) if offer.allowed}
    assert own == {Action.ASSIST_TAKE, Action.ASSIST_ANSWER, Action.ASSIST_DECLINE}
