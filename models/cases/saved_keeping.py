"""Keeping saved queues and searches: saving, changing, sharing, dropping and taking up again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from models.accounts.rules import require
from models.accounts.views import Role
from models.cases.columns import SAVED_QUEUES
from models.cases.filters import parse
from models.cases.narrowing import narrowed
from models.cases.rules import READER_ROLES
from models.cases.saved_queries import any_row, views, visible_row
from models.cases.saved_refusals import TooLateToRestore
from models.cases.saved_views import PRIVATE
from models.cases.saved_writing import (
    facts_of,
    ledger_facts,
    next_position,
    own_row,
    require_free,
    shared_facts,
)
from models.cases.search_tables import SavedQueue
from models.kernel.errors import Conflict, NotFound
from models.kernel.tables import guarded_update
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.service import CalendarService
    from models.cases.saved_views import SavedSpec, SavedView, Sharing
    from models.kernel.clock import Clock
    from models.kernel.store import Store

RESTORE_WITHIN = timedelta(minutes=10)
"""So long what was dropped can be taken up again."""
KEEPERS = READER_ROLES | {Role.SYSTEM_ADMIN}
_SAVE = N_("save queues and searches")
_QUEUE = N_("saved queue")
_STREAM = "saved_queues"


class SavedKeeping:
    """The writing half of :class:`models.cases.saved.SavedQueueService`."""

    def __init__(self, store: Store, clock: Clock, calendar: CalendarService) -> None:
        self._store = store
        self._clock = clock
        self._calendar = calendar
        self._costs: dict[int, float] = {}
        """Seconds it took to count each queue the last time"""

    def create(self, actor: Actor, spec: SavedSpec, sharing: Sharing = PRIVATE) -> SavedView:
        """Save a queue or search; nobody else sees it unless it is shared at once.

        Raises:
            MayNotShare, NotFound: see :meth:`share`.
            NotPermitted: the person does not look at cases.
            Invalid, FilterNotUnderstood, NothingCalled, UnknownBase, ArrangementRefused: see the entries.
            NameTaken, TooManySaved: the person has one of this name, or too many.
        """
        require(actor, READER_ROLES, _SAVE)
        now = self._clock.now()
        with self._store.write() as session:
            facts = facts_of(session, spec, self._today(now))
            require_free(session, actor, facts["name"])
            position = next_position(session, actor)
            shared = shared_facts(session, actor, sharing)
            row = SavedQueue(account_id=actor.account_id, position=position, **facts, **shared)
            session.add(row)
            session.flush()
            record(session, actor, now, _STREAM, "saved_queue.create", None, ledger_facts(row))
            return self._seen(session, actor, row)

    def change(
        self,
        actor: Actor,
        queue_id: int,
        spec: SavedSpec,
        expected_version: int,
        sharing: Sharing | None = None,
    ) -> SavedView:
        """Save one's own queue or search differently, or under another name.

        Args:
            actor: the person.
            queue_id: which.
            spec: all of it as it is to be.
            expected_version: the version the person looked at.
            sharing: with whom from now on; ``None`` leaves that as it is.

        Raises:
            MayNotShare: see :meth:`share`.
            NotPermitted, NotFound: the person does not look at cases, or does not see it.
            NotYours: somebody else shares it.
            Conflict: it is at another version by now; carries the present view.
            Invalid, FilterNotUnderstood, NothingCalled, UnknownBase, ArrangementRefused: see the entries.
            NameTaken: the person has another one of this name.
        """
        require(actor, READER_ROLES, _SAVE)
        now = self._clock.now()
        with self._store.write() as session:
            before = visible_row(session, actor, queue_id)
            facts = facts_of(session, spec, self._today(now), before.names)
            require_free(session, actor, facts["name"], queue_id)
            if sharing is not None:
                facts |= shared_facts(session, actor, sharing)
            found = self._changed(session, actor, now, queue_id, expected_version, facts, "change")
        self._costs.pop(queue_id, None)
        return found

    def share(self, actor: Actor, queue_id: int, sharing: Sharing, expected_version: int) -> SavedView:
        """Let others see it, or nobody any more.

        A duty chief shares their own with anybody, the lead of a unit with that unit; a system
        administrator decides about everybody's.

        Raises:
            NotPermitted, NotFound: the person may not, or does not see it.
            NotYours: somebody else shares it.
            MayNotShare: it is not theirs to share so widely.
            Invalid: no role is named.
            Conflict: it is at another version by now; carries the present view.
        """
        require(actor, KEEPERS, _SAVE)
        now = self._clock.now()
        with self._store.write() as session:
            facts = shared_facts(session, actor, sharing)
            return self._changed(session, actor, now, queue_id, expected_version, facts, "share")

    def drop(self, actor: Actor, queue_id: int, expected_version: int) -> SavedView:
        """Drop it; within :data:`RESTORE_WITHIN` it can be taken up again. Return it as it was.

        Raises:
            NotPermitted, NotFound: the person may not, or does not see it.
            NotYours: somebody else shares it.
            Conflict: it is at another version by now; carries the present view.
        """
        require(actor, KEEPERS, _SAVE)
        now = self._clock.now()
        with self._store.write() as session:
            long_ago = SAVED_QUEUES.c.dropped_at < now - RESTORE_WITHIN
            session.connection().execute(delete(SAVED_QUEUES).where(long_ago))
            (found,) = views(session, actor, [visible_row(session, actor, queue_id)])
            row = own_row(session, actor, queue_id, found.owner_name, administers=True)
            before = ledger_facts(row)
            if not guarded_update(session, row, expected_version, dropped_at=now):
                raise Conflict(_QUEUE, found)
            record(session, actor, now, _STREAM, "saved_queue.drop", before, None)
        return found

    def restore(self, actor: Actor, queue_id: int) -> SavedView:
        """Take up again what one dropped.

        Raises:
            NotPermitted: the person may not.
            NotFound: nothing of the person's was dropped under this number.
            TooLateToRestore: it was dropped too long ago.
            NameTaken, TooManySaved: something else has its name or place by now.
        """
        require(actor, KEEPERS, _SAVE)
        now = self._clock.now()
        with self._store.write() as session:
            row = session.get(SavedQueue, queue_id)
            if row is None or row.dropped_at is None or row.account_id != actor.account_id:
                raise NotFound(_QUEUE, queue_id)
            if now - row.dropped_at > RESTORE_WITHIN:
                raise TooLateToRestore(int(RESTORE_WITHIN.total_seconds()) // 60)
            require_free(session, actor, row.name)
            next_position(session, actor)
            guarded_update(session, row, row.version, dropped_at=None)
            record(session, actor, now, _STREAM, "saved_queue.restore", None, ledger_facts(row))
            return self._seen(session, actor, row)

    def _changed(
        self,
        session: Session,
        actor: Actor,
        now: datetime,
        queue_id: int,
        expected_version: int,
        facts: Mapping[str, Any],
        what: str,
    ) -> SavedView:
        (found,) = views(session, actor, [visible_row(session, actor, queue_id)])
        row = own_row(session, actor, queue_id, found.owner_name, administers=what == "share")
        before = ledger_facts(row)
        if not guarded_update(session, row, expected_version, **facts):
            raise Conflict(_QUEUE, found)
        record(session, actor, now, _STREAM, f"saved_queue.{what}", before, ledger_facts(row))
        return self._seen(session, actor, row)

    @staticmethod
    def _seen(session: Session, actor: Actor, row: SavedQueue) -> SavedView:
        (found,) = views(session, actor, [any_row(session, row.id or 0)])
        return found

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._calendar.zone).date()

    def _narrowed(self, actor: Actor, text: str, now: datetime) -> list[ColumnElement[bool]]:
        return narrowed(parse(text, self._today(now)), actor, now, self._calendar.zone)
