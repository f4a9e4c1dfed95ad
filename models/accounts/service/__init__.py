"""The services of accounts: signing in, and administration."""

from __future__ import annotations

from models.accounts.service.administration import Administration
from models.accounts.service.signing import Signing

__all__ = ["AccountService"]


class AccountService(Signing, Administration):
    """Who may sign in, and what they may do; see the two parts it is made of."""
