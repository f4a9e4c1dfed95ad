"""Writing to the ledger, sealing it, and proving that it was not touched."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from models.kernel.errors import NotPermitted
from models.kernel.findings import Finding
from models.kernel.words import N_
from models.ledger import queries, sealing, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from models.kernel.clock import Clock
    from models.kernel.paging import Page
    from models.kernel.store import Store
    from models.ledger.views import Auditor, LedgerEntryView, Signature

SEAL_INTERVAL = timedelta(minutes=5)
"""How old the newest seal may be before the next sign-in or command writes another."""

MOST_FINDINGS = 500
"""How many findings one check lists: beyond that, the next is no more help than the last."""


def record(
    session: Session,
    signature: Signature,
    at: datetime,
    stream: str,
    action: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write one entry to ``stream`` within the caller's transaction.

    The stream's head stays locked until that transaction ends, so keep what follows short.

    Args:
        session: the caller's write session.
        signature: who did it, and where from; an ``Actor``, or ``Program()``.
        at: when, aware.
        stream: what it was done to, such as ``case:20260302-0001``; at most 64 characters.
        action: what was done, such as ``account.roles``; at most 64 characters.
        before: the facts as they stood, or ``None`` where there was nothing.
        after: the facts as they stand now, or ``None`` where nothing is left.

    Raises:
        ValueError: a naive time, a name too long, or a fact that is no number.
        TypeError: a fact without a JSON form.
        SignerShut: whoever signs sits at a console, and their account was disabled meanwhile.
        RightsTaken: they were allowed more when they signed in than now.
    """
    writing.append_many(session, signature, at, [(stream, action, before, after)])


def record_many(
    session: Session, signature: Signature, at: datetime, changes: Sequence[writing.Change]
) -> None:
    """Write many entries within the caller's transaction, tens of thousands a second.

    Args:
        session: the caller's write session.
        signature: who did it, and where from.
        at: when, aware; the same for all.
        changes: ``(stream, action, before, after)`` each, in the order they happened.

    Raises:
        ValueError, TypeError, SignerShut, RightsTaken: as :func:`record`.
    """
    writing.append_many(session, signature, at, changes)


class LedgerService:
    """The ledger as seen from outside the rooms that write to it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def entries(
        self, actor: Auditor, stream: str, after: Sequence[Any] | None = None, limit: int = 50
    ) -> Page[LedgerEntryView]:
        """Return the entries of ``stream`` in the order they were written.

        Args:
            actor: the audit administrator reading.
            stream: which history, such as ``account:limin``.
            after: the ``next_key`` of the page before.
            limit: how many at most.

        Raises:
            NotPermitted: the person is no audit administrator.
        """
        if not actor.may_audit:
            raise NotPermitted(actor.name, N_("read the ledger"))
        with self._store.read() as session:
            return queries.entries(session, stream, after, limit)

    def seal(self) -> int:
        """Seal every stream that grew since the last seal; return how many streams.

        Raises:
            StoreBusy: another writer held the database too long.
        """
        total = 0
        # One transaction per seal: after a large import nobody should wait for the whole of it.
        while True:
            with self._store.write() as session:
                sealed = sealing.seal_once(session, self._clock.now())
            total += sealed
            if sealed < sealing.HEADS_AT_ONCE:
                return total

    def seal_if_due(self, interval: timedelta = SEAL_INTERVAL) -> int:
        """Seal if the newest seal is at least ``interval`` old; return how many streams.

        Costs two look-ups where nothing is due.

        Raises:
            StoreBusy: another writer held the database too long.
        """
        with self._store.read() as session:
            last = sealing.last_sealed_at(session)
            if last is not None and self._clock.now() - last < interval:
                return 0
            if not sealing.anything_unsealed(session):
                return 0
        return self.seal()

    def check(self) -> list[Finding]:
        """Recompute every chain and every seal; return what differs.

        Memory stays bounded however long the ledger is. At most :data:`MOST_FINDINGS` are
        listed, and then one that says there are more. What a check cannot see is a tail that was cut
        off, head and all, before any seal had seen it.
        """
        # Loaded where it is asked: no console ever checks a database.
        from models.ledger import checking

        with self._store.read() as session:
            found = list(islice(checking.findings(session), MOST_FINDINGS + 1))
        if len(found) <= MOST_FINDINGS:
            return found
        more = Finding(
            checking.ROOM,
            "ledger",
            N_("There is more that differs; only the first %(count)s are listed."),
            {"count": MOST_FINDINGS},
        )
        return [*found[:MOST_FINDINGS], more]
