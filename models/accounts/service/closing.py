"""Taking accounts out of use, also together with the person of the office they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from models.accounts import queries
from models.accounts.queries import ACCOUNTS
from models.accounts.refusals import LastAdministrator, OwnAccount
from models.accounts.service.base import stream
from models.accounts.service.seats import end_seats
from models.accounts.views import AccountStatus, Role
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import AccountView, Actor

_NEVER_LAST = {
    Role.SYSTEM_ADMIN: N_("system administrator"),
    Role.SECURITY_ADMIN: N_("security administrator"),
}
"""Whom there must always be one of, and how a sentence calls them."""


def keep_administrators(session: Session, view: AccountView, lost: set[Role]) -> None:
    """Refuse to take an administrator's role from the last active account that has it.

    Raises:
        LastAdministrator: nobody would be left.
    """
    for role, title in _NEVER_LAST.items():
        if role in lost and queries.active_holders(session, role, lock=True) == [view.id]:
            raise LastAdministrator(view.login, title)


def hold_accounts_of(session: Session, staff_ids: Sequence[int]) -> list[str]:
    """Return the logins of people of the office that may be used, locked until the transaction ends.

    Whoever hands a case to somebody reads the account under a lock: none slips in after this.
    """
    statement = (
        select(ACCOUNTS.c.login)
        .where(ACCOUNTS.c.staff_id.in_(staff_ids), ACCOUNTS.c.status == AccountStatus.ACTIVE)
        .order_by(ACCOUNTS.c.id)
    )
    if not is_sqlite(session):
        statement = statement.with_for_update()
    return list(session.connection().scalars(statement))


def shut_accounts(session: Session, actor: Actor, now: datetime, logins: Sequence[str]) -> None:
    """Let nobody in by these accounts any more, because the people they belong to left the office.

    Rooms above call it in the transaction in which the person leaves; they have asked already
    whether open cases lie with them. A person who comes back gets their account back from a
    security administrator only.

    Raises:
        OwnAccount: one of them is the acting person's own.
        LastAdministrator: nobody active would be left to administer.
    """
    for login in logins:
        view = queries.account(session, login)
        if view.id == actor.account_id:
            raise OwnAccount(N_("disable accounts"))
        keep_administrators(session, view, set(view.roles))
        session.connection().execute(
            update(ACCOUNTS)
            .where(ACCOUNTS.c.id == view.id)
            .values(status=AccountStatus.DISABLED, version=ACCOUNTS.c.version + 1)
        )
        end_seats(session, view.id)
        before, after = {"status": view.status}, {"status": AccountStatus.DISABLED}
        record(session, actor, now, stream(login), "account.disable", before, after)
