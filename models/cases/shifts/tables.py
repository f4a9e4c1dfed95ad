"""The table of shifts handed over."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.cases.shifts.kinds import Scope
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class Handover(SQLModel, table=True):
    """One shift handed over. ``sheet`` is what it said then, a plain document.

    ``to_id`` is the successor; without one whoever comes next in ``unit_id`` (or in the office, where
    that is empty too) takes it over.
    """

    __tablename__ = "handover"

    id: int | None = Field(default=None, primary_key=True)
    scope: Scope = Field(sa_type=TextEnum(Scope))
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    from_id: int = Field(foreign_key="account.id", index=True)
    from_name: str = Field(max_length=64)
    to_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    to_name: str = Field(default="", max_length=64)
    since: datetime = Field(sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime)
    notes: str = Field(default="", max_length=4000)
    sheet: dict[str, Any] = Field(sa_type=JsonDocument)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_id: int | None = Field(default=None, foreign_key="account.id")
    accepted_by: str = Field(default="", max_length=64)
