"""The table of corrective tasks."""

import datetime as dt

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.improving.kinds import TaskState
from models.kernel.tables import Versioned, partial_index
from models.kernel.types import TextEnum, UtcDateTime


class CorrectiveTask(Versioned, table=True):
    """Something to be done better after a drill, by ``owner_id`` or, without one, by ``unit_id``.

    What is told of the drill is kept as it was: its world may be gone by then.
    """

    __tablename__ = "corrective_task"
    __table_args__ = (
        CheckConstraint("owner_id IS NOT NULL OR unit_id IS NOT NULL", name="owned"),
        partial_index("ix_corrective_task_owner_open", "owner_id", "due_on", where="state = 'open'"),
        partial_index("ix_corrective_task_unit_open", "unit_id", "due_on", where="state = 'open'"),
    )

    id: int | None = Field(default=None, primary_key=True)
    drill: int = Field(index=True)
    drill_title: str = Field(max_length=200)
    drill_day: dt.date
    party: str = Field(default="", max_length=64)
    expectation: str = Field(default="", max_length=64)
    title: str = Field(max_length=300)
    owner_id: int | None = Field(default=None, foreign_key="account.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    due_on: dt.date
    state: TaskState = Field(default=TaskState.OPEN, sa_type=TextEnum(TaskState))
    note: str = Field(default="", max_length=2000)
    made_by: str = Field(max_length=64)
    made_at: dt.datetime = Field(sa_type=UtcDateTime)
    closed_by: str = Field(default="", max_length=64)
    closed_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
