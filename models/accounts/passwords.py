"""Hashing of passwords with argon2id."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from models.accounts.rules import clean_password

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 12 * 1024
"""Memory of one hash: it comes on top of all a console holds when somebody signs in or unlocks it, and sixty
people signing in at once must fit a server of 4 GB."""

PASSES = 4
"""One more than OWASP's cheat sheet asks for with so much memory; it takes 19 MiB and 2 for as good."""

LANES = 1
"""One lane: on two cores a second one would only take the other core from those at work."""


def usual_hasher() -> PasswordHasher:
    """Return the hasher of a real office, stronger than OWASP's floor (12 MiB, 3 passes), under 0.1 s."""
    # Loaded on use: whoever is let in by the operating system needs none of it.
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


class Passwords:
    """Makes and compares password hashes; holds the connection to no database.

    Hashing takes a good part of a tenth of a second, so it always happens outside
    transactions, where it keeps no writer waiting.

    Args:
        hasher: a cheap one for tests; an office has the usual one.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._given = hasher

    @cached_property
    def _hasher(self) -> PasswordHasher:
        return self._given or usual_hasher()

    def hash(self, password: str) -> str:
        """Return the argon2 string to keep."""
        return self._hasher.hash(clean_password(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Say whether ``password`` is the one kept; with nothing kept it takes as long, and is not."""
        if kept is None:
            # A hash costs what a comparison costs: the time tells nobody which logins exist.
            self.hash(password)
            return False
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return self._hasher.verify(kept, clean_password(password))
        except (VerificationError, InvalidHashError):
            return False

    def renewed(self, kept: str, password: str) -> str | None:
        """Return a new hash of a password just found right, if ``kept`` was made with weaker settings."""
        return self.hash(password) if self._hasher.check_needs_rehash(kept) else None
