"""Tables of the working list."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

# A reference to a table is found only where that table is known as well.
from models.catalogue import tables as _catalogue  # noqa: F401
from models.catalogue.drafting.views import EntryState, StepKind
from models.catalogue.sources import tables as _sources  # noqa: F401
from models.kernel.tables import Versioned
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class DraftEntry(Versioned, table=True):
    """What a matter is to say in the next edition; some of it again as columns, for lists."""

    __tablename__ = "draft_entry"
    __table_args__ = (
        UniqueConstraint("edition_id", "matter_id"),
        Index("ix_draft_entry_list", "edition_id", "state", "code", "matter_id"),
        Index("ix_draft_entry_into", "edition_id", "into_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    matter_id: int = Field(foreign_key="matter.id", index=True)
    code: str = Field(default="", max_length=32)
    name: str = Field(max_length=255)
    initials: str = Field(default="", max_length=255)
    document: dict[str, Any] = Field(sa_type=JsonDocument)
    state: EntryState = Field(default=EntryState.LIVE, sa_type=TextEnum(EntryState))
    into_id: int | None = Field(default=None, foreign_key="matter.id")
    split_from_id: int | None = Field(default=None, foreign_key="matter.id")
    base_version_id: int | None = Field(default=None, foreign_key="matter_version.id")
    settled: bool = Field(default=False)


class DraftMember(SQLModel, table=True):
    """Which entry a source item belongs to in an edition; kept when it is published."""

    __tablename__ = "draft_member"
    __table_args__ = (Index("ix_draft_member_matter", "edition_id", "matter_id"),)

    edition_id: int = Field(foreign_key="edition.id", primary_key=True)
    item_id: int = Field(foreign_key="source_item.id", primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)


class KeptApart(SQLModel, table=True):
    """Two matters of which somebody said that they are not the same; remembered over editions."""

    __tablename__ = "kept_apart"

    one_id: int = Field(foreign_key="matter.id", primary_key=True)
    other_id: int = Field(foreign_key="matter.id", primary_key=True)


class DraftStep(SQLModel, table=True):
    """A step of the work on a list, with what stood before and after it."""

    __tablename__ = "draft_step"
    __table_args__ = (UniqueConstraint("edition_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    seq: int
    kind: StepKind = Field(sa_type=TextEnum(StepKind))
    at: datetime = Field(sa_type=UtcDateTime)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    said: dict[str, Any] = Field(sa_type=JsonDocument)
    changes: dict[str, Any] = Field(sa_type=JsonDocument)
    undone: bool = Field(default=False)
