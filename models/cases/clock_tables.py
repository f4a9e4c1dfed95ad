"""Tables of the clocks beside the one of handling: what runs on cases, and how long it may."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, false
from sqlmodel import Field, SQLModel

from models.calendar.rules import Mode
from models.cases.kinds import Channel, Stage
from models.cases.limits import Limited
from models.kernel.tables import partial_index
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime

_RUNS = "stopped_at IS NULL"


class CaseClock(SQLModel, table=True):
    """One stage clock of a case: running, or what became of it.

    ``seq`` is the step of the timeline it started with, ``stopped_seq`` the one it stopped with.
    ``limit``, ``mode`` and the edition of the calendar are what it was started under, ``receipt`` explains
    the deadline; one that was imported may have none, as it can be worked out from the rest.
    It was met if it stopped no later than ``due_at``. ``aside`` marks one that stands still
    because the case was merged, and runs on when it is taken out again.
    """

    __tablename__ = "case_clock"
    __table_args__ = (
        Index("ix_case_clock_case", "case_id", "id"),
        partial_index("ix_case_clock_running", "due_at", "id", where=_RUNS),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    stage: Stage = Field(sa_type=TextEnum(Stage))
    seq: int
    limit: str = Field(max_length=16)
    mode: Mode = Field(sa_type=TextEnum(Mode))
    started_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    warn_at: datetime = Field(sa_type=UtcDateTime)
    calendar_edition_id: int = Field(foreign_key="calendar_edition.id")
    receipt: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stopped_seq: int | None = Field(default=None)
    aside: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class StageLimit(SQLModel, table=True):
    """A row of the office's table of limits (:mod:`models.cases.limits`). The table only grows."""

    __tablename__ = "stage_limit"
    __table_args__ = (Index("ix_stage_limit_stage", "stage", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    stage: Limited = Field(sa_type=TextEnum(Limited))
    channel: Channel | None = Field(default=None, sa_type=TextEnum(Channel))
    urgency: int | None = Field(default=None)
    limit: str | None = Field(default=None, max_length=16)
    mode: Mode = Field(sa_type=TextEnum(Mode))
    valid_from: datetime = Field(sa_type=UtcDateTime)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str = Field(max_length=64)
