"""Units that can be given work, and the posts within them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from models.kernel.errors import Conflict, NotFound
from models.kernel.text import initials
from models.kernel.words import N_
from models.ledger.service import record
from models.organisation import queries
from models.organisation.queries import POSTS, STAFF, UNITS
from models.organisation.refusals import AboveClosed, Loop, StillInUse
from models.organisation.rules import NAME_LENGTH, complete_code, entered_name, local_code
from models.organisation.service.base import OrganisationBase, hold_tree, require_administrator
from models.organisation.service.ground import require_division
from models.organisation.tables import Post, Unit
from models.organisation.views import PostView, UnitEntries, UnitKind, UnitView

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.accounts.views import Actor

_UNIT = N_("unit")
_POST = N_("post")


class UnitDoors(OrganisationBase):
    """Doors to units and posts."""

    def units(self, actor: Actor, text: str = "", *, closed: bool = False) -> list[UnitView]:
        """Return units within the person's area or above it, by code.

        Args:
            actor: the person looking.
            text: part of a name, a code or the pinyin initials.
            closed: include those no longer in use.
        """
        with self._store.read() as session:
            return queries.units(session, actor.area, text, closed=closed)

    def unit(self, unit_id: int) -> UnitView:
        """Return one unit, in use or closed. Every case names one, so anybody may know it.

        Raises:
            NotFound: there is none.
        """
        with self._store.read() as session:
            return require_unit(session, unit_id)

    def create_unit(self, actor: Actor, entries: UnitEntries) -> UnitView:
        """Set a unit up.

        Raises:
            NotPermitted: the person is no system administrator, or it lies outside their area.
            Invalid: an entry cannot be used.
            NotFound: the division or the unit above are not there.
            AboveClosed: the unit above is closed.
            CodeTaken: another unit has the code.
        """
        facts = _facts(entries)
        require_administrator(actor, facts["division_code"])
        with self._store.write() as session:
            require_division(session, facts["division_code"])
            above = _parent(session, entries.parent_code)
            facts["parent_id"] = None if above is None else above.id
            row = Unit(**facts)
            self._add(session, actor, row, _UNIT, row.code, f"unit:{row.code}", "unit.create", facts)
            return _require(session, UNITS.c.code == row.code, row.code)

    def change_unit(
        self, actor: Actor, unit_id: int, entries: UnitEntries, expected_version: int
    ) -> UnitView:
        """Change a unit.

        Raises:
            Loop: the unit above lies below the unit itself.
            NotPermitted, Invalid, NotFound, AboveClosed, CodeTaken: as :meth:`create_unit`.
            Conflict: somebody changed it meanwhile.
        """
        facts = _facts(entries)
        with self._store.write() as session:
            hold_tree(session)
            view = require_unit(session, unit_id)
            require_administrator(actor, view.division_code, facts["division_code"])
            require_division(session, facts["division_code"])
            above = _parent(session, entries.parent_code, unless=view.parent_code)
            if above is not None:
                _require_no_loop(session, view, above)
            facts["parent_id"] = None if above is None else above.id
            self._save_unit(session, actor, view, expected_version, facts, "unit.change")
            return require_unit(session, unit_id)

    def close_unit(self, actor: Actor, unit_id: int, expected_version: int) -> UnitView:
        """Take a unit out of use; its history stays.

        Raises:
            StillInUse: people or units in use belong to it.
            UnitHoldsCases: open cases lie with it (of the room of cases, which is asked).
            NotPermitted, NotFound, Conflict: as :meth:`change_unit`.
        """
        with self._store.write() as session:
            hold_tree(session)
            view = require_unit(session, unit_id)
            require_administrator(actor, view.division_code)
            below = queries.count(session, UNITS, UNITS.c.parent_id == unit_id, UNITS.c.active)
            if below:
                raise StillInUse(view.name, below, N_("units below it"))
            people = queries.count(session, STAFF, STAFF.c.unit_id == unit_id, STAFF.c.active)
            if people:
                raise StillInUse(view.name, people, N_("people of it"))
            # Whoever dispatches a case reads the unit under a lock, so that none slips in.
            session.get_one(Unit, unit_id, with_for_update=True)
            self._require_unused(session, "unit", unit_id, view.name)
            self._save_unit(session, actor, view, expected_version, {"active": False}, "unit.close")
            return require_unit(session, unit_id)

    def reopen_unit(self, actor: Actor, unit_id: int, expected_version: int) -> UnitView:
        """Take a closed unit into use again.

        Raises:
            AboveClosed: the unit above it is closed.
            NotPermitted, NotFound, Conflict: as :meth:`change_unit`.
        """
        with self._store.write() as session:
            hold_tree(session)
            view = require_unit(session, unit_id)
            require_administrator(actor, view.division_code)
            _parent(session, view.parent_code)
            self._save_unit(session, actor, view, expected_version, {"active": True}, "unit.reopen")
            return require_unit(session, unit_id)

    def posts(self, actor: Actor, unit_id: int) -> list[PostView]:
        """Return the posts of a unit, in the order they were made.

        Raises:
            NotFound: there is no such unit.
        """
        with self._store.read() as session:
            require_unit(session, unit_id)
            return queries.posts(session, unit_id)

    def create_post(self, actor: Actor, unit_id: int, name: str) -> PostView:
        """Make a post within a unit.

        Raises:
            NotPermitted: the person is no system administrator, or the unit lies outside their area.
            Invalid: the name cannot be used.
            NotFound: there is no such unit.
            CodeTaken: the unit has a post of this name.
        """
        entered = entered_name(N_("name of the post"), name)
        with self._store.write() as session:
            unit = require_unit(session, unit_id)
            require_administrator(actor, unit.division_code)
            row = Post(unit_id=unit_id, name=entered)
            facts = {"name": entered}
            self._add(session, actor, row, _POST, entered, f"unit:{unit.code}", "post.create", facts)
            return next(post for post in queries.posts(session, unit_id) if post.name == entered)

    def change_post(self, actor: Actor, post_id: int, name: str, expected_version: int) -> PostView:
        """Call a post by another name.

        Raises:
            NotPermitted, Invalid, NotFound, CodeTaken: as :meth:`create_post`.
            Conflict: somebody changed it meanwhile.
        """
        entered = entered_name(N_("name of the post"), name)
        with self._store.write() as session:
            post, unit = _require_post(session, post_id)
            require_administrator(actor, unit.division_code)
            self._save(
                session,
                actor,
                session.get_one(Post, post_id),
                expected_version,
                {"name": entered},
                what=_POST,
                label=entered,
                stream=f"unit:{unit.code}",
                action="post.change",
                current=lambda: _require_post(session, post_id)[0],
                mask=lambda facts: {"post": post.name, **facts},
            )
            return _require_post(session, post_id)[0]

    def close_post(self, actor: Actor, post_id: int, expected_version: int) -> None:
        """Do away with a post that nobody holds.

        Raises:
            StillInUse: somebody holds it, or held it last.
            DomainError: a room above still needs it, as :class:`models.kernel.objections.Objector` says.
            NotPermitted, NotFound, Conflict: as :meth:`change_post`.
        """
        with self._store.write() as session:
            post, unit = _require_post(session, post_id)
            require_administrator(actor, unit.division_code)
            holders = queries.count(session, STAFF, STAFF.c.post_id == post_id)
            if holders:
                raise StillInUse(post.name, holders, N_("people of it"))
            for objector in self._objectors:
                objector(session, "post", post_id, post.name)
            gone = delete(POSTS).where(POSTS.c.id == post_id, POSTS.c.version == expected_version)
            if session.connection().execute(gone).rowcount == 0:
                raise Conflict(_POST, post)
            facts = {"name": post.name}
            record(session, actor, self._clock.now(), f"unit:{unit.code}", "post.close", facts, None)

    def _save_unit(
        self,
        session: Session,
        actor: Actor,
        view: UnitView,
        expected_version: int,
        changes: dict[str, Any],
        action: str,
    ) -> None:
        code = changes.get("code", view.code)
        self._save(
            session,
            actor,
            session.get_one(Unit, view.id),
            expected_version,
            changes,
            what=_UNIT,
            label=code,
            stream=f"unit:{view.code}",
            action=action,
            current=lambda: require_unit(session, view.id),
        )
        if code != view.code:
            # The history goes on under the new code; its first line says where it came from.
            former = {"code": view.code}
            record(session, actor, self._clock.now(), f"unit:{code}", "unit.renamed", former, {"code": code})


def require_unit(session: Session, unit_id: int) -> UnitView:
    """Return one unit.

    Raises:
        NotFound: there is none.
    """
    return _require(session, UNITS.c.id == unit_id, str(unit_id))


def _require(session: Session, condition: ColumnElement[bool], key: str) -> UnitView:
    found = queries.unit(session, condition)
    if found is None:
        raise NotFound(_UNIT, key)
    return found


def _facts(entries: UnitEntries) -> dict[str, Any]:
    name = entered_name(N_("name"), entries.name)
    return {
        "code": local_code(N_("unit code"), entries.code),
        "name": name,
        "kind": UnitKind(entries.kind),
        "division_code": complete_code(entries.division_code),
        "initials": initials(name)[:NAME_LENGTH],
    }


def _parent(session: Session, code: str | None, unless: str | None = None) -> UnitView | None:
    """Return the unit above, which must be in use unless it is the one above already."""
    if not code:
        return None
    above = _require(session, UNITS.c.code == code, code)
    if not above.active and code != unless:
        raise AboveClosed(above.name)
    return above


def _require_no_loop(session: Session, view: UnitView, above: UnitView) -> None:
    climbing: int | None = above.id
    while climbing is not None:
        if climbing == view.id:
            raise Loop(view.name, above.name)
        climbing = session.connection().scalar(select(UNITS.c.parent_id).where(UNITS.c.id == climbing))


def _require_post(session: Session, post_id: int) -> tuple[PostView, UnitView]:
    unit_id = session.connection().scalar(select(POSTS.c.unit_id).where(POSTS.c.id == post_id))
    if unit_id is None:
        raise NotFound(_POST, post_id)
    post = next(post for post in queries.posts(session, unit_id) if post.id == post_id)
    return post, require_unit(session, unit_id)
