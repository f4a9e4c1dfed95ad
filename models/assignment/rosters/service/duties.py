"""The month roster: looking at it, writing in it, filling it by a pattern or like another month."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.rosters import queries
from models.assignment.rosters.days import month_days
from models.assignment.rosters.patterns import Board, copied, rotated
from models.assignment.rosters.presence import presence_at
from models.assignment.rosters.queries import DUTIES
from models.assignment.rosters.refusals import NobodyToRotate, NoStaff, PersonGone
from models.assignment.rosters.rules import LOOK, MOST_DAYS, require_edit, require_span, seen_unit
from models.assignment.rosters.service.base import (
    RosterBase,
    people_by_id,
    people_where,
    rest_minutes,
    shifts_by_id,
)
from models.assignment.rosters.views import CellChange, CellView, MonthView, Written
from models.kernel.errors import NotFound
from models.kernel.words import N_
from models.organisation.queries import STAFF, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.rosters.patterns import Pattern
    from models.assignment.rosters.presence import Presence
    from models.assignment.rosters.views import (
        DutyView,
        RosterFinding,
        RosterPerson,
    )

_AROUND = timedelta(days=1)


class DutyDoors(RosterBase):
    """Doors to the duties."""

    def presence(self, actor: Actor, at: datetime | None = None) -> Presence:
        """Return who is here at a moment, now if left out: everybody may ask who is on duty.

        Raises:
            NotPermitted: the person has no role here at all.
        """
        require(actor, Role, LOOK)
        with self._store.read() as session:
            return presence_at(session, self._clock.now() if at is None else at)

    def today(self) -> date:
        """Return the day it is by the office's clock."""
        with self._store.read() as session:
            return self._today(session)

    def month(self, actor: Actor, first: date | None = None, unit_id: int | None = None) -> MonthView:
        """Return a month of people by days.

        Args:
            actor: who looks.
            first: any day of the month; this month if left out.
            unit_id: only the people of this unit; those who look at their own unit only are shown it.

        Raises:
            NotPermitted: the rows are not theirs to look at.
        """
        require(actor, Role, LOOK)
        shown = seen_unit(actor, unit_id)
        with self._store.read() as session:
            begin, end = month_days(first or self._today(session))
            people = self._people(session, actor, begin, end, shown)
            ids = None if shown is None else [each.staff_id for each in people]
            around = queries.cells_between(session, ids, begin - _AROUND, end + _AROUND)
            held = [duty for cell in around.values() for duty in cell.duties]
            return MonthView(
                first=begin,
                unit_id=shown,
                people=tuple(people),
                days=tuple(self._days(session, begin, end)),
                shifts=tuple(queries.shifts(session)),
                cells={key: cell for key, cell in around.items() if begin <= key[1] <= end},
                leave=tuple(queries.leave_between(session, ids, begin, end)),
                findings=tuple(self._findings(session, people, begin, end, shown, held)),
            )

    def findings(
        self, actor: Actor, first: date, last: date, unit_id: int | None = None
    ) -> list[RosterFinding]:
        """Return what the roster is wrong in on some days.

        Raises:
            NotPermitted: the rows are not theirs to look at.
            BadSpan: the days end before they begin, or are very many.
        """
        require(actor, Role, LOOK)
        require_span(first, last, MOST_DAYS)
        shown = seen_unit(actor, unit_id)
        with self._store.read() as session:
            people = self._people(session, actor, first, last, shown)
            return self._findings(session, people, first, last, shown)

    def my_duties(self, actor: Actor, days: int = 31) -> list[DutyView]:
        """Return the duties of a person from today on; empty for an account of nobody of the office."""
        if actor.staff_id is None:
            return []
        with self._store.read() as session:
            today = self._today(session)
            mine = DUTIES.c.staff_id == actor.staff_id
            span = DUTIES.c.day.between(today, today + timedelta(days=days))
            return queries.duties(session, mine, span)

    def write(
        self,
        actor: Actor,
        changes: Sequence[CellChange],
        *,
        action: str = "roster.set",
        dry_run: bool = False,
    ) -> Written:
        """Write cells of the roster; all of them, or none.

        Args:
            actor: who writes.
            changes: each cell once.
            action: what it is called in the ledger.
            dry_run: only look whether it could be done.

        Returns:
            The cells before and after, and what is wrong in these rows on these days afterwards.

        Raises:
            NotPermitted: a row is not theirs to write in.
            NotFound: a person, a shift or a unit is not there.
            PersonGone, ShiftClosed: somebody or something new in a cell is not to be used any more.
            Conflict: a cell was changed meanwhile; carries the cell as it stands.
        """
        with self._store.write() as session:
            written = self._write(session, actor, changes, action, dry_run=dry_run)
            return self._with_findings(session, written, dry_run=dry_run)

    def fill(self, actor: Actor, pattern: Pattern, *, dry_run: bool = False) -> Written:
        """Let people take turns at shifts; cells that hold something stay as they are.

        Raises:
            NotPermitted: a row is not theirs to write in.
            NobodyToRotate: no people or no shifts.
            BadSpan: the days end before they begin, or are very many.
            NotFound, PersonGone, ShiftClosed: as :meth:`write`.
        """
        require_span(pattern.first, pattern.last, MOST_DAYS)
        with self._store.write() as session:
            people = people_by_id(session, pattern.staff_ids)
            shifts = shifts_by_id(session)
            usable = [each for each in pattern.shift_ids if each in shifts and shifts[each].active]
            if not pattern.staff_ids or pattern.together < 1 or len(usable) < max(len(pattern.shift_ids), 1):
                raise NobodyToRotate
            for staff_id in pattern.staff_ids:
                if staff_id not in people:
                    raise NotFound(N_("person of the office"), staff_id)
                require_edit(actor, people[staff_id].unit_id)
                if not people[staff_id].active:
                    raise PersonGone(people[staff_id].name)
            days = self._days(session, pattern.first, pattern.last)
            made, missed = rotated(pattern, days, self._board(session, pattern.first, pattern.last))
            written = self._lay(session, actor, made, "roster.fill", dry_run=dry_run)
            return replace(self._with_findings(session, written, dry_run=dry_run), missed=tuple(missed))

    def copy_month(
        self,
        actor: Actor,
        source: date,
        target: date,
        unit_id: int | None = None,
        *,
        dry_run: bool = False,
    ) -> Written:
        """Lay the duties of a month over another one, weekday by weekday.

        Args:
            actor: who writes.
            source: any day of the month that is copied.
            target: any day of the month that is filled; cells that hold something stay.
            unit_id: only the people of this unit.
            dry_run: only look what it would do.

        Raises:
            NotPermitted: a row is not theirs to write in.
        """
        shown = seen_unit(actor, unit_id)
        first, last = month_days(source)
        begin, end = month_days(target)
        with self._store.write() as session:
            people = self._people(session, actor, first, last, shown)
            ids = [each.staff_id for each in people if each.active]
            held = queries.duties(session, DUTIES.c.day.between(first, last), DUTIES.c.staff_id.in_(ids))
            made, missed = copied(
                held, first, self._days(session, begin, end), self._board(session, begin, end)
            )
            written = self._lay(session, actor, made, "roster.copy", dry_run=dry_run)
            return replace(self._with_findings(session, written, dry_run=dry_run), missed=tuple(missed))

    def _lay(
        self, session: Session, actor: Actor, made: Iterable[DutyView], action: str, *, dry_run: bool
    ) -> Written:
        """Write duties into their cells, beside what these hold."""
        fresh: dict[tuple[int, date], list[DutyView]] = {}
        for duty in made:
            fresh.setdefault((duty.staff_id, duty.day), []).append(duty)
        standing = queries.cells_named(session, list(fresh))
        changes = []
        for key, duties in fresh.items():
            cell = standing.get(key) or CellView(*key)
            changes.append(CellChange(*key, (*cell.duties, *duties), cell.version))
        return self._write(session, actor, changes, action, dry_run=dry_run)

    def _board(self, session: Session, first: date, last: date) -> Board:
        return Board(
            shifts_by_id(session),
            queries.duties(session, DUTIES.c.day.between(first - _AROUND, last + _AROUND)),
            queries.leave_between(session, None, first - _AROUND, last + _AROUND),
            rest_minutes(session),
        )

    def _people(
        self, session: Session, actor: Actor, first: date, last: date, unit_id: int | None
    ) -> list[RosterPerson]:
        """Return who has a row: who works here, and who left but still has duties on these days."""
        having = select(DUTIES.c.staff_id).where(DUTIES.c.day.between(first, last))
        there = or_(STAFF.c.active, STAFF.c.id.in_(having))
        if unit_id is None:
            return people_where(session, actor, there)
        if session.connection().scalar(select(UNITS.c.id).where(UNITS.c.id == unit_id)) is None:
            raise NotFound(N_("unit"), unit_id)
        return people_where(session, actor, there, STAFF.c.unit_id == unit_id)

    def _with_findings(self, session: Session, written: Written, *, dry_run: bool) -> Written:
        if not written.after:
            return written
        days = [cell.day for cell in written.after]
        first, last = min(days), max(days)
        people = list(people_by_id(session, {cell.staff_id for cell in written.after}).values())
        ids = [each.staff_id for each in people]
        around = queries.cells_between(session, ids, first - _AROUND, last + _AROUND)
        if dry_run:
            around |= {(cell.staff_id, cell.day): cell for cell in written.after}
        held = [duty for cell in around.values() for duty in cell.duties]
        # No unit: only what is wrong in these people's own rows is asked for.
        found = self._findings(session, people, first, last, 0, held)
        mine = tuple(each for each in found if each.staff_id is not None)
        return Written(written.before, written.after, mine)


def own_staff(actor: Actor) -> int:
    """Return the person of the office behind an account.

    Raises:
        NoStaff: there is none.
    """
    if actor.staff_id is None:
        raise NoStaff(actor.name)
    return actor.staff_id
