"""The office itself, and the divisions it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.kernel.errors import Invalid, NotFound
from models.kernel.upsert import insert_into
from models.kernel.words import N_
from models.ledger.service import record
from models.ledger.views import Program
from models.organisation import queries
from models.organisation.queries import OFFICES
from models.organisation.refusals import OfficeMissing
from models.organisation.rules import (
    ancestors,
    complete_code,
    entered_name,
    entered_zone,
    level_of,
    parent_of,
)
from models.organisation.service.base import ADMINISTRATORS, CHANGE, OrganisationBase, require_administrator
from models.organisation.tables import Division, Office
from models.organisation.views import DivisionLevel, DivisionView, OfficeView

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from models.accounts.views import Actor

_OFFICE = "office"
_DIVISION = "division"
_SEATS = (DivisionLevel.COUNTY, DivisionLevel.TOWNSHIP)


class GroundDoors(OrganisationBase):
    """Doors to the office and to divisions."""

    def office(self) -> OfficeView:
        """Return the township this database serves; everyone may know.

        Raises:
            OfficeMissing: it was not founded yet.
        """
        with self._store.read() as session:
            return _require_office(session)

    def found_office(self, name: str, *, demo: bool = False) -> None:
        """Name the office of a fresh database; does nothing where there is one.

        Args:
            name: what it is called, such as 大岭镇.
            demo: whether its people are fictional, so that anybody may sign in as them.

        Raises:
            Invalid: the name is empty or too long.
        """
        facts: dict[str, Any] = {"name": entered_name(N_("name of the office"), name), "demo": demo}
        with self._store.write() as session:
            # The columns' own defaults belong to the entity; a bare INSERT has none.
            row = Office(**facts).model_dump()
            insert = insert_into(session, OFFICES).values(row).on_conflict_do_nothing()
            if session.connection().execute(insert.returning(OFFICES.c.id)).first() is not None:
                record(session, Program(), self._clock.now(), _OFFICE, "office.found", None, facts)

    def set_office(
        self, actor: Actor, name: str, division_code: str | None, zone: str, expected_version: int
    ) -> OfficeView:
        """Change what the office is called, where it stands and which clock it goes by.

        Args:
            actor: the system administrator.
            name: at most 64 characters.
            division_code: a township or county, by 6, 9 or 12 digits; ``None`` while it is not known.
            zone: an IANA name such as ``Asia/Shanghai``.
            expected_version: the version the person saw.

        Raises:
            NotPermitted: the person is no system administrator.
            Invalid: an entry cannot be used.
            NotFound: there is no such division.
            Conflict: somebody changed the office meanwhile.
        """
        require(actor, ADMINISTRATORS, CHANGE)
        changes = {
            "name": entered_name(N_("name of the office"), name),
            "division_code": complete_code(division_code) if division_code else None,
            "zone": entered_zone(zone),
        }
        with self._store.write() as session:
            _require_office(session)
            code = changes["division_code"]
            if code is not None and require_division(session, code).level not in _SEATS:
                raise Invalid(N_("division code"), code, N_("an office serves a township or a county"))
            self._save(
                session,
                actor,
                session.get_one(Office, 1),
                expected_version,
                changes,
                what=N_("office"),
                label=name,
                stream=_OFFICE,
                action="office.change",
                current=lambda: _require_office(session),
            )
            return _require_office(session)

    def division(self, actor: Actor, code: str) -> DivisionView:
        """Return a division within the person's area or above it.

        Raises:
            Invalid: the code cannot be one.
            NotFound: there is none, or it lies elsewhere.
        """
        wanted = complete_code(code)
        if not actor.sees(wanted) and wanted not in ancestors(actor.area):
            raise NotFound(N_("division"), wanted)
        with self._store.read() as session:
            return require_division(session, wanted)

    def divisions(self, actor: Actor, parent_code: str | None = None) -> list[DivisionView]:
        """Return what lies directly below a division (below nothing: the provinces), by code.

        Outside the person's area only the way up from it is shown.
        """
        above = None if parent_code is None else complete_code(parent_code)
        with self._store.read() as session:
            return queries.divisions(session, actor.area, above)

    def create_division(
        self, actor: Actor, code: str, name: str, valid_from: date | None = None
    ) -> DivisionView:
        """Add a division; its level and what it lies below follow from the code.

        Raises:
            NotPermitted: the person is no system administrator, or it lies outside their area.
            Invalid: code or name cannot be used.
            NotFound: the division above is not there.
            CodeTaken: it is there already.
        """
        whole = complete_code(code)
        require_administrator(actor, whole)
        facts: dict[str, Any] = {
            "code": whole,
            "name": entered_name(N_("name"), name),
            "level": level_of(whole),
            "parent_code": parent_of(whole),
            "valid_from": valid_from,
        }
        with self._store.write() as session:
            above = parent_of(whole)
            if above is not None:
                require_division(session, above)
            self._add(
                session,
                actor,
                Division(**facts),
                N_("division"),
                whole,
                _DIVISION,
                "division.create",
                facts,
            )
            return require_division(session, whole)

    def change_division(
        self,
        actor: Actor,
        code: str,
        name: str,
        valid_from: date | None,
        valid_to: date | None,
        expected_version: int,
    ) -> DivisionView:
        """Rename a division or set the dates it is in force; a revoked one gets its last day.

        Raises:
            NotPermitted: the person is no system administrator, or it lies outside their area.
            Invalid: the name cannot be used, or the last day lies before the first.
            NotFound: there is no such division.
            Conflict: somebody changed it meanwhile.
        """
        whole = complete_code(code)
        require_administrator(actor, whole)
        if valid_from is not None and valid_to is not None and valid_to < valid_from:
            raise Invalid(N_("last day in force"), valid_to.isoformat(), N_("it lies before the first day"))
        changes = {"name": entered_name(N_("name"), name), "valid_from": valid_from, "valid_to": valid_to}
        with self._store.write() as session:
            require_division(session, whole)
            self._save(
                session,
                actor,
                session.get_one(Division, whole),
                expected_version,
                changes,
                what=N_("division"),
                label=whole,
                stream=_DIVISION,
                action="division.change",
                current=lambda: require_division(session, whole),
                mask=lambda facts: {"code": whole, **facts},
            )
            return require_division(session, whole)


def require_division(session: Session, code: str) -> DivisionView:
    """Return the division with a twelve-digit code.

    Raises:
        NotFound: there is none.
    """
    found = queries.division(session, code)
    if found is None:
        raise NotFound(N_("division"), code)
    return found


def _require_office(session: Session) -> OfficeView:
    found = queries.office(session)
    if found is None:
        raise OfficeMissing
    return found
