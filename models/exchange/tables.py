"""Tables of the exchange."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.kernel.types import JsonDocument, UtcDateTime


class ImportBatch(SQLModel, table=True):
    """One import that was carried out."""

    __tablename__ = "import_batch"

    number: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=32, index=True)
    source_name: str = Field(max_length=255)
    source_hash: str = Field(max_length=64)
    options: dict[str, Any] = Field(sa_type=JsonDocument)
    actor_id: int | None = Field(default=None, foreign_key="account.id")
    at: datetime = Field(sa_type=UtcDateTime)
    created: int
    changed: int
    same: int
    skipped: int
    rejected: int


class ImportMapping(SQLModel, table=True):
    """Which heading stands for which field, saved under a name."""

    __tablename__ = "import_mapping"

    name: str = Field(max_length=64, primary_key=True)
    kind: str = Field(max_length=32)
    pairs: list[list[str]] = Field(sa_type=JsonDocument)
    version: int
    at: datetime = Field(sa_type=UtcDateTime)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    by_name: str = Field(max_length=64)
