"""Signing in and out, locking, and one's own password."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select, update

from models.accounts import queries
from models.accounts.queries import ACCOUNTS, Credentials
from models.accounts.refusals import (
    AccountDisabled,
    AccountLocked,
    OsUserUnknown,
    PasswordMissing,
    PasswordNotTyped,
    PasswordUnfit,
    PasswordWrong,
    SignInRefused,
)
from models.accounts.rules import LOCK_TIME, MOST_FAILURES, clean_login
from models.accounts.service.base import AccountBase, stream
from models.accounts.service.seats import end_seats, leave_seat, resume_seat, take_seat
from models.accounts.views import AccountStatus, Actor
from models.kernel.text import clean_line
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_
from models.ledger.service import record
from models.ledger.views import Program, Signature

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlmodel import Session

    from models.kernel.errors import DomainError

_UNKNOWN = "account:?"
"""The history of attempts with logins nobody has."""


class _Proof(NamedTuple):
    """What came of comparing a password, outside any transaction."""

    seen: Credentials
    right: bool
    fresh_hash: str | None


class Signing(AccountBase):
    """How people come in and go out."""

    def sign_in(self, login: str, password: str, origin: str) -> Actor:
        """Let a person in by login and password.

        Args:
            login: as typed; case and full-width letters do not matter.
            password: as typed.
            origin: where from, for the ledger: ``console pts/3 192.0.2.7``.

        Raises:
            PasswordNotTyped: the password is blank; this counts for nothing.
            SignInRefused: login and password do not go together.
            AccountLocked: too many wrong passwords in the last minutes.
            AccountDisabled: the password is right, but the account may not be used.
        """
        wanted = clean_login(login)
        proof = self._prove(ACCOUNTS.c.login == wanted, password)
        signature = Program(origin=origin)
        if proof is None:
            self._note_unknown(signature, wanted)
            raise SignInRefused
        with self._store.write() as session:
            refusal = self._settle(session, signature, proof, "sign_in", SignInRefused())
            if refusal is None:
                actor = self._enter(session, proof.seen, origin, {"by": "password"})
        if refusal is not None:
            raise refusal
        self._seal(due_only=True)
        return actor

    def confirm_password(self, actor: Actor, password: str) -> None:
        """Check the password of somebody signed in, to open a console that locked itself.

        The console has its seat again.

        Raises:
            PasswordNotTyped: it is blank.
            PasswordWrong: it is another.
            PasswordMissing: the account has none.
            AccountLocked: too many wrong passwords.
            AccountDisabled: the account was disabled meanwhile.
        """
        proof = self._prove_own(actor, password)
        with self._store.write() as session:
            refusal = self._settle(session, actor, proof, "confirm", PasswordWrong())
            if refusal is None:
                now = self._clock.now()
                resume_seat(session, actor, now)
                record(session, actor, now, stream(actor.login), "confirm")
        if refusal is not None:
            raise refusal

    def change_password(self, actor: Actor, old: str | None, new: str) -> None:
        """Give the acting person a new password.

        Args:
            actor: the person.
            old: the password so far; ``None`` where the account has none yet.
            new: the password from now on.

        Raises:
            PasswordNotTyped: the account has a password, and ``old`` is blank or ``None``.
            PasswordWrong: ``old`` is not the password so far.
            PasswordUnfit: ``new`` breaks a rule, or is the old one.
            AccountLocked: too many wrong passwords.
            AccountDisabled: the account was disabled meanwhile.
        """
        with self._store.read() as session:
            first = queries.account(session, actor.login).has_password is False
        proof = None if first else self._prove_own(actor, old or "")
        if proof is not None and proof.right and old == new:
            raise PasswordUnfit(N_("it is the old one"))
        fresh = self._hash_new(actor.login, new)
        refusal: DomainError | None = None
        with self._store.write() as session:
            if proof is not None:
                refusal = self._settle(session, actor, proof, "password", PasswordWrong())
            if refusal is None:
                # The hash compared with must still stand: of two changes at once one is refused.
                kept = None if proof is None else (proof.fresh_hash or proof.seen.password_hash)
                changed = session.connection().execute(
                    update(ACCOUNTS)
                    .where(
                        ACCOUNTS.c.id == actor.account_id, ACCOUNTS.c.password_hash.is_not_distinct_from(kept)
                    )
                    .values(password_hash=fresh, must_change_password=False, version=ACCOUNTS.c.version + 1)
                )
                if changed.rowcount == 1:
                    # Whoever learned the old one sits at another console.
                    end_seats(session, actor.account_id, but=actor.seat)
                    record(session, actor, self._clock.now(), stream(actor.login), "password.change")
                else:
                    refusal = PasswordWrong()
        if refusal is not None:
            raise refusal

    def sign_out(self, actor: Actor) -> None:
        """Note that the person left, and seal the ledger."""
        with self._store.write() as session:
            leave_seat(session, actor)
            record(session, actor, self._clock.now(), stream(actor.login), "sign_out")
        self._seal(due_only=False)

    def sign_in_os_user(self, os_user: str, origin: str) -> Actor:
        """Let in whoever the operating system let in already, as over ssh.

        Raises:
            OsUserUnknown: no account is linked with that user.
            AccountDisabled: the account may not be used.
        """
        found = self.actor_for_os_user(os_user, origin)
        with self._store.write() as session:
            seen = Credentials(found.account_id, found.login, None)
            actor = self._enter(session, seen, origin, {"by": "os_user", "os_user": clean_line(os_user)})
        self._seal(due_only=True)
        return actor

    def actor_for_os_user(self, os_user: str, origin: str) -> Actor:
        """Return who acts in commands of an operating-system user; nothing is written.

        What the commands change carries ``origin`` in the ledger anyway.

        Raises:
            OsUserUnknown: no account is linked with that user.
            AccountDisabled: the account may not be used.
        """
        wanted = clean_line(os_user)
        with self._store.read() as session:
            row = (
                session.connection()
                .execute(
                    select(ACCOUNTS.c.id, ACCOUNTS.c.login, ACCOUNTS.c.status).where(
                        ACCOUNTS.c.os_user == wanted
                    )
                )
                .first()
            )
            if row is None:
                raise OsUserUnknown(wanted, queries.administrators(session))
            if row.status is AccountStatus.DISABLED:
                raise AccountDisabled(row.login)
            return queries.actor(session, row.id, origin)

    def actor_now(self, actor: Actor) -> Actor:
        """Return the person at a console with what they may do by now; nothing is written.

        Raises:
            AccountDisabled: the account may not be used any more.
        """
        with self._store.read() as session:
            view = queries.account(session, actor.login)
            if view.status is AccountStatus.DISABLED:
                raise AccountDisabled(view.login)
            return replace(queries.actor(session, view.id, actor.origin), seat=actor.seat)

    def _prove(self, condition: Any, password: str) -> _Proof | None:
        """Compare ``password`` with what is kept; takes as long for a login nobody has.

        Raises:
            PasswordNotTyped: there is nothing to compare.
        """
        if not password.strip():
            raise PasswordNotTyped
        with self._store.read() as session:
            seen = queries.credentials(session, condition)
        right = self._passwords.matches(None if seen is None else seen.password_hash, password)
        if seen is None:
            return None
        fresh = (
            self._passwords.renewed(seen.password_hash, password) if right and seen.password_hash else None
        )
        return _Proof(seen, right, fresh)

    def _prove_own(self, actor: Actor, password: str) -> _Proof:
        proof = self._prove(ACCOUNTS.c.id == actor.account_id, password)
        if proof is None or proof.seen.password_hash is None:
            raise PasswordMissing(actor.login)
        return proof

    def _settle(
        self, session: Session, signature: Signature, proof: _Proof, action: str, wrong: DomainError
    ) -> DomainError | None:
        """Count a wrong password, or clear the count; return the refusal, if it is one.

        The lock is judged here, in the transaction that counts: guesses made side by side
        learn nothing beyond the fifth. Returned rather than raised, so that the count stays.
        """
        now = self._clock.now()
        account = self._locked_row(session, proof.seen.account_id)
        where = stream(account.login)
        if account.locked_until is not None and now < account.locked_until:
            record(session, signature, now, where, f"{action}.while_locked")
            return AccountLocked(account.locked_until - now)
        if not proof.right or account.password_hash != proof.seen.password_hash:
            return self._count_failure(session, signature, account, action, wrong, now)
        if account.status is AccountStatus.DISABLED:
            record(session, signature, now, where, f"{action}.while_disabled")
            return AccountDisabled(account.login)
        kept = proof.fresh_hash or account.password_hash
        session.connection().execute(
            update(ACCOUNTS)
            .where(ACCOUNTS.c.id == account.id)
            .values(failed_sign_ins=0, locked_until=None, password_hash=kept)
        )
        return None

    def _count_failure(
        self,
        session: Session,
        signature: Signature,
        account: Any,
        action: str,
        wrong: DomainError,
        now: datetime,
    ) -> DomainError:
        # A lock that ran out starts the count again.
        before = 0 if account.locked_until is not None else account.failed_sign_ins
        failures = before + 1
        locked_until = now + LOCK_TIME if failures >= MOST_FAILURES else None
        session.connection().execute(
            update(ACCOUNTS)
            .where(ACCOUNTS.c.id == account.id)
            .values(failed_sign_ins=failures, locked_until=locked_until)
        )
        where = stream(account.login)
        record(session, signature, now, where, f"{action}.refused", None, {"failures": failures})
        if locked_until is None:
            return wrong
        record(session, signature, now, where, "locked", None, {"until": locked_until})
        return AccountLocked(LOCK_TIME)

    @staticmethod
    def _locked_row(session: Session, account_id: int) -> Any:
        statement = select(
            ACCOUNTS.c.id,
            ACCOUNTS.c.login,
            ACCOUNTS.c.status,
            ACCOUNTS.c.password_hash,
            ACCOUNTS.c.failed_sign_ins,
            ACCOUNTS.c.locked_until,
        ).where(ACCOUNTS.c.id == account_id)
        if not is_sqlite(session):
            statement = statement.with_for_update()
        return session.connection().execute(statement).one()

    def _enter(self, session: Session, seen: Credentials, origin: str, how: dict[str, Any]) -> Actor:
        now = self._clock.now()
        # Not a change of the account: an administrator editing it meanwhile is in nobody's way.
        session.connection().execute(
            update(ACCOUNTS).where(ACCOUNTS.c.id == seen.account_id).values(last_sign_in=now)
        )
        seat = take_seat(session, seen.account_id, origin, now)
        actor = replace(queries.actor(session, seen.account_id, origin), seat=seat)
        record(session, actor, now, stream(seen.login), "sign_in", None, how)
        return actor

    def _note_unknown(self, signature: Signature, login: str) -> None:
        # People type their password where the login belongs, so the ledger keeps only enough
        # to recognise a slip of the finger; and one stream, or strangers could make thousands.
        hint = {"begins": clean_line(login)[:2], "length": len(login)}
        with self._store.write() as session:
            record(session, signature, self._clock.now(), _UNKNOWN, "sign_in.unknown", None, hint)
