"""Imports and exports: one transaction each, every row accounted for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import Table, insert, select

from models.accounts.rules import require
from models.accounts.views import Actor, Role
from models.exchange import lists
from models.exchange.checking import checked
from models.exchange.frame import Kind, Progress, Reading, Work
from models.exchange.kinds import all_kinds, kind_named
from models.exchange.names import EXPORTABLE
from models.exchange.readers import RawTable, Source, read_table
from models.exchange.refusals import EmptyTable, NoExport, RowsRejected
from models.exchange.tables import ImportBatch
from models.exchange.views import (
    COMPARING,
    READING,
    WRITING,
    BatchView,
    ImportOptions,
    ImportSummary,
    KindView,
)
from models.exchange.writers import write_csv, write_json_lines
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.catalogue.editions.rules import Hint
    from models.exchange.lists import ListRead
    from models.kernel.clock import Clock
    from models.kernel.store import Store

_NAME = 255
"""Characters of a source's name that are kept."""
IMPORTERS = (Role.SYSTEM_ADMIN,)
EXPORTERS = (Role.SYSTEM_ADMIN, Role.DUTY_CHIEF, Role.LEADER)


class ExchangeService:
    """Bulk data in and out.

    Args:
        store: the database.
        clock: what the batches and versions are dated by.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def kinds(self) -> list[KindView]:
        """Return the kinds of tables, in the order in which they build on each other."""
        return [kind.view() for kind in all_kinds()]

    def kind(self, name: str) -> KindView:
        """Return one kind.

        Raises:
            UnknownKind: there is none of this name.
        """
        return kind_named(name).view()

    def import_file(
        self,
        actor: Actor,
        kind: str,
        source: Source | Path,
        mapping: Iterable[str] = (),
        options: ImportOptions | None = None,
        on_progress: Progress | None = None,
    ) -> ImportSummary:
        """Read a file and carry out what it says, all of it or nothing.

        Args:
            actor: a system administrator.
            kind: one of :data:`models.exchange.names.NAMES`.
            source: a file's path, or its bytes with a name.
            mapping: pairs ``heading=field`` or ``field=heading``.
            options: how to carry it out.
            on_progress: told how far each phase is.

        Raises:
            NotPermitted: the person may not import.
            UnknownKind: there is no such kind.
            WrongEncoding, NotATable, EmptyTable, NoSource: the file cannot be read.
            MissingColumns, BadMapping, AmbiguousColumns: its headings do not fit.
            RowsRejected: rows cannot be used, and ``options.partial`` is off; its
                ``summary`` lists every problem. Nothing was written.
        """
        require(actor, IMPORTERS, N_("import data"))
        chosen, how = kind_named(kind), options or ImportOptions()
        _tell(on_progress, 0, 1, READING)
        opened = Source.from_path(source) if isinstance(source, Path) else source
        table = read_table(opened, encoding=how.encoding, separator=how.separator)
        _tell(on_progress, 1, 1, READING)
        return self._carry_out(actor, chosen, table, tuple(mapping), how, on_progress)

    def read_list(
        self,
        source: Source | Path,
        mapping: Iterable[str] = (),
        options: ImportOptions | None = None,
    ) -> ListRead:
        """Read a whole list of matters from a table, writing nothing.

        Args:
            source: a file's path, or its bytes with a name.
            mapping: pairs ``heading=field`` or ``field=heading``.
            options: how to read it.

        Raises:
            WrongEncoding, NotATable, EmptyTable, NoSource: the file cannot be read.
            MissingColumns, BadMapping, AmbiguousColumns: its headings do not fit.
            ListRejected: rows cannot be used: a list with a gap would retire what it does not name.
        """
        how = options or ImportOptions()
        opened = Source.from_path(source) if isinstance(source, Path) else source
        table = read_table(opened, encoding=how.encoding, separator=how.separator)
        return lists.read_list(table, tuple(mapping), how, self._clock.now())

    def read_hints(self, source: Source | Path, mapping: Iterable[str] = ()) -> list[Hint]:
        """Read what became of old numbers from a table with the columns from, to and kind.

        Raises:
            WrongEncoding, NotATable, EmptyTable, NoSource, MissingColumns, ListRejected: as
                :meth:`read_list`.
        """
        opened = Source.from_path(source) if isinstance(source, Path) else source
        return lists.read_hints(read_table(opened), tuple(mapping), self._clock.now())

    def import_rows(
        self,
        actor: Actor,
        kind: str,
        rows: Sequence[Mapping[str, str]],
        name: str = "rows",
        options: ImportOptions | None = None,
        on_progress: Progress | None = None,
    ) -> ImportSummary:
        """Carry out rows held in memory as texts by heading; otherwise as :meth:`import_file`.

        The first row's number is 2, as if the headings stood above it.
        """
        require(actor, IMPORTERS, N_("import data"))
        if not rows:
            raise EmptyTable(name)
        headings = tuple(dict.fromkeys(heading for row in rows for heading in row))
        cells = [
            (number, [row.get(heading, "") for heading in headings]) for number, row in enumerate(rows, 2)
        ]
        digest = Source(name, repr(cells).encode("utf-8", "surrogatepass")).hash
        table = RawTable(name, digest, headings, cells)
        return self._carry_out(actor, kind_named(kind), table, (), options or ImportOptions(), on_progress)

    def export(
        self,
        actor: Actor,
        kind: str,
        target: IO[bytes],
        *,
        json_lines: bool = False,
        encoding: str = "utf-8-sig",
    ) -> int:
        """Write every row of a kind to ``target``, in a stable order; return how many.

        What is written can be imported again and changes nothing. Cells of a CSV file that a
        spreadsheet would take for a formula begin with an apostrophe.

        Raises:
            NotPermitted: the person may not export.
            UnknownKind, NoExport: the kind cannot be given out.
        """
        require(actor, EXPORTERS, N_("export data"))
        chosen = kind_named(kind)
        if not chosen.exports:
            raise NoExport(kind, ", ".join(EXPORTABLE))
        with self._store.read() as session:
            rows = chosen.export(session, actor, self._clock.now())
            if json_lines:
                return write_json_lines(target, chosen.columns(), rows)
            return write_csv(target, chosen.columns(), rows, encoding)

    def batches(self, actor: Actor, limit: int = 100) -> list[BatchView]:
        """Return the newest imports, newest first."""
        require(actor, (*IMPORTERS, Role.AUDIT_ADMIN), N_("see the imports"))
        columns = ImportBatch.__table__.c  # type: ignore[attr-defined]
        wanted = [columns[name] for name in BatchView.__dataclass_fields__]
        statement = select(*wanted).order_by(columns.number.desc()).limit(limit)
        with self._store.read() as session:
            return [BatchView(*row) for row in session.connection().execute(statement)]

    def _carry_out(
        self,
        actor: Actor,
        kind: Kind,
        table: RawTable,
        mapping: tuple[str, ...],
        options: ImportOptions,
        on_progress: Progress | None,
    ) -> ImportSummary:
        reading = Reading(actor, self._clock.now(), {})
        good = checked(kind, table, mapping, options, reading, on_progress)
        total = len(good.rows)
        with self._store.write() as session:
            work = Work(actor, reading.at, reading.headings, session)
            work.progress = lambda done, of: _tell(on_progress, done, of, COMPARING)
            _tell(on_progress, 0, total, COMPARING)
            comparison = kind.compare(good.rows, work)
            problems = sorted([*good.problems, *comparison.problems], key=lambda problem: problem.row)
            summary = ImportSummary(
                number=None,
                kind=kind.name,
                created=len(comparison.created),
                changed=len(comparison.changed),
                same=comparison.same,
                skipped=comparison.skipped,
                rejected=len({problem.row for problem in problems}),
                problems=tuple(problems),
                assumptions=table.assumptions,
                unknown_columns=good.unknown,
            )
            if problems and not options.partial:
                raise RowsRejected(_untouched(summary, len(table.rows)))
            work.progress = lambda done, of: _tell(on_progress, done, of, WRITING)
            _tell(on_progress, 0, total, WRITING)
            facts = kind.write(comparison, work)
            number = _enter_batch(work, table, summary, options, {**facts})
            _tell(on_progress, total, total, WRITING)
        return replace(
            summary, number=number, completed=len(comparison.extra), totals=dict(comparison.totals)
        )


def _untouched(summary: ImportSummary, rows: int) -> ImportSummary:
    """Return the summary of an import that was refused: the good rows were skipped."""
    return replace(summary, created=0, changed=0, same=0, skipped=rows - summary.rejected)


def _enter_batch(
    work: Work, table: RawTable, summary: ImportSummary, options: ImportOptions, facts: dict[str, Any]
) -> int:
    counts = {name: getattr(summary, name) for name in ("created", "changed", "same", "skipped", "rejected")}
    told = {"partial": options.partial, "constants": dict(options.constants)}
    batch: Table = ImportBatch.__table__  # type: ignore[attr-defined]
    statement = (
        insert(batch)
        .values(
            kind=summary.kind,
            source_name=table.name[:_NAME],
            source_hash=table.hash,
            options=told,
            actor_id=work.actor.account_id,
            at=work.at,
            **counts,
        )
        .returning(batch.c.number)
    )
    number = int(work.session.connection().execute(statement).scalar_one())
    after = {"kind": summary.kind, "file": table.name[:_NAME], "sha256": table.hash, **counts, **facts}
    record(work.session, work.actor, work.at, f"batch:{number}", "import", None, after)
    return number


def _tell(on_progress: Progress | None, done: int, total: int, phase: str) -> None:
    if on_progress is not None:
        on_progress(done, total, phase)
