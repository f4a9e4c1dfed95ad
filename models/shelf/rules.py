"""Who sees scenarios, and how large they may be."""

from __future__ import annotations

from hashlib import sha256

from models.accounts.views import Role

READERS = (Role.DUTY_CHIEF, Role.LEADER, Role.EVALUATOR, Role.SYSTEM_ADMIN)
"""Who writes, steers or judges drills. Whoever plays one must not know it beforehand."""

LONGEST = 100_000
"""Characters of a scenario: a cell of a table holds no more; a day of a whole office has a third of it."""


def digest_of(text: str) -> str:
    """Return the SHA-256 of a scenario's text, by which the ledger tells versions apart."""
    return sha256(text.encode()).hexdigest()
