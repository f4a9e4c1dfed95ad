"""The door to shifts: see what will be handed over, hand it over, look at it later, take it over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from models.accounts.rules import require
from models.cases.door import clean_entries
from models.cases.ledgering import digest, shown
from models.cases.rules import READER_ROLES
from models.cases.shifts import queries
from models.cases.shifts.queries import HANDOVERS
from models.cases.shifts.refusals import BadShiftStart, NoSuccessor, NoSuchScope, NotForYou, TakenOver
from models.cases.shifts.rules import scopes_of
from models.cases.shifts.views import sheet_document
from models.cases.views import ActionEntries
from models.kernel.documents import canonical
from models.kernel.errors import NotFound
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.shifts.kinds import Scope
    from models.cases.shifts.views import HandoverView, ShiftSheet, SuccessorView
    from models.kernel.clock import Clock
    from models.kernel.store import Store

USUAL_SHIFT = timedelta(hours=12)
"""How long a shift is taken to be where nothing says when it began."""
_RECENT = timedelta(days=1)
"""How old the beginning may be that an earlier handover tells."""
MOST_DAYS = 7
_WAITS = timedelta(days=3)
"""How long one is told at sign-in that a shift waits to be taken over."""
_STREAM = "handovers"
_LOOK = N_("look at cases")
_SHIFT = N_("shift")


class ShiftService:
    """Shifts handed over.

    Args:
        store: the open database.
        clock: gives every sheet its time.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def sheet(self, actor: Actor, scope: Scope | None = None, since: datetime | None = None) -> ShiftSheet:
        """Return what would be handed over now; nothing is written.

        Args:
            actor: who hands over.
            scope: whose cases; the first of :func:`models.cases.shifts.rules.scopes_of` if left out.
            since: when the shift began; if left out, when the person last took one over or handed one
                over, within a day, else twelve hours ago.

        Raises:
            NotPermitted: the person does not look at cases.
            NoSuchScope: they cannot hand that over.
            BadShiftStart: the shift would begin in the future, or too long ago.
        """
        chosen = self._scope(actor, scope)
        now = self._clock.now()
        with self._store.read() as session:
            return queries.sheet(session, actor, chosen, _began(session, actor, since, now), now)

    def _scope(self, actor: Actor, scope: Scope | None) -> Scope:
        require(actor, READER_ROLES, _LOOK)
        scopes = scopes_of(actor)
        if scope is not None and scope not in scopes:
            raise NoSuchScope(actor.name)
        return scope or scopes[0]

    def successors(self, actor: Actor) -> list[SuccessorView]:
        """Return those a shift can be handed to, of the same unit first.

        Raises:
            NotPermitted: the person does not look at cases.
        """
        require(actor, READER_ROLES, _LOOK)
        with self._store.read() as session:
            return queries.successors(session, actor)

    def hand_over(
        self,
        actor: Actor,
        notes: str = "",
        to_id: int | None = None,
        scope: Scope | None = None,
        since: datetime | None = None,
    ) -> HandoverView:
        """Keep the sheet as it is now, for the successor to take over.

        Args:
            actor: who hands over.
            notes: what the successor has to mind.
            to_id: the successor's account; ``None`` is whoever comes next.
            scope: as for :meth:`sheet`.
            since: as for :meth:`sheet`.

        Raises:
            NotPermitted, NoSuchScope, BadShiftStart: as for :meth:`sheet`.
            NoSuccessor: the account is nobody's who works on cases.
            Invalid: the notes are too long.
        """
        chosen = self._scope(actor, scope)
        said = clean_entries(ActionEntries(note=notes)).note
        now = self._clock.now()
        with self._store.write() as session:
            to_name = ""
            if to_id is not None:
                names = {each.id: each.name for each in queries.successors(session, actor)}
                if to_id not in names:
                    raise NoSuccessor(to_id)
                to_name = names[to_id]
            sheet = queries.sheet(session, actor, chosen, _began(session, actor, since, now), now)
            document = sheet_document(sheet)
            made = insert(HANDOVERS).values(
                scope=chosen,
                unit_id=actor.unit_id,
                from_id=actor.account_id,
                from_name=actor.name,
                to_id=to_id,
                to_name=to_name,
                since=sheet.since,
                at=now,
                notes=said,
                sheet=document,
                accepted_by="",
            )
            row = session.connection().execute(made.returning(*HANDOVERS.c)).one()
            facts = {"id": row.id, "scope": chosen, "to_id": to_id, "since": sheet.since, "note": said}
            facts |= {"sheet": digest(canonical(document))}
            record(session, actor, now, _STREAM, "handover.give", None, shown(facts))
            return queries.view_of(actor, row)

    def handovers(self, actor: Actor, limit: int = 50) -> list[HandoverView]:
        """Return the shifts a person may look at, the newest first.

        Raises:
            NotPermitted: the person does not look at cases.
        """
        require(actor, READER_ROLES, _LOOK)
        with self._store.read() as session:
            return queries.handovers(session, actor, (), limit)

    def handover(self, actor: Actor, number: int) -> HandoverView:
        """Return one of them.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: there is none of this number they may look at.
        """
        require(actor, READER_ROLES, _LOOK)
        with self._store.read() as session:
            found = queries.handovers(session, actor, (HANDOVERS.c.id == number,), 1)
        if not found:
            raise NotFound(_SHIFT, number)
        return found[0]

    def waiting(self, actor: Actor) -> list[HandoverView]:
        """Return what waits for a person to take it over, the newest first; empty for who has no cases."""
        if not actor.has(*READER_ROLES):
            return []
        fresh = (HANDOVERS.c.accepted_at.is_(None), HANDOVERS.c.at > self._clock.now() - _WAITS)
        with self._store.read() as session:
            found = queries.handovers(session, actor, fresh, 20)
        return [each for each in found if each.acceptable]

    def accept(self, actor: Actor, number: int) -> HandoverView:
        """Say that a person took a shift over.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: there is none of this number they may look at.
            TakenOver: somebody did so before.
            NotForYou: it was handed to somebody else.
        """
        require(actor, READER_ROLES, _LOOK)
        now = self._clock.now()
        with self._store.write() as session:
            wanted = queries.rows_of(actor).where(HANDOVERS.c.id == number)
            row = session.connection().execute(wanted.with_for_update(of=HANDOVERS)).first()
            if row is None:
                raise NotFound(_SHIFT, number)
            if row.accepted_at is not None:
                raise TakenOver(number, row.accepted_by)
            if not queries.may_accept(actor, row):
                raise NotForYou(number, actor.name)
            changes = {"accepted_at": now, "accepted_id": actor.account_id, "accepted_by": actor.name}
            statement = update(HANDOVERS).where(HANDOVERS.c.id == number).values(**changes)
            kept = session.connection().execute(statement.returning(*HANDOVERS.c)).one()
            facts = {"id": number, "from_id": row.from_id}
            record(session, actor, now, _STREAM, "handover.accept", None, facts)
            return queries.view_of(actor, kept)


def _began(session: Session, actor: Actor, since: datetime | None, now: datetime) -> datetime:
    if since is None:
        return queries.shift_began(session, actor, now - _RECENT) or now - USUAL_SHIFT
    if not now - timedelta(days=MOST_DAYS) <= since < now:
        raise BadShiftStart(MOST_DAYS)
    return since
