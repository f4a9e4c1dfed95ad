"""What all parts of the service share: reading a stretch of the roster, and writing cells of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.assignment.rosters import queries
from models.assignment.rosters.finding import Looked
from models.assignment.rosters.loading import working_time
from models.assignment.rosters.queries import DUTIES
from models.assignment.rosters.refusals import PersonGone
from models.assignment.rosters.rules import require_edit, seen_unit
from models.assignment.rosters.views import DayView
from models.assignment.rosters.writing import (
    PERSON,
    SHIFT,
    people_by_id,
    people_where,
    stream_of,
    write_cells,
)
from models.calendar.days import DayKind, is_weekday
from models.cases.settings.inforce import in_force
from models.cases.settings.of_rosters import REST, REST_HOURS
from models.kernel.errors import NotFound
from models.ledger.service import record
from models.organisation.queries import STAFF, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.rosters.views import (
        CellChange,
        DutyView,
        RosterFinding,
        RosterPerson,
        ShiftView,
        Written,
    )
    from models.kernel.clock import Clock
    from models.kernel.store import Store


_HOUR = 60
_AROUND = timedelta(days=1)


__all__ = [
    "PERSON",
    "SHIFT",
    "RosterBase",
    "iso",
    "of_seen",
    "people_by_id",
    "people_where",
    "plain",
    "require_person",
    "rest_minutes",
    "shifts_by_id",
    "stream_of",
    "writable",
]


class RosterBase:
    """The store and the clock.

    Args:
        store: the open database.
        clock: gives every change its time, and says what today is.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def _today(self, session: Session) -> date:
        return working_time(session).local(self._clock.now()).date()

    def _write(
        self,
        session: Session,
        actor: Actor,
        changes: Sequence[CellChange],
        action: str,
        *,
        dry_run: bool = False,
        permitted: bool = False,
    ) -> Written:
        """Write cells now; see :func:`models.assignment.rosters.writing.write_cells`."""
        at = self._clock.now()
        return write_cells(session, actor, at, changes, action, dry_run=dry_run, permitted=permitted)

    def _note(
        self,
        session: Session,
        actor: Actor,
        person: RosterPerson,
        action: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> None:
        """Keep in the ledger what was changed about a person."""
        record(session, actor, self._clock.now(), stream_of(person.code), action, before, after)

    def _findings(
        self,
        session: Session,
        people: Sequence[RosterPerson],
        first: date,
        last: date,
        unit_id: int | None,
        duties: Iterable[DutyView] | None = None,
    ) -> list[RosterFinding]:
        """Return what the roster of some people is wrong in.

        Args:
            session: an open session.
            people: whose rows are looked at.
            first: the first day looked at.
            last: the last one.
            unit_id: the unit whose people these are; ``None`` for all people there are. Who serves the unit
                without being of it is looked at for its shifts.
            duties: the duties to look at, from a day before to a day after; as they stand if left out.
        """
        ids = {each.staff_id for each in people}
        around = DUTIES.c.day.between(first - _AROUND, last + _AROUND)
        held = list(duties) if duties is not None else queries.duties(session, around)
        rows = list(people)
        if unit_id is not None:
            held = [each for each in held if each.staff_id in ids]
            serving = queries.duties(session, around, DUTIES.c.unit_id == unit_id)
            helping = [each for each in serving if each.staff_id not in ids]
            held += helping
            rows += people_by_id(session, {each.staff_id for each in helping}).values()
        wanted = None if unit_id is None else [each.staff_id for each in rows]
        looked = Looked(
            self._days(session, first, last),
            queries.shifts(session),
            rows,
            held,
            queries.leave_between(session, wanted, first - _AROUND, last + _AROUND),
            rest_minutes(session),
        )
        names = dict(session.connection().execute(select(UNITS.c.id, UNITS.c.name)).all())
        found = looked.findings(names, None if unit_id is None else (unit_id,))
        return [each for each in found if each.staff_id is None or each.staff_id in ids]

    def _days(self, session: Session, first: date, last: date) -> list[DayView]:
        """Return the days from one to another as the calendar in force has them."""
        days = working_time(session).days
        found = []
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            note = days.note(ordinal)
            working = days.is_working(ordinal)
            make_up = working and note is not None and note.kind is DayKind.WORK and not is_weekday(ordinal)
            holiday = "" if note is None or working else note.festival
            found.append(DayView(date.fromordinal(ordinal), working, holiday, make_up))
        return found


def rest_minutes(session: Session) -> int:
    """Return how much rest the office wants between two duties, in minutes."""
    hours: int = in_force(session).document.get(REST, REST_HOURS)
    return hours * _HOUR


def require_person(session: Session, staff_id: int) -> RosterPerson:
    """Return a person of the office, there or gone.

    Raises:
        NotFound: there is none.
    """
    found = people_by_id(session, [staff_id])
    if not found:
        raise NotFound(PERSON, staff_id)
    return found[staff_id]


def writable(session: Session, actor: Actor, staff_id: int) -> RosterPerson:
    """Return a person who works here and in whose row somebody may write.

    Raises:
        NotFound, NotPermitted, PersonGone: there is none, it is not theirs, the person left.
    """
    person = require_person(session, staff_id)
    require_edit(actor, person.unit_id)
    if not person.active:
        raise PersonGone(person.name)
    return person


def of_seen(actor: Actor, staff_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """Return the condition that a row is of somebody whose roster the person sees."""
    shown = seen_unit(actor, None)
    return [] if shown is None else [staff_id.in_(select(STAFF.c.id).where(STAFF.c.unit_id == shown))]


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as the ledger keeps them: days as text."""
    return {name: iso(value) for name, value in facts.items()}


def iso(value: Any) -> Any:
    """Return a day as text, anything else as it is."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def shifts_by_id(session: Session) -> dict[int, ShiftView]:
    """Return all shifts by id."""
    return {each.id: each for each in queries.shifts(session)}
