"""What all parts of the service share: how a change is judged, saved and written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.accounts.rules import require, require_sight
from models.accounts.views import Role
from models.kernel.errors import Conflict
from models.kernel.tables import Versioned, guarded_update
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_, Word
from models.ledger.service import record
from models.organisation.queries import OFFICES
from models.organisation.refusals import CodeTaken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.kernel.clock import Clock
    from models.kernel.objections import Kind, Objector
    from models.kernel.store import Store

ADMINISTRATORS = (Role.SYSTEM_ADMIN,)
CHANGE = N_("change the organisation")


class OrganisationBase:
    """The store, the clock, and which rooms above may object to a closing."""

    def __init__(self, store: Store, clock: Clock, objectors: Sequence[Objector] = ()) -> None:
        self._store = store
        self._clock = clock
        self._objectors = objectors

    def _add(
        self,
        session: Session,
        actor: Actor,
        row: Versioned,
        what: Word,
        value: str,
        stream: str,
        action: str,
        facts: dict[str, Any],
    ) -> None:
        """Insert ``row`` and write it down.

        Raises:
            CodeTaken: there is another with this code or name.
        """
        session.add(row)
        try:
            session.flush()
        except IntegrityError as error:
            raise CodeTaken(what, value) from error
        record(session, actor, self._clock.now(), stream, action, None, facts)

    def _save(
        self,
        session: Session,
        actor: Actor,
        row: Versioned,
        expected_version: int,
        changes: dict[str, Any],
        *,
        what: Word,
        label: str,
        stream: str,
        action: str,
        current: Callable[[], object],
        mask: Callable[[dict[str, Any]], dict[str, Any]] = dict,
        beside: tuple[dict[str, Any], dict[str, Any]] | None = None,
    ) -> None:
        """Write what differs to ``row`` and to the ledger; nothing, where nothing differs.

        Args:
            session: the write session.
            actor: who changes it.
            row: as it stands.
            expected_version: the version the person saw.
            changes: the columns as they should be.
            what: what kind of thing it is, for a sentence.
            label: its code or name, for a sentence.
            stream: its history.
            action: what happened.
            current: gives the view of what stands, for a conflict.
            mask: hides personal data in what goes to the ledger.
            beside: what else differs, before and after, kept in another table by the caller.

        Raises:
            Conflict: the row is not at ``expected_version`` any more.
            CodeTaken: another row has this code or name.
        """
        before = {name: getattr(row, name) for name, value in changes.items() if getattr(row, name) != value}
        after = {name: changes[name] for name in before}
        if not before and beside is None and row.version == expected_version:
            return
        try:
            saved = guarded_update(session, row, expected_version, **after)
        except IntegrityError as error:
            raise CodeTaken(what, label) from error
        if not saved:
            raise Conflict(what, current())
        old, new = beside or ({}, {})
        record(session, actor, self._clock.now(), stream, action, mask(before) | old, mask(after) | new)

    def _require_unused(self, session: Session, kind: Kind, key: int, name: str) -> None:
        """Refuse to close what a room above still needs.

        Raises:
            DomainError: somebody objects; the refusal is theirs.
        """
        for ask in self._objectors:
            ask(session, kind, key, name)


def require_administrator(actor: Actor, *division_codes: str) -> None:
    """Let a system administrator pass whose area holds every one of the divisions.

    Raises:
        NotPermitted: the person is none, or a division lies outside.
    """
    require(actor, ADMINISTRATORS, CHANGE)
    for code in division_codes:
        require_sight(actor, code, CHANGE)


def hold_tree(session: Session) -> None:
    """Let only one transaction at a time move branches of a tree.

    Two moves that are each harmless could otherwise close a loop together.
    """
    if not is_sqlite(session):
        session.connection().execute(select(OFFICES.c.id).where(OFFICES.c.id == 1).with_for_update())
