"""The door of the cases room: taking cases in, moving them on, and looking at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.cases import queries, queues
from models.cases.acted import acted_view
from models.cases.beside import LOOK, BesideCases
from models.cases.claiming import return_claims
from models.cases.door import clean_entries, clean_intake
from models.cases.filters import parse
from models.cases.finding import find_page
from models.cases.kinds import PAIRED
from models.cases.narrowing import narrowed
from models.cases.pairing import resolved
from models.cases.performing import perform_within, seen_and_locked
from models.cases.rules import READER_ROLES, Action
from models.cases.settings.inforce import in_force
from models.cases.sweeping import AT_ONCE, end_hold, holds_over
from models.cases.verifying import verified
from models.cases.words import ACTION_WORDS
from models.cases.writing import write_intake
from models.kernel.errors import Conflict
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from models.accounts.views import Actor
    from models.calendar.service import CalendarService
    from models.cases.judged_views import DeadlineCheck
    from models.cases.performing import Filed
    from models.cases.queries import CaseFacts
    from models.cases.rules import QueueKey
    from models.cases.views import (
        ActionEntries,
        CaseLine,
        CaseView,
        Intake,
    )
    from models.catalogue.service import CatalogueService
    from models.kernel.clock import Clock
    from models.kernel.findings import Finding
    from models.kernel.paging import Page
    from models.kernel.store import Store


class CaseService(BesideCases):
    """Cases and their queues.

    Args:
        store: the open database.
        clock: gives every step its time.
        calendar: gives deadlines.
        catalogue: gives the matter versions that cases are pinned to.
        filed: goes on with a case that was filed.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        calendar: CalendarService,
        catalogue: CatalogueService,
        filed: Filed | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._calendar = calendar
        self._catalogue = catalogue
        self._filed = filed

    def intake(self, actor: Actor, intake: Intake) -> CaseView:
        """Take a case in; it gets its number and lies in the public pool.

        Raises:
            NotPermitted: the person reports no cases.
            Invalid: an entry cannot be used.
            NotFound: the grid is not there, or outside the person's area.
            GridClosed: the grid is no longer used.
        """
        require(actor, in_force(self._store).intake_roles, ACTION_WORDS[Action.INTAKE])
        now = self._clock.now()
        clean = clean_intake(intake, now)
        with self._store.write() as session:
            case = write_intake(session, self._calendar, actor, clean, now)
            found = queries.facts_after_acting(session, case)
        return self._acted(found, actor, now)

    def perform(
        self, actor: Actor, case_id: int, action: Action, entries: ActionEntries, expected_version: int
    ) -> CaseView:
        """Do ``action`` to a case, as the table of transitions says.

        Args:
            actor: who acts.
            case_id: the case.
            action: any but INTAKE.
            entries: what the action asks for; no more and no less.
            expected_version: the version of the case the person looked at.

        Raises:
            NotFound: the case is out of sight, or a thing named in ``entries`` is not there.
            NotPermitted: the person's roles never do this, or not where the case stands.
            Conflict: somebody acted on the case meanwhile; carries the present view.
            WrongState: the action does not apply where the case stands.
            NotYourUnit, NotTheAcceptor: the person does not stand close enough to the case.
            RequestRefused: what was asked for on the case, or was not, stands in the way.
            MergeRefused: nothing can be merged into the case named, or taken out of it.
            EntryMissing, EntryNotAsked, Invalid: the entries do not fit the action.
            MatterRetired, UnitClosed: what was chosen takes no cases.
            DutyRecalled, NotForGrids: it lies outside the duty lists.
        """
        view: CaseView = self._performed(actor, case_id, action, entries, expected_version, see=True)
        return view

    def move(
        self, actor: Actor, case_id: int, action: Action, entries: ActionEntries, expected_version: int
    ) -> None:
        """Do the same as :meth:`perform`, a third quicker, for whoever does not look at it afterwards."""
        self._performed(actor, case_id, action, entries, expected_version, see=False)

    def _performed(
        self, actor: Actor, case_id: int, action: Action, entries: ActionEntries, expected: int, *, see: bool
    ) -> Any:
        require(actor, in_force(self._store).roles_of(action), ACTION_WORDS[action])
        clean = clean_entries(entries)
        now = self._clock.now()
        with self._store.write() as session:
            if action in PAIRED:
                queries.require_in_sight(session, actor, case_id)
                clean = resolved(session, actor, case_id, action, clean, now)
            case = seen_and_locked(session, actor, case_id)
            done = case.version == expected
            if done:
                done = perform_within(session, self._calendar, actor, case, action, clean, now, self._filed)
            if done and not see:
                return None
            found = queries.facts_after_acting(session, case)
        view = self._acted(found, actor, now)
        if not done:
            raise Conflict(N_("The case"), view)
        return view

    def case(self, actor: Actor, number: str) -> CaseView:
        """Return a case by its number, also without the year (``0302-0001``).

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: there is none within the person's sight.
        """
        require(actor, READER_ROLES, LOOK)
        now = self._clock.now()
        with self._store.read() as session:
            found = queries.facts(session, actor, queries.id_of_number(session, actor, number, now))
        return self._view(found, actor, now)

    def case_by_id(self, actor: Actor, case_id: int) -> CaseView:
        """Return a case by its id.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: there is none within the person's sight.
        """
        require(actor, READER_ROLES, LOOK)
        now = self._clock.now()
        with self._store.read() as session:
            found = queries.facts(session, actor, case_id)
        return self._view(found, actor, now)

    def queue(
        self,
        actor: Actor,
        key: QueueKey | None,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
    ) -> Page[CaseLine]:
        """Return a page of a queue.

        Args:
            actor: whose view of it.
            key: which queue; ``None`` is every open case in the person's lists.
            text: a filter (:mod:`models.cases.filters`): words that must all occur in the case
                (Chinese, a number, or pinyin initials), and conditions.
            after: the ``next_key`` of the page before.
            limit: how many rows at most (no more than 500).

        Raises:
            NotPermitted: the person does not look at cases.
            FilterNotUnderstood: something in ``text`` means nothing.
        """
        require(actor, READER_ROLES, LOOK)
        now = self._clock.now()
        wanted = self._narrowed(actor, text, now)
        with self._store.read() as session:
            return queues.queue_page(session, actor, key, now, wanted=wanted, after=after, limit=limit)

    def find(
        self, actor: Actor, text: str, after: Sequence[Any] | None = None, limit: int = 50
    ) -> Page[CaseLine]:
        """Return a page of all cases, open, ended or void, the newest first.

        Args:
            actor: whose sight bounds it.
            text: a filter, as in :meth:`queue`; "" finds every case.
            after: the ``next_key`` of the page before.
            limit: how many rows at most (no more than 500).

        Raises:
            NotPermitted: the person does not look at cases.
            FilterNotUnderstood: something in ``text`` means nothing.
        """
        require(actor, READER_ROLES, LOOK)
        now = self._clock.now()
        zone = self._calendar.zone
        wanted = parse(text, now.astimezone(zone).date())
        with self._store.read() as session:
            return find_page(session, actor, wanted, now, zone, after=after, limit=limit)

    def _narrowed(self, actor: Actor, text: str, now: datetime) -> list[ColumnElement[bool]]:
        zone, house = self._calendar.zone, in_force(self._store)
        return narrowed(parse(text, now.astimezone(zone).date(), house), actor, now, zone)

    def lines_by_ids(self, actor: Actor, ids: Sequence[int]) -> list[CaseLine]:
        """Return the lines of cases in the order asked for; those out of sight are left out.

        For refreshing rows on the screen after somebody saved something.

        Raises:
            NotPermitted: the person does not look at cases.
        """
        require(actor, READER_ROLES, LOOK)
        with self._store.read() as session:
            return queues.lines_by_ids(session, actor, ids, self._clock.now())

    def counters(self, actor: Actor) -> dict[QueueKey, int]:
        """Return how many cases each queue holds for a person.

        Empty for people who do not look at cases: an administrator's title line asks too.
        """
        if not actor.has(*READER_ROLES):
            return {}
        with self._store.read() as session:
            return queues.counters(session, actor, self._clock.now())

    def sweep(self) -> int:
        """Let cases go on whose hold is over, give back claims that rest too long. Return how many.

        Asks for nobody's permission: it is time that acts. Safe in many processes at once.
        """
        done = 0
        while True:
            now, before = self._clock.now(), done
            with self._store.read() as session:
                over = holds_over(session, self._calendar, now)
            for case_id in over:
                with self._store.write() as session:
                    done += end_hold(session, self._calendar, case_id, now)
            if len(over) < AT_ONCE or done == before:
                return done + return_claims(self._store, self._clock, self._calendar)

    def verify_deadlines(self) -> DeadlineCheck:
        """Count the deadlines of all open cases again, by hand; see :mod:`models.calendar.byhand`."""
        with self._store.read() as session:
            return verified(session, self._calendar)

    def check(self) -> list[Finding]:
        """Recompute states, timelines, counts and deadlines of all cases; name what differs."""
        # Loaded where it is asked: no console ever checks a database.
        from models.cases.checking import case_findings

        with self._store.read() as session:
            return list(case_findings(session, self._calendar))

    def _acted(self, found: Callable[[], CaseFacts], actor: Actor, now: datetime) -> CaseView:
        return acted_view(lambda: self._view(found(), actor, now))

    def _view(self, found: CaseFacts, actor: Actor, now: datetime) -> CaseView:
        version_id = found.row.matter_version_id
        # Versions never change, so it is right to read this one after the session has closed.
        matter = None if version_id is None else self._catalogue.version(version_id)
        return queries.view(found, actor, now, matter, in_force(self._store))
