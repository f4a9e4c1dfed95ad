"""Tables of source books and items."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.catalogue.sources.views import BookState, ChangeAction, ItemState, SourceKind, SourceLevel
from models.kernel.tables import Versioned, partial_index
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class SourceBook(Versioned, table=True):
    """One list as somebody sent it; ``imports`` counts how often it came."""

    __tablename__ = "source_book"
    __table_args__ = (UniqueConstraint("code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32)
    title: str = Field(max_length=255)
    kind: SourceKind = Field(sa_type=TextEnum(SourceKind))
    department: str = Field(default="", max_length=255)
    level: SourceLevel = Field(sa_type=TextEnum(SourceLevel))
    received: date | None = None
    note: str = Field(default="", max_length=1000)
    state: BookState = Field(default=BookState.IN_USE, sa_type=TextEnum(BookState))
    imports: int = Field(default=0)
    created_at: datetime = Field(sa_type=UtcDateTime)


class SourceImport(SQLModel, table=True):
    """One import of a book; ``number`` counts within the book."""

    __tablename__ = "source_import"
    __table_args__ = (UniqueConstraint("book_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    book_id: int = Field(foreign_key="source_book.id")
    number: int
    batch: int = Field(foreign_key="import_batch.number", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None, foreign_key="account.id")
    file: str = Field(max_length=255)
    sheet: str = Field(default="", max_length=255)
    digest: str = Field(max_length=64)
    created: int
    changed: int
    same: int
    gone: int


class SourceItem(Versioned, table=True):
    """One item of a book; its id is the same at every import."""

    __tablename__ = "source_item"
    __table_args__ = (
        UniqueConstraint("book_id", "key"),
        Index("ix_source_item_place", "book_id", "position", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    book_id: int = Field(foreign_key="source_book.id")
    key: str = Field(max_length=80)
    position: int
    number: str = Field(default="", max_length=64)
    code: str = Field(default="", max_length=64)
    name: str = Field(max_length=1300)
    initials: str = Field(default="", max_length=1300)
    wording: str = Field(max_length=1300)
    department: str = Field(default="", max_length=255)
    category: str = Field(default="", max_length=255)
    matter_type: str = Field(default="", max_length=255)
    object: str = Field(default="", max_length=1000)
    legal_basis: str = Field(default="", max_length=20000)
    other: list[Any] = Field(sa_type=JsonDocument)
    file: str = Field(max_length=255)
    sheet: str = Field(default="", max_length=255)
    row: int
    digest: str = Field(max_length=64)
    state: ItemState = Field(default=ItemState.PRESENT, sa_type=TextEnum(ItemState))
    first_import: int
    last_import: int


class SourceChange(SQLModel, table=True):
    """What one import did to one item, and who has looked at it."""

    __tablename__ = "source_change"
    __table_args__ = (partial_index("ix_source_change_unseen", "item_id", where="seen_at IS NULL"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="source_item.id", index=True)
    import_id: int = Field(foreign_key="source_import.id", index=True)
    action: ChangeAction = Field(sa_type=TextEnum(ChangeAction))
    changes: list[Any] = Field(sa_type=JsonDocument)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_by: int | None = Field(default=None, foreign_key="account.id")
