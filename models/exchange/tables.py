"""Tables of the exchange."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.exchange.lines import BatchState
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class ImportBatch(SQLModel, table=True):
    """One import that was carried out, or is being; also the undoing of one."""

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
    state: BatchState = Field(
        default=BatchState.DONE, sa_type=TextEnum(BatchState), sa_column_kwargs={"server_default": "done"}
    )
    plan_hash: str | None = Field(default=None, max_length=64, index=True)
    """The digest of the plan it carries out, by which it is found again and continued."""
    undoes: int | None = Field(default=None, foreign_key="import_batch.number", index=True)
    """The batch that this one took back."""


class ImportChunk(SQLModel, table=True):
    """What one chunk of a batch wrote, so that it is written once only and can be taken back.

    ``content`` is packed by :mod:`models.exchange.journal`; ``hash`` is the SHA-256 of it.
    """

    __tablename__ = "import_chunk"

    batch: int = Field(foreign_key="import_batch.number", primary_key=True)
    seq: int = Field(primary_key=True)
    created: int
    changed: int
    hash: str = Field(max_length=64)
    content: bytes


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
