"""Reading of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.kernel.paging import Page, after_key
from models.ledger.views import LedgerEntryView
from models.ledger.writing import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

_COLUMNS = [ENTRIES.c[name] for name in LedgerEntryView.__dataclass_fields__]


def entries(session: Session, stream: str, after: Sequence[Any] | None, limit: int) -> Page[LedgerEntryView]:
    """Return entries of ``stream`` in the order they were written, after the entry with key ``after``."""
    statement = select(*_COLUMNS).where(ENTRIES.c.stream == stream).order_by(ENTRIES.c.seq).limit(limit + 1)
    if after is not None:
        statement = statement.where(after_key([ENTRIES.c.seq], after))
    rows = [LedgerEntryView(*row) for row in session.connection().execute(statement)]
    shown = tuple(rows[:limit])
    return Page(shown, (shown[-1].seq,) if len(rows) > limit else None)
