"""What stands in the database, as imports compare it; and the tables by short names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.catalogue.sources.rules import ItemDraft
from models.catalogue.sources.tables import SourceBook, SourceChange, SourceImport, SourceItem
from models.catalogue.sources.views import ItemState
from models.kernel.tables import table_of

if TYPE_CHECKING:
    from sqlmodel import Session

BOOKS = table_of(SourceBook)
IMPORTS = table_of(SourceImport)
ITEMS = table_of(SourceItem)
CHANGES = table_of(SourceChange)

DRAFTED = (
    "name", "wording", "code", "department", "category", "matter_type", "object", "legal_basis", "other",
    "number", "position", "row",
)  # fmt: skip
"""Columns of an item that come from its row."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An item as it stands."""

    id: int
    key: str
    version: int
    state: ItemState
    draft: ItemDraft


def standing(session: Session, book_id: int) -> list[Standing]:
    """Return every item of a book, gone ones too, by id."""
    columns = [ITEMS.c[name] for name in ("id", "key", "version", "state", *DRAFTED)]
    statement = select(*columns).where(ITEMS.c.book_id == book_id).order_by(ITEMS.c.id)
    found = []
    for key_id, key, version, state, *values in session.connection().execute(statement):
        facts = dict(zip(DRAFTED, values, strict=True))
        facts["other"] = pairs(facts["other"])
        found.append(Standing(key_id, key, version, ItemState(state), ItemDraft(**facts)))
    return found


def pairs(document: list[list[str]]) -> tuple[tuple[str, str], ...]:
    """Return stored pairs of heading and text as they are handed out."""
    return tuple((heading, text) for heading, text in document)
