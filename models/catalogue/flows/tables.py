"""Tables of flows."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, false
from sqlmodel import Field, SQLModel

from models.kernel.tables import Versioned
from models.kernel.types import JsonDocument, UtcDateTime


class Flow(Versioned, table=True):
    """A flow through all its versions; the newest has number ``current_number``."""

    __tablename__ = "flow"
    __table_args__ = (UniqueConstraint("code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32)
    name: str = Field(max_length=64)
    current_number: int = Field(default=1)
    retired: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class FlowVersion(SQLModel, table=True):
    """One version of a flow; never changed once written."""

    __tablename__ = "flow_version"
    __table_args__ = (UniqueConstraint("flow_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    flow_id: int = Field(foreign_key="flow.id")
    number: int
    document: dict[str, Any] = Field(sa_type=JsonDocument)
    content_hash: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    author_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    author: str = Field(default="", max_length=64)
