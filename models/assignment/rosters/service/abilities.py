"""What people can do, and what they can take on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.rosters import queries
from models.assignment.rosters.queries import CAPACITIES, SKILLS
from models.assignment.rosters.rules import LOOK, entered_number, entered_text, require_edit, seen_unit
from models.assignment.rosters.service.base import RosterBase, require_person, stream_of
from models.assignment.rosters.views import CapacityView, SkillView
from models.kernel.errors import Conflict, NotFound
from models.kernel.upsert import insert_into
from models.kernel.words import N_
from models.ledger.service import record
from models.organisation.queries import STAFF

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Table

    from models.accounts.views import Actor

_SKILL = N_("skill")


class AbilityDoors(RosterBase):
    """Doors to skills, permits and capacities."""

    def skills(self, actor: Actor, unit_id: int | None = None) -> list[SkillView]:
        """Return what people can do, by person; what ran out as well.

        Raises:
            NotPermitted: it is not theirs to look at.
        """
        require(actor, Role, LOOK)
        conditions = _of_unit(SKILLS, seen_unit(actor, unit_id))
        with self._store.read() as session:
            return queries.skills(session, *conditions)

    def set_skill(
        self,
        actor: Actor,
        staff_id: int,
        skill: str,
        permit: str = "",
        valid_until: date | None = None,
    ) -> SkillView:
        """Say what somebody can do, by which permit and until when; it replaces what was said of this skill.

        Raises:
            NotPermitted: the row is not theirs to write in.
            NotFound: there is no such person.
            Invalid: skill or permit cannot be used.
        """
        name = entered_text(N_("skill"), skill)
        number = entered_text(N_("permit number"), permit, needed=False)
        with self._store.write() as session:
            person = require_person(session, staff_id)
            require_edit(actor, person.unit_id)
            mine = (SKILLS.c.staff_id == staff_id) & (SKILLS.c.skill == name)
            standing = queries.skills(session, mine)
            before = _facts(standing[0]) if standing else None
            version = standing[0].version + 1 if standing else 1
            view = SkillView(0, staff_id, person.name, name, number, valid_until, version)
            if before == _facts(view):
                return standing[0]
            values = {"permit": number, "valid_until": valid_until, "version": version}
            statement = insert_into(session, SKILLS).values(staff_id=staff_id, skill=name, **values)
            keys = [SKILLS.c.staff_id, SKILLS.c.skill]
            session.connection().execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
            at, stream = self._clock.now(), stream_of(person.code)
            record(session, actor, at, stream, "roster.skill", before, _facts(view))
            return queries.skills(session, mine)[0]

    def drop_skill(self, actor: Actor, staff_id: int, skill: str) -> SkillView:
        """Say that somebody cannot do something any more.

        Raises:
            NotPermitted: the row is not theirs to write in.
            NotFound: there is no such person, or nothing was said of this skill.
        """
        with self._store.write() as session:
            person = require_person(session, staff_id)
            require_edit(actor, person.unit_id)
            mine = (SKILLS.c.staff_id == staff_id) & (SKILLS.c.skill == skill.strip())
            standing = queries.skills(session, mine)
            if not standing:
                raise NotFound(_SKILL, skill)
            session.connection().execute(delete(SKILLS).where(mine))
            at, stream = self._clock.now(), stream_of(person.code)
            record(session, actor, at, stream, "roster.skill", _facts(standing[0]), None)
            return standing[0]

    def capacities(self, actor: Actor, unit_id: int | None = None) -> list[CapacityView]:
        """Return what people can take on, those of whom somebody said so.

        Raises:
            NotPermitted: it is not theirs to look at.
        """
        require(actor, Role, LOOK)
        conditions = _of_unit(CAPACITIES, seen_unit(actor, unit_id))
        with self._store.read() as session:
            return queries.capacities(session, *conditions)

    def set_capacity(
        self,
        actor: Actor,
        staff_id: int,
        per_day: int | None,
        open_most: int | None,
        expected_version: int | None = None,
    ) -> CapacityView:
        """Say how many cases somebody takes on in a day, and has open, at most; ``None`` is without limit.

        Args:
            actor: who says so.
            staff_id: of whom.
            per_day: cases taken on in a day.
            open_most: cases open at the same time.
            expected_version: the version that was looked at; ``None`` for those who looked at nothing.

        Raises:
            NotPermitted: the row is not theirs to write in.
            NotFound: there is no such person.
            Invalid: a number is beyond all sense.
            Conflict: it was changed meanwhile.
        """
        wanted = {
            "per_day": entered_number(N_("cases a day"), per_day),
            "open_most": entered_number(N_("open cases"), open_most),
        }
        with self._store.write() as session:
            person = require_person(session, staff_id)
            require_edit(actor, person.unit_id)
            mine = CAPACITIES.c.staff_id == staff_id
            found = queries.capacities(session, mine)
            standing = found[0] if found else CapacityView(staff_id, person.name)
            if expected_version not in {None, standing.version}:
                raise Conflict(N_("The capacity"), standing)
            view = CapacityView(staff_id, person.name, **wanted, version=standing.version + 1)
            before = {name: getattr(standing, name) for name in wanted}
            if before == wanted:
                return standing
            values: dict[str, Any] = {**wanted, "version": view.version}
            statement = insert_into(session, CAPACITIES).values(staff_id=staff_id, **values)
            kept = statement.on_conflict_do_update(index_elements=[CAPACITIES.c.staff_id], set_=values)
            session.connection().execute(kept)
            at, stream = self._clock.now(), stream_of(person.code)
            record(session, actor, at, stream, "roster.capacity", before if found else None, wanted)
            return view


def _of_unit(table: Table, unit_id: int | None) -> list[ColumnElement[bool]]:
    if unit_id is None:
        return []
    return [table.c.staff_id.in_(select(STAFF.c.id).where(STAFF.c.unit_id == unit_id))]


def _facts(view: SkillView) -> dict[str, Any]:
    until = None if view.valid_until is None else view.valid_until.isoformat()
    return {"skill": view.skill, "permit": view.permit, "valid_until": until}
