"""The words an assisting unit's task is described in: where it stands, what becomes of who led."""

from __future__ import annotations

from enum import StrEnum

from models.cases.kinds import Action, CaseState


class TaskState(StrEnum):
    """Where the task of an assisting unit stands."""

    ASKED = "asked"
    TAKEN = "taken"
    ANSWERED = "answered"
    DECLINED = "declined"
    """The unit does not want to; whoever dispatches decides"""
    RECALLED = "recalled"
    """Nobody waits for it any more"""


class OldLead(StrEnum):
    """What becomes of the unit that led a case when another one leads."""

    ASSISTS = "assists"
    LEAVES = "leaves"


OPEN_TASKS = frozenset({TaskState.ASKED, TaskState.TAKEN, TaskState.DECLINED})
"""Somebody still has to act: the unit, or whoever rules on its declining."""
WITH_THE_UNIT = frozenset({TaskState.ASKED, TaskState.TAKEN})
"""The unit's clock runs."""
WITH_A_LEAD = frozenset({CaseState.DISPATCHED, CaseState.HANDLING, CaseState.HELD})
"""Where a case stands while units assist: a unit leads it. Once it leaves that unit, tasks end."""

TASK_ACTIONS = frozenset(
    {
        Action.ASSIST,
        Action.ASSIST_TAKE,
        Action.ASSIST_HAND_OVER,
        Action.ASSIST_ANSWER,
        Action.ASSIST_DECLINE,
        Action.ASSIST_URGE,
        Action.ASSIST_REPLY,
        Action.ASSIST_AGAIN,
        Action.ASSIST_RECALL,
        Action.CHANGE_LEAD,
    }
)
"""What is done to the task of an assisting unit, by :class:`models.cases.tasks.CaseTaskService`."""
