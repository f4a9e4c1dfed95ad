"""Recomputing the chains and the seals, a few thousand rows in memory at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, and_, exists, or_, select

from models.kernel.findings import Finding
from models.kernel.words import N_
from models.ledger.rules import GENESIS, Entry, SealedHead, seal_hash
from models.ledger.sealing import SEALED_HEADS, SEALS
from models.ledger.writing import ENTRIES, HEADS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

ROOM = "ledger"

_ROWS_AT_ONCE = 2_000
_STREAMS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Tail:
    """Where a stream ended when it was walked."""

    stream: str
    seq: int
    hash: str


def findings(session: Session) -> Iterator[Finding]:
    """Yield what differs: in the chains, in their heads, in the seals, between seals and chains."""
    walk = _chains(session)
    while items := list(islice(walk, _STREAMS_AT_ONCE)):
        yield from (item for item in items if isinstance(item, Finding))
        yield from _heads(session, [item for item in items if isinstance(item, _Tail)])
    yield from _heads_without_entries(session)
    yield from _seals(session)
    yield from _sealed_heads(session)
    yield from _lost_seals(session)


def _stream(session: Session, statement: Select[Any]) -> Iterator[Row[Any]]:
    options = {"stream_results": True, "yield_per": _ROWS_AT_ONCE}
    yield from session.connection().execute(statement, execution_options=options)


def _chains(session: Session) -> Iterator[Finding | _Tail]:
    """Walk every stream in order; yield what is wrong in it, then where it ended."""
    statement = select(*(ENTRIES.c[name] for name in Entry._fields), ENTRIES.c.hash).order_by(
        ENTRIES.c.stream, ENTRIES.c.seq
    )
    for stream, rows in groupby(_stream(session, statement), key=itemgetter(0)):
        seq, fingerprint = 0, GENESIS
        for row in rows:
            entry = Entry._make(row[:-1])
            yield from _missing(stream, seq + 1, entry.seq - 1)
            if entry.hash() != row.hash:
                yield _finding(
                    stream, N_("Entry %(seq)s of %(stream)s was changed after it was written."), entry.seq
                )
            elif entry.seq == seq + 1 and entry.previous_hash != fingerprint:
                yield _finding(
                    stream,
                    N_("Entry %(seq)s of %(stream)s does not continue the one before it."),
                    entry.seq,
                )
            seq, fingerprint = entry.seq, row.hash
        yield _Tail(stream, seq, fingerprint)


def _missing(stream: str, first: int, last: int) -> Iterator[Finding]:
    if first == last:
        yield _finding(stream, N_("Entry %(seq)s of %(stream)s is missing."), first)
    elif first < last:
        yield Finding(
            ROOM,
            stream,
            N_("Entries %(first)s to %(last)s of %(stream)s are missing."),
            {"first": first, "last": last, "stream": stream},
        )


def _heads(session: Session, tails: Sequence[_Tail]) -> Iterator[Finding]:
    """Compare where streams end with what their heads say."""
    wanted = [tail.stream for tail in tails]
    statement = select(HEADS.c.stream, HEADS.c.seq, HEADS.c.hash).where(HEADS.c.stream.in_(wanted))
    heads = {row.stream: row for row in session.connection().execute(statement)}
    for tail in tails:
        head = heads.get(tail.stream)
        if head is None:
            yield _finding(tail.stream, N_("%(stream)s has %(seq)s entries but no head."), tail.seq)
        elif head.seq > tail.seq:
            yield from _missing(tail.stream, tail.seq + 1, head.seq)
        elif (head.seq, head.hash) != (tail.seq, tail.hash):
            yield _finding(
                tail.stream, N_("The head of %(stream)s disagrees with its entry %(seq)s."), tail.seq
            )


def _heads_without_entries(session: Session) -> Iterator[Finding]:
    anything = exists().where(ENTRIES.c.stream == HEADS.c.stream)
    for row in _stream(
        session, select(HEADS.c.stream, HEADS.c.seq).where(~anything).order_by(HEADS.c.stream)
    ):
        yield from _missing(row.stream, 1, row.seq)


def _seals(session: Session) -> Iterator[Finding]:
    """Recompute the chain of seals, holding the heads of one seal at a time."""
    number, previous = 0, GENESIS
    for seal in _stream(session, select(SEALS).order_by(SEALS.c.number)):
        statement = select(SEALED_HEADS.c.stream, SEALED_HEADS.c.seq, SEALED_HEADS.c.hash).where(
            SEALED_HEADS.c.seal_number == seal.number
        )
        heads = [SealedHead(*row) for row in session.connection().execute(statement)]
        if seal.number != number + 1:
            yield _seal(N_("Seal %(number)s is missing."), number + 1)
        elif seal.previous_hash != previous:
            yield _seal(N_("Seal %(number)s does not continue the one before it."), seal.number)
        if (seal.heads, seal.hash) != (
            len(heads),
            seal_hash(seal.number, seal.at, heads, seal.previous_hash),
        ):
            yield _seal(N_("Seal %(number)s was changed after it was written."), seal.number)
        number, previous = seal.number, seal.hash


def _sealed_heads(session: Session) -> Iterator[Finding]:
    """Find sealed heads whose entry is gone or has become another: what no rewritten chain can hide."""
    entry = ENTRIES.alias("e")
    same_place = and_(entry.c.stream == SEALED_HEADS.c.stream, entry.c.seq == SEALED_HEADS.c.seq)
    statement = (
        select(
            SEALED_HEADS.c.stream, SEALED_HEADS.c.seq, SEALED_HEADS.c.seal_number, entry.c.hash.label("found")
        )
        .select_from(SEALED_HEADS.outerjoin(entry, same_place))
        .where(or_(entry.c.hash.is_(None), entry.c.hash != SEALED_HEADS.c.hash))
        .order_by(SEALED_HEADS.c.stream, SEALED_HEADS.c.seq)
    )
    for row in _stream(session, statement):
        sentence = (
            N_("%(stream)s was cut off: seal %(number)s saw its entry %(seq)s, which is gone.")
            if row.found is None
            else N_("%(stream)s was rewritten: seal %(number)s saw another entry %(seq)s.")
        )
        params = {"stream": row.stream, "number": row.seal_number, "seq": row.seq}
        yield Finding(ROOM, row.stream, sentence, params)


def _lost_seals(session: Session) -> Iterator[Finding]:
    """Find heads that were sealed by a seal no longer there: the newest seals were cut off."""
    # Joined rather than asked for row by row: SQLite then makes itself an index for the purpose.
    witness = and_(SEALED_HEADS.c.stream == HEADS.c.stream, SEALED_HEADS.c.seq == HEADS.c.sealed_seq)
    statement = (
        select(HEADS.c.stream, HEADS.c.sealed_seq)
        .select_from(HEADS.outerjoin(SEALED_HEADS, witness))
        .where(HEADS.c.sealed_seq > 0, SEALED_HEADS.c.stream.is_(None))
        .order_by(HEADS.c.stream)
    )
    for row in _stream(session, statement):
        yield _finding(
            row.stream,
            N_("%(stream)s was sealed up to entry %(seq)s, but the seal is missing."),
            row.sealed_seq,
        )


def _finding(stream: str, sentence: str, seq: int) -> Finding:
    return Finding(ROOM, stream, sentence, {"stream": stream, "seq": seq})


def _seal(sentence: str, number: int) -> Finding:
    return Finding(ROOM, f"seal:{number}", sentence, {"number": number})
