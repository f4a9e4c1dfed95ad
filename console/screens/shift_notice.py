"""Telling a person who signs in that a shift waits to be taken over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from console.i18n import _
from console.work import later
from models.cases.rules import READER_ROLES

if TYPE_CHECKING:
    from console.screens.base import ConsoleScreen
    from models.cases.shifts.views import HandoverView


def tell_handovers(screen: ConsoleScreen[Any]) -> None:
    """Ask whether to look at it now, if a shift waits for the person."""
    services, actor = screen.services, screen.actor
    if actor.has(*READER_ROLES):
        screen.read("handovers", lambda: services.shifts.waiting(actor), partial(_tell, screen))


def _tell(screen: ConsoleScreen[Any], found: list[HandoverView]) -> None:
    if not found:
        return
    # Loaded on use: most people who sign in are told nothing.
    from console.dialogs.confirm import ConfirmDialog
    from console.shiftwords import given_words

    frame = screen.console.frame

    def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            screen.console.go("handovers")

    words = given_words(found[0], frame.times, frame.clock.now())
    question = _("Look at it now, and take the shift over? The menu (F9) leads there too.")
    dialog = ConfirmDialog(words, question)
    later(screen.app.push_screen(dialog, answered))
