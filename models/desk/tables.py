"""Tables of the desk."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.kernel.types import JsonDocument, UtcDateTime


class Draft(SQLModel, table=True):
    """A form's unsaved content. ``subject`` is what it is about (a case number), or empty."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "form", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    form: str = Field(max_length=64)
    subject: str = Field(default="", max_length=64)
    content: dict[str, Any] = Field(sa_type=JsonDocument)
    started_at: datetime = Field(sa_type=UtcDateTime)
    saved_at: datetime = Field(sa_type=UtcDateTime)


class Preference(SQLModel, table=True):
    """One remembered choice of one person."""

    __tablename__ = "preference"

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    name: str = Field(primary_key=True, max_length=64)
    value: Any = Field(sa_type=JsonDocument)
