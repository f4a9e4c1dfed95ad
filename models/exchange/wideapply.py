"""Writing of a big table, block by block, each with its part of the journal."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from models.exchange.batches import Told, enter_batch, record_batch
from models.exchange.entries import column_of, keys_of
from models.exchange.frame import Work
from models.exchange.journal import Chunk, batch_digest, chunks_done, packed, write_packed
from models.exchange.lines import BatchState
from models.exchange.planrefusals import HalfImported
from models.exchange.tables import ImportBatch
from models.exchange.views import WRITING
from models.kernel.errors import BrokenOff
from models.kernel.tables import table_of
from models.kernel.writingback import writing_back

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from sqlmodel import Session

    from models.exchange.frame import Progress, Reading
    from models.exchange.spool import Block, Blocks
    from models.exchange.views import ImportSummary
    from models.exchange.wide import Wide
    from models.kernel.store import Store

_BATCH = table_of(ImportBatch)


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
            BrokenOff: somebody broke off after blocks were written.
        """
        total = summary.created + summary.changed
        stream = blocks.blocks()
        first = list(islice(stream, 2))
        # What fits into one block is one transaction as well.
        apart = bool(self.resumed or len(first) > 1) and not (self.atomic or self.store.rehearsing)
        with self._frame(apart=apart) as transaction:
            with transaction() as session:
                number, done = self._begin(session, summary)
            written = 0
            tell(progress, 0, total)
            try:
                with closing(self._ahead(chain(first, stream), done)) as prepared:
                    for seq, (block, content) in enumerate(prepared):
                        if seq not in done:
                            with transaction() as session:
                                self._write(session, number, seq, block, content)
                        written += len(block[0]) + len(block[1])
                        tell(progress, min(written, total), total)
                with transaction() as session:
                    facts = self._finish(session, number, summary)
            except KeyboardInterrupt as stopped:
                if not apart:
                    raise
                raise BrokenOff(HalfImported(number, min(written, total), total)) from stopped
        tell(progress, total, total)
        return replace(summary, number=number, facts=facts)

    @contextmanager
    def _frame(self, *, apart: bool) -> Iterator[Callable[[], Any]]:
        """Give what opens a transaction: a new one each time, or the one around all of them."""
        if apart:
            with writing_back(self.store) as write:
                yield write
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

    def _ahead(self, blocks: Iterator[Block], done: frozenset[int]) -> Generator[tuple[Block, bytes]]:
        """Yield blocks with what the journal says of them; the next is prepared while one is written."""
        from concurrent.futures import ThreadPoolExecutor

        numbered = enumerate(blocks)

        def prepare() -> tuple[Block, bytes] | None:
            seq, block = next(numbered, (0, None))
            return None if block is None else (block, b"" if seq in done else packed(self._chunk(block)))

        with ThreadPoolExecutor(1, "ahead") as beside:
            coming = beside.submit(prepare)
            while (found := coming.result()) is not None:
                coming = beside.submit(prepare)
                yield found

    def _chunk(self, block: Block) -> Chunk:
        created, changed = block
        name = self.wide.document
        return Chunk(
            keys_of(created),
            column_of(created, 0),
            None,
            [(each.row, each.key, name(each.before), name(each.after), each.version) for each in changed],
        )

    def _write(self, session: Session, number: int, seq: int, block: Block, content: bytes) -> None:
        created, changed = block
        self.wide.write(self._work(session, number), created, changed)
        write_packed(session, number, seq, (len(created), len(changed)), content)

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
