"""Telling people what became of their requests to export in clear, and who waits for their answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _
from console.screens.base import ConsoleScreen
from console.work import later
from models.exchange.exporting.rules import APPROVERS, EXPORTERS

if TYPE_CHECKING:
    from models.exchange.exporting.views import ExportNews, ExportRequestView

_TOLD = "clearance_told"
"""Numbers of the requests whose answer the person has read"""
_MOST = 5
"""Lines of one notice; the list has the others"""


class ClearanceNews(ConsoleScreen[None]):
    """A screen that tells of requests: asks at the beginning, says a line when something comes in."""

    _heard: frozenset[tuple[int, str]] = frozenset()
    _begun = False
    """Whether the person was asked to look, or need not be"""

    def tell_clearances(self) -> None:
        """Look whether there is something to tell, for those whom it may concern."""
        services, actor = self.services, self.actor
        if actor.has(*EXPORTERS, *APPROVERS):

            def work() -> tuple[ExportNews, frozenset[int]]:
                news = services.export_news.news(actor)
                told = services.desk.recall(actor, _TOLD, []) if news.answered else []
                return news, frozenset(told)

            self.read("clearances", work, self._take_clearances)

    def _take_clearances(self, found: tuple[ExportNews, frozenset[int]]) -> None:
        news, told = found
        beginning, self._begun = not self._begun, True
        fresh = [each for each in news.answered if each.number not in told]
        told_now = [each for each in (*fresh, *news.waiting) if (each.number, each.state) not in self._heard]
        if not told_now:
            return
        self._heard |= {(each.number, str(each.state)) for each in told_now}
        if beginning:
            self._ask_to_look(told_now, [each.number for each in news.answered])
        else:
            # Somebody may be typing: a line below does not take the next key for an answer.
            self.say(_words(told_now[0]))

    def _ask_to_look(self, told_now: list[ExportRequestView], read: list[int]) -> None:
        # Loaded on use: most people are told nothing.
        from console.dialogs.confirm import ConfirmDialog

        services, actor = self.services, self.actor

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            # Where it cannot be noted it is told once more.
            self.console.save(
                lambda: services.desk.remember(actor, _TOLD, read), on_refused=lambda _error: True
            )
            if yes:
                self.console.go("clearance")

        words = "\n".join(_words(each) for each in told_now[:_MOST])
        question = _("Look at it now? The menu (F9) leads there too.")
        later(self.app.push_screen(ConfirmDialog(words, question), answered))


def _words(request: ExportRequestView) -> str:
    from console.clearance_words import state_words

    if request.answered_at is None:
        return _(
            "%(person)s asks to export %(count)s rows in clear: %(reason)s",
            person=request.by_name,
            count=request.rows,
            reason=" ".join(request.reason.split()),
        )
    return _(
        "Your request %(number)s to export in clear: %(state)s. %(person)s: %(words)s",
        number=request.number,
        state=state_words(request.state),
        person=request.answered_by,
        words=request.answer or _("without a word"),
    )
