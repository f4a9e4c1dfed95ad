"""What both parts of the service hold."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from models.accounts.passwords import Passwords
from models.accounts.refusals import PasswordUnfit
from models.accounts.rules import clean_password, password_fault
from models.kernel.errors import StoreBusy, StoreGone
from models.ledger.service import LedgerService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argon2 import PasswordHasher

    from models.kernel.clock import Clock
    from models.kernel.objections import Objector
    from models.kernel.store import Store


def stream(login: str) -> str:
    """Return the name of an account's history in the ledger."""
    return f"account:{login}"


class AccountBase:
    """The store, the clock, the hasher, the ledger, and which rooms above may object to a closing."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        hasher: PasswordHasher | None = None,
        objectors: Sequence[Objector] = (),
    ) -> None:
        """Work on ``store``; tests give a cheap ``hasher``, an office the usual one."""
        self._store = store
        self._clock = clock
        self._passwords = Passwords(hasher)
        self._ledger = LedgerService(store, clock)
        self._objectors = objectors

    def _hash_new(self, login: str, password: str) -> str:
        """Return the hash of a new password.

        Raises:
            PasswordUnfit: it breaks a rule.
        """
        fault = password_fault(login, clean_password(password))
        if fault is not None:
            raise PasswordUnfit(fault)
        return self._passwords.hash(password)

    def _seal(self, *, due_only: bool) -> None:
        # Sealing is housekeeping: a database busy or gone must not keep anyone from signing in.
        with suppress(StoreBusy, StoreGone):
            if due_only:
                self._ledger.seal_if_due()
            else:
                self._ledger.seal()
