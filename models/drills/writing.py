"""Appending to a recording, inside the transaction of whoever does what is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.drills.rules import GENESIS, entry_hash
from models.drills.tables import DrillEntry
from models.kernel.bulk import insert_rows
from models.kernel.clock import require_utc
from models.kernel.documents import Plain, plain
from models.kernel.ready import Ready
from models.kernel.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlmodel import Session

    from models.drills.kinds import EntryKind

    Told = tuple[EntryKind, datetime, str, Mapping[str, Any]]
    """Kind, time, login and body of an entry to be written"""

ENTRIES = table_of(DrillEntry)

_LAST = Ready(select(ENTRIES.c.seq, ENTRIES.c.hash).order_by(ENTRIES.c.seq.desc()).limit(1))
_COLUMNS = ("seq", "kind", "at", "login", "body", "previous", "hash")


def append(session: Session, kind: EntryKind, at: datetime, login: str, body: Mapping[str, Any]) -> int:
    """Write one entry and return its number."""
    return append_all(session, [(kind, at, login, body)])


def append_all(session: Session, told: Iterable[Told]) -> int:
    """Write entries in their order and return the number of the last; 0 in a world without any.

    The world of a drill is an SQLite file, whose writer is alone in it: no other entry can come
    between the last one read here and these.
    """
    last = _LAST.first(session)
    seq, previous = (0, GENESIS) if last is None else (last.seq, last.hash)
    rows = []
    for kind, at, login, body in told:
        seq, moment, document = seq + 1, require_utc(at), Plain(plain(body))
        made = entry_hash(previous, seq, kind, moment, login, document)
        rows.append((seq, kind, moment, login, document, previous, made))
        previous = made
    if rows:
        insert_rows(session, ENTRIES, _COLUMNS, rows)
    return seq
