"""Telling a person who signs in of a shift to take over, cases gone up to them, swaps to agree to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from console.i18n import _, ngettext
from console.widgets.title_bar import show_raised
from console.work import later
from models.cases.rules import READER_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.screens.base import ConsoleScreen
    from models.cases.shifts.views import HandoverView


def tell_handovers(screen: ConsoleScreen[Any]) -> None:
    """Ask whether to look at it now, if a shift waits for the person, or a swap they are asked for."""
    services, actor = screen.services, screen.actor
    if actor.has(*READER_ROLES):

        def work() -> tuple[list[HandoverView], int, int]:
            gone_up = services.escalating.mine_count(actor) if services.escalates() else 0
            return services.shifts.waiting(actor), services.swaps_asked(actor), gone_up

        screen.read("handovers", work, partial(_tell, screen))


def _tell(screen: ConsoleScreen[Any], waiting: tuple[list[HandoverView], int, int]) -> None:
    found, swaps, gone_up = waiting
    show_raised(screen.console, screen.actor.account_id, gone_up)
    then = partial(_tell_gone_up, screen, gone_up, partial(_tell_swaps, screen, swaps))
    if not found:
        then()
        return
    from console.shiftwords import given_words

    frame = screen.console.frame
    words = given_words(found[0], frame.times, frame.clock.now())
    question = _("Look at it now, and take the shift over? The menu (F9) leads there too.")
    _ask(screen, words, question, "handovers", then)


def _tell_gone_up(screen: ConsoleScreen[Any], count: int, then: Callable[[], None]) -> None:
    if not count:
        then()
        return
    words = ngettext(
        "%(count)s case went up to you, and nobody has acted since.",
        "%(count)s cases went up to you, and nobody has acted since.",
        count,
        count=count,
    )
    question = _("Look at what went up now? The menu (F9) leads there too.")
    _ask(screen, words, question, "escalations", then)


def _tell_swaps(screen: ConsoleScreen[Any], count: int) -> None:
    if count:
        words = ngettext(
            "You are asked to swap %(count)s duty.",
            "You are asked to swap %(count)s duties.",
            count,
            count=count,
        )
        question = _("Look at the roster now? F7 there lists the swaps; the menu (F9) leads there too.")
        _ask(screen, words, question, "roster", lambda: None)


def _ask(
    screen: ConsoleScreen[Any], words: str, question: str, place: str, otherwise: Callable[[], None]
) -> None:
    # Loaded on use: most people who sign in are told nothing.
    from console.dialogs.confirm import ConfirmDialog

    def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            screen.console.go(place)
        else:
            otherwise()

    later(screen.app.push_screen(ConfirmDialog(words, question), answered))
