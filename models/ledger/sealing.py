"""Sealing the heads of streams into one chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select, text, update

from models.kernel.tables import table_of
from models.kernel.upsert import is_sqlite
from models.ledger.rules import GENESIS, SealedHead, seal_hash
from models.ledger.tables import LedgerSeal, LedgerSealedHead
from models.ledger.writing import HEADS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

SEALS = table_of(LedgerSeal)
SEALED_HEADS = table_of(LedgerSealedHead)

HEADS_AT_ONCE = 10_000
"""How many streams one seal covers at most: what a check must hold in memory at a time."""

_SEALER = 0x79697761_6E670001
"""The number of the lock that sealers of one PostgreSQL database take turns by."""

# Compared as text with the index's own condition, or SQLite would not use the index.
_UNSEALED = text("seq > sealed_seq")


def seal_once(session: Session, at: datetime) -> int:
    """Write one seal over up to :data:`HEADS_AT_ONCE` streams that grew; return how many.

    Sealers take turns, or two would write the same number. A head that a writer holds at the
    moment is left for the next seal, so a sealer waits for nobody but its like.
    """
    connection = session.connection()
    grown = select(HEADS.c.stream, HEADS.c.seq, HEADS.c.hash).where(_UNSEALED).limit(HEADS_AT_ONCE)
    if not is_sqlite(session):
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SEALER})
        grown = grown.with_for_update(skip_locked=True)
    heads = [SealedHead(*row) for row in connection.execute(grown)]
    if not heads:
        return 0
    last = connection.execute(
        select(SEALS.c.number, SEALS.c.hash).order_by(SEALS.c.number.desc()).limit(1)
    ).first()
    number, previous = (1, GENESIS) if last is None else (last.number + 1, last.hash)
    connection.execute(
        SEALS.insert().values(
            number=number,
            at=at,
            heads=len(heads),
            previous_hash=previous,
            hash=seal_hash(number, at, heads, previous),
        )
    )
    connection.execute(SEALED_HEADS.insert(), [{"seal_number": number, **head._asdict()} for head in heads])
    connection.execute(
        update(HEADS).where(HEADS.c.stream == bindparam("name")).values(sealed_seq=bindparam("upto")),
        [{"name": head.stream, "upto": head.seq} for head in heads],
    )
    return len(heads)


def last_sealed_at(session: Session) -> datetime | None:
    """Return when the newest seal was written, or ``None`` before the first."""
    moment: datetime | None = session.connection().scalar(
        select(SEALS.c.at).order_by(SEALS.c.number.desc()).limit(1)
    )
    return moment


def anything_unsealed(session: Session) -> bool:
    """Say whether a stream grew since it was last sealed."""
    grown = select(HEADS.c.stream).where(_UNSEALED)
    return bool(session.connection().scalar(select(exists(grown))))
