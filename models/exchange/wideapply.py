"""Writing of a big table, block by block, each with its part of the journal."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, update

from models.exchange.batches import Told, enter_batch, record_batch
from models.exchange.entries import column_of, keys_of
from models.exchange.frame import Work
from models.exchange.journal import Chunk, batch_digest, chunks_done, write_chunk
from models.exchange.lines import BatchState
from models.exchange.tables import ImportBatch
from models.exchange.views import WRITING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlmodel import Session

    from models.exchange.frame import Progress, Reading
    from models.exchange.spool import Block, Blocks
    from models.exchange.views import ImportSummary
    from models.exchange.wide import Wide
    from models.kernel.store import Store

_BATCH: Table = ImportBatch.__table__  # type: ignore[attr-defined]


@dataclass(slots=True)
class WideWriter:
    """Carries out what was planned for a big table.

    ``atomic`` puts it all into one transaction; otherwise each block is one, and a batch that was
    stopped is continued by its number, ``resumed``.
    """

    store: Store
    wide: Wide
    reading: Reading
    told: Told
    atomic: bool = False
    resumed: int = 0

    def run(self, summary: ImportSummary, blocks: Blocks, progress: Progress | None) -> ImportSummary:
        """Write every block not yet written, and close the batch.

        Raises:
            Conflict: somebody else wrote one of the rows meanwhile; what was written before stays
                and can be undone.
        """
        total = summary.created + summary.changed
        stream = blocks.blocks()
        ahead = list(islice(stream, 2))
        with self._frame(short=len(ahead) < 2) as transaction:  # noqa: PLR2004 -- one block, one transaction
            with transaction() as session:
                number, done = self._begin(session, summary)
            written = 0
            tell(progress, 0, total)
            for seq, block in enumerate(chain(ahead, stream)):
                if seq not in done:
                    with transaction() as session:
                        self._write(session, number, seq, block)
                written += len(block[0]) + len(block[1])
                tell(progress, min(written, total), total)
            with transaction() as session:
                facts = self._finish(session, number, summary)
        tell(progress, total, total)
        return replace(summary, number=number, facts=facts)

    @contextmanager
    def _frame(self, *, short: bool) -> Iterator[Callable[[], Any]]:
        """Give what opens a transaction: a new one each time, or the one around all of them."""
        if not (self.atomic or self.store.rehearsing or (short and not self.resumed)):
            yield self.store.write
            return
        with self.store.write() as session:

            @contextmanager
            def same() -> Iterator[Session]:
                yield session

            yield same

    def _work(self, session: Session, number: int) -> Work:
        reading = self.reading
        return Work(
            reading.actor,
            reading.at,
            reading.headings,
            session,
            settings=reading.settings,
            origin=reading.origin,
            batch=number,
        )

    def _begin(self, session: Session, summary: ImportSummary) -> tuple[int, frozenset[int]]:
        if self.resumed:
            return self.resumed, chunks_done(session, self.resumed)
        work = self._work(session, 0)
        return enter_batch(work, self.told, summary, BatchState.OPEN), frozenset()

    def _write(self, session: Session, number: int, seq: int, block: Block) -> None:
        created, changed = block
        work = self._work(session, number)
        self.wide.write(work, created, changed)
        name = self.wide.document
        chunk = Chunk(
            keys_of(created),
            column_of(created, 0),
            None,
            [(each.row, each.key, name(each.before), name(each.after), each.version) for each in changed],
        )
        write_chunk(session, number, seq, chunk)

    def _finish(self, session: Session, number: int, summary: ImportSummary) -> dict[str, Any]:
        facts = {"completed": summary.completed, "digest": batch_digest(session, number)}
        session.connection().execute(
            update(_BATCH).where(_BATCH.c.number == number).values(state=BatchState.DONE)
        )
        record_batch(self._work(session, number), self.told, summary, facts)
        return facts


def tell(progress: Progress | None, done: int, total: int) -> None:
    """Tell how far writing is."""
    if progress is not None:
        progress(done, total, WRITING)
