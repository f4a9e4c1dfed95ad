"""Why somebody is not let in, or an account is not changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from models.accounts.rules import LOCK_TIME, MOST_FAILURES
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

_MINUTE = 60


class SignInRefused(DomainError):
    """Login and password do not go together; which of the two is wrong is never said."""

    kind = ErrorKind.PERMISSION
    code = "sign_in_refused"
    sentence = N_("The login or the password is not right.")
    next_step = N_("Try again; after %(most)s failures the account is locked for %(minutes)s minutes.")

    def __init__(self) -> None:
        super().__init__(most=MOST_FAILURES, minutes=int(LOCK_TIME.total_seconds()) // _MINUTE)


class AccountLocked(DomainError):
    """Too many wrong passwords; ``remaining`` is how long the account stays locked."""

    kind = ErrorKind.PERMISSION
    code = "account_locked"
    sentence = N_("After %(most)s wrong passwords this account is locked for another %(minutes)s minutes.")
    next_step = N_("Wait, or ask a security administrator to unlock it.")

    def __init__(self, remaining: timedelta) -> None:
        self.remaining = remaining
        super().__init__(most=MOST_FAILURES, minutes=math.ceil(remaining.total_seconds() / _MINUTE))


class AccountDisabled(DomainError):
    """The account exists, but may not be used."""

    kind = ErrorKind.PERMISSION
    code = "account_disabled"
    sentence = N_("The account %(login)s is disabled.")
    next_step = N_("Ask a security administrator to enable it.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class PasswordWrong(DomainError):
    """A signed-in person gave a password that is not theirs."""

    kind = ErrorKind.INPUT
    code = "password_wrong"
    sentence = N_("The password is not right.")
    next_step = N_("Type it again; look at Caps Lock and the input method.")


class PasswordNotTyped(DomainError):
    """No password was given at all: nothing is compared, and nothing is counted."""

    kind = ErrorKind.INPUT
    code = "password_not_typed"
    sentence = N_("The password is not typed yet.")
    next_step = N_("Type the password, then press Enter.")


class SeatLost(DomainError):
    """A console was left alone, or its account was shut or given another password meanwhile."""

    kind = ErrorKind.PERMISSION
    code = "seat_lost"
    sentence = N_("Nobody was here for a long time, or the account was changed meanwhile.")
    next_step = N_("Open the console again to go on.")


class PasswordNeeded(DomainError):
    """A locked console was to be opened without the password of its person."""

    kind = ErrorKind.PERMISSION
    code = "password_needed"
    sentence = N_("The account %(login)s is opened by its password.")
    next_step = N_("Enter the password, or press F8 to sign out.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class PasswordMissing(DomainError):
    """The account has no password, so none can be asked for."""

    code = "password_missing"
    sentence = N_("The account %(login)s has no password.")
    next_step = N_("Set one with “yiwang user password”, or sign in by the operating-system user.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class PasswordUnfit(DomainError):
    """The new password breaks a rule. The password itself is in no sentence."""

    kind = ErrorKind.INPUT
    code = "password_unfit"
    sentence = N_("This password cannot be used: %(reason)s.")
    next_step = N_("Choose another password.")

    def __init__(self, reason: Word | Phrase) -> None:
        super().__init__(reason=reason)


class OsUserUnknown(DomainError):
    """No account is linked with the operating-system user."""

    kind = ErrorKind.PERMISSION
    code = "os_user_unknown"
    sentence = N_("The operating-system user %(os_user)s is not linked with an account.")
    next_step = N_("A security administrator can link it (%(people)s): yiwang user link LOGIN %(os_user)s")

    def __init__(self, os_user: str, people: Sequence[str]) -> None:
        named = list(people) or N_("there is none yet")
        super().__init__(os_user=os_user, people=named)


class NotADemo(DomainError):
    """Signing in without a password is for demo databases only."""

    kind = ErrorKind.PERMISSION
    code = "not_a_demo"
    sentence = N_("This is not a demo database; nobody signs in without a password.")
    next_step = N_("Sign in with login and password, or open “yiwang demo”.")


class AlreadyTaken(DomainError):
    """Another account has the same login or operating-system user."""

    code = "already_taken"
    sentence = N_("The %(what)s %(value)s belongs to another account already.")
    next_step = N_("Choose another, or change the account that has it.")

    def __init__(self, what: str, value: str) -> None:
        super().__init__(what=what, value=value)


class OwnAccount(DomainError):
    """Administrators do not administer themselves."""

    kind = ErrorKind.PERMISSION
    code = "own_account"
    sentence = N_("Nobody may do this to their own account: %(action)s.")
    next_step = N_("Ask another administrator.")

    def __init__(self, action: str) -> None:
        super().__init__(action=action)


class LastAdministrator(DomainError):
    """The change would leave nobody who can administer."""

    code = "last_administrator"
    sentence = N_("%(login)s is the last active account with the role %(role)s.")
    next_step = N_("Give the role to another account first.")

    def __init__(self, login: str, role: str) -> None:
        super().__init__(login=login, role=role)
