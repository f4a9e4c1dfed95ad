"""What a shell completes beyond commands and options: the names of accounts.

A completion is only a help: whatever goes wrong, nothing is offered.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from console.commands.context import Context
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    import click

_MOST = 200


def account_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return the logins that begin as what was typed; none if this person may not see them."""
    context = ctx.find_object(Context)
    if context is None:
        return []
    with contextlib.suppress(DomainError, OSError):
        page = context.services().accounts.accounts(context.actor(), limit=_MOST)
        return [each.login for each in page.rows if each.login.startswith(incomplete)]
    return []
