"""Who stands in for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.rosters import queries
from models.assignment.rosters.queries import DEPUTIES
from models.assignment.rosters.refusals import DeputyTwice, OwnDeputy, PersonGone
from models.assignment.rosters.rules import LOOK, require_edit, require_span, seen_unit
from models.assignment.rosters.service.base import (
    RosterBase,
    iso,
    of_seen,
    plain,
    require_person,
    writable,
)
from models.assignment.rosters.tables import RosterDeputy
from models.kernel.errors import Conflict, Invalid, NotFound
from models.kernel.tables import guarded_update
from models.kernel.words import N_
from models.organisation.queries import STAFF

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement

    from models.accounts.views import Actor
    from models.assignment.rosters.views import DeputyView

_DEPUTY = N_("deputy")
MOST_RANK = 9


class DeputyDoors(RosterBase):
    """Doors to deputies."""

    def deputies(self, actor: Actor, unit_id: int | None = None, *, past: bool = False) -> list[DeputyView]:
        """Return who stands in for whom, in the order they are asked.

        Args:
            actor: who looks.
            unit_id: only for the people of this unit.
            past: those as well whose time is over.

        Raises:
            NotPermitted: it is not theirs to look at.
        """
        require(actor, Role, LOOK)
        shown = seen_unit(actor, unit_id)
        with self._store.read() as session:
            conditions: list[ColumnElement[bool]] = []
            if shown is not None:
                conditions.append(DEPUTIES.c.staff_id.in_(select(STAFF.c.id).where(STAFF.c.unit_id == shown)))
            if not past:
                ends = DEPUTIES.c.to_day
                conditions.append(or_(ends.is_(None), ends >= self._today(session)))
            return queries.deputies(session, *conditions)

    def one_deputy(self, actor: Actor, number: int) -> DeputyView:
        """Return who stands in for whom by its number.

        Raises:
            NotPermitted: it is not theirs to look at.
            NotFound: there is none, or it is of another unit's people.
        """
        require(actor, Role, LOOK)
        with self._store.read() as session:
            found = queries.deputies(session, DEPUTIES.c.id == number, *of_seen(actor, DEPUTIES.c.staff_id))
        if not found:
            raise NotFound(_DEPUTY, number)
        return found[0]

    def add_deputy(
        self,
        actor: Actor,
        staff_id: int,
        deputy_id: int,
        first: date,
        last: date | None = None,
        rank: int | None = None,
    ) -> DeputyView:
        """Let B stand in for A while A is away, from one day to another or until further notice.

        Args:
            actor: who says so.
            staff_id: A.
            deputy_id: B, of whatever unit.
            first: the first day.
            last: the last one; ``None`` until further notice.
            rank: who is asked first has 1; after all others of A if left out.

        Raises:
            NotPermitted: A's row is not theirs to write in.
            NotFound, PersonGone: somebody is not there.
            OwnDeputy: A and B are the same.
            DeputyTwice: B stands in for A on some of these days already.
            BadSpan, Invalid: days or rank cannot be used.
        """
        require_span(first, last)
        with self._store.write() as session:
            person = writable(session, actor, staff_id)
            deputy = require_person(session, deputy_id)
            if not deputy.active:
                raise PersonGone(deputy.name)
            if staff_id == deputy_id:
                raise OwnDeputy(person.name)
            standing = queries.deputies(session, DEPUTIES.c.staff_id == staff_id)
            if any(_same_days(each, first, last) for each in standing if each.deputy_id == deputy_id):
                raise DeputyTwice(deputy.name, person.name)
            place = max((each.rank for each in standing), default=0) + 1 if rank is None else rank
            if not 1 <= place <= MOST_RANK:
                raise Invalid(N_("order"), place, N_("a number from 1 to 9"))
            facts = {"deputy_id": deputy_id, "rank": place, "from_day": first, "to_day": last}
            statement = insert(DEPUTIES).values(staff_id=staff_id, version=1, **facts)
            made = session.connection().execute(statement.returning(DEPUTIES.c.id)).scalar_one()
            shown = {"id": made, "deputy": deputy.code, **plain(facts)}
            self._note(session, actor, person, "roster.deputy", None, shown)
            return queries.deputies(session, DEPUTIES.c.id == made)[0]

    def change_deputy(
        self,
        actor: Actor,
        number: int,
        first: date,
        last: date | None,
        rank: int,
        expected_version: int,
    ) -> DeputyView:
        """Give the days and the order in which B stands in for A; ``last`` ``None`` is until further notice.

        Raises:
            NotPermitted: A's row is not theirs to write in.
            NotFound: there is none of this number.
            PersonGone: A left the office.
            Conflict: it was changed meanwhile.
            DeputyTwice: B stands in for A on some of these days already.
            BadSpan, Invalid: days or order cannot be used.
        """
        require_span(first, last)
        if not 1 <= rank <= MOST_RANK:
            raise Invalid(N_("order"), rank, N_("a number from 1 to 9"))
        with self._store.write() as session:
            row = session.get(RosterDeputy, number)
            if row is None:
                raise NotFound(_DEPUTY, number)
            person = writable(session, actor, row.staff_id)
            of_both = (DEPUTIES.c.staff_id == row.staff_id, DEPUTIES.c.deputy_id == row.deputy_id)
            for each in queries.deputies(session, *of_both):
                if each.id != number and _same_days(each, first, last):
                    raise DeputyTwice(each.deputy_name, person.name)
            facts: dict[str, Any] = {"rank": rank, "from_day": first, "to_day": last}
            before = {name: getattr(row, name) for name in facts}
            if not guarded_update(session, row, expected_version, **facts):
                standing = queries.deputies(session, DEPUTIES.c.id == number)[0]
                raise Conflict(N_("The deputy"), standing)
            known = {"id": number}
            self._note(session, actor, person, "roster.deputy", known | plain(before), known | plain(facts))
            return queries.deputies(session, DEPUTIES.c.id == number)[0]

    def end_deputy(self, actor: Actor, number: int, last: date | None = None) -> DeputyView:
        """Let B no longer stand in for A: after a last day, or as if it had never been said.

        Raises:
            NotPermitted: A's row is not theirs to write in.
            NotFound: there is none of this number.
            BadSpan: the last day lies before the first.
        """
        with self._store.write() as session:
            found = queries.deputies(session, DEPUTIES.c.id == number)
            if not found:
                raise NotFound(_DEPUTY, number)
            standing = found[0]
            person = require_person(session, standing.staff_id)
            require_edit(actor, person.unit_id)
            mine = DEPUTIES.c.id == number
            before = {"id": number, "deputy_id": standing.deputy_id, "to_day": iso(standing.to_day)}
            if last is not None:
                require_span(standing.from_day, last)
            if last is None:
                session.connection().execute(delete(DEPUTIES).where(mine))
                after = None
            else:
                moved = DEPUTIES.update().where(mine).values(to_day=last, version=standing.version + 1)
                session.connection().execute(moved)
                after = before | {"to_day": iso(last)}
            self._note(session, actor, person, "roster.deputy", before, after)
            return standing


def _same_days(standing: DeputyView, first: date, last: date | None) -> bool:
    begins_before_end = last is None or standing.from_day <= last
    return begins_before_end and (standing.to_day is None or first <= standing.to_day)
