"""The door for sets: one action done to several cases, looked over before, and taken back as one thing.

Each case is acted on in a transaction of its own, at the version it was looked at. What is
refused for one does not keep the others from it, and what was done is kept as a set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from models.accounts.rules import require
from models.cases import queries
from models.cases.columns import CASES, SET_MEMBERS, SETS
from models.cases.door import clean_entries
from models.cases.keeping import kept_of
from models.cases.kinds import PAIRED
from models.cases.offering import offers
from models.cases.performing import locked, perform_within, seen_and_locked, would_be
from models.cases.rules import READER_ROLES, Action
from models.cases.set_queries import lines_of, member_rows, set_row, sets_of
from models.cases.set_views import SetChoice, SetLine, SetResult
from models.cases.settings.inforce import in_force
from models.cases.tables import Case
from models.cases.undo_refusals import NoCases, SetUndone, TooLateToUndo, TooManyCases
from models.cases.undoing import can_undo, undo_within
from models.cases.words import ACTION_WORDS
from models.cases.writing import next_seq
from models.kernel.errors import Conflict, DomainError, NotFound
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.service import CalendarService
    from models.cases.door import CleanEntries
    from models.cases.performing import Filed
    from models.cases.set_views import SetView
    from models.cases.views import ActionEntries
    from models.kernel.clock import Clock
    from models.kernel.store import Store

MOST = 500
"""Cases in one set at most: more than that nobody looks over before."""
_LOOK = N_("look at cases")
_CASE = N_("The case")
_UNDO = ACTION_WORDS[Action.UNDO]


class SetService:
    """Sets of cases.

    Args:
        store: the open database.
        clock: gives every step its time.
        calendar: gives deadlines.
        filed: goes on with a case that was filed.
    """

    def __init__(
        self, store: Store, clock: Clock, calendar: CalendarService, filed: Filed | None = None
    ) -> None:
        self._filed = filed
        self._store = store
        self._clock = clock
        self._calendar = calendar

    def choices(self, actor: Actor, case_ids: Sequence[int]) -> list[SetChoice]:
        """Return what the person can do to at least one of the cases, in the order of the table.

        Raises:
            NotPermitted: the person does not look at cases.
            NoCases, TooManyCases: there are none, or too many for a set.
        """
        require(actor, READER_ROLES, _LOOK)
        _require_some(case_ids)
        now = self._clock.now()
        found: dict[Action, list[int]] = {}
        with self._store.read() as session:
            house = in_force(session)
            for case in _seen(session, actor, case_ids):
                for offer in offers(actor, case, now, house):
                    if offer.allowed and offer.action not in PAIRED:
                        found.setdefault(offer.action, []).append(case.id or 0)
        order = [action for action in Action if action in found]
        return [SetChoice(action, len(found[action]), found[action][0]) for action in order]

    def preview(
        self, actor: Actor, case_ids: Sequence[int], action: Action, entries: ActionEntries
    ) -> list[SetLine]:
        """Return to which cases the action would be done, and why not to the others; nothing is written.

        Raises:
            NotPermitted: the person's roles never do this.
            NoCases, TooManyCases: there are none, or too many for a set.
            Invalid: an entry cannot be used for any case.
        """
        require(actor, in_force(self._store).roles_of(action), ACTION_WORDS[action])
        _require_some(case_ids)
        clean, now = clean_entries(entries), self._clock.now()
        found = []
        with self._store.read() as session:
            seen = {case.id: case for case in _seen(session, actor, case_ids)}
            for case_id in dict.fromkeys(case_ids):
                case = seen.get(case_id)
                if case is None:
                    missing = NotFound(N_("case"), case_id)
                    found.append(SetLine(case_id, str(case_id), "", 0, None, missing))
                else:
                    found.append(self._look(session, actor, case, action, clean, now))
        return found

    def _look(
        self, session: Session, actor: Actor, case: Case, action: Action, clean: CleanEntries, now: datetime
    ) -> SetLine:
        refusal, state = None, case.state
        try:
            state = would_be(session, self._calendar, actor, case, action, clean, now).target
        except DomainError as error:
            refusal = error
        return SetLine(case.id or 0, case.number, case.title, case.version, state, refusal)

    def perform(
        self,
        actor: Actor,
        cases: Sequence[tuple[int, int]],
        action: Action,
        entries: ActionEntries,
        on_progress: Callable[[int], None] | None = None,
    ) -> SetResult:
        """Do one action to several cases.

        Args:
            actor: who acts.
            cases: ids, each with the version of the case the person looked at.
            action: any but INTAKE.
            entries: what the action asks for; the same for every case.
            on_progress: called with how many cases were dealt with.

        Raises:
            NotPermitted: the person's roles never do this.
            NoCases, TooManyCases: there are none, or too many for a set.
            Invalid: an entry cannot be used for any case.
        """
        clean = clean_entries(entries)
        each = [(case_id, version, clean) for case_id, version in dict(cases).items()]
        return self._perform(actor, each, action, on_progress)

    def perform_each(
        self,
        actor: Actor,
        cases: Sequence[tuple[int, int, ActionEntries]],
        action: Action,
        on_progress: Callable[[int], None] | None = None,
    ) -> SetResult:
        """Do one action to several cases with entries of their own: id, version looked at, entries.

        Raises:
            DomainError: as :meth:`perform` lists them.
        """
        each = [(case_id, version, clean_entries(entries)) for case_id, version, entries in cases]
        return self._perform(actor, each, action, on_progress)

    def _perform(
        self,
        actor: Actor,
        cases: Sequence[tuple[int, int, CleanEntries]],
        action: Action,
        on_progress: Callable[[int], None] | None,
    ) -> SetResult:
        require(actor, in_force(self._store).roles_of(action), ACTION_WORDS[action])
        _require_some(cases)
        now = self._clock.now()
        set_id: int | None = None
        outcomes: dict[int, DomainError | None] = {}
        for case_id, version, clean in cases:
            try:
                with self._store.write() as session:
                    case = seen_and_locked(session, actor, case_id)
                    if case.version != version or not perform_within(
                        session, self._calendar, actor, case, action, clean, now, self._filed
                    ):
                        raise Conflict(_CASE, None)
                    begun = set_id or _begin(session, actor, action, now, len(cases))
                    _join(session, begun, case_id)
                set_id = begun
                outcomes[case_id] = None
            except DomainError as error:
                outcomes[case_id] = error
            if on_progress is not None:
                on_progress(len(outcomes))
        return SetResult(set_id, action, self._lines(outcomes))

    def sets(self, actor: Actor, limit: int = 20) -> list[SetView]:
        """Return the sets the person did, the newest first.

        Raises:
            NotPermitted: the person does not look at cases.
        """
        require(actor, READER_ROLES, _LOOK)
        with self._store.read() as session:
            return sets_of(session, actor, self._clock.now(), limit)

    def undo_set(
        self, actor: Actor, set_id: int, on_progress: Callable[[int], None] | None = None
    ) -> SetResult:
        """Take a set back as one thing; cases somebody acted on since are named and left.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the person did no such set.
            SetUndone: it was taken back already.
            TooLateToUndo: it was done too long ago.
        """
        require(actor, READER_ROLES, _LOOK)
        now = self._clock.now()
        with self._store.read() as session:
            one = set_row(session, actor, set_id)
            members = member_rows(session, set_id)
        if one is None:
            raise NotFound(N_("set"), set_id)
        house = in_force(self._store)
        if now - one.at > house.undo_within:
            raise TooLateToUndo(Phrase(N_("Set %(number)s"), number=set_id), house.undo_minutes)
        left = [member for member in members if not member.undone]
        if not left:
            raise SetUndone(set_id)
        outcomes: dict[int, DomainError | None] = {}
        for member in left:
            try:
                with self._store.write() as session:
                    case = locked(session, member.case_id)
                    undo_within(session, actor, case, now, seq=member.seq)
                    _mark_undone(session, member.case_id, member.seq)
                outcomes[member.case_id] = None
            except DomainError as error:
                outcomes[member.case_id] = error
            if on_progress is not None:
                on_progress(len(outcomes))
        return SetResult(set_id, Action.UNDO, self._lines(outcomes))

    def undo(self, actor: Actor, case_id: int, expected_version: int | None = None) -> SetLine:
        """Take the last step of one case back, also of one that went out of sight by it.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: there is no such case within sight, and none the person acted on last.
            Conflict: it is at another version than ``expected_version``.
            NothingToUndo: somebody else did the last step, or it cannot be taken back.
            TooLateToUndo: it was done too long ago.
            UnitClosed: the unit the case would come back to is closed.
        """
        require(actor, READER_ROLES, _UNDO)
        now = self._clock.now()
        with self._store.write() as session:
            kept = kept_of(session, case_id)
            if kept is None or kept.account_id != actor.account_id:
                queries.require_in_sight(session, actor, case_id)
            case = locked(session, case_id)
            if expected_version is not None and case.version != expected_version:
                raise Conflict(_CASE, None)
            seq = None if kept is None else kept.seq
            undo_within(session, actor, case, now)
            _mark_undone(session, case_id, seq)
        (line,) = self._lines({case_id: None})
        return line

    def can_undo(self, actor: Actor, case_id: int, version: int) -> bool:
        """Say whether the person can take the last step of a case back now."""
        with self._store.read() as session:
            return can_undo(session, actor, case_id, version, self._clock.now())

    def _lines(self, outcomes: dict[int, DomainError | None]) -> tuple[SetLine, ...]:
        with self._store.read() as session:
            return lines_of(session, outcomes)


def _require_some(cases: Sequence[object]) -> None:
    if not cases:
        raise NoCases
    if len(cases) > MOST:
        raise TooManyCases(len(cases), MOST)


def _seen(session: Session, actor: Actor, case_ids: Sequence[int]) -> list[Case]:
    """Return the cases the person sees, in the order asked for."""
    seen = queries.seen_of(session, actor, case_ids)
    found = {case.id: case for case in session.scalars(select(Case).where(CASES.c.id.in_(seen)))}
    return [found[case_id] for case_id in dict.fromkeys(case_ids) if case_id in found]


def _begin(session: Session, actor: Actor, action: Action, now: datetime, asked: int) -> int:
    values = {"account_id": actor.account_id, "action": action, "at": now, "asked": asked}
    made = session.connection().execute(insert(SETS).values(**values).returning(SETS.c.id))
    return int(made.scalar_one())


def _join(session: Session, set_id: int, case_id: int) -> None:
    seq = next_seq(session, case_id) - 1
    session.connection().execute(insert(SET_MEMBERS).values(set_id=set_id, case_id=case_id, seq=seq))


def _mark_undone(session: Session, case_id: int, seq: int | None) -> None:
    of_step = (SET_MEMBERS.c.case_id == case_id) & (SET_MEMBERS.c.seq == seq)
    session.connection().execute(update(SET_MEMBERS).where(of_step).values(undone=True))
