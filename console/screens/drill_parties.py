"""The parallel parties of a drill side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from console.drilling.rows import did_words
from console.drilling.words import names_of, since_start, state_word
from console.i18n import N_, _
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList
from scenarios.format.words import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.hand import Hand, View


@dataclass(frozen=True, slots=True)
class Line:
    """A party."""

    number: int
    party: str
    time: str
    state: str
    met: int
    missed: int
    open: int
    last: str
    marked: bool


class DrillPartiesScreen(ConsoleScreen[None]):
    """One line for each party; Enter shows its steering, two of them can be compared."""

    GROUP = "drill_parties"
    HELP_PAGE = "drill_control"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("drill_parties"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "DrillPartiesScreen LineList { height: 1fr; }"

    _marked: int | None = None
    """The number of the party that others are compared with"""

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield LineList[Line](_columns(), lambda line: line.number)

    @property
    def rows(self) -> LineList[Line]:
        """The list."""
        found: LineList[Line] = self.query_one(LineList)
        return found

    @property
    def _hands(self) -> Sequence[Hand]:
        app: Any = self.app
        found: Sequence[Hand] = app.hands
        return found

    def reload(self) -> None:
        """Show every party as it stands."""
        lines = [
            _line(each.number, each.view, names_of(each.plan.scenario), marked=each.number == self._marked)
            for each in self._hands
            if each.view is not None
        ]
        at = None if self.rows.row is None else self.rows.row.number
        self.rows.set_rows(lines, empty=_("Nothing to show."), cursor_id=at)
        self.refresh_keys()

    def hand_moved(self, _hand: Hand) -> None:
        """Show what moved; the app calls it."""
        if self.composed:
            self.reload()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns())
        self.reload()

    def can_row(self) -> bool:
        """A party is under the cursor."""
        return self.rows.row is not None

    def action_open(self) -> None:
        """Show its steering."""
        row, app = self.rows.row, self.app
        trainer: Any = app
        if row is not None:
            trainer.show(row.number)

    def can_two(self) -> bool:
        """It is known which two are meant."""
        return self._two() is not None

    def _two(self) -> tuple[int, int] | None:
        """Return the marked party and the one under the cursor; of two in all both."""
        row = self.rows.row
        if row is None:
            return None
        others = [each.number for each in self._hands if each.number != row.number]
        if self._marked in others:
            return self._marked or 0, row.number
        first = others[0] if len(others) == 1 else None
        return None if first is None else (min(first, row.number), max(first, row.number))

    def action_mark(self) -> None:
        """Mark the party under the cursor, or take the mark off."""
        row = self.rows.row
        if row is not None:
            self._marked = None if self._marked == row.number else row.number
            self.reload()

    def action_compare(self) -> None:
        """Lay the two beside each other."""
        two = self._two()
        if two is not None:
            self.console.go("drill_compare", two[1], two[0])

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Offer what can be done to the party under the cursor."""
        message.stop()
        self.refresh_keys()


def _line(number: int, view: View, names: Mapping[str, str], *, marked: bool) -> Line:
    board, act = view.board, view.board.last_act
    last = "" if act is None else f"{act.title} {did_words(act, names)}"
    return Line(
        number,
        view.drill.party or str(number),
        since_start(board.now, seconds=True),
        state_word(view.drill.state),
        board.counted(Outcome.MET),
        board.counted(Outcome.MISSED),
        board.counted(Outcome.OPEN),
        last,
        marked,
    )


def _columns() -> list[Column[Line]]:
    return [
        Column(N_("No."), 4, lambda line: (f"{'* ' if line.marked else ''}{line.number}", ""), right=True),
        Column(N_("Party"), 10, lambda line: (line.party, "bold"), best=16),
        Column(N_("Time"), 10, lambda line: (line.time, "")),
        Column(N_("State"), 6, lambda line: (line.state, "")),
        Column(N_("Met"), 4, lambda line: (str(line.met), ""), right=True),
        Column(N_("Missed"), 6, lambda line: (str(line.missed), ""), right=True),
        Column(N_("Still open"), 4, lambda line: (str(line.open), ""), right=True),
        Column(N_("Did last"), 24, lambda line: (line.last, ""), grow=True),
    ]
