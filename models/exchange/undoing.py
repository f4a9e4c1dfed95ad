"""Batches: the list of them, what each did, and taking one back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from models.accounts.rules import require
from models.accounts.views import Role
from models.exchange.batches import Told, enter_batch, record_batch
from models.exchange.frame import Kind, Work
from models.exchange.journal import Chunk, findings, read_chunks, write_chunk
from models.exchange.kinds import kind_named
from models.exchange.lines import UNDO, BatchState, Line, Verdict
from models.exchange.logs.undoing import KIND as LOG
from models.exchange.logs.undoing import take_back_log
from models.exchange.names import NAMES
from models.exchange.planrefusals import NotUndoable, SomethingRests
from models.exchange.resting import References, kept_of
from models.exchange.service import IMPORTERS
from models.exchange.tables import ImportBatch
from models.exchange.views import BatchView, ImportSummary, Resting, UndoReport
from models.exchange.wide import Changed
from models.kernel.bulk import uncollected
from models.kernel.errors import NotFound
from models.kernel.tables import table_of
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.wide import Wide
    from models.kernel.clock import Clock
    from models.kernel.findings import Finding
    from models.kernel.store import Store

_BATCH = table_of(ImportBatch)
_NAMED = 200
"""Things that rest on a batch which a report names"""
_LATER = N_("it was changed later")


class _OnlyRehearsed(Exception):
    """Rolls a rehearsal back."""


@dataclass(slots=True)
class _Taken:
    """How far taking back is."""

    removed: int = 0
    restored: int = 0
    kept: int = 0
    resting: list[Resting] = field(default_factory=list)

    def keep(self, found: Sequence[Resting]) -> None:
        self.kept += len(found)
        self.resting += found[: max(0, _NAMED - len(self.resting))]


class BatchService:
    """Imports that were carried out, and taking them back.

    Args:
        store: the database.
        clock: what an undoing is dated by.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def show(self, actor: Actor, number: int) -> BatchView:
        """Return one import.

        Raises:
            NotPermitted: the person may not see the imports.
            NotFound: there is none of this number.
        """
        require(actor, (*IMPORTERS, Role.AUDIT_ADMIN), N_("see the imports"))
        with self._store.read() as session:
            return _batch(session, number)

    def lines(self, actor: Actor, number: int) -> Iterator[Line]:
        """Yield what an import did, row by row; raises as :meth:`show`."""
        require(actor, (*IMPORTERS, Role.AUDIT_ADMIN), N_("see the imports"))
        with self._store.read() as session:
            _batch(session, number)
            for chunk in read_chunks(session, number):
                yield from map(_for_eyes, chunk.lines())

    def require_undoable(self, actor: Actor, number: int) -> None:
        """Let an import pass that can be taken back, whatever may rest on single rows of it.

        Raises:
            NotPermitted, NotFound, NotUndoable: as :meth:`undo`.
        """
        require(actor, IMPORTERS, N_("import data"))
        with self._store.read() as session:
            _undoable(session, _batch(session, number))

    def undo(self, actor: Actor, number: int, *, partial: bool = False, rehearse: bool = False) -> UndoReport:
        """Take an import back: what it created goes, what it changed is as it was.

        Args:
            actor: a system administrator.
            number: of the import.
            partial: leave the rows that something rests on, and take the others back.
            rehearse: do all of it and roll it back; the report says what would have come of it.

        Raises:
            NotPermitted: the person may not import.
            NotFound: there is no import of this number.
            NotUndoable: the kind of table, or this batch, cannot be taken back.
            SomethingRests: something rests on rows of it, and ``partial`` is off.
        """
        require(actor, IMPORTERS, N_("import data"))
        with suppress(_OnlyRehearsed), self._store.write() as session, uncollected():
            batch = _batch(session, number)
            kind = _undoable(session, batch)
            summary = ImportSummary(None, batch.kind)
            work = Work(actor, self._clock.now(), {}, session)
            told = Told(batch.source_name, batch.source_hash, {"partial": partial}, undoes=number)
            work.batch = enter_batch(work, told, summary)
            taken = _Taken()
            if kind is None:
                taken.removed, taken.restored, found = take_back_log(work, number, batch.created)
                taken.keep(found)
            elif kind.wide is not None:
                references = References(session, kind.wide.key_column())
                with references.followed_back(batch.created):
                    _take_back_wide(kind.wide, work, number, references, taken)
            else:
                _take_back(kind, work, number, taken)
            report = UndoReport(
                work.batch,
                number,
                batch.kind,
                taken.removed,
                taken.restored,
                taken.kept,
                tuple(taken.resting),
                work.moved,
            )
            if taken.kept and not partial:
                raise SomethingRests(replace(report, number=None, removed=0, restored=0))
            _close(work, told, report)
            if rehearse:
                raise _OnlyRehearsed
        return replace(report, number=None) if rehearse else report

    def check(self) -> list[Finding]:
        """Recompute the digests of the journal; return what differs."""
        with self._store.read() as session:
            return list(findings(session))


def _for_eyes(line: Line) -> Line:
    """Return a line without what only taking back needs: texts of cases may name anybody."""
    if not line.after or UNDO not in line.after:
        return line
    return line._replace(after={name: value for name, value in line.after.items() if name != UNDO})


def _batch(session: Session, number: int) -> BatchView:
    wanted = [_BATCH.c[name] for name in BatchView.__dataclass_fields__]
    row = session.connection().execute(select(*wanted).where(_BATCH.c.number == number)).first()
    if row is None:
        raise NotFound(N_("import"), number)
    return BatchView(*row)


def _undoable(session: Session, batch: BatchView) -> Kind | None:
    """Return the kind of a batch that can be taken back; ``None`` for that of logs, which is none."""
    number = batch.number
    if batch.undoes is not None:
        raise NotUndoable(
            number, Phrase(N_("it is itself the undoing of import %(undone)s"), undone=batch.undoes)
        )
    if batch.state is BatchState.UNDONE:
        raise NotUndoable(number, N_("it was undone already"))
    if batch.kind not in NAMES and batch.kind != LOG:
        raise NotUndoable(number, Kind.stays)
    kind = None if batch.kind == LOG else kind_named(batch.kind)
    if kind is not None and not kind.undoable:
        raise NotUndoable(number, kind.stays)
    wrote = batch.state is BatchState.DONE and batch.created + batch.changed
    if wrote and next(read_chunks(session, number), None) is None:
        raise NotUndoable(number, N_("it was carried out before imports kept what undoing needs"))
    return kind


def _close(work: Work, told: Told, report: UndoReport) -> None:
    """Write what the undoing came to into both batches, and into the ledger."""
    run = work.session.connection().execute
    counts = {"changed": report.removed + report.restored, "skipped": report.kept}
    run(update(_BATCH).where(_BATCH.c.number == work.batch).values(**counts))
    state = BatchState.PARTLY if report.kept else BatchState.UNDONE
    run(update(_BATCH).where(_BATCH.c.number == report.batch).values(state=state))
    summary = ImportSummary(None, report.kind, changed=counts["changed"], skipped=report.kept)
    facts = {
        "undoes": report.batch,
        "removed": report.removed,
        "restored": report.restored,
        "kept": report.kept,
    }
    record_batch(work, told, summary, facts, "undo")


def _take_back(kind: Kind, work: Work, number: int, taken: _Taken) -> None:
    lines = [line for chunk in read_chunks(work.session, number) for line in chunk.lines()]
    found = kind.undo(lines, work)
    lost = {each.key for each in found}
    taken.keep(found)
    done = [line for line in lines if line.key not in lost]
    taken.removed = sum(line.verdict is not Verdict.CHANGE for line in done)
    taken.restored = len(done) - taken.removed
    back = [Line(line.row, Verdict.CHANGE, line.key, line.after, line.before) for line in done]
    write_chunk(work.session, work.batch, 0, Chunk.of_lines(back))


def _take_back_wide(wide: Wide, work: Work, number: int, references: References, taken: _Taken) -> None:
    session = work.session
    for seq, chunk in enumerate(read_chunks(session, number, last_first=True)):
        changed = [_changed(wide, each) for each in chunk.changed]
        created, lost, back = list(chunk.keys), set[str](), changed
        whole = not changed and wide.as_created(session, chunk.keys)
        if not whole:
            there = wide.versions(session, [*chunk.keys, *(each.key for each in changed)])
            back = [each for each in changed if there.get(each.key) == each.version + 1]
            later = [each.key for each in changed if there.get(each.key) != each.version + 1]
            # Whoever removed a row already has taken it back.
            created = [key for key in chunk.keys if key in there]
            lost = {key for key in created if there[key] != 1}
            taken.keep([Resting(key, _LATER) for key in (*sorted(lost), *later)])
        kept = kept_of(references, created, lost, partial(_above, wide, wide.upper(created) | lost))
        taken.keep([Resting(key, why) for key, why in kept.items()])
        going = [key for key in created if key not in lost and key not in kept] if lost or kept else created
        taken.removed += wide.remove(session, going, stretch=whole and going is created)
        wide.restore(work, back)
        taken.restored += len(back)
        undone = [_undone(wide, each) for each in back]
        write_chunk(session, work.batch, seq, Chunk(changed=undone))


def _above(wide: Wide, those: Collection[str], key: str) -> str | None:
    """Return what is above one of ``those``; of others it does not matter."""
    return wide.above(key) if key in those else None


def _changed(wide: Wide, kept: tuple[int, str, dict[str, Any], dict[str, Any], int]) -> Changed:
    row, key, before, after, version = kept
    return Changed(row, key, _facts(wide, before), _facts(wide, after), version)


def _undone(wide: Wide, each: Changed) -> tuple[int, str, dict[str, Any], dict[str, Any], int]:
    return each.row, each.key, wide.document(each.after), wide.document(each.before), each.version + 1


def _facts(wide: Wide, document: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(document[name] for name in wide.facts)
