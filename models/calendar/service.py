"""The calendar's door: which edition is in force, and the making of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from sqlalchemy.exc import IntegrityError

from models.calendar import queries
from models.calendar.arithmetic import SHANGHAI, CalendarLabel
from models.calendar.compiling import OfficeCalendar, compiled
from models.calendar.editing import Draft, span_name
from models.calendar.laying import MOST_NAME, add_edition, record_of
from models.calendar.packaged import packaged
from models.calendar.rules import STANDARD_HOURS, OfficeHours
from models.calendar.views import DayChange, EditionView, ImportOutcome
from models.kernel.errors import Conflict, NotFound
from models.kernel.text import clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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


class CalendarService:
    """Editions of the calendar.

    Args:
        store: the open database.
        clock: gives new editions their time.
        record: writes the ledger in the same transaction.
        permit: raises ``NotPermitted`` if the actor may not do what the message id says.
        zone: the office's zone.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        record: Recorder,
        permit: Permit,
        zone: ZoneInfo = SHANGHAI,
    ) -> None:
        self._store = store
        self._clock = clock
        self._record = record
        self._permit = permit
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

    def change_windows(
        self, actor: Signer, hours: OfficeHours, *, name: str = "", expected: int | None = None
    ) -> ImportOutcome:
        """Make a new edition with other office windows and the same days.

        Raises:
            NotPermitted: the actor may not.
            Conflict: another edition came into force meanwhile.
        """
        self._permit(actor, N_("change the office hours"))

        try:
            with self._store.write() as session:
                standing = self.current_within(session)
                edition = standing.edition
                if expected is not None and edition.number != expected:
                    raise Conflict(N_("The calendar"), edition)
                if str(hours) == edition.windows:
                    return ImportOutcome(edition, made=False, changes=())
                days = queries.days_of(session, edition.id)
                draft = Draft(clean_line(name)[:MOST_NAME] or edition.name, hours, days, edition.notices)
                made = self._add(session, actor, "change_windows", edition, draft, ())
        except IntegrityError as error:
            # Two people took the same next number at once (PostgreSQL lets them begin together).
            raise Conflict(N_("The calendar"), self.current().edition) from error
        return ImportOutcome(made, made=True, changes=())

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
