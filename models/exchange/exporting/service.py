"""Exports: made whole, written to the ledger, and only then handed over."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import insert, update

from models.accounts.rules import require
from models.accounts.views import Role
from models.exchange.exporting import queries
from models.exchange.exporting.making import Making
from models.exchange.exporting.refusals import (
    NothingPersonal,
    OwnRequest,
    RequestUnusable,
    RevealUnexplained,
)
from models.exchange.exporting.rules import APPROVERS, BULK, EXPORTERS, VALID
from models.exchange.exporting.views import (
    ExportRequestView,
    ExportSummary,
    ExportView,
    How,
    Masking,
    RequestState,
    Wanted,
)
from models.exchange.kinds import kind_named
from models.exchange.names import EXPORTABLE
from models.exchange.refusals import NoExport
from models.kernel.documents import canonical, plain
from models.kernel.text import clean_block, clean_line
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.frame import Kind, Progress
    from models.kernel.clock import Clock
    from models.kernel.store import Store

_EXPORT = N_("export data")
_REASON, _LEAST_REASON = 1000, 2
_IN_MEMORY = 4 * 1024**2
"""Bytes of a file that is being made and not yet on the disk"""
_COLUMNS = 1000


class ExportService:
    """Tables out, and the second person's word where it is needed.

    Args:
        store: the database.
        clock: what exports and requests are dated by.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def export(
        self,
        actor: Actor,
        wanted: Wanted,
        how: How,
        target: IO[bytes],
        *,
        on_progress: Progress | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> ExportSummary:
        """Write a table to ``target``, in a stable order, masked unless it is to be in clear.

        The file is made beside it first: when something is refused nothing was written, and
        when a byte of it is handed over the ledger knows. What is written in clear can be
        imported again and changes nothing.

        Args:
            actor: who takes it out.
            wanted: which rows and columns.
            how: in which format, and whether in clear.
            target: a binary file.
            on_progress: told now and then how far it is.
            stopped: asked now and then whether to break off.

        Raises:
            NotPermitted: the person may not export.
            UnknownKind, NoExport: the kind cannot be given out.
            NoFilter, NoPast, NoBook, NoSuchColumns, FilterNotUnderstood: it is not there as wanted.
            RevealUnexplained: personal data in clear, and no reason.
            NeedsApproval: too many rows in clear for one person.
            RequestUnusable, NotFound: the request does not allow it.
            CannotCarry, TooManyRows, CellTooLong: the format has no place for it.
            ExportStopped: it was broken off.
        """
        require(actor, EXPORTERS, _EXPORT)
        kind, now = _exportable(wanted.kind), self._clock.now()
        if how.request is not None:
            # Whoever names a request wants what was asked for in it, for the reason told there.
            how = replace(how, reveal=True, reason=how.reason.strip() or self._told(actor, how.request))
        if how.reveal:
            _explained(how.reason)
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as whole:
            with self._store.read() as session:
                most = BULK if how.request is None else self._granted(session, actor, wanted, how, now)
                making = Making(
                    session, kind, actor, now, wanted, how,
                    most=most, on_progress=on_progress, stopped=stopped,
                )  # fmt: skip
                rows = making.write(whole)
            size = whole.tell()
            whole.seek(0)
            digest = hashlib.file_digest(whole, "sha256").hexdigest()
            facts = _facts(wanted, how, rows, making.masking, digest)
            with self._store.write(quiet=True) as session:
                number = self._record(session, actor, now, wanted, facts)
            whole.seek(0)
            shutil.copyfileobj(whole, target)
        return ExportSummary(number, kind.name, how.format, rows, making.masking, digest, size, making.notes)

    def ask(self, actor: Actor, wanted: Wanted, reason: str) -> ExportRequestView:
        """Ask that personal data may be exported in clear; a second person answers.

        Raises:
            NotPermitted: the person may not export.
            RevealUnexplained: no reason is given.
            NothingPersonal: the columns hold no personal data.
            UnknownKind, NoExport, NoFilter, NoPast, NoSuchColumns, FilterNotUnderstood: as :meth:`export`.
        """
        require(actor, EXPORTERS, _EXPORT)
        kind, now, why = _exportable(wanted.kind), self._clock.now(), _explained(reason)
        with self._store.read() as session:
            making = Making(session, kind, actor, now, wanted, How())
            if not making.personal():
                raise NothingPersonal
            rows = making.count()
        values = _wanted_columns(wanted) | {
            "wanted_digest": _digest(wanted),
            "rows": rows,
            "reason": why,
            "state": RequestState.ASKED,
            "account_id": actor.account_id,
            "by_name": actor.name,
            "asked_at": now,
        }
        with self._store.write() as session:
            statement = insert(queries.REQUESTS).values(values).returning(queries.REQUESTS.c.number)
            number = int(session.connection().execute(statement).scalar_one())
            facts = plain(_wanted_columns(wanted) | {"rows": rows, "why": why})
            record(session, actor, now, _stream(number), "export.request", None, facts)
            return queries.request(session, number)

    def answer(self, actor: Actor, number: int, *, grant: bool, words: str = "") -> ExportRequestView:
        """Grant or decline a request of somebody else.

        Raises:
            NotPermitted: the person answers no requests.
            NotFound: there is no such request.
            OwnRequest: it is the person's own.
            RequestUnusable: it is answered already.
        """
        require(actor, APPROVERS, N_("answer requests to export personal data"))
        now, said = self._clock.now(), clean_line(words)[:_REASON]
        state = RequestState.GRANTED if grant else RequestState.DECLINED
        with self._store.write() as session:
            row = queries.request_row(session, number)
            if row.account_id == actor.account_id:
                raise OwnRequest(number)
            columns = queries.REQUESTS.c
            statement = (
                update(queries.REQUESTS)
                .where(columns.number == number, columns.state == RequestState.ASKED)
                .values(
                    state=state, answered_id=actor.account_id, answered_by=actor.name, answer=said,
                    answered_at=now,
                )
            )  # fmt: skip
            if session.connection().execute(statement).rowcount != 1:
                raise RequestUnusable(number, N_("it was answered already."))
            action = "export.grant" if grant else "export.decline"
            facts = {"state": str(state), "words": said}
            record(session, actor, now, _stream(number), action, {"state": str(row.state)}, facts)
            return queries.request(session, number)

    def exports(self, actor: Actor, limit: int = 100) -> list[ExportView]:
        """Return the newest exports, newest first: one's own, or all for whoever watches over them.

        Raises:
            NotPermitted: the person has nothing to do with exports.
        """
        with self._store.read() as session:
            return queries.runs(session, _whose(actor), limit)

    def requests(self, actor: Actor, limit: int = 100) -> list[ExportRequestView]:
        """Return the newest requests, newest first: one's own, or all for whoever answers them.

        Raises:
            NotPermitted: the person has nothing to do with exports.
        """
        with self._store.read() as session:
            return queries.requests(session, _whose(actor), limit)

    def _told(self, actor: Actor, number: int) -> str:
        """Return the reason of one's own request.

        Raises:
            NotFound, RequestUnusable: there is none, or it is somebody else's.
        """
        with self._store.read() as session:
            row = queries.request_row(session, number)
        if row.account_id != actor.account_id:
            raise RequestUnusable(number, N_("somebody else asked for it."))
        return str(row.reason)

    def _granted(self, session: Session, actor: Actor, wanted: Wanted, how: How, now: datetime) -> int:
        """Return how many rows a request allows in clear.

        Raises:
            NotFound: there is no such request.
            RequestUnusable: it does not allow this.
        """
        number = how.request or 0
        row = queries.request_row(session, number)
        reason: str | None = None
        if row.account_id != actor.account_id:
            reason = N_("somebody else asked for it.")
        elif row.state is not RequestState.GRANTED:
            reason = _NOT_GRANTED[row.state]
        elif now - row.answered_at > VALID:
            reason = N_("it was granted more than a day ago.")
        elif row.wanted_digest != _digest(wanted):
            reason = N_("it is for another table, filter or choice of columns.")
        if reason is not None:
            raise RequestUnusable(number, reason)
        # Cases come in while one waits for the answer.
        return int(row.rows) + BULK

    def _record(
        self, session: Session, actor: Actor, now: datetime, wanted: Wanted, facts: dict[str, Any]
    ) -> int:
        run = session.connection().execute
        if facts["request"] is not None:
            columns = queries.REQUESTS.c
            used = (
                update(queries.REQUESTS)
                .where(columns.number == facts["request"], columns.state == RequestState.GRANTED)
                .values(state=RequestState.USED)
            )
            if run(used).rowcount != 1:
                raise RequestUnusable(facts["request"], _NOT_GRANTED[RequestState.USED])
        values = facts | {"account_id": actor.account_id, "by_name": actor.name, "at": now}
        statement = insert(queries.RUNS).values(values).returning(queries.RUNS.c.number)
        number = int(run(statement).scalar_one())
        kept = plain(facts | {"settings": dict(wanted.settings)})
        record(session, actor, now, f"export:{number}", "export", None, kept)
        return number


_NOT_GRANTED = {
    RequestState.ASKED: N_("nobody has answered it yet."),
    RequestState.DECLINED: N_("it was declined."),
    RequestState.USED: N_("it was used already."),
}


def _exportable(name: str) -> Kind:
    kind = kind_named(name)
    if not kind.exports:
        raise NoExport(name, ", ".join(EXPORTABLE))
    return kind


def _explained(reason: str) -> str:
    why = clean_block(reason)[:_REASON]
    if sum(map(str.isalnum, why)) < _LEAST_REASON:
        raise RevealUnexplained
    return why


def _whose(actor: Actor) -> int | None:
    """Return whose exports a person sees: ``None`` means everybody's."""
    require(actor, (*EXPORTERS, *APPROVERS, Role.AUDIT_ADMIN), N_("see the exports"))
    return None if actor.has(*APPROVERS, Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN) else actor.account_id


def _stream(number: int) -> str:
    return f"export_request:{number}"


def _wanted_columns(wanted: Wanted) -> dict[str, Any]:
    return {
        "kind": wanted.kind,
        "queue": wanted.queue,
        "filter": wanted.text[:_COLUMNS],
        "columns": " ".join(wanted.columns)[:_COLUMNS],
        "as_of": wanted.as_of,
    }


def _digest(wanted: Wanted) -> str:
    """Return the digest of what is wanted: a request is granted for that and nothing else."""
    said = plain(_wanted_columns(wanted) | {"settings": dict(wanted.settings)})
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def _facts(wanted: Wanted, how: How, rows: int, masking: Masking, digest: str) -> dict[str, Any]:
    revealed = masking is Masking.REVEALED
    return _wanted_columns(wanted) | {
        "format": str(how.format),
        "rows": rows,
        "masking": masking,
        "reason": clean_block(how.reason)[:_REASON] if revealed else "",
        "digest": digest,
        "request": how.request if revealed else None,
    }
