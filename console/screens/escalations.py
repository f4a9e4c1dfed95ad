"""What went up because nobody acted: to the person here, in the office lately, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.escalationwords import people_words, step_words, trigger_words
from console.i18n import N_, _
from console.keys import bindings
from console.screens.onelist import OneList
from console.widgets.line_list import Column
from console.widgets.title_bar import show_raised
from models.assignment.escalating.service import WATCHERS
from models.assignment.escalating.views import EscalationView, Foreseen
from models.cases.numbers import short_number

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual.binding import BindingType

    from console.widgets.lines import Piece

Row = EscalationView | Foreseen
_DAYS, _HOURS = 30, 8


class EscalationsScreen(OneList[Row]):
    """Opens with what went up to the person; whoever watches looks back and ahead as well."""

    GROUP = "escalations"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("escalations"))
    _what = "mine"
    _count = ""

    def key_of(self, row: Row) -> Hashable:
        """Return the case and which step of it."""
        return row.case_id if isinstance(row, Foreseen) else row.id

    def reload(self) -> None:
        """Read what is shown, off the interface."""
        escalating, actor, what = self.services.escalating, self.actor, self._what

        def work() -> tuple[Sequence[Row], bool]:
            on = self.services.escalates()
            match what:
                case "mine":
                    return escalating.mine(actor), on
                case "lately":
                    return escalating.listing(actor, _DAYS), on
                case _:
                    return escalating.preview(actor, _HOURS), on

        self.read("escalations", work, self._taken)

    def _taken(self, read: tuple[Sequence[Row], bool]) -> None:
        found, on = read
        self.take(found)
        self._count = str(len(found))
        if self._what == "mine":
            cases = {row.number for row in found}
            show_raised(self.console, self.actor.account_id, len(cases))
        self.set_title(self.title_text())
        if not on:
            self.say(_("Escalation is off: a system administrator switches it on in the settings."))

    def title_text(self) -> str:
        """Say what is shown, and how many."""
        what = {
            "mine": _("Gone up to me"),
            "lately": _("Gone up in 30 days"),
            "soon": _("Goes up within 8 hours"),
        }[self._what]
        return f"{what} {self._count}".rstrip()

    def nothing(self) -> str:
        """Say what is said where there is nothing to list."""
        return {
            "mine": _("Nothing went up to you that nobody acted on since."),
            "lately": _("Nothing went up in this time."),
            "soon": _("Nothing would go up in this time."),
        }[self._what]

    def columns(self) -> list[Column[Row]]:
        """Return the columns, in the language of the moment."""
        frame = self.console.frame

        def when(row: Row) -> Piece:
            now = frame.clock.now()
            late = isinstance(row, Foreseen) and row.at <= now
            return (_("now") if late else frame.times.moment(row.at, now)), ""

        people: list[Column[Row]] = []
        if self._what != "mine":
            people = [Column(N_("People"), 10, lambda row: (people_words(row.to), ""))]
        return [
            Column(N_("Time"), 12, when),
            Column(N_("Number"), 9, lambda row: (short_number(row.number), "")),
            Column(N_("What rests"), 14, lambda row: (trigger_words(row.trigger), "")),
            Column(N_("Goes to"), 10, lambda row: (step_words(row.step), "")),
            *people,
            Column(N_("Title"), 14, lambda row: (row.title, ""), grow=True),
        ]

    def can_watch(self) -> bool:
        """The person looks at what goes up to others."""
        return self.actor.has(*WATCHERS)

    def action_open(self) -> None:
        """Open the case under the cursor."""
        if self.row is not None:
            self.console.go("case", self.row.number)

    def action_mine(self) -> None:
        """Show what went up to the person."""
        self._show("mine")

    def action_lately(self) -> None:
        """Show what went up lately."""
        self._show("lately")

    def action_soon(self) -> None:
        """Show what goes up soon."""
        self._show("soon")

    def _show(self, what: str) -> None:
        self._what = what
        self.rows.set_columns(self.columns())
        self.rows.set_empty(self.nothing())
        self.reload()
