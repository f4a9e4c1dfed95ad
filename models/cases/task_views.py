"""What other rooms and the console see of the tasks of assisting units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.cases.kinds import Light
    from models.cases.task_kinds import TaskState


@dataclass(frozen=True, slots=True)
class TaskMark:
    """The task a case stands in a queue for: of assistance, or of what awaits an answer."""

    unit_name: str
    state: TaskState
    due_at: datetime
    warn_at: datetime
    stopped_at: datetime | None
    answer_due_at: datetime | None
    """When it has to answer what it was urged to"""

    @classmethod
    def of(cls, row: Any) -> TaskMark:
        """Return the mark of a row of tasks with the name of its unit."""
        return cls(row.unit_name, row.state, row.due_at, row.warn_at, row.stopped_at, row.answer_due_at)


@dataclass(frozen=True, slots=True)
class TaskView:
    """What a unit was asked to assist with.

    ``light`` is as of the moment it was read. ``receipt`` explains the task's own limit; where it is
    ``bound``, the case itself is due before that, and the task with it.
    """

    id: int
    unit_id: int
    unit_name: str
    state: TaskState
    open: bool
    binding: bool
    asked: str
    asked_by: str
    asked_at: datetime
    limit: str
    capped: bool
    """It is due no later than the case"""
    bound: bool
    """The case is due before the task's own limit ends"""
    due_at: datetime
    warn_at: datetime
    light: Light
    receipt: Mapping[str, Any]
    provisional: bool
    owner_id: int | None
    owner_name: str
    taken_at: datetime | None
    stopped_at: datetime | None
    said: str
    urged: int
    answer_due_at: datetime | None
    late: bool
    """It was answered, declined or ended after it was due, or is overdue now"""
    absent: bool
    """No answer came in time, and none since"""
    version: int
