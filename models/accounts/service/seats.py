"""Seats: consoles somebody is signed in at, each held by the keys that come and lost by silence.

When the last key came stands in the database, not only in the program. So a console that
stood still (a stalled line, a stopped process, a machine asleep) cannot take itself for
attended when it wakes, the keys of one console keep no other's seat, and shutting an
account empties its seats wherever they are.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Table, delete, update

from models.accounts.refusals import SeatLost
from models.accounts.service.base import AccountBase
from models.accounts.tables import Seat
from models.kernel.upsert import insert_into

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

SEATS: Table = Seat.__table__  # type: ignore[attr-defined]

FORGOTTEN_AFTER = timedelta(days=2)
"""A seat nobody held for so long is forgotten at the next sign-in; a long night is not."""


class Seats(AccountBase):
    """What an open console asks for now and then."""

    def keep_seat(self, actor: Actor, last_key: datetime, patience: timedelta | None) -> None:
        """Note that somebody is at the console, without waking any other.

        Args:
            actor: the person, as signing in returned them.
            last_key: when the last key came.
            patience: how long the console may have been without a key; ``None`` for ever.

        Raises:
            SeatLost: it was left alone for longer, or the account was shut or given another
                password meanwhile.
        """
        held = [SEATS.c.key == actor.seat]
        if patience is not None:
            held.append(SEATS.c.active_at > last_key - patience)
        with self._store.write(quiet=True) as session:
            kept = session.connection().execute(update(SEATS).where(*held).values(active_at=last_key))
            if kept.rowcount == 0:
                raise SeatLost


def take_seat(session: Session, account_id: int, origin: str, now: datetime) -> str:
    """Give an account that signs in a new seat; return its key. Forgets the account's old ones."""
    old = SEATS.c.active_at < now - FORGOTTEN_AFTER
    session.connection().execute(delete(SEATS).where(SEATS.c.account_id == account_id, old))
    key = uuid.uuid4().hex
    _sit(session, key, account_id, origin, now)
    return key


def resume_seat(session: Session, actor: Actor, now: datetime) -> None:
    """Give a person who proved who they are their seat back, lost or forgotten as it may be."""
    if actor.seat:
        _sit(session, actor.seat, actor.account_id, actor.origin, now)


def end_seats(session: Session, account_id: int, *, but: str = "") -> None:
    """Take the seats of an account away; ``but`` is the key of one that stays."""
    session.connection().execute(delete(SEATS).where(SEATS.c.account_id == account_id, SEATS.c.key != but))


def leave_seat(session: Session, actor: Actor) -> None:
    """Take the seat of a person who leaves away."""
    session.connection().execute(delete(SEATS).where(SEATS.c.key == actor.seat))


def _sit(session: Session, key: str, account_id: int, origin: str, now: datetime) -> None:
    insert = insert_into(session, SEATS).values(
        key=key, account_id=account_id, origin=origin, taken_at=now, active_at=now
    )
    again = {"active_at": insert.excluded.active_at}
    session.connection().execute(insert.on_conflict_do_update(index_elements=["key"], set_=again))
