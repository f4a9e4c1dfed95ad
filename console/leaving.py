"""Leaving the console, and what would be lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _
from console.screens.base import ConsoleScreen
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.app import YiwangApp


def unless_lost(app: YiwangApp, then: Callable[[], None]) -> None:
    """Call ``then``; ask first if a write is on its way or a form holds what no draft has yet."""
    screens = [screen for screen in app.screen_stack if isinstance(screen, ConsoleScreen)]
    if not app.writes.pending and not any(screen.holds_unsaved() for screen in screens):
        then()
        return
    from console.dialogs.confirm import ConfirmDialog

    question = _("Something typed here is not saved yet. Leave all the same?")
    later(app.push_screen(ConfirmDialog(question), lambda yes: then() if yes else None))


def note(app: YiwangApp) -> None:
    """Have it noted that the person left, and where they were."""
    actor, services = app.actor, app.services
    if actor is not None:
        for screen in app.screen_stack:
            if isinstance(screen, ConsoleScreen):
                screen.leaving()
        # A note that could not be taken must not keep anybody in.
        app.save(lambda: services.accounts.sign_out(actor), on_refused=lambda _error: True)
