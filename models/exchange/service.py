"""Imports and exports: one transaction each, every row accounted for."""

from __future__ import annotations

from dataclasses import replace
from typing import IO, TYPE_CHECKING

from sqlalchemy import select

from models.accounts.rules import require
from models.accounts.views import Actor, Role
from models.exchange import lists
from models.exchange.carrying import (
    carry_out,
    carry_wide,
    compared,
)
from models.exchange.exporting.service import ExportService
from models.exchange.exporting.views import Format, How, Wanted
from models.exchange.frame import Kind, Origin, Progress, Reading
from models.exchange.kinds import all_kinds, kind_named
from models.exchange.opening import open_mapped, open_table
from models.exchange.readers import RawTable, Source
from models.exchange.refusals import EmptyTable
from models.exchange.tables import ImportBatch
from models.exchange.views import BatchView, ImportOptions, ImportSummary, KindView
from models.kernel.tables import table_of
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from models.catalogue.editions.rules import Hint
    from models.exchange.lists import ListRead
    from models.kernel.clock import Clock
    from models.kernel.store import Store

IMPORTERS = (Role.SYSTEM_ADMIN,)


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
            WrongEncoding, NotATable, NoSuchSheet, EmptyTable, NoSource: the file cannot be read.
            MissingColumns, BadMapping, AmbiguousColumns: its headings do not fit.
            MissingSettings: something was not said that the kind has to know.
            RowsRejected: rows cannot be used, and ``options.partial`` is off; its
                ``summary`` lists every problem. Nothing was written.
        """
        require(actor, IMPORTERS, N_("import data"))
        chosen, how = kind_named(kind), options or ImportOptions()
        pairs = tuple(mapping)
        if chosen.wide is not None:
            reading = Reading(actor, self._clock.now(), {})
            return carry_wide(self._store, reading, chosen, source, pairs, how, on_progress)
        table, told = open_mapped(self._store, source, chosen, pairs, how, on_progress)
        if not table.rows:
            # A template nobody has filled in yet: nothing is wrong with it.
            return ImportSummary(None, chosen.name, assumptions=table.assumptions)
        return self._carry_out(actor, chosen, table, told, how, on_progress)

    def rehearse_file(
        self,
        actor: Actor,
        kind: str,
        source: Source | Path,
        mapping: Iterable[str] = (),
        options: ImportOptions | None = None,
    ) -> ImportSummary:
        """Do as :meth:`import_file`, tell all that came of it, and drop it; not for kinds of many rows.

        Unlike :meth:`plan_file` this knows what moves with the rows, and other writers wait meanwhile.
        """
        how = replace(options or ImportOptions(), rehearse=True)
        return self.import_file(actor, kind, source, mapping, how)

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
        table = open_table(source, lists.LIST, mapping, how, None)
        return lists.read_list(table, tuple(mapping), how, self._clock.now())

    def read_hints(self, source: Source | Path, mapping: Iterable[str] = ()) -> list[Hint]:
        """Read what became of old numbers from a table with the columns from, to and kind.

        Raises:
            WrongEncoding, NotATable, EmptyTable, NoSource, MissingColumns, ListRejected: as
                :meth:`read_list`.
        """
        table = open_table(source, lists.HINTS, mapping, ImportOptions(), None)
        return lists.read_hints(table, tuple(mapping), self._clock.now())

    def plan_file(
        self,
        actor: Actor,
        kind: str,
        source: Source | Path,
        mapping: Iterable[str] = (),
        options: ImportOptions | None = None,
        on_progress: Progress | None = None,
    ) -> ImportSummary:
        """Say what :meth:`import_file` would do, and write nothing.

        Rows that cannot be used are named in the summary as they would be, whether or not
        ``options.partial`` is on. Everything else is refused as by :meth:`import_file`.
        """
        require(actor, IMPORTERS, N_("import data"))
        chosen, how = kind_named(kind), options or ImportOptions()
        pairs = tuple(mapping)
        if chosen.wide is not None:
            reading = Reading(actor, self._clock.now(), {})
            return carry_wide(self._store, reading, chosen, source, pairs, how, on_progress, write=False)
        table, told = open_mapped(self._store, source, chosen, pairs, how, on_progress)
        return compared(self._store, self._reading(actor, table), chosen, table, told, how, on_progress)[0]

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
        chosen, how = kind_named(kind), options or ImportOptions()
        if chosen.wide is not None:
            reading = self._reading(actor, table)
            return carry_wide(self._store, reading, chosen, table, (), how, on_progress)
        return self._carry_out(actor, chosen, table, (), how, on_progress)

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

        Personal data is masked. Otherwise what is written can be imported again and changes
        nothing; see :meth:`models.exchange.exporting.service.ExportService.export`.

        Raises:
            NotPermitted: the person may not export.
            UnknownKind, NoExport: the kind cannot be given out.
        """
        how = How(Format.JSON_LINES if json_lines else Format.CSV, encoding)
        return ExportService(self._store, self._clock).export(actor, Wanted(kind), how, target).rows

    def batches(self, actor: Actor, limit: int = 100) -> list[BatchView]:
        """Return the newest imports, newest first."""
        require(actor, (*IMPORTERS, Role.AUDIT_ADMIN), N_("see the imports"))
        columns = table_of(ImportBatch).c
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
        return carry_out(self._store, self._reading(actor, table), kind, table, mapping, options, on_progress)

    def _reading(self, actor: Actor, table: RawTable) -> Reading:
        return Reading(
            actor, self._clock.now(), {}, origin=Origin(table.name, table.hash, table.sheet, table.title)
        )
