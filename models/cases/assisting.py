"""Assistance (协办): the table of what may happen to the task of a unit that assists.

The first unit that receives a case leads (主办); each assisting unit has a task of its own, with its own
clock, owner and answer. Whether a unit has to assist, and who leads, is settled by a quick ruling of
whoever dispatches. What else has to hold is in :mod:`models.cases.assisted`.

The case itself stays where it is, so the table of transitions knows these steps only as steps of the
timeline that are nobody's: :data:`ASSISTS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState, Entry, Owner, Reach
from models.cases.shape import DISPATCHERS, UNIT_ROLES, rows
from models.cases.task_kinds import OPEN_TASKS, WITH_A_LEAD, TaskState
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


_S, _T = CaseState, TaskState


class TaskReach(StrEnum):
    """How close to the task a person must stand, beyond role and area."""

    OWN = "own"
    """Someone of the assisting unit"""
    ASKER = "asker"
    """Whoever dispatches, or the lead of the unit that leads the case"""
    AREA = "area"
    """Anyone with the role who sees the case's division"""


@dataclass(frozen=True, slots=True)
class TaskStep:
    """One row: an action, from where to where, by whom, and what it asks for.

    ``source`` is ``None`` for asking: there is no open task of that unit before. ``cases`` are the states
    of the case in which it is possible.
    """

    action: Action
    source: TaskState | None
    target: TaskState
    roles: frozenset[Role]
    reach: TaskReach
    explain: str
    required: tuple[Entry, ...]
    optional: tuple[Entry, ...] = ()
    cases: frozenset[CaseState] = WITH_A_LEAD


_ASKERS = DISPATCHERS | {Role.UNIT_LEAD}
_ON_THE_MOVE = frozenset({_S.DISPATCHED, _S.HANDLING})


def _steps(sources: Iterable[TaskState | None], **row: object) -> tuple[TaskStep, ...]:
    return tuple(TaskStep(source=source, **{"target": source, **row}) for source in sources)  # type: ignore[arg-type]  # the rows say what they are


TASK_STEPS: tuple[TaskStep, ...] = (
    *_steps(
        [None],
        action=Action.ASSIST,
        target=_T.ASKED,
        roles=_ASKERS,
        reach=TaskReach.ASKER,
        required=(Entry.UNIT, Entry.NOTE),
        optional=(Entry.LIMIT,),
        cases=_ON_THE_MOVE,
        explain=N_("Ask another unit to assist, by a time of its own; the case stays where it is."),
    ),
    *_steps(
        [_T.ASKED],
        action=Action.ASSIST_TAKE,
        target=_T.TAKEN,
        roles=UNIT_ROLES,
        reach=TaskReach.OWN,
        required=(),
        optional=(Entry.NOTE,),
        explain=N_("Take on what your unit was asked to assist with."),
    ),
    *_steps(
        [_T.ASKED],
        action=Action.ASSIST_HAND_OVER,
        target=_T.TAKEN,
        roles=frozenset({Role.UNIT_LEAD}),
        reach=TaskReach.OWN,
        required=(Entry.PERSON,),
        optional=(Entry.NOTE,),
        explain=N_("Give the assistance to a person of your unit."),
    ),
    *_steps(
        [_T.TAKEN],
        action=Action.ASSIST_HAND_OVER,
        target=_T.TAKEN,
        roles=UNIT_ROLES,
        reach=TaskReach.OWN,
        required=(Entry.PERSON,),
        optional=(Entry.NOTE,),
        explain=N_("Give the assistance to a person of your unit."),
    ),
    *_steps(
        [_T.ASKED, _T.TAKEN],
        action=Action.ASSIST_ANSWER,
        target=_T.ANSWERED,
        roles=UNIT_ROLES,
        reach=TaskReach.OWN,
        required=(Entry.NOTE,),
        explain=N_("Say what your unit did; its task and its clock end here."),
    ),
    *_steps(
        [_T.ASKED, _T.TAKEN],
        action=Action.ASSIST_DECLINE,
        target=_T.DECLINED,
        roles=UNIT_ROLES,
        reach=TaskReach.OWN,
        required=(Entry.REASON,),
        explain=N_("Say why your unit should not assist; whoever dispatches decides."),
    ),
    *_steps(
        [_T.ASKED, _T.TAKEN],
        action=Action.ASSIST_URGE,
        roles=_ASKERS,
        reach=TaskReach.ASKER,
        required=(Entry.UNIT, Entry.NOTE),
        explain=N_("Remind an assisting unit; it answers within the time set for who is urged."),
    ),
    *_steps(
        [_T.ASKED, _T.TAKEN],
        action=Action.ASSIST_REPLY,
        roles=UNIT_ROLES,
        reach=TaskReach.OWN,
        required=(Entry.NOTE,),
        explain=N_("Answer what your unit was urged to: how it stands and when it will be done."),
    ),
    *_steps(
        [_T.DECLINED],
        action=Action.ASSIST_AGAIN,
        target=_T.ASKED,
        roles=DISPATCHERS,
        reach=TaskReach.AREA,
        required=(Entry.UNIT, Entry.REASON),
        optional=(Entry.LIMIT,),
        cases=_ON_THE_MOVE,
        explain=N_("Rule that the unit has to assist; its time begins anew, and it cannot decline again."),
    ),
    *_steps(
        [_T.ASKED, _T.TAKEN, _T.DECLINED],
        action=Action.ASSIST_RECALL,
        target=_T.RECALLED,
        roles=_ASKERS,
        reach=TaskReach.ASKER,
        required=(Entry.UNIT, Entry.REASON),
        explain=N_("Let the unit go: nobody waits for its answer any more."),
    ),
    *_steps(
        [_T.ASKED, _T.TAKEN, _T.DECLINED],
        action=Action.CHANGE_LEAD,
        target=_T.RECALLED,
        roles=DISPATCHERS,
        reach=TaskReach.AREA,
        required=(Entry.UNIT, Entry.OLD_LEAD, Entry.REASON),
        cases=_ON_THE_MOVE,
        explain=N_("Rule that the assisting unit leads the case; whoever led assists it, or leaves."),
    ),
)
"""Every allowed step of a task. A pair of action and source appears once."""

TASK_BY_STEP = {(step.action, step.source): step for step in TASK_STEPS}


@cache
def steps_of(action: Action) -> tuple[TaskStep, ...]:
    """Return the rows of an action; they differ in their source, and perhaps in their roles."""
    return tuple(step for step in TASK_STEPS if step.action is action)


def task_roles_of(action: Action) -> frozenset[Role]:
    """Return the roles that may do ``action`` to some task at least."""
    return frozenset().union(*(step.roles for step in steps_of(action)))


def task_actions(state: TaskState) -> tuple[Action, ...]:
    """Return what can be done to a task where it stands, by whomever."""
    return tuple(dict.fromkeys(step.action for step in TASK_STEPS if step.source is state))


def ends(state: TaskState) -> bool:
    """Say whether nothing more happens to a task."""
    return state not in OPEN_TASKS


_TIMELINE = tuple(dict.fromkeys((step.action, step.cases, step.explain) for step in TASK_STEPS))
ASSISTS = tuple(
    row
    for action, cases, explain in _TIMELINE
    for row in rows(
        sorted(cases),
        action=action,
        roles=frozenset(),
        reach=Reach.AREA,
        optional=(),
        explain=explain,
        **(
            {"target": _S.DISPATCHED, "owner": Owner.NOBODY}
            if action is Action.CHANGE_LEAD
            else {"owner": Owner.KEEP}
        ),
    )
)
"""Rows of the table of transitions: where a case stands after a step of a task. They are nobody's there."""
