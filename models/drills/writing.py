"""Appending to a recording, inside the transaction of whoever does what is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from models.drills.rules import GENESIS, entry_hash
from models.drills.tables import DrillEntry
from models.kernel.clock import require_utc
from models.kernel.documents import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Table
    from sqlmodel import Session

    from models.drills.kinds import EntryKind

ENTRIES: Table = DrillEntry.__table__  # type: ignore[attr-defined]  # a table class has one, its type does not say so

_LAST = select(ENTRIES.c.seq, ENTRIES.c.hash).order_by(ENTRIES.c.seq.desc()).limit(1)
_INSERT = insert(ENTRIES)


def append(session: Session, kind: EntryKind, at: datetime, login: str, body: Mapping[str, Any]) -> int:
    """Write one entry and return its number.

    The world of a drill is an SQLite file, whose writer is alone in it: no other entry can come
    between the last one read here and this one.
    """
    connection = session.connection()
    last = connection.execute(_LAST).first()
    seq, previous = (1, GENESIS) if last is None else (last.seq + 1, last.hash)
    moment, document = require_utc(at), plain(body)
    made = entry_hash(previous, seq, kind, moment, login, document)
    row = {"seq": seq, "kind": kind, "at": moment, "login": login, "body": document}
    connection.execute(_INSERT, {**row, "previous": previous, "hash": made})
    return seq
