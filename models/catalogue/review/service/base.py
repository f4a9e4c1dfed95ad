"""What the parts of the review share: the round in question, who may, taking turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from models.accounts.views import Role
from models.catalogue.drafting.refusals import NoDraft
from models.catalogue.drafting.service.base import EDITORS
from models.catalogue.drafting.workspace import open_edition
from models.catalogue.review import listing, queries
from models.catalogue.review.queries import ROUNDS
from models.catalogue.review.refusals import NoRound, OtherDepartment, RoundOver
from models.catalogue.review.views import RoundState, RoundView
from models.catalogue.standing import office_day
from models.kernel.errors import NotFound
from models.kernel.text import fold
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.review.views import OpinionView
    from models.kernel.clock import Clock
    from models.kernel.store import Store

OPENERS = EDITORS
"""Who opens, settles and closes: those who work on the list."""
GIVERS = (Role.UNIT_LEAD, Role.HANDLER)
"""Roles of a unit: whose people give the opinions of their own unit, besides those who work on the list."""
ROUND = N_("round of review")


class ReviewBase:
    """The store and the clock.

    Args:
        store: the database.
        clock: gives every opinion and decision its time.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def may_settle(self, actor: Actor) -> bool:
        """Say whether the person opens rounds and settles opinions."""
        return actor.has(*OPENERS)

    def may_give(self, actor: Actor, unit_id: int | None) -> bool:
        """Say whether the person gives opinions for a department whose unit this is."""
        own = unit_id is not None and unit_id == actor.unit_id
        return actor.has(*OPENERS) or (own and actor.has(*GIVERS))

    def _today(self, session: Session) -> date:
        return office_day(session, self._clock.now())

    def _round_view(self, session: Session, key: int) -> RoundView:
        statement = select(ROUNDS).where(ROUNDS.c.id == key)
        row = session.connection().execute(statement).one()
        day = self._today(session)
        active = queries.active_steps(session, row.edition_id)
        counted = queries.counts(session, row.id, day, active=active)
        departments = queries.department_lines(session, row, day, counted)
        return RoundView(queries.round_line(session, row, day, counted), tuple(departments))

    def _opinion_view(self, session: Session, key: int) -> OpinionView:
        found = listing.view(session, key)
        if found is None:
            raise NotFound(N_("opinion"), key)
        return found


def edition_in_view(session: Session) -> int:
    """Return the list whose rounds are meant: the one being prepared, else the last that had any.

    Raises:
        NoDraft: there is neither.
    """
    try:
        return int(open_edition(session).id)
    except NoDraft:
        statement = select(ROUNDS.c.edition_id).order_by(ROUNDS.c.id.desc()).limit(1)
        found = session.connection().execute(statement).scalar()
        if found is None:
            raise
        return int(found)


def round_row(session: Session, edition_id: int, number: int | None = None) -> Row[Any]:
    """Return a round of a list; without a number the open one, else the newest.

    Raises:
        NotFound: there is none of this number.
        NoRound: there is none at all.
    """
    known = queries.rounds(session, edition_id)
    if number is not None:
        found = next((row for row in known if row.number == number), None)
        if found is None:
            raise NotFound(ROUND, number)
        return found
    if not known:
        raise NoRound
    return known[0]


def open_round_row(session: Session, number: int | None = None) -> Row[Any]:
    """Return the open round of the list being prepared, locked until the caller's transaction ends.

    Raises:
        NoDraft: no list is being prepared.
        NoRound: no round is open.
        RoundOver: the round named is closed.
        NotFound: there is none of this number.
    """
    edition_id = open_edition(session).id
    row = round_row(session, edition_id, number)
    # The row is the lock: opinions and decisions of one round take turns.
    moved = session.connection().execute(
        update(ROUNDS)
        .where(ROUNDS.c.id == row.id, ROUNDS.c.state == RoundState.OPEN)
        .values(version=ROUNDS.c.version + 1)
    )
    if moved.rowcount != 1:
        if number is None:
            raise NoRound
        raise RoundOver(row.number)
    return row


def standing_open(row: Row[Any], number: int | None = None) -> Row[Any]:
    """Return a round that is open.

    Raises:
        NoRound: it is closed, and no round was named.
        RoundOver: the round named is closed.
    """
    if row.state is RoundState.OPEN:
        return row
    if number is None:
        raise NoRound
    raise RoundOver(row.number)


def department_row(session: Session, round_id: int, name: str | int) -> Row[Any]:
    """Return a department of a round by its name, as anybody writes it, or by its id.

    Raises:
        NotFound: it was not asked in the round.
    """
    for row in queries.departments(session, round_id):
        if row.id == name or (isinstance(name, str) and fold(row.name) == fold(name)):
            return row
    raise NotFound(N_("department"), name)


def require_giver(actor: Actor, department: Row[Any]) -> None:
    """Let a person pass who may speak for a department.

    Raises:
        OtherDepartment: they may not.
    """
    own = department.unit_id is not None and department.unit_id == actor.unit_id
    if not actor.has(*OPENERS) and not (own and actor.has(*GIVERS)):
        raise OtherDepartment(actor.name, department.name)


def sign(
    session: Session,
    actor: Actor,
    base: tuple[Any, str],
    row: Row[Any],
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    """Write what happened in a round into the ledger.

    Args:
        session: the caller's transaction.
        actor: who acts.
        base: when, and the last part of the action's name.
        row: the round.
        before: what stood before.
        after: what stands now.
    """
    at, action = base
    record(session, actor, at, f"review:{row.edition_id}.{row.number}", f"review.{action}", before, after)
