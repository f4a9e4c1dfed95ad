"""Reading of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from models.kernel.paging import Page, after_key
from models.ledger.views import LedgerEntryView
from models.ledger.writing import ENTRIES, HEADS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlmodel import Session

streams = HEADS
"""One row for every stream there is; ``stream`` is its name."""

_STREAMS_AT_ONCE = 500
"""Streams asked for in one query: SQLite takes no endless lists."""

_COLUMNS = [ENTRIES.c[name] for name in LedgerEntryView.__dataclass_fields__]


def entries(session: Session, stream: str, after: Sequence[Any] | None, limit: int) -> Page[LedgerEntryView]:
    """Return entries of ``stream`` in the order they were written, after the entry with key ``after``."""
    statement = select(*_COLUMNS).where(ENTRIES.c.stream == stream).order_by(ENTRIES.c.seq).limit(limit + 1)
    if after is not None:
        statement = statement.where(after_key([ENTRIES.c.seq], after))
    rows = [LedgerEntryView(*row) for row in session.connection().execute(statement)]
    shown = tuple(rows[:limit])
    return Page(shown, (shown[-1].seq,) if len(rows) > limit else None)


def after_images(session: Session, wanted: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every after-image of the streams ``wanted``, each with its stream, in the order of writing."""
    names = sorted(wanted)
    for start in range(0, len(names), _STREAMS_AT_ONCE):
        part = names[start : start + _STREAMS_AT_ONCE]
        statement = (
            select(ENTRIES.c.stream, ENTRIES.c.after)
            .where(ENTRIES.c.stream.in_(part))
            .order_by(ENTRIES.c.stream, ENTRIES.c.seq)
        )
        for stream, after in session.connection().execute(statement):
            yield stream, after or {}


def streams_written(session: Session, action: str, at: datetime) -> list[str]:
    """Return the streams that got an entry of an action at that very moment, in the order of writing."""
    statement = select(ENTRIES.c.stream).where(ENTRIES.c.at == at, ENTRIES.c.action == action)
    return list(session.connection().scalars(statement.order_by(ENTRIES.c.id)))


def before_images(
    session: Session, beginnings: Sequence[str], since: datetime
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Return every before-image written at ``since`` or later, each with its stream, the newest first.

    Args:
        session: the reading.
        beginnings: how the names of the streams begin.
        since: a moment.
    """
    streams = or_(*(ENTRIES.c.stream.startswith(each, autoescape=True) for each in beginnings))
    statement = (
        select(ENTRIES.c.stream, ENTRIES.c.before)
        .where(ENTRIES.c.at >= since, streams)
        .order_by(ENTRIES.c.id.desc())
    )
    return ((stream, before) for stream, before in session.connection().execute(statement))
