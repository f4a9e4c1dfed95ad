"""Loading logs of other systems: one transaction, every row accounted for, in bounded memory."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.accounts.rules import require
from models.calendar.compiling import calendar_in_force
from models.cases.former_writing import AT_ONCE, give_numbers, planned, stored_cases, write_fresh, write_more
from models.cases.kinds import CaseState, CloseKind
from models.exchange.batches import Told, enter_batch, options_told, record_batch
from models.exchange.frame import Work
from models.exchange.journal import Chunk, write_chunk
from models.exchange.logs.activities import read_activities, uses_of
from models.exchange.logs.building import Builder, CaseUnusable, LogKnown
from models.exchange.logs.fields import FIELDS
from models.exchange.logs.intake import Columns, Intake
from models.exchange.logs.opening import open_log
from models.exchange.logs.refusals import NoGridSaid, NoSystem, NoZone
from models.exchange.logs.staging import seldom_collected, staging
from models.exchange.logs.tables import read_log
from models.exchange.logs.telling import summary_of, untouched
from models.exchange.logs.undoing import chunk_of
from models.exchange.readers import RawTable
from models.exchange.refusals import EmptyTable, RowsRejected
from models.exchange.service import IMPORTERS
from models.exchange.views import COMPARING, READING, WRITING, ImportOptions, ImportSummary
from models.kernel.text import clean_line, fold
from models.kernel.words import N_
from models.organisation.queries import office_zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.former import LogCase
    from models.cases.former_writing import Written
    from models.exchange.frame import Progress
    from models.exchange.logs.intake import Tally
    from models.exchange.logs.opening import LogFile
    from models.exchange.logs.staging import StagedCase, Staging
    from models.exchange.logs.tables import LogTable
    from models.exchange.logs.views import ActivityUse, FormerEntry, LogOptions
    from models.exchange.readers import Source
    from models.kernel.clock import Clock
    from models.kernel.store import Store

SYSTEM_LENGTH = 64
_TELL_EVERY = 10_000


@dataclass(slots=True)
class Waiting:
    """A log that was read and waits, in order, to be carried out."""

    file: LogFile
    table: LogTable
    columns: Columns
    tally: Tally
    staging: Staging
    uses: tuple[ActivityUse, ...]
    zone: ZoneInfo


@dataclass(slots=True)
class Outcome:
    """What carrying it out brought so far: rows, and cases."""

    created: int = 0
    changed: int = 0
    same: int = 0
    cases: int = 0
    new_cases: int = 0
    changed_cases: int = 0
    open_cases: int = 0
    late_cases: int = 0
    kept_back: int = 0
    """Entries of cases that are worked on here by now: they move nothing any more"""
    unaccepted: int = 0
    """Open cases that were accepted there by somebody nobody knows here"""
    notes: dict[str, int] = field(default_factory=dict)


class LogService:
    """Logs of other systems.

    Args:
        store: the database.
        clock: what the batch is dated by.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def plan_log(
        self, actor: Actor, source: Source | Path, options: LogOptions, on_progress: Progress | None = None
    ) -> ImportSummary:
        """Say what :meth:`import_log` would do, and write nothing; rows that cannot be used are named."""
        require(actor, IMPORTERS, N_("import data"))
        how, now = _checked(options), self._clock.now()
        with (
            seldom_collected(),
            self._read(source, how, now, on_progress) as waiting,
            self._store.read() as session,
        ):
            return _carry_out(session, actor, now, how, waiting, on_progress, write=False)

    def import_log(
        self, actor: Actor, source: Source | Path, options: LogOptions, on_progress: Progress | None = None
    ) -> ImportSummary:
        """Load a log: its cases as they stand there, each entry under the name it had there.

        The same log loaded twice changes nothing; entries of cases that are here already are
        added to them. The counts of the summary are rows, ``totals`` counts cases, ``details``
        is a :class:`~models.exchange.logs.views.LogReport`.

        Args:
            actor: a system administrator.
            source: a file's path, or its bytes with a name: CSV, XES, either packed with gzip, or
                any table the house reads.
            options: how to load it.
            on_progress: told how far each phase is.

        Raises:
            NotPermitted: the person may not import.
            NoSystem, NoZone, NoGridSaid: what was said of the log cannot be, or is not enough.
            NotFound: there is no grid with the code that was said.
            NotALog, NotATable, NoSource, WrongEncoding, EmptyTable: it cannot be read.
            NoSuchClassifier, BadActivities, TooManyActivities: its activities cannot be told.
            MissingColumns, BadMapping, AmbiguousColumns: its headings do not fit.
            RowsRejected: rows cannot be used, and ``options.partial`` is off. Nothing was written.
            Conflict: somebody acted on one of the cases meanwhile.
        """
        require(actor, IMPORTERS, N_("import data"))
        how, now = _checked(options), self._clock.now()
        with seldom_collected(), self._read(source, how, now, on_progress) as waiting:
            if waiting.tally.rejected and not how.partial:
                # Nothing will be written; the cases are looked at all the same, to name all that is wrong.
                with self._store.read() as session:
                    summary = _carry_out(session, actor, now, how, waiting, on_progress, write=False)
                raise RowsRejected(untouched(summary, waiting.tally.rows))
            with self._store.write() as session:
                chunks: list[Chunk] = []
                summary = _carry_out(
                    session, actor, now, how, waiting, on_progress, write=True, chunks=chunks
                )
                if summary.rejected and not how.partial:
                    raise RowsRejected(untouched(summary, waiting.tally.rows))
                number = _enter(session, actor, now, waiting, how, summary, chunks)
        return replace(summary, number=number)

    def relive(self, actor: Actor, entry: FormerEntry) -> int:
        """Write one entry of a log again, now, in a drill of what the log brought; return its case.

        Args:
            actor: who did it, or whoever acts for the trainers.
            entry: what was done; with the first of a case comes what the log says of the case.

        Raises:
            NotRelived: this is a database people work in.
            NotFound: the grid is not there.
        """
        # Loaded on use: only a ghost of an imported log does this.
        from models.exchange.logs.reliving import relive

        with self._store.write() as session:
            return relive(session, actor, self._clock.now(), entry)

    @contextmanager
    def _read(
        self, source: Source | Path, options: LogOptions, now: datetime, on_progress: Progress | None
    ) -> Iterator[Waiting]:
        """Read a log to its end, and give it back in order."""
        told = read_activities(options.activities) if options.activities is not None else {}
        with self._store.read() as session:
            zone = _zone(options.zone) if options.zone else office_zone(session)
        file = open_log(source)
        words = {fold(word) for each in FIELDS for word in each.headings()}
        table = read_log(
            file,
            classifier=options.classifier,
            encoding=options.encoding,
            separator=options.separator,
            sheet=options.sheet,
            known=words,
        )
        columns = Columns(table, options.mapping)
        if "grid" not in columns.by_field and not options.grid:
            raise NoGridSaid(file.name)
        with staging() as place:
            intake = Intake(place, columns, zone, now)
            for entry in table.entries:
                intake.take(entry)
                if on_progress is not None and intake.tally.rows % _TELL_EVERY == 0:
                    on_progress(intake.tally.rows, 0, READING)
            intake.spill(table.spilt)
            if not intake.tally.rows:
                raise EmptyTable(file.name)
            uses = tuple(uses_of(intake.tally.activities, told))
            yield Waiting(file, table, columns, intake.tally, place, uses, zone)


def _checked(options: LogOptions) -> LogOptions:
    system = clean_line(options.system)
    if not system or len(system) > SYSTEM_LENGTH:
        raise NoSystem(SYSTEM_LENGTH)
    return replace(options, system=system)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NoZone(clean_line(name)) from error


def _carry_out(
    session: Session,
    actor: Actor,
    now: datetime,
    options: LogOptions,
    waiting: Waiting,
    on_progress: Progress | None,
    *,
    write: bool,
    chunks: list[Chunk] | None = None,
) -> ImportSummary:
    builder = Builder(
        actor,
        options.system,
        LogKnown(session, options.grid),
        {use.activity: use for use in waiting.uses},
        waiting.columns.by_field,
        waiting.zone,
        options.channel,
    )
    calendar_id = calendar_in_force(session).edition.id
    tally = replace(waiting.tally, problems=list(waiting.tally.problems))
    outcome, taken = Outcome(), set[str]()
    done, total, phase = tally.rejected, tally.rows, WRITING if write else COMPARING
    for staged in _several(waiting.staging.cases()):
        cases = list(_built(builder, staged, tally))
        stored = stored_cases(session, options.system, [case.number for case in cases], lock=write)
        plans = [planned(options.system, calendar_id, case, stored.get(case.number)) for case in cases]
        _count(outcome, plans)
        fresh = [each for each in plans if each.stored is None]
        more = [each for each in plans if each.stored is not None and each.steps]
        give_numbers(session, options.system, fresh, taken)
        if write:
            write_fresh(session, actor, now, options.system, fresh)
            write_more(session, actor, now, options.system, more)
        if chunks is not None and (fresh or more):
            chunks.append(chunk_of(fresh, more))
        done += sum(len(each.entries) for each in staged)
        if on_progress is not None:
            on_progress(done, total, phase)
    return summary_of(outcome, tally, builder, waiting, options)


def _several(cases: Iterator[StagedCase]) -> Iterator[list[StagedCase]]:
    held: list[StagedCase] = []
    for case in cases:
        held.append(case)
        if len(held) == AT_ONCE:
            yield held
            held = []
    if held:
        yield held


def _built(builder: Builder, staged: list[StagedCase], tally: Tally) -> Iterator[LogCase]:
    for each in staged:
        try:
            yield builder.build(each)
        except CaseUnusable as bad:
            tally.reject(bad.row, bad.column, bad.value, bad.reason, rows=len(each.entries))


def _count(outcome: Outcome, plans: list[Written]) -> None:
    for each in plans:
        outcome.cases += 1
        outcome.same += len(each.case.steps) - len(each.steps)
        if each.stored is None:
            outcome.new_cases += 1
            outcome.created += len(each.steps)
            outcome.open_cases += bool(each.columns["open"])
            outcome.late_cases += each.columns["close_kind"] is CloseKind.LATE
            told = {step.state for step in each.steps}
            outcome.unaccepted += each.state is CaseState.REPORTED and CaseState.ACCEPTED in told
        elif each.steps:
            outcome.changed_cases += 1
            outcome.changed += len(each.steps)
            outcome.kept_back += len(each.steps) if each.stored.worked_on else 0


def _enter(
    session: Session,
    actor: Actor,
    now: datetime,
    waiting: Waiting,
    options: LogOptions,
    summary: ImportSummary,
    chunks: list[Chunk],
) -> int:
    """Write the batch down, with what taking it back needs, and its one entry in the ledger."""
    work = Work(actor, now, {}, session)
    table = RawTable(waiting.file.name, waiting.file.hash, waiting.table.headings, ())
    said = {"system": options.system, "grid": options.grid, "channel": options.channel.value}
    said |= {"zone": waiting.zone.key, "classifier": options.classifier}
    how = ImportOptions(options.partial, constants={name: text for name, text in said.items() if text})
    told = Told(table.name, table.hash, options_told(how))
    work.batch = enter_batch(work, told, summary)
    for seq, chunk in enumerate(chunks):
        write_chunk(session, work.batch, seq, chunk)
    record_batch(work, told, summary, {"system": options.system, **summary.totals})
    return work.batch
