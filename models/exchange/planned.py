"""Carrying out the plan of a big table: verified as a whole first, then written block by block."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.exchange.journal import chunks_done
from models.exchange.lines import BatchState, Verdict
from models.exchange.planrefusals import PlanMoved
from models.exchange.spool import Block, Blocks
from models.exchange.stream import CHUNK
from models.exchange.tables import ImportBatch
from models.exchange.views import ImportSummary, Problem
from models.exchange.wide import Changed, Entry, Same, Sorted
from models.exchange.wideapply import WideWriter
from models.kernel.bulk import uncollected
from models.kernel.tables import table_of
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

    from models.exchange.batches import Told
    from models.exchange.frame import Progress, Reading
    from models.exchange.planfile import PlanPart
    from models.exchange.wide import Wide
    from models.kernel.store import Store

_BATCH = table_of(ImportBatch)
_NAMED = 5


def known_batch(session: Session, digest: str) -> tuple[int, BatchState | None]:
    """Return number and state of the newest batch that carries a plan out; ``(0, None)`` without one."""
    statement = (
        select(_BATCH.c.number, _BATCH.c.state)
        .where(_BATCH.c.plan_hash == digest)
        .order_by(_BATCH.c.number.desc())
        .limit(1)
    )
    row = session.connection().execute(statement).first()
    return (0, None) if row is None else (row[0], row[1])


def part_summary(part: PlanPart) -> ImportSummary:
    """Return what a plan comes to, without its problems."""
    counts: dict[str, Any] = {**part.counts}
    return ImportSummary(None, part.head["kind"], **counts)


def part_problems(part: PlanPart, summary: ImportSummary) -> ImportSummary:
    """Return the summary with what is wrong with the rows rejected."""
    if not summary.rejected:
        return summary
    problems = tuple(
        Problem(row["row"], row["column"], row["value"], row["reason"])
        for row in part.rows()
        if row["do"] == Verdict.REJECT
    )
    return replace(summary, problems=problems)


def done_already(summary: ImportSummary, batch: int) -> ImportSummary:
    """Return the summary of a plan that was carried out before."""
    said = Phrase(N_("this plan was carried out already, as import %(number)s"), number=batch)
    return replace(summary, number=batch, assumptions=(said,))


def apply_wide_part(
    store: Store,
    wide: Wide,
    reading: Reading,
    part: PlanPart,
    told: Told,
    summary: ImportSummary,
    progress: Progress | None,
    *,
    atomic: bool,
    resumed: int,
) -> ImportSummary:
    """Carry out the plan of a big table, from where it was stopped if it was.

    Raises:
        PlanMoved: what is still to be written rests on something that has changed.
        Conflict: it changed while it was written.
    """
    with uncollected():
        blocks = PlanBlocks(wide, part)
        with store.read() as session:
            done = chunks_done(session, resumed) if resumed else frozenset()
            moved = blocks.moved(session, done)
        if moved:
            raise PlanMoved(part.path.name, ", ".join(moved))
        writer = WideWriter(store, wide, reading, told, atomic, resumed)
        found = writer.run(summary, blocks, progress)
    return part_problems(part, found)


class PlanBlocks(Blocks):
    """The blocks of a plan's file."""

    def __init__(self, wide: Wide, part: PlanPart) -> None:
        super().__init__(wide.upper)
        self._wide = wide
        self._part = part

    def moved(self, session: Session, done: frozenset[int]) -> list[str]:
        """Return some keys of which the database says something else than the plan; take the first rows in.

        Blocks already ``done`` are as the batch left them, and not looked at.
        """
        moved: list[str] = []
        for rows in self._part.blocks(CHUNK):
            block = self._sorted(rows)
            self.keep_upper(block)
            self.complete([self._entry(row) for row in rows if row["do"] == Verdict.COMPLETE])
            if block.same and len(moved) < _NAMED:
                there = self._wide.versions(session, [key for _row, key, _version in block.same])
                moved += [key for _row, key, version in block.same if there.get(key) != version]
        for seq, (created, changed) in enumerate(self.blocks()):
            if seq in done or len(moved) >= _NAMED:
                continue
            keys = [*(entry[1] for entry in created), *(each.key for each in changed)]
            there = self._wide.versions(session, keys)
            moved += [entry[1] for entry in created if entry[1] in there]
            moved += [each.key for each in changed if there.get(each.key) != each.version]
        return moved[:_NAMED]

    def blocks(self) -> Iterator[Block]:
        """Yield all blocks in their order."""
        yield from self.first()
        upper = self._wide.upper
        for rows in self._part.blocks(CHUNK):
            block = self._sorted(rows)
            above = upper([entry[1] for entry in block.created]) | upper([each.key for each in block.changed])
            created = [entry for entry in block.created if entry[1] not in above]
            changed = [each for each in block.changed if each.key not in above]
            if created or changed:
                yield created, changed

    def _sorted(self, rows: Sequence[dict[str, Any]]) -> Sorted:
        found = Sorted()
        created: list[Entry] = []
        same: list[Same] = []
        for row in rows:
            match row["do"]:
                case Verdict.CREATE:
                    created.append(self._entry(row))
                case Verdict.CHANGE:
                    before, after = self._facts(row["before"]), self._facts(row["after"])
                    found.changed.append(Changed(row["row"], row["key"], before, after, row["version"]))
                case Verdict.SAME:
                    same.append((row["row"], row["key"], row["version"]))
        found.created, found.same = created, same
        return found

    def _entry(self, row: dict[str, Any]) -> Entry:
        return (row["row"], row["key"], *self._facts(row["after"]))

    def _facts(self, said: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(said[name] for name in self._wide.facts)
