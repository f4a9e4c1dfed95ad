"""The door to the files of cases: attach, list, read, withdraw."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sqlalchemy import insert, update

from models.accounts.rules import require
from models.accounts.views import Role
from models.cases import queries
from models.cases.door import clean_entries, tells_why
from models.cases.files.queries import FILES, file_row, files_of, group_of, taken, view_of
from models.cases.files.refusals import (
    CaseFull,
    DetachUnfounded,
    FileEmpty,
    FileKindUnknown,
    FileKindWrong,
    FileLost,
    FileNotKept,
    FileTooLarge,
    FileWithdrawn,
    MayNotAttach,
    MayNotDetach,
)
from models.cases.files.rules import KINDS, clean_name, ending, fits
from models.cases.files.views import AttachmentView, Limits
from models.cases.ledgering import digest, shown, stream_of
from models.cases.pairing import works_on
from models.cases.performing import seen_and_locked
from models.cases.rules import READER_ROLES
from models.cases.views import ActionEntries
from models.kernel.errors import NotFound
from models.kernel.filestore import TooLong
from models.kernel.oserrors import why
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.files.sources import FileSource
    from models.kernel.clock import Clock
    from models.kernel.filestore import FileStore, Staged
    from models.kernel.findings import Finding
    from models.kernel.store import Store

_LOOK = N_("look at cases")
_FILE = N_("file")
_MISSING, _DAMAGED = N_("missing"), N_("damaged")
_COPIES_KEPT = 12 * 3600
"""Seconds a copy that was opened is left for its reader"""


class FileService:
    """Files of cases.

    Args:
        store: the open database.
        clock: gives every entry its time.
        files: where the contents lie.
        limits: how much may be attached.
    """

    def __init__(self, store: Store, clock: Clock, files: FileStore, limits: Limits | None = None) -> None:
        self._store = store
        self._clock = clock
        self._files = files
        self.limits = limits or Limits()

    def attachments(
        self, actor: Actor, case_id: int, *, withdrawn: bool = False
    ) -> tuple[AttachmentView, ...]:
        """Return the files of a case and of those merged with it.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight.
        """
        require(actor, READER_ROLES, _LOOK)
        with self._store.read() as session:
            return files_of(session, actor, case_id, withdrawn=withdrawn)

    def may_attach(self, actor: Actor, case_id: int) -> bool:
        """Say whether a person can attach files to a case now."""
        with self._store.read() as session:
            return _may_attach(session, actor, case_id, self._clock.now())[0]

    def attach(self, actor: Actor, case_id: int, source: FileSource, note: str = "") -> AttachmentView:
        """Attach a file to a case; its content is copied, what happens to the original is no matter.

        For whoever has something to do on the case now; as long as it is open also for whoever reported
        or accepted it, or has it.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight.
            MayNotAttach: they have nothing to do with it now.
            FileUnusable: the file is gone, no ordinary one, or may not be read.
            FileKindUnknown, FileKindWrong, FileEmpty, FileTooLarge: it is none that is taken.
            CaseFull: the case takes no more.
            FileNotKept: the machine would not take it.
            Invalid: the note is too long.
        """
        require(actor, READER_ROLES, _LOOK)
        said = clean_entries(ActionEntries(note=note)).note
        name = clean_name(source.name)
        kind = ending(name)
        now = self._clock.now()
        with self._store.read() as session:
            self._require_room(session, actor, case_id, now, 0)
        staged = self._stage(source, kind)
        try:
            self._require_fitting(source, kind, staged)
            with self._store.write() as session:
                seen_and_locked(session, actor, case_id)
                number, seq = self._require_room(session, actor, case_id, now, staged.size)
                row = {"case_id": case_id, "seq": seq, "name": name, "kind": kind, "size": staged.size}
                row |= {"sha256": staged.sha256, "note": said, "at": now}
                by = {"account_id": actor.account_id, "actor_name": actor.name, "withdrawn_by": ""}
                by |= {"withdrawn_reason": ""}
                made = insert(FILES).values(**row, **by).returning(*FILES.c)
                kept = session.connection().execute(made).one()
                facts = {"seq": seq, "name": digest(name), "kind": kind, "size": staged.size}
                facts |= {"sha256": staged.sha256, "note": said}
                record(session, actor, now, stream_of(number), "case.attach", None, shown(facts))
                if not self._store.rehearsing:
                    self._files.keep(staged)
                return view_of(kept, number, own=True)
        except OSError as error:
            raise FileNotKept(source.shown, why(error)) from error
        finally:
            staged.drop()

    def _stage(self, source: FileSource, kind: str) -> Staged:
        with source.opened() as stream:
            if kind not in KINDS:
                raise FileKindUnknown(source.shown)
            try:
                return self._files.stage(stream, self.limits.file_bytes)
            except TooLong as error:
                raise FileTooLarge(source.shown, self.limits.file_bytes) from error
            except OSError as error:
                raise FileNotKept(source.shown, why(error)) from error

    @staticmethod
    def _require_fitting(source: FileSource, kind: str, staged: Staged) -> None:
        if not staged.size:
            raise FileEmpty(source.shown)
        if not fits(kind, staged.head, staged.path):
            raise FileKindWrong(source.shown, kind)

    def _require_room(
        self, session: Session, actor: Actor, case_id: int, now: datetime, size: int
    ) -> tuple[str, int]:
        """Let the person go on if the case takes the file from them; return its number and the file's."""
        allowed, number = _may_attach(session, actor, case_id, now)
        if not allowed:
            raise MayNotAttach(actor.name, number)
        count, total, last = taken(session, case_id)
        limits = self.limits
        if count >= limits.case_files or total + size > limits.case_bytes:
            raise CaseFull(number, limits.case_files, limits.case_bytes)
        return number, last + 1

    def open_copy(self, actor: Actor, case_id: int, seq: int, into: Path, of: int | None = None) -> Path:
        """Return a copy to read, under the file's own name; the reading is written to the ledger.

        Copies somebody opened long ago are cleared away.

        Args:
            actor: who reads.
            case_id: the case looked at.
            seq: the file's number.
            into: a folder of the person's own, for copies.
            of: the case merged with it that the file belongs to, if not the case itself.

        Raises:
            NotPermitted, NotFound, FileWithdrawn, FileLost: as :meth:`save`.
            FileNotKept: the copy cannot be written.
        """
        row = self._readable(actor, case_id, seq, of)
        try:
            into.mkdir(mode=0o700, parents=True, exist_ok=True)
            _clear(into)
            copy = Path(tempfile.mkdtemp(dir=into)) / row.name
            with copy.open("xb") as target:
                self._copy(row, target)
            copy.chmod(0o400)
        except OSError as error:
            raise FileNotKept(row.name, why(error)) from error
        self._note_reading(actor, row)
        return copy

    def save(self, actor: Actor, case_id: int, seq: int, target: IO[bytes], of: int | None = None) -> str:
        """Write a file's content into ``target``, note the reading in the ledger; return its name.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight, or has no such file.
            FileWithdrawn: it was withdrawn.
            FileLost: the store has lost it.
            OSError: ``target`` cannot be written.
        """
        row = self._readable(actor, case_id, seq, of)
        self._copy(row, target)
        self._note_reading(actor, row)
        return str(row.name)

    def _readable(self, actor: Actor, case_id: int, seq: int, of: int | None) -> _Found:
        require(actor, READER_ROLES, _LOOK)
        with self._store.read() as session:
            numbers = group_of(session, actor, case_id)
            owner = case_id if of is None else of
            row = file_row(session, owner, seq) if owner in numbers else None
        if row is None:
            raise NotFound(_FILE, seq)
        number = numbers[owner]
        if row.withdrawn_at is not None:
            raise FileWithdrawn(number, seq, row.withdrawn_by, row.withdrawn_reason)
        if self._files.size_of(row.sha256) is None:
            raise FileLost(number, seq, _MISSING)
        return _Found(number, row)

    def _copy(self, found: _Found, target: IO[bytes]) -> None:
        if not self._files.write_to(found.sha256, target):
            raise FileLost(found.number, found.seq, _DAMAGED)

    def _note_reading(self, actor: Actor, found: _Found) -> None:
        facts = {"seq": found.seq, "sha256": found.sha256}
        with self._store.write(quiet=True) as session:
            record(session, actor, self._clock.now(), stream_of(found.number), "case.read_file", None, facts)

    def withdraw(self, actor: Actor, case_id: int, seq: int, reason: str) -> AttachmentView:
        """Take a file out of sight; it stays in the store, and the ledger says who did it.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight, or has no such file.
            FileWithdrawn: it was done before.
            MayNotDetach: somebody else attached it, and the person is no duty chief.
            DetachUnfounded, Invalid: no reason is given in words, or one too long to keep.
        """
        require(actor, READER_ROLES, _LOOK)
        why_so = clean_entries(ActionEntries(reason=reason)).reason
        if not tells_why(why_so):
            raise DetachUnfounded
        now = self._clock.now()
        with self._store.write() as session:
            number = seen_and_locked(session, actor, case_id).number
            row = file_row(session, case_id, seq)
            if row is None:
                raise NotFound(_FILE, seq)
            if row.withdrawn_at is not None:
                raise FileWithdrawn(number, seq, row.withdrawn_by, row.withdrawn_reason)
            if row.account_id != actor.account_id and not actor.has(Role.DUTY_CHIEF):
                raise MayNotDetach(number, seq, row.actor_name)
            changes = {"withdrawn_at": now, "withdrawn_id": actor.account_id, "withdrawn_by": actor.name}
            changes |= {"withdrawn_reason": why_so}
            statement = update(FILES).where(FILES.c.id == row.id).values(**changes).returning(*FILES.c)
            kept = session.connection().execute(statement).one()
            facts = {"seq": seq, "sha256": row.sha256, "reason": why_so}
            record(session, actor, now, stream_of(number), "case.detach", None, shown(facts))
            return view_of(kept, number, own=True)

    def check(self, *, deep: bool = False) -> list[Finding]:
        """Compare the store with the database; ``deep`` reads every file anew."""
        # Loaded where it is asked: no console ever checks a database.
        from models.cases.files.checking import file_findings

        with self._store.read() as session:
            return list(file_findings(session, self._files, deep=deep))


class _Found:
    """A file that may be read, and the number of its case."""

    def __init__(self, number: str, row: Row[tuple[object, ...]]) -> None:
        self.number = number
        self.seq: int = row.seq
        self.name: str = row.name
        self.sha256: str = row.sha256


def _may_attach(session: Session, actor: Actor, case_id: int, now: datetime) -> tuple[bool, str]:
    row = queries.facts(session, actor, case_id).row
    own = actor.account_id in {row.reporter_account_id, row.acceptor_id, row.owner_id}
    return (row.open and own) or works_on(session, actor, row, now), row.number


def _clear(folder: Path) -> None:
    """Take away what was opened long ago; what cannot be taken away stays until the next time."""
    before = time.time() - _COPIES_KEPT
    for path in _subfolders(folder):
        with suppress(OSError):
            if path.stat().st_mtime < before:
                shutil.rmtree(path, ignore_errors=True)


def _subfolders(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
