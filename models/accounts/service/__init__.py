"""The services of accounts: signing in, seats, and administration."""

from __future__ import annotations

from models.accounts.service.administration import Administration
from models.accounts.service.seats import Seats
from models.accounts.service.signing import Signing

__all__ = ["AccountService"]


class AccountService(Signing, Seats, Administration):
    """Who may sign in, and what they may do; see the three parts it is made of."""
