"""Tables of the ledger."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.kernel.tables import partial_index
from models.kernel.types import JsonDocument, UtcDateTime


class LedgerEntry(SQLModel, table=True):
    """One change: who, when, where from, what, before and after, chained to the one before it."""

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("stream", "seq"), Index("ix_ledger_entry_at", "at"))

    id: int | None = Field(default=None, primary_key=True)
    stream: str = Field(max_length=64)
    seq: int
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None
    actor_name: str = Field(max_length=64)
    origin: str = Field(max_length=128)
    action: str = Field(max_length=64)
    before: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)
    after: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class LedgerHead(SQLModel, table=True):
    """The newest entry of a stream, and how much of the stream is sealed."""

    __tablename__ = "ledger_head"
    # Only what grew since the last seal: sealing costs what changed, not what there is.
    __table_args__ = (partial_index("ix_ledger_head_unsealed", "stream", where="seq > sealed_seq"),)

    stream: str = Field(primary_key=True, max_length=64)
    seq: int
    hash: str = Field(max_length=64)
    sealed_seq: int = Field(default=0)


class LedgerSeal(SQLModel, table=True):
    """A link of the chain over the heads."""

    __tablename__ = "ledger_seal"

    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    heads: int
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class LedgerSealedHead(SQLModel, table=True):
    """A stream's head as one seal found it."""

    __tablename__ = "ledger_sealed_head"

    seal_number: int = Field(foreign_key="ledger_seal.number", primary_key=True)
    stream: str = Field(primary_key=True, max_length=64)
    seq: int
    hash: str = Field(max_length=64)
