"""The boundary's door: requests step by step, and how a matter stands to the lists."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from models.accounts.rules import require
from models.catalogue.boundary import holding, queries
from models.catalogue.boundary.door import clean_document, clean_entries, clean_facts, require_entries
from models.catalogue.boundary.entering import outcome
from models.catalogue.boundary.gate import allowed_row, opinion_unit, require_loose
from models.catalogue.boundary.kinds import Action, RequestState
from models.catalogue.boundary.rules import OPENERS, roles_of
from models.catalogue.boundary.views import StepEntries
from models.catalogue.boundary.words import ACTION_WORDS
from models.catalogue.boundary.writing import (
    Moment,
    columns_of,
    held,
    perform_step,
    said,
    stream_of,
    write_opening,
    write_step,
)
from models.catalogue.standing import office_day
from models.kernel.documents import plain
from models.kernel.errors import Conflict
from models.kernel.tables import guarded_update
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.boundary.kinds import RequestKind
    from models.catalogue.boundary.tables import AdmissionRequest
    from models.catalogue.boundary.views import (
        DocumentFacts,
        Outcome,
        RequestFacts,
        RequestLine,
        RequestView,
        StandingView,
    )
    from models.kernel.clock import Clock
    from models.kernel.findings import Finding
    from models.kernel.paging import Page
    from models.kernel.store import Store

_WITH_A_METHOD = frozenset({Action.OPEN, Action.EDIT, Action.ATTACH})


class BoundaryService:
    """Duty admission, dynamic adjustment, temporary entries, and what lies outside the lists.

    Everyone who is signed in may look things up: requests hold no personal data. Who may do
    what stands in the table of :mod:`models.catalogue.boundary.rules`.

    Args:
        store: the database.
        clock: gives every step its time.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    # ------------------------------------------------------------ looking up

    def standing(self, actor: Actor, key: str | int, day: date | None = None) -> StandingView:
        """Return how a matter or duty item stands to the lists, and what may be done about it.

        Args:
            actor: anyone.
            key: the code of a matter or of a duty item, or the id of a matter.
            day: another day than today.

        Raises:
            NotFound: neither bears the code.
        """
        _ = actor
        with self._store.read() as session:
            return holding.standing_view(session, key, day or self._today(session))

    def requests(
        self,
        actor: Actor,
        states: Sequence[RequestState] | None = None,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
        *,
        kind: RequestKind | None = None,
    ) -> Page[RequestLine]:
        """Return a page of requests, the newest first.

        Args:
            actor: anyone.
            states: only those that stand so today.
            text: words that must all occur: in wording, department, duty item, case, or the number.
            after: ``next_key`` of the page before.
            limit: rows of a page.
            kind: only requests of this kind.
        """
        _ = actor
        with self._store.read() as session:
            day = self._today(session)
            return queries.lines(session, day, states=states, kind=kind, text=text, after=after, limit=limit)

    def counters(self, actor: Actor) -> dict[RequestState, int]:
        """Return how many requests stand where today."""
        _ = actor
        with self._store.read() as session:
            return queries.counters(session, self._today(session))

    def request(self, actor: Actor, key: int) -> RequestView:
        """Return one request.

        Raises:
            NotFound: there is none of this number.
        """
        with self._store.read() as session:
            return self._view(session, actor, key)

    def outcome(self, actor: Actor, key: int) -> Outcome:
        """Return what an admitted request yields for the working list or the catalogue.

        Raises:
            NotFound: there is no such request.
            NothingAdmitted: it was not admitted.
        """
        _ = actor
        with self._store.read() as session:
            day = self._today(session)
            found = queries.find(session, key)
            return outcome(session, found, found.row.state, day)

    def check(self) -> list[Finding]:
        """Name temporary entries without an end, overdue decisions, and timelines that differ."""
        # Loaded where it is asked: no console ever checks a database.
        from models.catalogue.boundary.checking import findings

        with self._store.read() as session:
            return list(findings(session, self._today(session)))

    # ------------------------------------------------------------ acting

    def open_request(self, actor: Actor, facts: RequestFacts) -> RequestView:
        """Open a request; it is in preparation until it is submitted.

        Raises:
            NotPermitted: the person opens no requests.
            FieldMissing, FieldNotAsked, Invalid, BadLimit: what it says cannot be used.
            NotFound: the duty item or unit named does not exist.
        """
        require(actor, OPENERS, ACTION_WORDS[Action.OPEN])
        clean = clean_facts(facts)
        with self._store.write() as session:
            key = write_opening(self._moment(session, actor), clean)
            return self._view(session, actor, key)

    def edit(self, actor: Actor, key: int, facts: RequestFacts, expected_version: int) -> RequestView:
        """Change what a request says, while it is in preparation or returned to be completed.

        Raises:
            NotPermitted, WrongState, RequestEnded: not by this person, or not now.
            EntryInForce: what a temporary entry says that is in force would change.
            FieldMissing, FieldNotAsked, Invalid, BadLimit: what it says cannot be used.
            NotFound: the request, duty item or unit does not exist.
            Conflict: somebody changed it meanwhile; the present view is in ``current``.
        """
        require(actor, roles_of(Action.EDIT), ACTION_WORDS[Action.EDIT])
        clean = clean_facts(facts)
        with self._store.write() as session:
            moment = self._moment(session, actor)
            request, found = self._locked(session, actor, key, expected_version)
            if clean.kind is not found.facts.kind:
                message = "the kind of a request never changes"
                raise ValueError(message)
            allowed_row(moment, found, Action.EDIT)
            require_loose(found, clean)
            before, after = said(found.facts), said(clean)
            if before != after:
                state = request.state
                self._update(moment, request, expected_version, columns_of(session, clean))
                write_step(moment, key, Action.EDIT, state, state, "", None)
                record(session, actor, moment.now, stream_of(key), "admission.edit", before, after)
            return self._view(session, actor, key)

    def attach(self, actor: Actor, key: int, document: DocumentFacts, expected_version: int) -> RequestView:
        """Add a document to a request.

        Raises:
            NotPermitted, WrongState, RequestEnded: not by this person, or not now.
            FieldMissing, Invalid: what is said of it cannot be used.
            NotFound: there is no such request.
            Conflict: somebody changed the request meanwhile.
        """
        require(actor, roles_of(Action.ATTACH), ACTION_WORDS[Action.ATTACH])
        clean = clean_document(document)
        with self._store.write() as session:
            moment = self._moment(session, actor)
            request, found = self._locked(session, actor, key, expected_version)
            allowed_row(moment, found, Action.ATTACH)
            self._update(moment, request, expected_version, {"state": request.state})
            facts = asdict(clean)
            signed = {"at": moment.now, "by_id": actor.account_id, "by_name": actor.name}
            session.connection().execute(insert(queries.DOCUMENTS).values(request_id=key, **facts, **signed))
            write_step(
                moment,
                key,
                Action.ATTACH,
                request.state,
                request.state,
                clean.title,
                {"number": clean.number},
            )
            kept = plain({name: value for name, value in facts.items() if value})
            record(session, actor, moment.now, stream_of(key), "admission.attach", None, kept)
            return self._view(session, actor, key)

    def perform(
        self, actor: Actor, key: int, action: Action, entries: StepEntries, expected_version: int
    ) -> RequestView:
        """Take a step, as the table says; a temporary entry comes into force in the same transaction.

        Args:
            actor: who acts.
            key: the request.
            action: any but OPEN, EDIT and ATTACH, which have methods of their own.
            entries: what the step asks for; no more and no less.
            expected_version: the version of the request the person looked at.

        Raises:
            NotPermitted: the person's roles never do this.
            NotFound: there is no such request, or no such unit.
            Conflict: somebody acted on it meanwhile; carries the present view.
            WrongState, RequestEnded: the step does not apply where the request stands.
            NotTheOpener, OtherUnit: the person does not stand close enough.
            Incomplete, GuardFails: something that must be so before is not.
            EntryMissing, EntryNotAsked, Invalid, BadDay: the entries do not fit the step.
            CodeTaken, BadLimit, NoConditions: the temporary entry cannot be written.
        """
        if action in _WITH_A_METHOD:
            message = f"{action} has a method of its own"
            raise ValueError(message)
        require(actor, roles_of(action), ACTION_WORDS[action])
        clean = clean_entries(entries)
        with self._store.write() as session:
            moment = self._moment(session, actor)
            request, found = self._locked(session, actor, key, expected_version)
            row = allowed_row(moment, found, action)
            clean = opinion_unit(session, actor, row, clean)
            require_entries(row, clean)
            if not perform_step(moment, request, found, row, clean):
                raise Conflict(_THE_REQUEST, self._view(session, actor, key))
            return self._view(session, actor, key)

    def expire_due(self, actor: Actor) -> tuple[int, ...]:
        """Close the requests of all temporary entries whose last day has passed; return their numbers.

        The entries themselves have ended by then: their matters' days are over.

        Raises:
            NotPermitted: the person keeps no requests.
        """
        require(actor, roles_of(Action.EXPIRE), ACTION_WORDS[Action.EXPIRE])
        with self._store.write() as session:
            moment = self._moment(session, actor)
            keys = queries.over(session, moment.day)
            for key in keys:
                request, found = self._locked(session, actor, key, None)
                row = allowed_row(moment, found, Action.EXPIRE)
                perform_step(moment, request, found, row, StepEntries())
            return tuple(keys)

    # ------------------------------------------------------------ inside

    def _today(self, session: Session) -> date:
        return office_day(session, self._clock.now())

    def _moment(self, session: Session, actor: Actor) -> Moment:
        now = self._clock.now()
        return Moment(session, actor, now, office_day(session, now))

    def _view(self, session: Session, actor: Actor, key: int) -> RequestView:
        return queries.view(session, queries.find(session, key), actor, self._today(session))

    def _locked(
        self, session: Session, actor: Actor, key: int, expected_version: int | None
    ) -> tuple[AdmissionRequest, queries.Found]:
        request = held(session, key)
        if expected_version is not None and request.version != expected_version:
            raise Conflict(_THE_REQUEST, self._view(session, actor, key))
        return request, queries.find(session, key)

    def _update(
        self, moment: Moment, request: AdmissionRequest, expected: int, values: dict[str, Any]
    ) -> None:
        if not guarded_update(moment.session, request, expected, **values):
            raise Conflict(_THE_REQUEST, self._view(moment.session, moment.actor, request.id or 0))


_THE_REQUEST = N_("The request")
