"""The permission check at the door of every service method."""

from __future__ import annotations

from collections.abc import Iterable

from models.accounts.views import Actor, Role
from models.kernel.errors import NotPermitted


def require(actor: Actor, roles: Iterable[Role], action: str) -> None:
    """Let ``actor`` pass if they hold one of ``roles``.

    Args:
        actor: the person acting.
        roles: any of these is enough.
        action: what is being done, as a message id marked with ``N_``.

    Raises:
        NotPermitted: none of the roles is held.
    """
    if not actor.has(*roles):
        raise NotPermitted(actor.name, action)


def require_sight(actor: Actor, division_code: str, action: str) -> None:
    """Let ``actor`` pass if ``division_code`` lies within their area.

    Raises:
        NotPermitted: it lies outside.
    """
    if not actor.sees(division_code):
        raise NotPermitted(actor.name, action)
