"""Reads of accounts: columns into views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import column, func, or_, select, table

from models.accounts.refusals import AccountDisabled
from models.accounts.tables import Account, AccountRole
from models.accounts.views import ADMINISTRATORS, AccountStatus, AccountView, Actor, DemoPerson, Role
from models.kernel.errors import NotFound
from models.kernel.paging import Page, after_key
from models.kernel.tables import table_of
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

ACCOUNTS = table_of(Account)
ROLES = table_of(AccountRole)

# Rooms above this one, whose tables are only looked at: whether the database is a demo, and
# whether a unit or a person an account is linked to exists.
_OFFICE = table("office", column("id"), column("demo"))
_UNIT = table("unit", column("id"), column("name"))
_STAFF = table("staff", column("id"))

_VIEW = (
    ACCOUNTS.c.id,
    ACCOUNTS.c.login,
    ACCOUNTS.c.name,
    ACCOUNTS.c.area,
    ACCOUNTS.c.unit_id,
    ACCOUNTS.c.staff_id,
    ACCOUNTS.c.os_user,
    ACCOUNTS.c.status,
    ACCOUNTS.c.locked_until,
    ACCOUNTS.c.last_sign_in,
    ACCOUNTS.c.password_hash.is_not(None).label("has_password"),
    ACCOUNTS.c.must_change_password,
    ACCOUNTS.c.version,
)


class Credentials(NamedTuple):
    """What proves who somebody is."""

    account_id: int
    login: str
    password_hash: str | None


def credentials(session: Session, condition: ColumnElement[bool]) -> Credentials | None:
    """Return what the account that meets ``condition`` is proved by."""
    statement = select(ACCOUNTS.c.id, ACCOUNTS.c.login, ACCOUNTS.c.password_hash).where(condition)
    row = session.connection().execute(statement).first()
    return None if row is None else Credentials._make(row)


def roles_of(session: Session, account_ids: Iterable[int]) -> dict[int, tuple[Role, ...]]:
    """Return the roles of each account, in the order of :class:`Role`."""
    held: dict[int, set[Role]] = {number: set() for number in account_ids}
    statement = select(ROLES.c.account_id, ROLES.c.role).where(ROLES.c.account_id.in_(held))
    for account_id, role in session.connection().execute(statement):
        held[account_id].add(role)
    return {number: tuple(role for role in Role if role in roles) for number, roles in held.items()}


def actor(session: Session, account_id: int, origin: str) -> Actor:
    """Return the person of an account, as every service sees them."""
    row = session.connection().execute(select(*_VIEW).where(ACCOUNTS.c.id == account_id)).one()
    return _actor(row, roles_of(session, [row.id])[row.id], origin)


def actors_in_use(session: Session, logins: Sequence[str], origin: str) -> list[Actor]:
    """Return the people with these logins, in their order, as every service sees them.

    Raises:
        NotFound: nobody has one of the logins.
        AccountDisabled: one of the accounts may not be used.
    """
    found = session.connection().execute(select(*_VIEW).where(ACCOUNTS.c.login.in_(logins)))
    rows = {row.login: row for row in found}
    for login in logins:
        if login not in rows:
            raise NotFound(N_("account"), login)
        if rows[login].status is AccountStatus.DISABLED:
            raise AccountDisabled(login)
    held = roles_of(session, [row.id for row in rows.values()])
    return [_actor(rows[login], held[rows[login].id], origin) for login in logins]


def _actor(row: Any, roles: Iterable[Role], origin: str) -> Actor:
    return Actor(
        account_id=row.id,
        login=row.login,
        name=row.name,
        roles=frozenset(roles),
        area=row.area,
        unit_id=row.unit_id,
        staff_id=row.staff_id,
        origin=origin,
        # Someone let in without a password (ssh, the demo) has no old one to type.
        must_change_password=row.must_change_password and row.has_password,
    )


def active_actors(session: Session) -> list[Actor]:
    """Return everybody whose account is in use, as services see them, in the order of their numbers."""
    statement = select(*_VIEW).where(ACCOUNTS.c.status == AccountStatus.ACTIVE).order_by(ACCOUNTS.c.id)
    rows = session.connection().execute(statement).all()
    held = roles_of(session, [row.id for row in rows])
    return [
        Actor(
            account_id=row.id,
            login=row.login,
            name=row.name,
            roles=frozenset(held[row.id]),
            area=row.area,
            unit_id=row.unit_id,
            staff_id=row.staff_id,
        )
        for row in rows
    ]


def account(session: Session, login: str) -> AccountView:
    """Return one account.

    Raises:
        NotFound: nobody has the login.
    """
    found = _views(
        session, session.connection().execute(select(*_VIEW).where(ACCOUNTS.c.login == login)).all()
    )
    if not found:
        raise NotFound(N_("account"), login)
    return found[0]


def accounts(
    session: Session, area: str, text: str, after: Sequence[Any] | None, limit: int
) -> Page[AccountView]:
    """Return accounts whose area lies within ``area`` and whose login or name holds ``text``, by login."""
    statement = (
        select(*_VIEW)
        .where(ACCOUNTS.c.area.startswith(area, autoescape=True))
        .order_by(ACCOUNTS.c.login)
        .limit(limit + 1)
    )
    if text:
        name = func.lower(ACCOUNTS.c.name)
        statement = statement.where(
            or_(ACCOUNTS.c.login.contains(text, autoescape=True), name.contains(text, autoescape=True))
        )
    if after is not None:
        statement = statement.where(after_key([ACCOUNTS.c.login], after))
    rows = session.connection().execute(statement).all()
    shown = _views(session, rows[:limit])
    return Page(shown, (shown[-1].login,) if len(rows) > limit else None)


def people(session: Session) -> tuple[DemoPerson, ...]:
    """Return every account that may be used, by role and unit; administrators last.

    Whoever holds more than one of the administrators' roles comes at the very end.
    """
    statement = (
        select(ACCOUNTS.c.id, ACCOUNTS.c.login, ACCOUNTS.c.name, _UNIT.c.name.label("unit"))
        .outerjoin_from(ACCOUNTS, _UNIT, _UNIT.c.id == ACCOUNTS.c.unit_id)
        .where(ACCOUNTS.c.status == AccountStatus.ACTIVE)
        .order_by(ACCOUNTS.c.unit_id, ACCOUNTS.c.id)
    )
    rows = session.connection().execute(statement).all()
    roles = roles_of(session, [row.id for row in rows])
    order = {role: place for place, role in enumerate(Role)}

    def place(row: Any) -> tuple[bool, int]:
        role = _offered_for(roles[row.id])
        return len(ADMINISTRATORS.intersection(roles[row.id])) > 1, len(order) if role is None else order[
            role
        ]

    return tuple(
        DemoPerson(row.login, row.name, _offered_for(roles[row.id]), row.unit or "")
        for row in sorted(rows, key=place)
    )


def _offered_for(roles: Sequence[Role]) -> Role | None:
    return next((role for role in roles if role in ADMINISTRATORS), roles[0] if roles else None)


def active_holders(session: Session, role: Role, *, lock: bool = False) -> list[int]:
    """Return the active accounts that hold ``role``; ``lock`` keeps them so until the transaction ends."""
    statement = (
        select(ACCOUNTS.c.id)
        .where(
            ACCOUNTS.c.status == AccountStatus.ACTIVE,
            ACCOUNTS.c.id.in_(select(ROLES.c.account_id).where(ROLES.c.role == role)),
        )
        .order_by(ACCOUNTS.c.id)
    )
    if lock and not is_sqlite(session):
        # Whoever waited for the lock saw the roles as they were before the wait, so the
        # question is put again once the rows are held.
        session.connection().execute(statement.with_for_update()).all()
    return list(session.connection().scalars(statement))


def administrators(session: Session, most: int = 3) -> list[str]:
    """Return the names of some active security administrators."""
    ids = active_holders(session, Role.SECURITY_ADMIN)[:most]
    statement = select(ACCOUNTS.c.name).where(ACCOUNTS.c.id.in_(ids)).order_by(ACCOUNTS.c.id)
    return list(session.connection().scalars(statement))


def is_demo(session: Session) -> bool:
    """Say whether the database is a demo, where anyone may sign in as anyone."""
    return bool(session.connection().scalar(select(_OFFICE.c.demo).where(_OFFICE.c.id == 1)))


def unit_exists(session: Session, unit_id: int) -> bool:
    """Say whether there is such a unit."""
    return session.connection().scalar(select(_UNIT.c.id).where(_UNIT.c.id == unit_id)) is not None


def staff_exists(session: Session, staff_id: int) -> bool:
    """Say whether there is such a person of the office."""
    return session.connection().scalar(select(_STAFF.c.id).where(_STAFF.c.id == staff_id)) is not None


def _views(session: Session, rows: Sequence[Any]) -> tuple[AccountView, ...]:
    roles = roles_of(session, [row.id for row in rows])
    return tuple(AccountView(**row._asdict(), roles=roles[row.id]) for row in rows)
