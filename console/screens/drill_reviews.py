"""Drills to look back on: choose one; see how one did from drill to drill."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.drilling.words import state_word
from console.i18n import N_, _
from console.keys import bindings
from console.reviewing.place import grades_of, outside_drills, sandboxes_of
from console.screens.onelist import OneList
from console.widgets.line_list import Column
from models.drills.kinds import DrillState
from scenarios.review.listing import Past, past_drills
from scenarios.review.words import points

if TYPE_CHECKING:
    from textual.binding import BindingType

    from console.frame import Frame
    from console.widgets.lines import Piece


class DrillReviewsScreen(OneList[Past]):
    """Lists the drills the person may look back on, the newest first."""

    GROUP = "drill_reviews"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("drill_reviews"))

    def key_of(self, row: Past) -> int:
        """Return its number."""
        return row.number

    def columns(self) -> list[Column[Past]]:
        """Return the columns of the list."""
        return _columns(self.console.frame)

    def nothing(self) -> str:
        """Say that there is nothing to list."""
        return _nothing()

    def reload(self) -> None:
        """Read the list."""
        services, actor, settings = self.services, self.actor, self.console.settings

        def work() -> list[Past]:
            outside_drills(services)
            return past_drills(sandboxes_of(settings), actor, grades_of(services))

        self.read("drill_reviews", work, self.take)

    def action_open(self) -> None:
        """Open the review of the drill under the cursor."""
        row = self.row
        if row is not None:
            self.console.go("drill_review", str(row.number))

    def action_progress(self) -> None:
        """See how one did from drill to drill."""
        self.console.go("drill_progress")

    def action_corrective(self) -> None:
        """List the corrective tasks."""
        self.console.go("corrective")


def _nothing() -> str:
    return _("There is no drill to look back on: none was played, or you took part in none.")


def _columns(frame: Frame) -> list[Column[Past]]:
    def mark(row: Past) -> Piece:
        return ("" if row.mark is None else points(row.mark)), ""

    def state(row: Past) -> Piece:
        match row.state:
            case DrillState.ENDED:
                return row.grade, ""
            case DrillState.READY:
                return state_word(row.state), ""
            case _:
                return _("goes on"), "bold"

    return [
        Column(N_("No."), 4, lambda row: (str(row.number), ""), right=True),
        Column(N_("Began"), 16, lambda row: (frame.times.full(row.starts), "")),
        Column(N_("Title"), 24, lambda row: (row.title, ""), grow=True),
        Column(N_("Playing group"), 8, lambda row: (row.party, "")),
        Column(N_("Total mark"), 6, mark, right=True),
        Column(N_("Grade reached"), 8, state),
    ]
