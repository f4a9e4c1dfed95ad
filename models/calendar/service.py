"""The calendar's door: which edition is in force, and the making of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from sqlalchemy.exc import IntegrityError

from models.calendar import queries
from models.calendar.arithmetic import SHANGHAI, CalendarLabel
from models.calendar.compiling import OfficeCalendar, compiled
from models.calendar.editing import Draft, changes_between, span_name
from models.calendar.laying import MOST_NAME, add_edition, laid_over, record_of
from models.calendar.notice import NoticeRow, check_notice
from models.calendar.packaged import packaged
from models.calendar.rules import STANDARD_HOURS, OfficeHours
from models.calendar.views import DayChange, EditionView, ImportOutcome, MovedDeadline
from models.kernel.errors import Conflict, NotFound
from models.kernel.text import clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from models.calendar.notice import NoticeDay
    from models.kernel.clock import Clock
    from models.kernel.findings import Finding
    from models.kernel.store import Store


class Signer(Protocol):
    """Whoever changes the calendar, as far as this room looks; an ``Actor`` is one."""

    @property
    def account_id(self) -> int | None:
        """The account."""
        ...

    @property
    def name(self) -> str:
        """The person's name."""
        ...

    @property
    def origin(self) -> str:
        """Where from."""
        ...


Recorder: TypeAlias = """Callable[
    [Session, Any, datetime, str, str, dict[str, Any] | None, dict[str, Any] | None], object
]"""
"""Writes one ledger entry: session, signer (``None`` is the program itself), time, stream, action,
before, after. The ledger lies above this room and is handed in."""

Permit: TypeAlias = "Callable[[Any, str], None]"
"""Raises ``NotPermitted`` if the signer may not do what the message id says."""


Follow: TypeAlias = "Callable[[Session, Any, datetime], Iterable[MovedDeadline]]"
"""Renews, inside a transaction, the deadlines a new edition moves: session, signer, time."""


class _OnlyRehearsed(Exception):
    """Rolls a rehearsal back; carries what it would have done."""

    def __init__(self, outcome: ImportOutcome) -> None:
        self.outcome = outcome


class CalendarService:
    """Editions of the calendar.

    Args:
        store: the open database.
        clock: gives new editions their time.
        record: writes the ledger in the same transaction.
        permit: raises ``NotPermitted`` if the actor may not do what the message id says.
        follow: works out again, in the same transaction, what rests on the days a notice moves.
        zone: the office's zone.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        record: Recorder,
        permit: Permit,
        follow: Follow | None = None,
        zone: ZoneInfo = SHANGHAI,
    ) -> None:
        self._store = store
        self._clock = clock
        self._record = record
        self._permit = permit
        self._follow = follow
        self._zone = zone
        # Editions never change, so what was compiled stays right. The time of making is part
        # of the key because an id given out in a transaction that failed is given out again.
        self._compiled: dict[tuple[int, datetime], OfficeCalendar] = {}

    @property
    def zone(self) -> ZoneInfo:
        """The office's zone, in which days begin."""
        return self._zone

    def current(self) -> OfficeCalendar:
        """Return the edition in force.

        Raises:
            NotFound: the database was never initialised.
        """
        with self._store.read() as session:
            return self.current_within(session)

    def current_within(self, session: Session) -> OfficeCalendar:
        """Return the edition in force, as :meth:`current`, inside a caller's transaction."""
        key = queries.latest(session)
        if key is None:
            raise NotFound(N_("calendar"), 1)
        return self._compiled.get(key) or self.by_id_within(session, key[0])

    def by_id_within(self, session: Session, edition_id: int) -> OfficeCalendar:
        """Return the edition a case is pinned to, inside a caller's transaction.

        Raises:
            NotFound: there is no such edition.
        """
        key = queries.made(session, edition_id)
        if key is None:
            raise NotFound(N_("calendar"), edition_id)
        compiled = self._compiled.get(key)
        if compiled is None:
            edition = queries.edition_by_id(session, edition_id)
            if edition is None:
                raise NotFound(N_("calendar"), edition_id)
            compiled = self._compiled[key] = self._compile(session, edition)
        return compiled

    def edition(self, number: int) -> OfficeCalendar:
        """Return an edition by its number.

        Raises:
            NotFound: there is no such edition.
        """
        with self._store.read() as session:
            edition_id = queries.id_of_number(session, number)
            if edition_id is None:
                raise NotFound(N_("calendar"), number)
            return self.by_id_within(session, edition_id)

    def editions(self) -> list[EditionView]:
        """Return all editions, the newest first."""
        with self._store.read() as session:
            return queries.editions(session)

    def days(self, number: int | None = None) -> tuple[CalendarLabel, tuple[NoticeDay, ...]]:
        """Return the days an edition speaks of, with its label; of the one in force by default.

        Raises:
            NotFound: there is no such edition.
        """
        with self._store.read() as session:
            edition_id = (
                queries.latest_id(session) if number is None else queries.id_of_number(session, number)
            )
            if edition_id is None:
                raise NotFound(N_("calendar"), number or 1)
            label = self.by_id_within(session, edition_id).time.label
            return label, queries.days_of(session, edition_id)

    def seed(self) -> EditionView:
        """Make the first edition from the shipped notices, if there is none yet; return the one in force.

        Called when a database is initialised, by the program itself: nobody is asked for a role.
        """
        with self._store.write() as session:
            standing = queries.latest_id(session)
            if standing is not None:
                return self.by_id_within(session, standing).edition
            shipped = packaged()
            draft = Draft(
                span_name(shipped.notice.years), STANDARD_HOURS, shipped.notice.days, shipped.sources
            )
            return self._add(session, None, "seed", None, draft, ())

    def import_notice(
        self,
        actor: Signer,
        rows: Sequence[NoticeRow],
        *,
        source: str = "",
        name: str = "",
        expected: int | None = None,
        rehearse: bool = False,
    ) -> ImportOutcome:
        """Lay a notice over the edition in force and make the result the new edition.

        The years in ``rows`` are replaced whole, other years stay. Where nothing would
        change, nothing is made.

        Args:
            actor: who imports.
            rows: the table as read, unchecked.
            source: the notice's own number, for the receipts (at most 64 characters are kept).
            name: what to call the edition; the span of its years if empty.
            expected: the number of the edition the person looked at, if they looked at one.
            rehearse: only say what would be done, and which deadlines it would move.

        Raises:
            NotPermitted: the actor may not.
            EmptyNotice, NoticeRefused: the rows cannot be used; nothing was changed.
            Conflict: another edition came into force meanwhile.
        """
        self._permit(actor, N_("import a holiday notice"))
        notice = check_notice(rows)

        def drafted(standing: OfficeCalendar, days: tuple[NoticeDay, ...]) -> Draft:
            return laid_over(standing, days, notice, source, name)

        try:
            return self._renew(actor, "import", expected, drafted, self._follow, rehearse=rehearse)
        except _OnlyRehearsed as done:
            return done.outcome

    def change_windows(
        self, actor: Signer, hours: OfficeHours, *, name: str = "", expected: int | None = None
    ) -> ImportOutcome:
        """Make a new edition with other office windows and the same days.

        Raises:
            NotPermitted: the actor may not.
            Conflict: another edition came into force meanwhile.
        """
        self._permit(actor, N_("change the office hours"))

        def drafted(standing: OfficeCalendar, days: tuple[NoticeDay, ...]) -> Draft:
            edition = standing.edition
            return Draft(clean_line(name)[:MOST_NAME] or edition.name, hours, days, edition.notices)

        return self._renew(actor, "change_windows", expected, drafted)

    def check(self) -> list[Finding]:
        """Return what is wrong in the stored editions; nothing, if nobody touched them by hand."""
        # Loaded where it is asked: no console ever checks a database.
        from models.calendar.checking import edition_findings

        with self._store.read() as session:
            return [
                finding
                for edition in queries.editions(session)
                for finding in edition_findings(edition, queries.days_of(session, edition.id))
            ]

    def _renew(
        self,
        actor: Signer,
        action: str,
        expected: int | None,
        drafted: Callable[[OfficeCalendar, tuple[NoticeDay, ...]], Draft],
        follow: Follow | None = None,
        *,
        rehearse: bool = False,
    ) -> ImportOutcome:
        try:
            with self._store.write() as session:
                standing = self.current_within(session)
                if expected is not None and standing.edition.number != expected:
                    raise Conflict(N_("The calendar"), standing.edition)
                days = queries.days_of(session, standing.edition.id)
                draft = drafted(standing, days)
                changes = changes_between(days, draft.days)
                same_facts = draft.notices == standing.edition.notices and draft.days == days
                if same_facts and str(draft.hours) == standing.edition.windows:
                    return ImportOutcome(standing.edition, made=False, changes=())
                edition = self._add(session, actor, action, standing.edition, draft, changes)
                moved = () if follow is None else tuple(follow(session, actor, edition.created_at))
                outcome = ImportOutcome(edition, made=True, changes=changes, moved=moved)
                if rehearse:
                    raise _OnlyRehearsed(outcome)
        except IntegrityError as error:
            # Two people took the same next number at once (PostgreSQL lets them begin together).
            raise Conflict(N_("The calendar"), self.current().edition) from error
        return outcome

    def _add(
        self,
        session: Session,
        actor: Signer | None,
        action: str,
        before: EditionView | None,
        draft: Draft,
        changes: Sequence[DayChange],
    ) -> EditionView:
        edition = add_edition(session, self._clock.now(), before, draft)
        self._record(session, actor, edition.created_at, *record_of(before, edition, action, changes))
        return edition

    def _compile(self, session: Session, edition: EditionView) -> OfficeCalendar:
        return compiled(session, edition, self._zone)
