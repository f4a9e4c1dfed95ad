"""Opening accounts and changing what they may do, the administrators' powers kept apart.

The system administrator opens accounts; the security administrator decides roles, areas,
locks and passwords; the audit administrator reads, and changes nothing. Nobody changes what
they themselves may do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from models.accounts import queries
from models.accounts.queries import ACCOUNTS, ROLES
from models.accounts.refusals import AlreadyTaken, OwnAccount
from models.accounts.rules import (
    ACCOUNT_READERS,
    FOUNDER_ROLES,
    clean_login,
    is_login,
    require,
    require_sight,
)
from models.accounts.service.base import AccountBase, stream
from models.accounts.service.closing import keep_administrators
from models.accounts.service.entries import (
    NAME_LENGTH,
    login_entry,
    name_entry,
    os_user_entry,
    require_area,
    require_free_os_user,
    require_places,
    taken,
)
from models.accounts.service.seats import end_seats
from models.accounts.tables import Account
from models.accounts.views import AccountStatus, AccountView, NewAccount, Role
from models.kernel.errors import Conflict, NotFound
from models.kernel.tables import guarded_update
from models.kernel.text import clean_line, fold
from models.kernel.upsert import insert_into
from models.kernel.words import N_
from models.ledger.service import record
from models.ledger.views import Program, Signature

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.kernel.paging import Page

_SECURITY = (Role.SECURITY_ADMIN,)


class Administration(AccountBase):
    """What administrators do with accounts."""

    def accounts(
        self, actor: Actor, text: str = "", after: Sequence[Any] | None = None, limit: int = 50
    ) -> Page[AccountView]:
        """Return accounts within the actor's area, by login; ``text`` is part of a login or name.

        Raises:
            NotPermitted: the person is none of the three administrators.
        """
        require(actor, ACCOUNT_READERS, N_("look up accounts"))
        with self._store.read() as session:
            return queries.accounts(session, actor.area, fold(text), after, limit)

    def account(self, actor: Actor, login: str) -> AccountView:
        """Return one account: one's own, or any within the area as an administrator.

        Raises:
            NotPermitted: it is another's, and the person is none of the three administrators.
            NotFound: nobody has the login, or the account lies outside the area.
        """
        wanted = clean_login(login)
        if wanted != actor.login:
            require(actor, ACCOUNT_READERS, N_("look up accounts"))
        with self._store.read() as session:
            view = queries.account(session, wanted)
        if wanted != actor.login and not actor.sees(view.area):
            raise NotFound(N_("account"), wanted)
        return view

    def open_account(self, actor: Actor, entries: NewAccount) -> AccountView:
        """Open an account.

        Raises:
            NotPermitted: the person is no system administrator; or roles are to be given and the
                person is no security administrator; or the area lies outside their own.
            Invalid: login, name, area, unit or person cannot be used.
            AlreadyTaken: login or operating-system user belong to another account.
            PasswordUnfit: the password breaks a rule.
        """
        require(actor, (Role.SYSTEM_ADMIN,), N_("open accounts"))
        if entries.roles:
            require(actor, _SECURITY, N_("give roles"))
        require_sight(actor, entries.area, N_("open accounts"))
        login, name = login_entry(entries.login), name_entry(entries.name)
        require_area(entries.area)
        hashed = None if entries.password is None else self._hash_new(login, entries.password)
        facts = {
            "login": login,
            "name": name,
            "os_user": os_user_entry(entries.os_user),
            "area": entries.area,
            "unit_id": entries.unit_id,
            "staff_id": entries.staff_id,
            "must_change_password": entries.must_change_password,
        }
        with self._store.write() as session:
            require_places(session, entries.unit_id, entries.staff_id)
            self._insert(session, actor, facts, entries.roles, hashed)
            return queries.account(session, login)

    def set_roles(
        self, actor: Actor, login: str, roles: Collection[Role], expected_version: int
    ) -> AccountView:
        """Give an account exactly ``roles``.

        Raises:
            NotPermitted: the person is no security administrator, or the account lies outside their area.
            OwnAccount: it is their own.
            LastAdministrator: nobody active would be left to administer.
            NotFound: nobody has the login.
            Conflict: the account was changed since ``expected_version``.
        """
        wanted = frozenset(Role(role) for role in roles)
        with self._store.write() as session:
            view = self._find(session, actor, login, N_("give roles"))
            lost = set(view.roles) - wanted
            keep_administrators(session, view, lost)
            self._save(session, view, expected_version, {})
            session.connection().execute(delete(ROLES).where(ROLES.c.account_id == view.id))
            _give_roles(session, view.id, wanted)
            before, after = {"roles": view.roles}, {"roles": _ordered(wanted)}
            record(session, actor, self._clock.now(), stream(view.login), "account.roles", before, after)
            return queries.account(session, view.login)

    def set_area(self, actor: Actor, login: str, area: str, expected_version: int) -> AccountView:
        """Let an account see ``area``: the significant digits of a division code, ``""`` for everything.

        Raises:
            Invalid: it has no length that a division can have.
            NotPermitted, OwnAccount, NotFound, Conflict: as :meth:`set_roles`; also where
                the area reaches beyond the administrator's own.
        """
        require_area(area)
        require_sight(actor, area, N_("set areas"))
        return self._change(actor, login, expected_version, "account.area", N_("set areas"), {"area": area})

    def set_unit(
        self, actor: Actor, login: str, unit_id: int | None, staff_id: int | None, expected_version: int
    ) -> AccountView:
        """Put an account into a unit and link it with a person of the office.

        Raises:
            Invalid: there is no such unit or person.
            NotPermitted, OwnAccount, NotFound, Conflict: as :meth:`set_roles`.
        """
        changes = {"unit_id": unit_id, "staff_id": staff_id}
        return self._change(actor, login, expected_version, "account.unit", N_("set units"), changes)

    def set_os_user(
        self, actor: Actor, login: str, os_user: str | None, expected_version: int
    ) -> AccountView:
        """Link an account with the operating-system user who may come in without a password.

        Raises:
            AlreadyTaken: that user is linked with another account.
            NotPermitted, OwnAccount, NotFound, Conflict: as :meth:`set_roles`.
        """
        changes = {"os_user": os_user_entry(os_user)}
        return self._change(actor, login, expected_version, "account.os_user", N_("link accounts"), changes)

    def disable(self, actor: Actor, login: str, expected_version: int) -> AccountView:
        """Let nobody in by this account any more; its history stays.

        Raises:
            LastAdministrator: nobody active would be left to administer.
            PersonHoldsCases: open cases lie with the person (of the room of cases, which is asked).
            NotPermitted, OwnAccount, NotFound, Conflict: as :meth:`set_roles`.
        """
        changes = {"status": AccountStatus.DISABLED}
        return self._change(
            actor, login, expected_version, "account.disable", N_("disable accounts"), changes
        )

    def enable(self, actor: Actor, login: str, expected_version: int) -> AccountView:
        """Let the account be used again.

        Raises:
            NotPermitted, OwnAccount, NotFound, Conflict: as :meth:`set_roles`.
        """
        changes = {"status": AccountStatus.ACTIVE}
        return self._change(actor, login, expected_version, "account.enable", N_("enable accounts"), changes)

    def unlock(self, actor: Actor, login: str, expected_version: int) -> AccountView:
        """End the lock after too many wrong passwords.

        Raises:
            NotPermitted, OwnAccount, NotFound, Conflict: as :meth:`set_roles`.
        """
        changes = {"locked_until": None, "failed_sign_ins": 0}
        return self._change(actor, login, expected_version, "account.unlock", N_("unlock accounts"), changes)

    def reset_password(self, actor: Actor, login: str, password: str, expected_version: int) -> AccountView:
        """Give an account a password that its owner must change at the next sign-in; ends a lock.

        Raises:
            PasswordUnfit: the password breaks a rule.
            NotPermitted, OwnAccount, NotFound, Conflict: as :meth:`set_roles`.
        """
        action = N_("reset passwords")
        require(actor, _SECURITY, action)
        hashed = self._hash_new(clean_login(login), password)
        with self._store.write() as session:
            view = self._find(session, actor, login, action)
            forced = {"must_change_password": True, "locked_until": None}
            self._save(
                session, view, expected_version, {**forced, "failed_sign_ins": 0, "password_hash": hashed}
            )
            before = {name: getattr(view, name) for name in forced}
            end_seats(session, view.id)
            record(session, actor, self._clock.now(), stream(view.login), "account.password", before, forced)
            return queries.account(session, view.login)

    def found_administrator(self, os_user: str) -> None:
        """Make ``os_user`` the first administrator, holding all three powers and the roles of work.

        Does nothing where the database has a system administrator already.
        """
        login = clean_login(os_user)
        facts = {
            "login": login if is_login(login) else "admin",
            "name": clean_line(os_user)[:NAME_LENGTH] or "admin",
            "os_user": os_user_entry(os_user),
            "area": "",
        }
        with self._store.write() as session:
            if not queries.active_holders(session, Role.SYSTEM_ADMIN):
                self._insert(session, Program(), facts, FOUNDER_ROLES, None)

    def _insert(
        self,
        session: Session,
        signature: Signature,
        facts: dict[str, Any],
        roles: Collection[Role],
        password_hash: str | None,
    ) -> None:
        now = self._clock.now()
        # The columns' own defaults belong to the entity; a bare INSERT has none.
        row = Account(**facts, password_hash=password_hash, created_at=now).model_dump(exclude={"id"})
        statement = (
            insert_into(session, ACCOUNTS).values(row).on_conflict_do_nothing().returning(ACCOUNTS.c.id)
        )
        account_id = session.connection().scalar(statement)
        if account_id is None:
            raise taken(session, facts)
        _give_roles(session, account_id, roles)
        after = {**facts, "roles": _ordered(roles), "has_password": password_hash is not None}
        record(session, signature, now, stream(facts["login"]), "account.open", None, after)

    def _change(
        self,
        actor: Actor,
        login: str,
        expected_version: int,
        ledger_action: str,
        action: str,
        changes: dict[str, Any],
    ) -> AccountView:
        """Write ``changes`` to another's account and to the ledger."""
        with self._store.write() as session:
            view = self._find(session, actor, login, action)
            if changes.get("status") is AccountStatus.DISABLED:
                keep_administrators(session, view, set(view.roles))
                self._require_unused(session, view)
            require_places(session, changes.get("unit_id"), changes.get("staff_id"))
            require_free_os_user(session, view, changes.get("os_user"))
            self._save(session, view, expected_version, changes)
            if changes.get("status") is AccountStatus.DISABLED:
                end_seats(session, view.id)
            shown = [name for name in changes if hasattr(view, name)]
            before = {name: getattr(view, name) for name in shown}
            after = {name: changes[name] for name in shown}
            record(session, actor, self._clock.now(), stream(view.login), ledger_action, before, after)
            return queries.account(session, view.login)

    def _require_unused(self, session: Session, view: AccountView) -> None:
        """Refuse to shut an account that a room above still needs.

        Raises:
            DomainError: somebody objects; the refusal is theirs.
        """
        # Whoever hands a case to somebody reads the account under a lock, so that none slips in.
        session.get_one(Account, view.id, with_for_update=True)
        for ask in self._objectors:
            ask(session, "account", view.id, view.name)

    @staticmethod
    def _find(session: Session, actor: Actor, login: str, action: str) -> AccountView:
        """Return another's account for a security administrator to change."""
        require(actor, _SECURITY, action)
        view = queries.account(session, clean_login(login))
        if view.id == actor.account_id:
            raise OwnAccount(action)
        require_sight(actor, view.area, action)
        return view

    @staticmethod
    def _save(session: Session, view: AccountView, expected_version: int, changes: dict[str, Any]) -> None:
        row = session.get_one(Account, view.id)
        try:
            saved = guarded_update(session, row, expected_version, **changes)
        except IntegrityError as error:
            # Two administrators linked the same operating-system user in the same moment.
            raise AlreadyTaken(N_("operating-system user"), changes.get("os_user") or "") from error
        if not saved:
            raise Conflict(N_("account"), queries.account(session, view.login))


def _ordered(roles: Collection[Role]) -> list[Role]:
    return [role for role in Role if role in roles]


def _give_roles(session: Session, account_id: int, roles: Collection[Role]) -> None:
    if roles:
        rows = [{"account_id": account_id, "role": role} for role in _ordered(roles)]
        session.connection().execute(ROLES.insert(), rows)
