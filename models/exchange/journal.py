"""The journal of a batch: what each chunk wrote, packed, with its digest.

A chunk holds the keys of the rows it created, and what each row it changed was before and
after. It is written in the transaction that writes the rows, so it is there exactly if they are.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from models.exchange.entries import BREAK, Texts, together
from models.exchange.lines import Line, Verdict
from models.exchange.tables import ImportChunk
from models.kernel.findings import Finding
from models.kernel.tables import table_of
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

_TABLE = table_of(ImportChunk)
_LEVEL = 1
"""Keys that follow each other pack well at any level, and this one costs next to nothing."""
ROOM = "exchange"


@dataclass(slots=True)
class Chunk:
    """What a chunk wrote.

    ``keys`` and ``rows`` name what was created, ``after`` what it said where the kind keeps that;
    ``changed`` holds row, key, before, after and the version before.
    """

    keys: Sequence[str] = field(default_factory=list)
    rows: Sequence[int] = field(default_factory=list)
    after: list[dict[str, Any]] | None = None
    changed: list[tuple[int, str, dict[str, Any], dict[str, Any], int]] = field(default_factory=list)

    @classmethod
    def of_lines(cls, lines: Sequence[Line]) -> Chunk:
        """Return the chunk that carried these lines out."""
        created = [line for line in lines if line.verdict in {Verdict.CREATE, Verdict.COMPLETE}]
        changed = [line for line in lines if line.verdict is Verdict.CHANGE]
        return cls(
            [line.key for line in created],
            [line.row for line in created],
            [line.after or {} for line in created],
            [(line.row, line.key, line.before or {}, line.after or {}, line.version) for line in changed],
        )

    def lines(self) -> Iterator[Line]:
        """Yield what was done, in the order of the rows."""
        yield from sorted(self._lines(), key=lambda line: line.row)

    def _lines(self) -> Iterator[Line]:
        for place, (key, row) in enumerate(zip(self.keys, self.rows, strict=True)):
            verdict = Verdict.CREATE if row else Verdict.COMPLETE
            yield Line(row, verdict, key, None, self.after[place] if self.after else None)
        for row, key, before, after, version in self.changed:
            yield Line(row, Verdict.CHANGE, key, before, after, version)


def packed(chunk: Chunk) -> bytes:
    """Return a chunk as it is kept."""
    first, count = (chunk.rows[0] if chunk.rows else 0), len(chunk.rows)
    # Columns of many short values are quicker as one text, and as a stretch, than value by value.
    text = together(chunk.keys)
    keys = text if text.count(BREAK) == len(chunk.keys) - 1 else list(chunk.keys)
    follow = chunk.rows == range(first, first + count) or list(chunk.rows) == list(
        range(first, first + count)
    )
    rows = {"stretch": [first, count]} if follow else list(chunk.rows)
    document = [keys, rows, chunk.after, chunk.changed]
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpacked(content: bytes) -> Chunk:
    """Return a chunk that was kept."""
    keys, rows, after, changed = json.loads(zlib.decompress(content))
    if isinstance(keys, str):
        keys = Texts(keys, keys.count(BREAK) + 1)
    if isinstance(rows, dict):
        first, count = rows["stretch"]
        rows = list(range(first, first + count))
    return Chunk(keys, rows, after, [tuple(each) for each in changed])


def write_chunk(session: Session, batch: int, seq: int, chunk: Chunk) -> None:
    """Write what was done, in the transaction that did it."""
    write_packed(session, batch, seq, (len(chunk.keys), len(chunk.changed)), packed(chunk))


def write_packed(session: Session, batch: int, seq: int, counts: tuple[int, int], content: bytes) -> None:
    """Write what was done, packed already; ``counts`` are of the rows created and changed."""
    values = {
        "batch": batch,
        "seq": seq,
        "created": counts[0],
        "changed": counts[1],
        "hash": hashlib.sha256(content).hexdigest(),
        "content": content,
    }
    session.connection().execute(insert(_TABLE), values)


def chunks_done(session: Session, batch: int) -> frozenset[int]:
    """Return which chunks of a batch were written."""
    statement = select(_TABLE.c.seq).where(_TABLE.c.batch == batch)
    return frozenset(session.connection().execute(statement).scalars())


def batch_digest(session: Session, batch: int) -> str:
    """Return one digest over those of all chunks, for the ledger."""
    statement = select(_TABLE.c.hash).where(_TABLE.c.batch == batch).order_by(_TABLE.c.seq)
    digest = hashlib.sha256()
    for each in session.connection().execute(statement).scalars():
        digest.update(each.encode())
    return digest.hexdigest()


def read_chunks(session: Session, batch: int, *, last_first: bool = False) -> Iterator[Chunk]:
    """Yield the chunks of a batch, one in memory at a time."""
    order = _TABLE.c.seq.desc() if last_first else _TABLE.c.seq
    seqs = select(_TABLE.c.seq).where(_TABLE.c.batch == batch).order_by(order)
    for seq in list(session.connection().execute(seqs).scalars()):
        statement = select(_TABLE.c.content).where(_TABLE.c.batch == batch, _TABLE.c.seq == seq)
        yield unpacked(session.connection().execute(statement).scalar_one())


def findings(session: Session) -> Iterator[Finding]:
    """Yield the chunks whose content is not what was written."""
    columns = _TABLE.c
    for batch, seq in list(session.connection().execute(select(columns.batch, columns.seq)).all()):
        statement = select(columns.hash, columns.content).where(columns.batch == batch, columns.seq == seq)
        digest, content = session.connection().execute(statement).one()
        if hashlib.sha256(content).hexdigest() != digest:
            yield Finding(
                ROOM,
                f"batch:{batch}",
                N_("Part %(seq)s of the journal of import %(batch)s was altered: it cannot be undone."),
                {"batch": batch, "seq": seq},
            )
