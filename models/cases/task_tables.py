"""The table of what units were asked to assist with."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, false
from sqlmodel import Field

from models.cases.task_kinds import TaskState
from models.catalogue.views import LimitMode
from models.kernel.tables import Versioned, partial_index
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime

_OPEN = "open"
_URGED = "answer_due_at IS NOT NULL"


class CaseTask(Versioned, table=True):
    """What a unit was asked to assist with on a case (协办).

    ``open`` is derived from ``state`` and kept beside it for the partial indexes: queues and counters
    read open tasks alone. A unit has one open task on a case at most. ``division_code`` is the case's.
    ``started_at`` is when the clock of the task began; ``capped`` that it is due no later than the case
    (no limit of its own was named), ``bound`` that the case's deadline comes first. ``stopped_at`` is
    when the unit answered or declined, or was let go. ``binding`` says that it was ruled that the unit
    has to assist. ``said`` is the answer, or the reason of whoever declined it or let it go.
    ``answer_due_at`` is when the unit has to answer what it was urged to, until it does.
    """

    __tablename__ = "case_task"
    __table_args__ = (
        partial_index("uq_case_task_open", "case_id", "unit_id", where=_OPEN, unique=True),
        partial_index("ix_case_task_open_unit", "unit_id", "state", "due_at", "case_id", where=_OPEN),
        partial_index(
            "ix_case_task_open_due", "due_at", "case_id", "division_code", "state", "unit_id", where=_OPEN
        ),
        partial_index("ix_case_task_open_owner", "owner_id", where=_OPEN),
        partial_index(
            "ix_case_task_urged", "unit_id", "answer_due_at", "case_id", "division_code", where=_URGED
        ),
        Index("ix_case_task_case", "case_id", "id"),
        Index("ix_case_task_unit", "unit_id", "case_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    unit_id: int = Field(foreign_key="unit.id")
    division_code: str = Field(foreign_key="division.code", max_length=12)
    state: TaskState = Field(sa_type=TextEnum(TaskState))
    open: bool
    binding: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    asked: str = Field(max_length=4000)
    asked_by_id: int | None = Field(default=None, foreign_key="account.id")
    asked_by_name: str = Field(max_length=64)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime = Field(sa_type=UtcDateTime)
    limit_amount: int
    limit_unit: str = Field(max_length=8)
    mode: LimitMode = Field(sa_type=TextEnum(LimitMode))
    capped: bool
    bound: bool
    calendar_edition_id: int = Field(foreign_key="calendar_edition.id")
    due_at: datetime = Field(sa_type=UtcDateTime)
    warn_at: datetime = Field(sa_type=UtcDateTime)
    receipt: dict[str, Any] = Field(sa_type=JsonDocument)
    owner_id: int | None = Field(default=None, foreign_key="account.id")
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    said: str = Field(default="", max_length=4000)
    urged: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    answer_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
