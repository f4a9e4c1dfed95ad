"""Grids: finding them, and the tree they form."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from models.kernel.errors import NotFound
from models.kernel.text import initials
from models.kernel.words import N_
from models.ledger.service import record
from models.organisation import queries
from models.organisation.queries import GRIDS
from models.organisation.refusals import AboveClosed, Loop, NotAVillage, PathTooLong, StillInUse
from models.organisation.rules import (
    NAME_LENGTH,
    PATH_LENGTH,
    area_prefix,
    complete_code,
    entered_households,
    entered_name,
    local_code,
)
from models.organisation.service.base import OrganisationBase, hold_tree, require_administrator
from models.organisation.service.ground import require_division
from models.organisation.tables import Grid
from models.organisation.views import DivisionLevel, GridEntries, GridKind, GridView

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.accounts.views import Actor

_GRID = N_("grid")
_SLASH = "/"


class GridDoors(OrganisationBase):
    """Doors to grids."""

    def find_grids(self, actor: Actor, text: str, limit: int = 20) -> list[GridView]:
        """Return grids in use within the person's area that answer to ``text``, the best first.

        Args:
            actor: the person looking.
            text: part of a name, a code or the pinyin initials; empty for the first by code.
            limit: how many at most.
        """
        with self._store.read() as session:
            return queries.find_grids(session, actor.area, text, limit)

    def grid(self, actor: Actor, grid_id: int) -> GridView:
        """Return one grid, in use or closed.

        Raises:
            NotFound: there is none within the person's area.
        """
        with self._store.read() as session:
            view = _require_grid(session, GRIDS.c.id == grid_id, str(grid_id))
        if not actor.sees(view.division_code):
            raise NotFound(_GRID, grid_id)
        return view

    def grid_by_code(self, actor: Actor, code: str) -> GridView:
        """Return one grid, in use or closed.

        Raises:
            NotFound: there is none within the person's area.
        """
        with self._store.read() as session:
            view = _require_grid(session, GRIDS.c.code == code, code)
        if not actor.sees(view.division_code):
            raise NotFound(_GRID, code)
        return view

    def grids(self, actor: Actor, division_code: str = "", *, closed: bool = False) -> list[GridView]:
        """Return the grids below a division (``""``: the whole area), each below its parent.

        Args:
            actor: the person looking.
            division_code: 2 to 12 digits of a division.
            closed: include those no longer in use.
        """
        below = area_prefix(complete_code(division_code)) if division_code else ""
        with self._store.read() as session:
            return queries.grids(session, actor.area, below, closed=closed)

    def create_grid(self, actor: Actor, entries: GridEntries) -> GridView:
        """Lay a grid.

        Raises:
            NotPermitted: the person is no system administrator, or the village lies outside their area.
            Invalid: an entry cannot be used.
            NotAVillage: the division is no village in force.
            NotFound: division or parent grid are not there.
            AboveClosed: the parent grid is closed.
            PathTooLong: it would lie too deep.
            CodeTaken: another grid has the code.
        """
        facts = _facts(entries)
        require_administrator(actor, facts["division_code"])
        with self._store.write() as session:
            self._require_village(session, facts["division_code"])
            hold_tree(session)
            above = _parent(session, entries.parent_code)
            place = _place(facts["code"], above)
            row = Grid(**facts, **place)
            stream = f"grid:{row.code}"
            self._add(session, actor, row, _GRID, row.code, stream, "grid.create", facts | place)
            return _require_grid(session, GRIDS.c.code == row.code, row.code)

    def change_grid(
        self, actor: Actor, grid_id: int, entries: GridEntries, expected_version: int
    ) -> GridView:
        """Change a grid; grids below it move along.

        Raises:
            Loop: the parent lies below the grid itself.
            NotPermitted, Invalid, NotAVillage, NotFound, AboveClosed, PathTooLong, CodeTaken: as
                :meth:`create_grid`.
            Conflict: somebody changed it meanwhile.
        """
        facts = _facts(entries)
        with self._store.write() as session:
            view = _require_grid(session, GRIDS.c.id == grid_id, str(grid_id))
            require_administrator(actor, view.division_code, facts["division_code"])
            if facts["division_code"] != view.division_code:
                self._require_village(session, facts["division_code"])
            hold_tree(session)
            # Read again: the tree may have moved before it was held.
            view = _require_grid(session, GRIDS.c.id == grid_id, str(grid_id))
            above = _parent(session, entries.parent_code, unless=view.parent_code)
            if above is not None and f"{above.path}/".startswith(f"{view.path}/"):
                raise Loop(view.name, above.name)
            place = _place(facts["code"], above)
            _move_below(session, view.path, place["path"])
            self._save_grid(session, actor, view, expected_version, facts | place, "grid.change")
            return _require_grid(session, GRIDS.c.id == grid_id, str(grid_id))

    def close_grid(self, actor: Actor, grid_id: int, expected_version: int) -> GridView:
        """Take a grid out of use; its history stays.

        Raises:
            StillInUse: grids below it are in use.
            DomainError: a room above objects.
            NotPermitted, NotFound, Conflict: as :meth:`change_grid`.
        """
        with self._store.write() as session:
            hold_tree(session)
            view = _require_grid(session, GRIDS.c.id == grid_id, str(grid_id))
            require_administrator(actor, view.division_code)
            below = queries.count(session, GRIDS, GRIDS.c.parent_id == grid_id, GRIDS.c.active)
            if below:
                raise StillInUse(view.name, below, N_("grids below it"))
            self._require_unused(session, "grid", grid_id, view.name)
            self._save_grid(session, actor, view, expected_version, {"active": False}, "grid.close")
            return _require_grid(session, GRIDS.c.id == grid_id, str(grid_id))

    def reopen_grid(self, actor: Actor, grid_id: int, expected_version: int) -> GridView:
        """Take a closed grid into use again.

        Raises:
            AboveClosed: the grid above it is closed.
            NotPermitted, NotFound, NotAVillage, Conflict: as :meth:`change_grid`.
        """
        with self._store.write() as session:
            hold_tree(session)
            view = _require_grid(session, GRIDS.c.id == grid_id, str(grid_id))
            require_administrator(actor, view.division_code)
            self._require_village(session, view.division_code)
            _parent(session, view.parent_code)
            self._save_grid(session, actor, view, expected_version, {"active": True}, "grid.reopen")
            return _require_grid(session, GRIDS.c.id == grid_id, str(grid_id))

    def _require_village(self, session: Session, code: str) -> None:
        division = require_division(session, code)
        # Whether a division was revoked today or tomorrow is no matter of the time zone.
        today = self._clock.now().astimezone(UTC).date()
        over = division.valid_to is not None and division.valid_to < today
        if division.level is not DivisionLevel.VILLAGE or over:
            raise NotAVillage(division.name, code)

    def _save_grid(
        self,
        session: Session,
        actor: Actor,
        view: GridView,
        expected_version: int,
        changes: dict[str, Any],
        action: str,
    ) -> None:
        self._save(
            session,
            actor,
            session.get_one(Grid, view.id),
            expected_version,
            changes,
            what=_GRID,
            label=changes.get("code", view.code),
            stream=f"grid:{view.code}",
            action=action,
            current=lambda: _require_grid(session, GRIDS.c.id == view.id, view.code),
        )
        code = changes.get("code", view.code)
        if code != view.code:
            # The history goes on under the new code; its first line says where it came from.
            former = {"code": view.code}
            record(session, actor, self._clock.now(), f"grid:{code}", "grid.renamed", former, {"code": code})


def _facts(entries: GridEntries) -> dict[str, Any]:
    name = entered_name(N_("name"), entries.name)
    return {
        "code": local_code(N_("grid code"), entries.code),
        "name": name,
        "kind": GridKind(entries.kind),
        "division_code": complete_code(entries.division_code),
        "initials": initials(name)[:NAME_LENGTH],
        "households": entered_households(entries.households),
    }


def _require_grid(session: Session, condition: ColumnElement[bool], key: str) -> GridView:
    found = queries.grid(session, condition)
    if found is None:
        raise NotFound(_GRID, key)
    return found


def _parent(session: Session, code: str | None, unless: str | None = None) -> GridView | None:
    """Return the parent grid, which must be in use unless it is the parent already."""
    if not code:
        return None
    above = _require_grid(session, GRIDS.c.code == code, code)
    if not above.active and code != unless:
        raise AboveClosed(above.name)
    return above


def _place(code: str, above: GridView | None) -> dict[str, Any]:
    path = code if above is None else f"{above.path}{_SLASH}{code}"
    if len(path) > PATH_LENGTH:
        raise PathTooLong(code)
    return {"parent_id": None if above is None else above.id, "path": path}


def _move_below(session: Session, old: str, new: str) -> None:
    """Let the paths of all grids below ``old`` begin with ``new``."""
    if old == new:
        return
    connection = session.connection()
    statement = select(GRIDS.c.id, GRIDS.c.path).where(GRIDS.c.path.startswith(old + _SLASH, autoescape=True))
    moved = []
    for grid_id, path in connection.execute(statement):
        # SQLite's LIKE takes capitals for small letters; the comparison that counts is this one.
        if not path.startswith(old + _SLASH):
            continue
        longer = new + path.removeprefix(old)
        if len(longer) > PATH_LENGTH:
            raise PathTooLong(path.rpartition(_SLASH)[2])
        moved.append({"key": grid_id, "new_path": longer})
    if moved:
        place = update(GRIDS).where(GRIDS.c.id == bindparam("key")).values(path=bindparam("new_path"))
        connection.execute(place, moved)
