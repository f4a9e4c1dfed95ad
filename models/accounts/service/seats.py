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

from sqlalchemy import delete, update

from models.accounts import queries
from models.accounts.refusals import AccountDisabled, PasswordNeeded, SeatLost
from models.accounts.service.base import AccountBase, stream
from models.accounts.tables import Seat
from models.accounts.views import AccountStatus
from models.kernel.tables import table_of
from models.kernel.text import clean_line
from models.kernel.upsert import insert_into
from models.ledger.service import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

SEATS = table_of(Seat)

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

    def needs_password(self, actor: Actor, os_user: str = "") -> bool:
        """Say whether it takes the password of ``actor`` to open a console that locked itself.

        It does wherever there is one. Who has none is let in again by what let them in: the
        operating system, or the demo, which asks nobody.

        Args:
            actor: the person signed in.
            os_user: the operating-system user the console was opened by, "" for none.
        """
        with self._store.read() as session:
            return _let_in_by(session, actor, os_user) is None

    def come_back(self, actor: Actor, os_user: str = "") -> None:
        """Open a console that locked itself to a person who needs no password; it has its seat again.

        Raises:
            PasswordNeeded: there is one, or nothing else that would let them in.
            AccountDisabled: the account was disabled meanwhile.
        """
        with self._store.write() as session:
            if queries.account(session, actor.login).status is AccountStatus.DISABLED:
                raise AccountDisabled(actor.login)
            way = _let_in_by(session, actor, os_user)
            if way is None:
                raise PasswordNeeded(actor.login)
            now = self._clock.now()
            resume_seat(session, actor, now)
            record(session, actor, now, stream(actor.login), "confirm", None, {"by": way})


def _let_in_by(session: Session, actor: Actor, os_user: str) -> str | None:
    """Return what lets a person in who is asked for no password, as the ledger calls it at sign-in."""
    if queries.is_demo(session):
        return "demo"
    seen = queries.account(session, actor.login)
    linked = seen.os_user is not None and seen.os_user == clean_line(os_user)
    return "os_user" if linked and not seen.has_password else None


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
