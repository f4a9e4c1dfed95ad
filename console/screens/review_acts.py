"""What is done about a round as a whole: reminding, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _
from console.reviewwords import reminder_words
from console.work import later

if TYPE_CHECKING:
    from console.screens.base import ConsoleScreen
    from models.catalogue.review.views import RoundView


def ask_to_close(screen: ConsoleScreen[None], number: int) -> None:
    """Say what closing a round would put on record, ask whether to, and close it."""
    from console.dialogs.confirm import ConfirmDialog

    review, actor = screen.services.review, screen.actor

    def ask(silent: int) -> None:
        words = _("Nothing of it changes afterwards; what was carried is open in the next round.")
        if silent:
            unanswered = _("%(count)s entries were not answered; that is put on record.", count=silent)
            words = f"{unanswered}\n{words}"
        question = _("Close round %(number)s?", number=number)
        later(screen.app.push_screen(ConfirmDialog(question, words), answered))

    def answered(yes: bool | None) -> None:  # noqa: FBT001 -- what a dialog answers
        if yes:
            screen.save(
                lambda: review.close_round(actor, number, early=True),
                lambda _found: screen.say(_("Round %(number)s is closed.", number=number)),
            )

    screen.read("closing", lambda: review.try_closing(actor, number, early=True), ask)


def remind(screen: ConsoleScreen[None], found: RoundView) -> None:
    """Note that the departments of a round that owe answers are reminded; show what to tell each of them."""
    from console.dialogs.page import PageDialog

    owing = [each for each in found.departments if each.counts.answered < each.counts.asked]
    if not owing:
        screen.say(_("Nobody owes an answer."))
        return
    review, actor, keys = screen.services.review, screen.actor, [each.id for each in owing]

    def done(_found: RoundView) -> None:
        texts = [(f"- {reminder_words(each, found.line)}", "") for each in owing]
        later(screen.app.push_screen(PageDialog(_("Reminders"), texts)))

    screen.save(lambda: review.remind(actor, keys), done)
