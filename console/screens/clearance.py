"""Personal data in clear: who asked to take it out, the second person's answer, and taking it out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.clearance_words import state_words, wanted_lines
from console.i18n import N_, _
from console.keys import bindings
from console.screens.exporting import Exporting, format_options
from console.screens.onelist import OneList
from console.widgets.line_list import Column
from console.work import later
from models.exchange.exporting.rules import APPROVERS
from models.exchange.exporting.views import ExportRequestView, How, RequestState

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingType

    from console.frame import Frame
    from console.widgets.lines import Piece
    from models.exchange.exporting.views import ExportSummary, Wanted

_STYLES = {RequestState.ASKED: "bold", RequestState.GRANTED: "bold"}


class ClearanceScreen(OneList[ExportRequestView], Exporting):
    """Lists the requests the person may look at, the newest first."""

    GROUP = "clearance"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("clearance"))

    def key_of(self, row: ExportRequestView) -> int:
        """Return its number."""
        return row.number

    def columns(self) -> list[Column[ExportRequestView]]:
        """Return the columns of the list."""
        return _columns(self.console.frame)

    def nothing(self) -> str:
        """Say that there is nothing to list."""
        return _nothing()

    def reload(self) -> None:
        """Read the list."""
        services, actor = self.services, self.actor
        self.read("requests", lambda: services.exports.requests(actor), self.take)

    # Keys

    def can_answer(self) -> bool:
        """The request under the cursor waits for an answer, and not for that of who asked."""
        row = self.row if self.composed else None
        mine = row is not None and row.account_id == self.actor.account_id
        return row is not None and not mine and row.state is RequestState.ASKED and self.actor.has(*APPROVERS)

    def can_take(self) -> bool:
        """The request under the cursor is the person's own, and was agreed to."""
        row = self.row if self.composed else None
        mine = row is not None and row.account_id == self.actor.account_id
        return row is not None and mine and row.state is RequestState.GRANTED

    def export_wanted(self) -> Wanted | None:
        """Return what the request under the cursor is for, where it can be taken out."""
        row = self.row
        return row.wanted if row is not None and self.can_take() else None

    def action_open(self) -> None:
        """Show the whole request."""
        from console.dialogs.page import PageDialog

        row = self.row
        if row is not None:
            title = _("Request %(number)s", number=row.number)
            later(self.app.push_screen(PageDialog(title, _page(row, self.console.frame))))

    def action_agree(self) -> None:
        """Ask whether there is anything to say, then agree."""
        from console.dialogs.prompt import PromptDialog

        row = self.row
        if row is not None and self.can_answer():
            said = _("%(person)s will read it; nothing has to be said.", person=row.by_name)
            words = "\n".join([*(line for line, _style in wanted_lines(row)), said])
            dialog = PromptDialog(_("Agree to request %(number)s", number=row.number), words)
            later(self.app.push_screen(dialog, partial(self._answer, row, True)))  # noqa: FBT003 -- agreed

    def action_decline(self) -> None:
        """Ask why, then decline."""
        from console.dialogs.prompt import PromptDialog

        row = self.row
        if row is not None and self.can_answer():
            why = _("Say why; %(person)s will read it.", person=row.by_name)
            title = _("Decline request %(number)s", number=row.number)
            dialog = PromptDialog(title, why, check=_unsaid)
            later(self.app.push_screen(dialog, partial(self._answer, row, False)))  # noqa: FBT003 -- declined

    def _answer(self, row: ExportRequestView, grant: bool, words: str | None) -> None:  # noqa: FBT001 -- bound by partial
        exports, actor = self.services.exports, self.actor
        if words is not None:
            self.console.save(
                lambda: exports.answer(actor, row.number, grant=grant, words=words), self._answered
            )

    def _answered(self, row: ExportRequestView) -> None:
        self.reload()
        self.say(_("Request %(number)s: %(state)s.", number=row.number, state=state_words(row.state)))

    def action_take(self) -> None:
        """Ask for the format, then for the file."""
        from console.dialogs.pick import PickDialog

        row = self.row
        if row is None or not self.can_take():
            return
        dialog = PickDialog(_("Export to a file"), format_options(row.kind), searchable=False)

        def answered(how: How | None) -> None:
            if how is not None:
                self.ask_where(row.wanted, replace(how, reveal=True, request=row.number))

        later(self.app.push_screen(dialog, answered))

    def tell_written(self, target: Path, summary: ExportSummary | None) -> None:
        """Say what was written where; the request is used up by it."""
        super().tell_written(target, summary)
        if summary is not None:
            self.reload()

    def action_refresh(self) -> None:
        """Read the list again."""
        self.reload()
        self.say(_("Read again."))


def _unsaid(words: str) -> str:
    return "" if words.strip() else _("A request is not declined without a word.")


def _nothing() -> str:
    return _("Nobody has asked for anything.")


def _page(row: ExportRequestView, frame: Frame) -> list[Piece]:
    asked = _("Asked by %(person)s, %(time)s", person=row.by_name, time=frame.times.full(row.asked_at))
    lines: list[Piece] = [(asked, ""), *wanted_lines(row), ("", ""), (state_words(row.state), "bold")]
    if row.answered_at is not None:
        when = frame.times.full(row.answered_at)
        lines.append((_("Answered by %(person)s, %(time)s", person=row.answered_by, time=when), ""))
        lines.append((row.answer or _("without a word"), "" if row.answer else "dim"))
    return lines


def _columns(frame: Frame) -> list[Column[ExportRequestView]]:
    def asked(row: ExportRequestView) -> Piece:
        return frame.times.moment(row.asked_at, frame.clock.now()), ""

    return [
        Column(N_("Number"), 4, lambda row: (str(row.number), ""), right=True),
        Column(N_("State"), 14, lambda row: (state_words(row.state), _STYLES.get(row.state, "dim"))),
        Column(N_("Asked by"), 8, lambda row: (row.by_name, "")),
        Column(N_("Time"), 14, asked),
        Column(N_("Rows"), 6, lambda row: (str(row.rows), ""), right=True),
        Column(N_("Reason"), 16, lambda row: (" ".join(row.reason.split()), ""), grow=True),
    ]
