"""The people of the office, and the grids they look after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from models.accounts.service.closing import hold_accounts_of, shut_accounts
from models.kernel.errors import Invalid, NotFound
from models.kernel.words import N_
from models.organisation import queries
from models.organisation.queries import GRIDS, STAFF, STAFF_GRIDS
from models.organisation.refusals import AboveClosed
from models.organisation.rules import entered_name, entered_phone, local_code, masked_phone
from models.organisation.service.base import OrganisationBase, require_administrator
from models.organisation.service.units import require_unit
from models.organisation.tables import Staff

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.organisation.views import StaffEntries, StaffView, UnitView

_PERSON = N_("person of the office")


class PeopleDoors(OrganisationBase):
    """Doors to the people of the office."""

    def staff(self, actor: Actor, unit_id: int | None = None, *, closed: bool = False) -> list[StaffView]:
        """Return people of units within the person's area or above it, by code.

        Args:
            actor: the person looking.
            unit_id: only the people of this unit.
            closed: include those who left.
        """
        conditions: list[ColumnElement[bool]] = [] if closed else [STAFF.c.active]
        if unit_id is not None:
            conditions.append(STAFF.c.unit_id == unit_id)
        with self._store.read() as session:
            return queries.staff(session, actor.area, *conditions)

    def staff_member(self, actor: Actor, staff_id: int) -> StaffView:
        """Return one person of the office, there or gone.

        Raises:
            NotFound: there is none within the area of the person looking.
        """
        with self._store.read() as session:
            return _require(session, staff_id, actor.area)

    def staff_of_grid(self, actor: Actor, grid_id: int) -> list[StaffView]:
        """Return the people who look after a grid, by code."""
        carers = select(STAFF_GRIDS.c.staff_id).where(STAFF_GRIDS.c.grid_id == grid_id)
        with self._store.read() as session:
            return queries.staff(session, actor.area, STAFF.c.active, STAFF.c.id.in_(carers))

    def grids_of_staff(self, actor: Actor, staff_id: int) -> dict[int, str]:
        """Return the codes of the grids a person looks after, by the grid's id.

        Raises:
            NotFound: there is no such person within the area of the one looking.
        """
        with self._store.read() as session:
            _require(session, staff_id, actor.area)
            return queries.grids_of(session, staff_id)

    def create_staff(self, actor: Actor, entries: StaffEntries) -> StaffView:
        """Take a person into the office.

        Raises:
            NotPermitted: the actor is no system administrator, or the unit lies outside their area.
            Invalid: an entry cannot be used, or the post belongs to another unit.
            NotFound: unit or grids are not there.
            AboveClosed: the unit is closed.
            CodeTaken: another person has the code.
        """
        facts = _facts(entries)
        with self._store.write() as session:
            unit = _open_unit(session, entries.unit_id)
            require_administrator(actor, unit.division_code)
            _require_post(session, entries)
            codes = _grid_codes(session, actor, entries.grid_ids)
            row = Staff(**facts)
            shown = _masked(facts) | {"grids": sorted(codes.values())}
            self._add(session, actor, row, _PERSON, row.code, f"unit:{unit.code}", "staff.create", shown)
            staff_id: int = (
                session.connection().execute(select(STAFF.c.id).where(STAFF.c.code == row.code)).scalar_one()
            )
            _assign(session, staff_id, codes)
            return _require(session, staff_id)

    def change_staff(
        self, actor: Actor, staff_id: int, entries: StaffEntries, expected_version: int
    ) -> StaffView:
        """Change what is known of a person of the office.

        Raises:
            NotPermitted, Invalid, NotFound, AboveClosed, CodeTaken: as :meth:`create_staff`.
            Conflict: somebody changed it meanwhile.
        """
        facts = _facts(entries)
        with self._store.write() as session:
            view = _require(session, staff_id)
            old_unit = require_unit(session, view.unit_id)
            moved = entries.unit_id != view.unit_id
            unit = _open_unit(session, entries.unit_id) if moved else old_unit
            require_administrator(actor, old_unit.division_code, unit.division_code)
            _require_post(session, entries)
            before, after = queries.grids_of(session, staff_id), _grid_codes(session, actor, entries.grid_ids)
            regridded = before != after
            # A change of grids alone is a change of the person too, and is guarded by the version.
            self._save_person(
                session,
                actor,
                view,
                expected_version,
                facts,
                "staff.change",
                grids=(sorted(before.values()), sorted(after.values())) if regridded else None,
            )
            if regridded:
                session.connection().execute(delete(STAFF_GRIDS).where(STAFF_GRIDS.c.staff_id == staff_id))
                _assign(session, staff_id, after)
            return _require(session, staff_id)

    def close_staff(self, actor: Actor, staff_id: int, expected_version: int) -> StaffView:
        """Note that a person left the office; their history stays, their grids are free.

        Their account is shut with it: whoever is gone signs in no more.

        Raises:
            PersonHoldsCases: open cases lie with them (of the room of cases, which is asked).
            OwnAccount: it is the acting person.
            LastAdministrator: nobody active would be left to administer.
            NotPermitted, NotFound, Conflict: as :meth:`change_staff`.
        """
        with self._store.write() as session:
            view = _require(session, staff_id)
            require_administrator(actor, require_unit(session, view.unit_id).division_code)
            logins = hold_accounts_of(session, [staff_id])
            self._require_unused(session, "staff", staff_id, view.name)
            before = sorted(queries.grids_of(session, staff_id).values())
            self._save_person(
                session,
                actor,
                view,
                expected_version,
                {"active": False},
                "staff.close",
                grids=(before, []) if before else None,
            )
            session.connection().execute(delete(STAFF_GRIDS).where(STAFF_GRIDS.c.staff_id == staff_id))
            shut_accounts(session, actor, self._clock.now(), logins)
            return _require(session, staff_id)

    def reopen_staff(self, actor: Actor, staff_id: int, expected_version: int) -> StaffView:
        """Note that a person came back; a security administrator lets their account be used again.

        Raises:
            AboveClosed: their unit is closed.
            NotPermitted, NotFound, Conflict: as :meth:`change_staff`.
        """
        with self._store.write() as session:
            view = _require(session, staff_id)
            require_administrator(actor, _open_unit(session, view.unit_id).division_code)
            self._save_person(session, actor, view, expected_version, {"active": True}, "staff.reopen")
            return _require(session, staff_id)

    def _save_person(
        self,
        session: Session,
        actor: Actor,
        view: StaffView,
        expected_version: int,
        changes: dict[str, Any],
        action: str,
        grids: tuple[list[str], list[str]] | None = None,
    ) -> None:
        unit = require_unit(session, view.unit_id)
        self._save(
            session,
            actor,
            session.get_one(Staff, view.id),
            expected_version,
            changes,
            what=_PERSON,
            label=changes.get("code", view.code),
            stream=f"unit:{unit.code}",
            action=action,
            current=lambda: _require(session, view.id),
            mask=lambda facts: {"staff": view.code, **_masked(facts)},
            beside=None if grids is None else ({"grids": grids[0]}, {"grids": grids[1]}),
        )


def _facts(entries: StaffEntries) -> dict[str, Any]:
    return {
        "code": local_code(N_("staff code"), entries.code),
        "name": entered_name(N_("name"), entries.name),
        "phone": entered_phone(entries.phone),
        "unit_id": entries.unit_id,
        "post_id": entries.post_id,
    }


def _masked(facts: dict[str, Any]) -> dict[str, Any]:
    """Return ``facts`` as the ledger may keep them for ever: a phone only by its ends."""
    return {name: masked_phone(value) if name == "phone" else value for name, value in facts.items()}


def _require(session: Session, staff_id: int, area: str = "") -> StaffView:
    found = queries.staff(session, area, STAFF.c.id == staff_id)
    if not found:
        raise NotFound(_PERSON, staff_id)
    return found[0]


def _open_unit(session: Session, unit_id: int) -> UnitView:
    unit = require_unit(session, unit_id)
    if not unit.active:
        raise AboveClosed(unit.name)
    return unit


def _require_post(session: Session, entries: StaffEntries) -> None:
    if entries.post_id is None:
        return
    if entries.post_id not in {post.id for post in queries.posts(session, entries.unit_id)}:
        raise Invalid(N_("post"), entries.post_id, N_("the unit has no such post"))


def _grid_codes(session: Session, actor: Actor, grid_ids: Collection[int]) -> dict[int, str]:
    """Return the codes of grids in use, which must lie within the actor's area."""
    statement = select(GRIDS.c.id, GRIDS.c.code).where(
        GRIDS.c.id.in_(grid_ids), GRIDS.c.active, queries.within(GRIDS.c.division_code, actor.area)
    )
    found = {row.id: row.code for row in session.connection().execute(statement)}
    for grid_id in grid_ids:
        if grid_id not in found:
            raise NotFound(N_("grid"), grid_id)
    return found


def _assign(session: Session, staff_id: int, grids: dict[int, str]) -> None:
    if grids:
        rows = [{"staff_id": staff_id, "grid_id": grid_id} for grid_id in grids]
        session.connection().execute(STAFF_GRIDS.insert(), rows)
