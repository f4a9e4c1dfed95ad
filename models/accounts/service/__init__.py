"""The services of accounts: signing in, seats, and administration."""

from __future__ import annotations

from models.accounts.service.administration import Administration
from models.accounts.service.demo import DemoSigning
from models.accounts.service.seats import Seats

__all__ = ["AccountService"]


class AccountService(DemoSigning, Seats, Administration):
    """Who may sign in, and what they may do; see the parts it is made of."""
