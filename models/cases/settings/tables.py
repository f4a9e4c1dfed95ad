"""The table of settings: editions of one document, only ever added to."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.kernel.types import JsonDocument, UtcDateTime


class CaseSettings(SQLModel, table=True):
    """An edition of the office's settings; ``document`` is what differs from the packaged values, by key."""

    __tablename__ = "case_settings"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    document: dict[str, Any] = Field(sa_type=JsonDocument)
    since: datetime = Field(sa_type=UtcDateTime)
    account_id: int = Field(foreign_key="account.id")
    by_name: str = Field(max_length=64)
    note: str = Field(default="", max_length=200)
