"""The line of a drill's time: where it stands, what comes next, how it goes, who steers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.drilling.words import since_start, state_word
from console.i18n import _
from console.widgets.lines import LineWidget, spread
from models.drills.kinds import DrillState
from scenarios.format.words import Outcome

if TYPE_CHECKING:
    from console.drilling.hand import View
    from console.widgets.lines import Piece


class DrillClockLine(LineWidget):
    """Drawn anew whenever the drill moved, and never between."""

    DEFAULT_CSS = "DrillClockLine { height: 1; }"
    _view: View | None = None

    def show(self, view: View) -> None:
        """Show a drill as it stands."""
        if view != self._view:
            self._view = view
            self.refresh()

    def line(self, _y: int, width: int) -> list[Piece]:
        """Draw the line."""
        view = self._view
        if view is None:
            return []
        board, drill = view.board, view.drill
        running = drill.state is DrillState.RUNNING
        state = f"×{drill.pace.speed}" if running and not view.stands else state_word(drill.state)
        if running and view.stands:
            state = _("stands, nobody steers")
        left: list[Piece] = [
            (f" {since_start(board.now, seconds=True)} ", "bold"),
            (f" {state} ", "reverse" if view.stands else "bold"),
        ]
        if board.next_at is not None:
            left.append((_("  next %(when)s", when=since_start(board.next_at)), ""))
        counts = {each.value: board.counted(each) for each in Outcome}
        left.append((_("  met %(met)s partly %(partly)s missed %(missed)s open %(open)s", **counts), ""))
        if drill.state is DrillState.ENDED:
            right = ""
        elif view.stuck:
            right = _("cannot record; trying again")
        elif view.steers:
            right = _("you steer")
        elif running and view.stands:
            right = _("looking on")
        else:
            right = _("looking on; %(who)s steers", who=drill.steerer or "-")
        return spread(left, [(f"{right} ", "" if view.steers else "bold")], width)
