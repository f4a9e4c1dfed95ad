"""The rounds in which departments review the list: each with its state and counters."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.i18n import N_, _
from console.keys import bindings
from console.reviewwords import round_name, round_state, said_words
from console.screens.base import ConsoleScreen
from console.screens.review_acts import ask_to_close
from console.screens.review_files import offer_minutes
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview
from models.catalogue.review.views import RoundLine, RoundState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece


class ReviewsScreen(ConsoleScreen[None]):
    """Every round of the list being prepared, the newest first."""

    GROUP = "reviews"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("reviews"))
    AUTO_FOCUS = "LineList"

    _rounds: tuple[RoundLine, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Return the list, and what is said of its row."""
        yield RuleLine()
        yield LineList[RoundLine](_columns(), _row_id, self.read)
        yield RuleLine(id="note")
        yield Preview()

    @property
    def rows(self) -> LineList[RoundLine]:
        """The list."""
        found: LineList[RoundLine] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Read the rounds again."""
        services, actor = self.services, self.actor
        self.read("rounds", lambda: services.review.rounds(actor), self._take)

    def _take(self, found: Sequence[RoundLine]) -> None:
        self._rounds = tuple(found)
        self.rows.set_rows(found, empty=self._empty(), cursor_id=self.rows.cursor_id)
        self.refresh_keys()

    def _empty(self) -> str:
        if self.services.review.may_settle(self.actor):
            return _("No round was opened yet. F2 opens the first; a list must be in preparation.")
        return _("No round was opened yet.")

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_empty(self._empty())
        self._show_row()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row under the cursor."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self._show_row()
        self.refresh_keys()

    def _show_row(self) -> None:
        row = self.rows.row
        facts = []
        if row is not None:
            who = _("%(name)s, %(number)s entries", name=row.opened_by, number=row.entries)
            facts = [
                Fact("", said_words(row.counts)),
                Fact(_("Opened by"), who),
                Fact(_("Reason"), row.reason),
            ]
        self.query_one(Preview).show(facts)

    # Keys

    def can_row(self) -> bool:
        """There is a round under the cursor."""
        return self.composed and self.rows.row is not None

    def can_new(self) -> bool:
        """No round is open, and the person may open one."""
        settled = all(each.state is RoundState.CLOSED for each in self._rounds)
        return settled and self.services.review.may_settle(self.actor)

    def can_close(self) -> bool:
        """The open round is under the cursor, and the person may close it."""
        row = self.rows.row if self.composed else None
        may = self.services.review.may_settle(self.actor)
        return may and row is not None and row.state is RoundState.OPEN

    def action_open(self) -> None:
        """Look at the round."""
        row = self.rows.row
        if row is not None:
            self.console.go("review", row.number)

    def action_new(self) -> None:
        """Fill in the form of the next round."""
        self.console.go("review_open")

    def action_close(self) -> None:
        """Close the open round after a question."""
        row = self.rows.row
        if row is not None:
            ask_to_close(self, row.number)

    def action_minutes(self) -> None:
        """Write the minutes of the round."""
        row = self.rows.row
        if row is not None:
            offer_minutes(self, row.number)

    def action_refresh(self) -> None:
        """Read everything again."""
        self.reload()
        self.say(_("Read again."))


def _columns() -> list[Column[RoundLine]]:
    return [
        Column(N_("Round"), 8, lambda row: (round_name(row), "")),
        Column(N_("State"), 8, _state),
        Column(N_("Due"), 10, lambda row: (row.due_on.isoformat(), "")),
        Column(N_("Depts"), 6, lambda row: (str(row.departments), ""), right=True),
        Column(N_("Sent"), 6, lambda row: (str(row.sent), ""), right=True, since=64),
        Column(N_("Asked"), 6, lambda row: (str(row.counts.asked), ""), right=True),
        Column(N_("Answered"), 8, lambda row: (str(row.counts.answered), ""), right=True),
        Column(N_("Silent"), 6, lambda row: (str(row.counts.silent), ""), right=True, since=64),
        Column(N_("To settle"), 9, _unsettled, right=True),
        Column(N_("Carried"), 7, lambda row: (str(row.counts.carried), ""), right=True, since=78),
        Column("", 1, lambda _row: ("", ""), grow=True, since=84),
    ]


def _row_id(row: RoundLine) -> int:
    return row.id


def _state(row: RoundLine) -> Piece:
    return round_state(row), ("bold" if row.overdue else "dim" if row.state is RoundState.CLOSED else "")


def _unsettled(row: RoundLine) -> Piece:
    return str(row.counts.unsettled), ("bold" if row.counts.unsettled else "")
