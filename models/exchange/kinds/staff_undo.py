"""What an import of people made together with them: the grids they look after, and their accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from models.accounts.tables import Account, AccountRole
from models.exchange.kinds.coded import Coded
from models.exchange.resting import References
from models.kernel.tables import table_of
from models.kernel.words import N_, Phrase
from models.ledger.service import record_many
from models.organisation.tables import StaffGrid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.exchange.frame import Work

_ACCOUNTS = table_of(Account)
_ROLES = table_of(AccountRole)
_STAFF_GRIDS = table_of(StaffGrid)


class WithAccounts(Coded):
    """A kind whose rows come with accounts and the grids looked after."""

    own = ("staff_grid", "account")

    def used(self, work: Work, ids: Sequence[int]) -> dict[int, Phrase]:
        """Return the people whose account has been used."""
        return _used_accounts(work, ids)

    def release(self, work: Work, ids: Sequence[int]) -> None:
        """Remove the grids people look after, and their accounts, which nobody has used."""
        _remove_belongings(work, ids)


def _used_accounts(work: Work, ids: Sequence[int]) -> dict[int, Phrase]:
    """Return the people whose account has been used: it has a password, was changed, or did something."""
    columns = _ACCOUNTS.c
    statement = select(
        columns.id, columns.staff_id, columns.login, columns.version, columns.password_hash
    ).where(columns.staff_id.in_(ids))
    found = {}
    rows = work.session.connection().execute(statement).all()
    acted = References(work.session, columns.id, (_ROLES.name,)).to([row.id for row in rows])
    for row in rows:
        if row.version != 1 or row.password_hash is not None or row.id in acted:
            said = N_("it is used by: %(what)s %(name)s")
            found[row.staff_id] = Phrase(said, what=N_("account"), name=row.login)
    return found


def _remove_belongings(work: Work, ids: Sequence[int]) -> None:
    """Remove the grids people look after, and their accounts with their roles, with ledger entries."""
    run = work.session.connection().execute
    run(delete(_STAFF_GRIDS).where(_STAFF_GRIDS.c.staff_id.in_(ids)))
    opened = run(select(_ACCOUNTS.c.id, _ACCOUNTS.c.login).where(_ACCOUNTS.c.staff_id.in_(ids))).all()
    accounts = [row.id for row in opened]
    run(delete(_ROLES).where(_ROLES.c.account_id.in_(accounts)))
    run(delete(_ACCOUNTS).where(_ACCOUNTS.c.id.in_(accounts)))
    entries = [(f"account:{row.login}", "account.undo", {"login": row.login}, None) for row in opened]
    if entries:
        record_many(work.session, work.actor, work.at, entries)
