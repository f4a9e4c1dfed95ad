"""Plans: made without writing, kept in a file, carried out later if nothing they rest on has moved."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from models.accounts.rules import require
from models.exchange.batches import Told, options_told
from models.exchange.carrying import (
    carry_out,
    compared,
    nothing_good,
    plan_source,
    refuse_unless,
    without_batch,
)
from models.exchange.frame import Comparison, Kind, Origin, Progress, Reading
from models.exchange.kinds import kind_named
from models.exchange.lines import BatchState, Line, Verdict
from models.exchange.opening import open_mapped
from models.exchange.planfile import PlanPart, PlanWriter, WidePlan, read_parts
from models.exchange.planned import apply_wide_part, done_already, known_batch, part_problems, part_summary
from models.exchange.planrefusals import NoTarget, PlanMoved
from models.exchange.readers import RawTable, Source
from models.exchange.service import IMPORTERS
from models.exchange.stream import NotPlain
from models.exchange.views import ImportOptions, ImportSummary
from models.kernel.oserrors import why
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from models.accounts.views import Actor
    from models.exchange.views import Reason
    from models.kernel.clock import Clock
    from models.kernel.store import Store

_NAMED = 5
"""Keys a refusal names"""


class PlanService:
    """Plans of imports.

    Args:
        store: the database.
        clock: what plans and batches are dated by.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def make(
        self,
        actor: Actor,
        kind: str,
        sources: Sequence[Source | Path],
        target: Path,
        mapping: Iterable[str] = (),
        options: ImportOptions | None = None,
        tell: Callable[[Reason], str] = str,
        on_progress: Progress | None = None,
    ) -> list[ImportSummary]:
        """Write into ``target`` what importing each source would do; return what each comes to.

        Args:
            actor: a system administrator.
            kind: one of :data:`models.exchange.names.NAMES`.
            sources: files, or their bytes with a name; each is planned by itself.
            target: the plan's file; it appears whole or not at all.
            mapping: pairs ``heading=field`` or ``field=heading``.
            options: how it is to be carried out.
            tell: says in words why a row is rejected.
            on_progress: told how far each phase is.

        Raises:
            NotPermitted: the person may not import.
            NoTarget: the plan cannot be written there.
            DomainError: as :meth:`models.exchange.service.ExchangeService.plan_file`.
        """
        require(actor, IMPORTERS, N_("import data"))
        chosen, how, pairs = kind_named(kind), options or ImportOptions(), tuple(mapping)
        try:
            handle, name = tempfile.mkstemp(prefix=".plan-", dir=target.parent)
        except OSError as error:
            raise NoTarget(str(target), why(error)) from error
        written = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                found = [
                    self._plan(actor, chosen, source, file, pairs, how, tell, on_progress)
                    for source in sources
                ]
            written.replace(target)
        except OSError as error:
            # Whatever is wrong with a source was said as such.
            raise NoTarget(str(target), why(error)) from error
        finally:
            with suppress(FileNotFoundError):
                written.unlink()
        return found

    def apply(
        self,
        actor: Actor,
        plan: Path,
        *,
        atomic: bool = False,
        overwrite: bool = True,
        on_progress: Progress | None = None,
    ) -> list[ImportSummary]:
        """Carry out every plan of a file, each as a batch of its own.

        A plan that was stopped half way is continued; one that was carried out changes nothing.

        Args:
            actor: a system administrator.
            plan: the file.
            atomic: write each within one transaction.
            overwrite: whether what stands may be overwritten.
            on_progress: told how far it is.

        Raises:
            NotPermitted: the person may not import.
            NotAPlan, PlanEdited: the file cannot be used.
            PlanMoved: what it rests on has changed.
            RowsRejected: rows were rejected, and the plan was made to be all or nothing.
            WouldOverwrite: ``overwrite`` is off, and something would be.
        """
        require(actor, IMPORTERS, N_("import data"))
        return [
            self._apply(actor, part, ImportOptions(atomic=atomic, overwrite=overwrite), on_progress)
            for part in read_parts(plan)
        ]

    def _plan(
        self,
        actor: Actor,
        kind: Kind,
        source: Source | Path,
        file: IO[bytes],
        mapping: tuple[str, ...],
        options: ImportOptions,
        tell: Callable[[Reason], str],
        on_progress: Progress | None,
    ) -> ImportSummary:
        reading = Reading(actor, self._clock.now(), {})
        head = _head(reading, kind, mapping, options)
        writer = PlanWriter(file, tell)
        if kind.wide is None:
            table, mapping = open_mapped(self._store, source, kind, mapping, options, on_progress)
            reading.origin = Origin(table.name, table.hash, table.sheet, table.title)
            summary, comparison = compared(self._store, reading, kind, table, mapping, options, on_progress)
            writer.begin(head | _table_head(table))
            _write_rows(writer, table, summary, comparison)
            writer.end(_counts(summary))
            return summary
        head |= {"chunked": True, "file": source.name, "sha256": _digest(source)}
        start = file.tell()
        for streamed in (True, False):
            writer.begin(head)
            with suppress(NotPlain):
                summary = plan_source(
                    self._store, reading, kind, source, mapping, options, WidePlan(writer, kind.wide),
                    on_progress, streamed=streamed,
                )  # fmt: skip
                writer.end(_counts(summary))
                return summary
            file.seek(start)
            file.truncate()
            writer = PlanWriter(file, tell)
        raise NotPlain

    def _apply(
        self, actor: Actor, part: PlanPart, how: ImportOptions, on_progress: Progress | None
    ) -> ImportSummary:
        head = part.head
        kind = kind_named(head["kind"])
        options = replace(how, partial=head["options"]["partial"], constants=head["options"]["constants"])
        summary = part_summary(part)
        with self._store.read() as session:
            batch, state = known_batch(session, part.digest)
        if state is BatchState.DONE:
            return done_already(summary, batch)
        reading = Reading(actor, self._clock.now(), {})
        reading.origin = Origin(head["file"], head["sha256"], head.get("sheet", ""), head.get("title", ""))
        told = Told(head["file"], head["sha256"], options_told(options), plan_hash=part.digest)
        if kind.wide is not None:
            told_whole = part_problems(part, summary)
            refuse_unless(told_whole, options, summary.rows, kind)
            if nothing_good(summary):
                return without_batch(told_whole)
            resumed = batch if state is BatchState.OPEN else 0
            return apply_wide_part(
                self._store, kind.wide, reading, part, told, summary, on_progress,
                atomic=options.atomic, resumed=resumed,
            )  # fmt: skip
        table = _table(part)

        def agree(comparison: Comparison, found: ImportSummary) -> None:
            moved = _moved(part, table, found, comparison)
            if moved:
                raise PlanMoved(part.path.name, moved)

        return carry_out(
            self._store, reading, kind, table, tuple(head["mapping"]), options, on_progress,
            told=told, agree=agree,
        )  # fmt: skip


def _head(reading: Reading, kind: Kind, mapping: tuple[str, ...], options: ImportOptions) -> dict[str, Any]:
    return {
        "kind": kind.name,
        "made_at": reading.at.isoformat(),
        "made_by": reading.actor.name,
        "mapping": list(mapping),
        "options": options_told(options),
        "undoable": kind.undoable,
    }


def _table_head(table: RawTable) -> dict[str, Any]:
    return {
        "chunked": False,
        "file": table.name,
        "sha256": table.hash,
        "sheet": table.sheet,
        "title": table.title,
        "headings": list(table.headings),
        "spill": [list(each) for each in table.spill],
    }


def _digest(source: Source | Path) -> str:
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""  # Whoever reads it says why it cannot be.
    return source.hash


def _counts(summary: ImportSummary) -> dict[str, int]:
    names = ("created", "changed", "same", "skipped", "rejected", "completed")
    return {name: getattr(summary, name) for name in names}


def _write_rows(writer: PlanWriter, table: RawTable, summary: ImportSummary, comparison: Comparison) -> None:
    """Write the lines and problems in the order of the rows, with the cells they were read from."""
    by_row: dict[int, list[Any]] = {}
    for line in comparison.lines:
        by_row.setdefault(line.row, []).append(line)
    for problem in summary.problems:
        by_row.setdefault(problem.row, []).append(problem)
    standing = Verdict.CREATE if not comparison.same + len(comparison.changed) else Verdict.SAME
    for number, cells in table.rows:
        said = by_row.pop(number, None) or [Line(number, standing, "")]
        for place, each in enumerate(said):
            own = None if place else cells
            writer.line(each, own) if isinstance(each, Line) else writer.problem(each, own)
    for said in by_row.values():
        for each in said:
            writer.line(each) if isinstance(each, Line) else writer.problem(each)


def _table(part: PlanPart) -> RawTable:
    head = part.head
    rows = [(row["row"], row["cells"]) for row in part.rows() if "cells" in row]
    spill = tuple((number, text) for number, text in head["spill"])
    return RawTable(head["file"], head["sha256"], tuple(head["headings"]), rows, (), spill, head["sheet"])


def _moved(part: PlanPart, table: RawTable, summary: ImportSummary, comparison: Comparison) -> str:
    """Return the keys of rows to which something else would happen now; empty if none."""
    file = io.BytesIO()
    now = PlanWriter(file, str)
    now.begin({})
    _write_rows(now, table, summary, comparison)
    if now.state() == part.rests_on:
        return ""
    fresh = [_said(line) for line in file.getvalue().splitlines()[1:]]
    differing = [
        str(before.get("key") or before["row"])
        for before, after in zip((_said(row) for row in part.rows()), fresh, strict=False)
        if before != after
    ]
    return ", ".join(differing[:_NAMED]) or "…"


def _said(row: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(row) if isinstance(row, bytes) else row
    return {name: value for name, value in document.items() if name not in {"reason", "cells"}}
