"""Leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.rosters import queries
from models.assignment.rosters.queries import LEAVE
from models.assignment.rosters.refusals import LeaveOverlaps
from models.assignment.rosters.rules import (
    LOOK,
    MINUTES,
    NOTE_LENGTH,
    entered_text,
    overlap,
    require_edit,
    require_span,
    seen_unit,
    span_of_leave,
)
from models.assignment.rosters.service.base import (
    RosterBase,
    of_seen,
    plain,
    require_person,
    writable,
)
from models.assignment.rosters.tables import RosterLeave
from models.assignment.rosters.views import LeaveView
from models.kernel.errors import Conflict, Invalid, NotFound
from models.kernel.tables import guarded_update
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_
from models.organisation.queries import STAFF

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.rosters.kinds import LeaveKind
    from models.assignment.rosters.views import RosterPerson

_LEAVE = N_("leave")


@dataclass(frozen=True, slots=True)
class LeaveEntries:
    """What is entered about leave; minutes of the first and the last day leave half days at the office."""

    staff_id: int
    from_day: date
    to_day: date
    kind: LeaveKind
    note: str = ""
    from_minute: int = 0
    to_minute: int = MINUTES


class AbsenceDoors(RosterBase):
    """Doors to leave."""

    def leave(self, actor: Actor, first: date, last: date, unit_id: int | None = None) -> list[LeaveView]:
        """Return the leave that has a day between two days, by its first day.

        Raises:
            NotPermitted: it is not theirs to look at.
        """
        require(actor, Role, LOOK)
        shown = seen_unit(actor, unit_id)
        conditions = [LEAVE.c.to_day >= first, LEAVE.c.from_day <= last]
        if shown is not None:
            conditions.append(LEAVE.c.staff_id.in_(select(STAFF.c.id).where(STAFF.c.unit_id == shown)))
        with self._store.read() as session:
            return queries.leave(session, *conditions)

    def one_leave(self, actor: Actor, leave_id: int) -> LeaveView:
        """Return leave by its number.

        Raises:
            NotPermitted: it is not theirs to look at.
            NotFound: there is none, or it is of another unit's people.
        """
        require(actor, Role, LOOK)
        with self._store.read() as session:
            found = queries.leave(session, LEAVE.c.id == leave_id, *of_seen(actor, LEAVE.c.staff_id))
        if not found:
            raise NotFound(_LEAVE, leave_id)
        return found[0]

    def add_leave(self, actor: Actor, entries: LeaveEntries) -> LeaveView:
        """Note that somebody is away. Duties of these days stay, and are named as findings.

        Raises:
            NotPermitted: the row is not theirs to write in.
            NotFound: there is no such person.
            PersonGone: they left the office.
            BadSpan, Invalid: days or an entry cannot be used.
            LeaveOverlaps: they are on leave at that time already.
        """
        facts = _leave_facts(entries)
        with self._store.write() as session:
            person = writable(session, actor, entries.staff_id)
            _require_free(session, person, LeaveView(0, person.staff_id, person.name, version=1, **facts))
            statement = insert(LEAVE).values(staff_id=person.staff_id, version=1, **facts)
            made = session.connection().execute(statement.returning(LEAVE.c.id)).scalar_one()
            self._note(session, actor, person, "roster.leave", None, {"id": made, **plain(facts)})
            return queries.leave(session, LEAVE.c.id == made)[0]

    def change_leave(
        self, actor: Actor, leave_id: int, entries: LeaveEntries, expected_version: int
    ) -> LeaveView:
        """Change leave: other days when somebody comes back earlier, say.

        Raises:
            NotFound: there is none, or it is somebody else's.
            Conflict: it was changed meanwhile.
            NotPermitted, PersonGone, BadSpan, Invalid, LeaveOverlaps: as :meth:`add_leave`.
        """
        facts = _leave_facts(entries)
        with self._store.write() as session:
            person = writable(session, actor, entries.staff_id)
            row = session.get(RosterLeave, leave_id)
            if row is None or row.staff_id != person.staff_id:
                raise NotFound(_LEAVE, leave_id)
            _require_free(session, person, LeaveView(leave_id, person.staff_id, person.name, **facts))
            before = {name: getattr(row, name) for name in facts}
            if not guarded_update(session, row, expected_version, **facts):
                raise Conflict(N_("The leave"), queries.leave(session, LEAVE.c.id == leave_id)[0])
            known = {"id": leave_id}
            self._note(session, actor, person, "roster.leave", known | plain(before), known | plain(facts))
            return queries.leave(session, LEAVE.c.id == leave_id)[0]

    def drop_leave(self, actor: Actor, leave_id: int) -> LeaveView:
        """Take leave back that was never taken.

        Raises:
            NotPermitted: the row is not theirs to write in.
            NotFound: there is none.
        """
        with self._store.write() as session:
            found = queries.leave(session, LEAVE.c.id == leave_id)
            if not found:
                raise NotFound(_LEAVE, leave_id)
            person = require_person(session, found[0].staff_id)
            require_edit(actor, person.unit_id)
            session.connection().execute(delete(LEAVE).where(LEAVE.c.id == leave_id))
            facts = {name: getattr(found[0], name) for name in _LEAVE_FACTS}
            self._note(session, actor, person, "roster.leave", {"id": leave_id, **plain(facts)}, None)
            return found[0]


_LEAVE_FACTS = ("from_day", "to_day", "from_minute", "to_minute", "kind", "note")


def _leave_facts(entries: LeaveEntries) -> dict[str, Any]:
    require_span(entries.from_day, entries.to_day)
    start, end = entries.from_minute, entries.to_minute
    one_day = entries.from_day == entries.to_day
    if not (0 <= start < MINUTES and 0 < end <= MINUTES and (not one_day or start < end)):
        raise Invalid(N_("time of day"), "", N_("leave ends after it begins"))
    return {
        "from_day": entries.from_day,
        "to_day": entries.to_day,
        "from_minute": start,
        "to_minute": end,
        "kind": entries.kind,
        "note": entered_text(N_("note"), entries.note, NOTE_LENGTH, needed=False),
    }


def _require_free(session: Session, person: RosterPerson, wanted: LeaveView) -> None:
    """Refuse leave that overlaps other leave of the person; nobody adds some meanwhile."""
    if not is_sqlite(session):
        held = select(STAFF.c.id).where(STAFF.c.id == person.staff_id).with_for_update()
        session.connection().execute(held)
    span = span_of_leave(wanted)
    for each in queries.leave_between(session, [person.staff_id], wanted.from_day, wanted.to_day):
        if each.id != wanted.id and overlap(span_of_leave(each), span):
            raise LeaveOverlaps(person.name, each.from_day, each.to_day)
