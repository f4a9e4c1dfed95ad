"""The table of classification rules."""

from typing import Any

from sqlalchemy import Index, UniqueConstraint, true
from sqlmodel import Field

from models.kernel.tables import Versioned
from models.kernel.types import JsonDocument


class ClassingRule(Versioned, table=True):
    """A rule; ``position`` orders them, from 1 without a gap."""

    __tablename__ = "classing_rule"
    __table_args__ = (UniqueConstraint("name"), Index("ix_classing_rule_position", "position", "id"))

    id: int | None = Field(default=None, primary_key=True)
    position: int
    name: str = Field(max_length=64)
    active: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    conditions: dict[str, Any] = Field(sa_type=JsonDocument)
    settings: dict[str, Any] = Field(sa_type=JsonDocument)
    note: str = Field(default="", max_length=500)
