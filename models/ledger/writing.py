"""Appending to streams, inside the transaction of whoever changes something."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from models.kernel.bulk import utc_text
from models.kernel.clock import require_utc
from models.kernel.documents import canonical
from models.kernel.lines import line_of
from models.kernel.tables import table_of
from models.ledger.rules import GENESIS, Entry, Pen, digest, document, pen, require_names
from models.ledger.standing import require_standing
from models.ledger.tables import LedgerEntry, LedgerHead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.kernel.lines import Line
    from models.ledger.views import Signature

ENTRIES = table_of(LedgerEntry)
HEADS = table_of(LedgerHead)

Change = tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]
"""Stream, action, before, after."""

# SQLite's oldest limit on bound parameters is 999.
_STREAMS_AT_ONCE = 900
_ROWS_AT_ONCE = 5_000
_FORESEEN = "ledger_foreseen"

_HEAD_COLUMNS = ("stream", "seq", "hash", "sealed_seq")
_COLUMNS = (*Entry._fields, "hash")
_INSERT_SQLITE = (
    f"INSERT INTO ledger_entry ({', '.join(_COLUMNS)})"  # noqa: S608 -- constant names
    f" VALUES ({', '.join('?' * len(_COLUMNS))})"
)
_INSERT_POSTGRESQL = (
    f"INSERT INTO ledger_entry ({', '.join(_COLUMNS)})"  # noqa: S608 -- constant names
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s)"
)


class Head(NamedTuple):
    """The newest entry of a stream."""

    seq: int
    hash: str


def append_many(session: Session, signature: Signature, at: datetime, changes: Sequence[Change]) -> None:
    """Write entries; see :func:`models.ledger.service.record` and ``record_many``.

    Whoever signs is asked about first (see :mod:`models.ledger.standing`).

    The statements go to the driver as they are: SQLAlchemy's own would take longer than the
    database does, and every change of a township passes here.
    """
    for stream, action, _before, _after in changes:
        require_names(stream, action)
    require_standing(session, signature, (change[0] for change in changes))
    heads = _foreseen(session, changes) or _lock_heads(session, sorted({change[0] for change in changes}))
    line = line_of(session)
    rows = _rows(pen(signature), require_utc(at), changes, heads, sqlite=line.sqlite)
    statement = _INSERT_SQLITE if line.sqlite else _INSERT_POSTGRESQL
    while chunk := list(islice(rows, _ROWS_AT_ONCE)):
        _write(line, statement, chunk)
    moved = [(head.seq, head.hash, stream) for stream, head in heads.items()]
    for start in range(0, len(moved), _ROWS_AT_ONCE):
        _write(
            line,
            f"UPDATE ledger_head SET seq = {line.mark}, hash = {line.mark} WHERE stream = {line.mark}",  # noqa: S608
            moved[start : start + _ROWS_AT_ONCE],
        )


def foresee(session: Session, stream: str, seq: int | None, fingerprint: str | None) -> None:
    """Take over the head of a stream that was read with something else, for what the transaction adds to it.

    On SQLite only, where the writer has the file to itself. ``seq`` is ``None`` where nothing is written yet.
    """
    if seq is None or fingerprint is None:
        session.info.pop(_FORESEEN, None)
    else:
        session.info[_FORESEEN] = {stream: Head(seq, fingerprint)}


def _foreseen(session: Session, changes: Sequence[Change]) -> dict[str, Head] | None:
    """Return the head that was taken over, if it is all that is asked for; it moves along with each entry."""
    heads: dict[str, Head] | None = session.info.get(_FORESEEN)
    if heads is not None and len(changes) == 1 and changes[0][0] in heads:
        return heads
    session.info.pop(_FORESEEN, None)
    return None


def _write(line: Line, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    # One row, as nearly every change has, needs no preparation for many.
    if len(rows) == 1:
        line.run(statement, rows[0])
    else:
        line.run_many(statement, rows)


def _entry(writer: Pen, at: datetime, head: Head, change: Change) -> Entry:
    stream, action, before, after = change
    return Entry(stream, head.seq + 1, at, *writer, action, document(before), document(after), head.hash)


def _rows(
    writer: Pen, at: datetime, changes: Sequence[Change], heads: dict[str, Head], *, sqlite: bool
) -> Iterator[tuple[Any, ...]]:
    """Yield driver tuples and move ``heads`` along; the types of the columns are applied by hand."""
    when = utc_text(at) if sqlite else at
    for change in changes:
        stream = change[0]
        entry = _entry(writer, at, heads[stream], change)
        before = None if entry.before is None else canonical(entry.before)
        after = None if entry.after is None else canonical(entry.after)
        fingerprint = digest(entry.text(before, after))
        heads[stream] = Head(entry.seq, fingerprint)
        yield (
            stream,
            entry.seq,
            when,
            *writer,
            entry.action,
            before,
            after,
            entry.previous_hash,
            fingerprint,
        )


def _lock_heads(session: Session, streams: Sequence[str]) -> dict[str, Head]:
    """Return the heads of ``streams`` (in sorted order), each locked until the transaction ends.

    On SQLite the writer holds the whole database already. Elsewhere rows are locked in the
    order of their names, so that two writers of several streams cannot wait for each other.
    A stream's first entry makes its head: of two racing writers the second waits in the
    INSERT until the first is done, and then finds the row.
    """
    line = line_of(session)
    heads: dict[str, Head] = {}
    for start in range(0, len(streams), _STREAMS_AT_ONCE):
        wanted = streams[start : start + _STREAMS_AT_ONCE]
        found = _read_heads(line, wanted)
        missing = [stream for stream in wanted if stream not in found]
        if missing:
            values = ", ".join([line.mark] * len(_HEAD_COLUMNS))
            line.run_many(
                f"INSERT INTO ledger_head ({', '.join(_HEAD_COLUMNS)}) VALUES ({values})"  # noqa: S608
                " ON CONFLICT DO NOTHING",
                [(stream, 0, GENESIS, 0) for stream in missing],
            )
            # On SQLite nobody else can have been quicker.
            begun = {stream: Head(0, GENESIS) for stream in missing}
            found |= begun if line.sqlite else _read_heads(line, missing)
        heads |= found
    return heads


def _read_heads(line: Line, streams: Sequence[str]) -> dict[str, Head]:
    marks = ", ".join([line.mark] * len(streams))
    lock = "" if line.sqlite else " ORDER BY stream FOR UPDATE"
    statement = f"SELECT stream, seq, hash FROM ledger_head WHERE stream IN ({marks}){lock}"  # noqa: S608
    return {
        stream: Head(seq, fingerprint) for stream, seq, fingerprint in line.all(statement, tuple(streams))
    }
