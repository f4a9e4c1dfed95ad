"""How an import is carried out: whole within one transaction, or by the chunk for big tables."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from models.exchange.batches import Told, enter_batch, options_told, record_batch
from models.exchange.checking import Checked, checked
from models.exchange.frame import Comparison, Kind, Origin, Progress, Reading, Work
from models.exchange.journal import Chunk, write_chunk
from models.exchange.lines import BatchState, Verdict
from models.exchange.opening import has_saved, open_mapped, open_table
from models.exchange.planrefusals import WouldMove, WouldOverwrite
from models.exchange.readers import RawTable
from models.exchange.refusals import RowsRejected
from models.exchange.spool import Spool
from models.exchange.stream import CHUNK, NotPlain
from models.exchange.views import (
    COMPARING,
    READING,
    WRITING,
    ImportOptions,
    ImportSummary,
)
from models.exchange.wideapply import WideWriter
from models.exchange.wideplan import Sink, open_whole, open_wide, plan_wide
from models.kernel.bulk import uncollected
from models.kernel.words import N_, Phrase

NOTHING_GOOD = Phrase(N_("no row can be used: nothing was imported"))

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlmodel import Session

    from models.exchange.readers import Source
    from models.exchange.wide import Wide
    from models.kernel.store import Store


class _OnlyRehearsed(Exception):
    """Rolls a rehearsal back."""


def carry_out(
    store: Store,
    reading: Reading,
    kind: Kind,
    table: RawTable,
    mapping: tuple[str, ...],
    options: ImportOptions,
    on_progress: Progress | None,
    *,
    told: Told | None = None,
    agree: Callable[[Comparison, ImportSummary], None] | None = None,
) -> ImportSummary:
    """Carry out a table whole, within one transaction.

    ``agree`` is asked before anything is written, and may raise. With ``options.rehearse`` everything
    is dropped again, and the summary has no number.

    Raises:
        RowsRejected: rows cannot be used, and ``options.partial`` is off, or the kind takes all or nothing.
        WouldOverwrite: something stands that would be overwritten, or more would move than the rows say,
            and ``options.overwrite`` is off.
    """
    # Cells are read before the transaction: a long table must not keep other writers waiting.
    good = checked(kind, table, mapping, options, reading, on_progress)
    total = len(good.rows)
    about = told or Told(table.name, table.hash, options_told(options))
    with suppress(_OnlyRehearsed), store.write() as session:
        work, comparison, summary = _compared(session, reading, kind, table, good, on_progress)
        if agree is not None:
            agree(comparison, summary)
        refuse_unless(summary, options, len(table.rows), kind)
        if nothing_good(summary):
            return without_batch(summary)
        work.progress = lambda done, of: tell(on_progress, done, of, WRITING)
        tell(on_progress, 0, total, WRITING)
        work.batch = enter_batch(work, about, summary, BatchState.DONE)
        facts = {**kind.write(comparison, work)}
        if kind.far_reaching:
            summary = replace(summary, details=kind.details(comparison))
            _refuse_unless_agreed(kind, comparison, summary, options)
        _journal(work, comparison)
        record_batch(work, about, summary, facts)
        tell(on_progress, total, total, WRITING)
        if options.rehearse:
            raise _OnlyRehearsed
    return replace(summary, number=None if options.rehearse else work.batch, facts=facts)


def compared(
    store: Store,
    reading: Reading,
    kind: Kind,
    table: RawTable,
    mapping: tuple[str, ...],
    options: ImportOptions,
    on_progress: Progress | None,
) -> tuple[ImportSummary, Comparison]:
    """Say what :func:`carry_out` would do, writing nothing."""
    good = checked(kind, table, mapping, options, reading, on_progress)
    with store.read() as session:
        _work, comparison, summary = _compared(session, reading, kind, table, good, on_progress)
        return summary, comparison


def _compared(
    session: Session,
    reading: Reading,
    kind: Kind,
    table: RawTable,
    good: Checked,
    on_progress: Progress | None,
) -> tuple[Work, Comparison, ImportSummary]:
    work = work_of(session, reading, good, on_progress)
    tell(on_progress, 0, len(good.rows), COMPARING)
    comparison = kind.compare(good.rows, work)
    return work, comparison, summarised(kind, table, good, comparison)


def refuse_unless(summary: ImportSummary, options: ImportOptions, rows: int, kind: Kind) -> None:
    """Refuse what must not be written as it is.

    Raises:
        RowsRejected: rows cannot be used, and ``options.partial`` is off, or the kind takes all or nothing.
        WouldOverwrite: something would be overwritten, and ``options.overwrite`` is off.
    """
    if summary.problems and (kind.whole or not options.partial):
        raise RowsRejected(untouched(summary, rows))
    # Of what reaches farther than its rows, people first hear all of it.
    if summary.changed and not options.overwrite and not kind.far_reaching:
        raise WouldOverwrite(summary)


def _refuse_unless_agreed(
    kind: Kind, comparison: Comparison, summary: ImportSummary, options: ImportOptions
) -> None:
    """Refuse what was written, and is dropped with the transaction, unless somebody agreed to it."""
    if options.overwrite or options.rehearse:
        return
    moved = kind.reaches(comparison)
    if moved:
        raise WouldMove(summary, moved)
    if summary.changed:
        raise WouldOverwrite(summary)


def carry_wide(
    store: Store,
    reading: Reading,
    kind: Kind,
    given: Source | Path | RawTable,
    mapping: tuple[str, ...],
    options: ImportOptions,
    on_progress: Progress | None,
    *,
    write: bool = True,
) -> ImportSummary:
    """Carry out a big table, from a file or in memory; without ``write`` say what that would do.

    Raises as :func:`carry_out`.
    """
    wide = _wide(kind)
    # Of rows in memory nothing has to be found out while they are read.
    attempts = (False,) if isinstance(given, RawTable) else (True, False)
    for streamed in attempts:
        with suppress(NotPlain), closing(Spool(wide.upper)) as spool:
            summary = plan_source(
                store, reading, kind, given, mapping, options, spool, on_progress, streamed=streamed
            )
            if not write or not summary.rows:
                # A template nobody has filled in yet: nothing is wrong with it.
                return summary
            return _write_wide(store, reading, kind, summary, spool, options, on_progress)
    raise NotPlain


def plan_source(
    store: Store,
    reading: Reading,
    kind: Kind,
    given: Source | Path | RawTable,
    mapping: tuple[str, ...],
    options: ImportOptions,
    sink: Sink,
    on_progress: Progress | None,
    *,
    streamed: bool,
) -> ImportSummary:
    """Plan a big table into ``sink``.

    Raises:
        NotPlain: it has to be read the long way, with a new sink and ``streamed`` off.
    """
    tell(on_progress, 0, 1, READING)

    def whole() -> RawTable:
        return given if isinstance(given, RawTable) else open_table(given, kind, mapping, options, None)

    if not isinstance(given, RawTable) and not mapping and options.saved and has_saved(store, kind):
        # Where its headings stand is found by the saved names only: such a file is read whole.
        raw, mapping = open_mapped(store, given, kind, mapping, options, None)
        table = open_whole(kind, lambda: raw, mapping, options, reading)
    elif isinstance(given, RawTable) or not streamed:
        table = open_whole(kind, whole, mapping, options, reading)
    else:
        table = open_wide(kind, given, mapping, options, reading, whole)
    tell(on_progress, 1, 1, READING)
    reading.origin = Origin(table.stream.name, table.stream.hash, table.stream.sheet)
    with closing(table.stream), store.read() as session, uncollected():
        return plan_wide(kind, _wide(kind), table, reading, session, sink, on_progress)


def _write_wide(
    store: Store,
    reading: Reading,
    kind: Kind,
    summary: ImportSummary,
    spool: Spool,
    options: ImportOptions,
    on_progress: Progress | None,
) -> ImportSummary:
    refuse_unless(summary, options, summary.rows, kind)
    if nothing_good(summary):
        return without_batch(summary)
    told = Told(reading.origin.name, reading.origin.hash, options_told(options))
    writer = WideWriter(store, _wide(kind), reading, told, options.atomic)
    with uncollected():
        return writer.run(summary, spool, on_progress)


def _wide(kind: Kind) -> Wide:
    assert kind.wide is not None  # noqa: S101 -- whoever calls has asked
    return kind.wide


def _journal(work: Work, comparison: Comparison) -> None:
    """Write down what the rows did, for kinds that tell it."""
    done = [
        line
        for line in comparison.lines
        if line.verdict in {Verdict.CREATE, Verdict.CHANGE, Verdict.COMPLETE}
    ]
    for seq, start in enumerate(range(0, len(done), CHUNK)):
        write_chunk(work.session, work.batch, seq, Chunk.of_lines(done[start : start + CHUNK]))


def work_of(session: Session, reading: Reading, good: Checked, on_progress: Progress | None) -> Work:
    """Return what a kind needs to compare and write."""
    return Work(
        reading.actor,
        reading.at,
        reading.headings,
        session,
        progress=lambda done, of: tell(on_progress, done, of, COMPARING),
        rejected=len({problem.row for problem in good.problems}),
        settings=reading.settings,
        origin=reading.origin,
    )


def summarised(kind: Kind, table: RawTable, good: Checked, comparison: Comparison) -> ImportSummary:
    """Return what a table comes to."""
    problems = sorted([*good.problems, *comparison.problems], key=lambda problem: problem.row)
    rejected = {problem.row for problem in problems}
    return ImportSummary(
        number=None,
        kind=kind.name,
        created=len(comparison.created),
        changed=len(comparison.changed),
        same=comparison.same,
        skipped=comparison.skipped,
        rejected=len(rejected),
        completed=len(comparison.extra),
        totals=dict(comparison.totals),
        problems=tuple(problems),
        assumptions=(*table.assumptions, *comparison.notes),
        unknown_columns=good.unknown,
        details=kind.details(comparison),
        repairs=tuple(sorted([*table.repairs, *good.repairs], key=lambda repair: repair.row)),
    )


def nothing_good(summary: ImportSummary) -> bool:
    """Say whether all rows are rejected, so that there is nothing a batch could stand for."""
    return summary.rejected > 0 and summary.rows == summary.rejected


def without_batch(summary: ImportSummary) -> ImportSummary:
    """Return the summary of an import that makes no batch."""
    return replace(summary, assumptions=(*summary.assumptions, NOTHING_GOOD))


def untouched(summary: ImportSummary, rows: int) -> ImportSummary:
    """Return the summary of an import that was refused: the good rows were skipped."""
    return replace(
        summary,
        created=0,
        changed=0,
        same=0,
        skipped=rows - summary.rejected,
        completed=0,
        totals={},
    )


def tell(on_progress: Progress | None, done: int, total: int, phase: str) -> None:
    """Tell how far something is."""
    if on_progress is not None:
        on_progress(done, total, phase)
