"""Leaving the console, and what would be lost by it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from console.i18n import _
from console.screens.base import ConsoleScreen
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.app import YiwangApp

KEEP_SECONDS = 1.2
"""How long a departure nobody asked for waits for drafts; ``LEAVE_SECONDS`` are there for all of it"""
_PAUSE = 0.05


def unless_lost(app: YiwangApp, then: Callable[[], None]) -> None:
    """Call ``then``; ask first if a write is on its way, or a form or a question holds what no draft has."""
    if not (_would_lose(app) or _half_answered(app)):
        then()
        return
    from console.dialogs.confirm import LeaveDialog

    question = _("Something typed here is not saved yet. Leave all the same?")
    later(app.push_screen(LeaveDialog(question), lambda yes: then() if yes else None))


async def once_kept(app: YiwangApp) -> None:
    """Wait until drafts and writes on their way are in the database, but not long."""
    until = time.monotonic() + KEEP_SECONDS
    while _would_lose(app) and time.monotonic() < until:  # noqa: ASYNC110 -- asking is what starts the next write
        await asyncio.sleep(_PAUSE)


def _would_lose(app: YiwangApp) -> bool:
    """Say whether something is not in the database yet; drafts begin to be written by being asked."""
    screens = [screen for screen in app.screen_stack if isinstance(screen, ConsoleScreen)]
    unsaved = [screen for screen in screens if screen.holds_unsaved()]
    return bool(unsaved) or app.writes.pending


def _half_answered(app: YiwangApp) -> bool:
    """Say whether a question holds words that were typed; nothing keeps them, so nobody need wait for it."""
    from console.dialogs.base import Dialog

    return any(dialog.holds_unsaved() for dialog in app.screen_stack if isinstance(dialog, Dialog))


def note(app: YiwangApp) -> None:
    """Have it noted that the person left, and where they were."""
    actor, services = app.actor, app.services
    if actor is not None:
        for screen in app.screen_stack:
            if isinstance(screen, ConsoleScreen):
                screen.leaving()
        # A note that could not be taken must not keep anybody in.
        app.save(lambda: services.accounts.sign_out(actor), on_refused=lambda _error: True)
