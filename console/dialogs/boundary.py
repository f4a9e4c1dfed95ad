"""What may be done about a matter outside the lists: the ground, and the ways out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.dialogs.base import Dialog
from console.dialogs.pick import Option, PickRows
from console.i18n import _, render
from console.labels import label
from console.widgets.line_list import Column
from console.widgets.lines import Sentence
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.catalogue.boundary.views import StandingView, WayOut


class BoundaryDialog(Dialog["WayOut"]):
    """Says how a matter stands to the lists; returns the way chosen, ``None`` on Esc.

    Args:
        standing: how it stands.
        ways: those of its ways this person may take.
    """

    DEFAULT_CSS = """
    BoundaryDialog Sentence { padding: 0 2; }
    BoundaryDialog PickRows { height: auto; width: 100%; }
    """

    def __init__(self, standing: StandingView, ways: Sequence[WayOut]) -> None:
        super().__init__(_("Outside the lists"))
        self._standing = standing
        self._options = [Option(way, label(way.kind)) for way in ways]

    def body(self) -> Iterable[Widget]:
        """Return the sentence, the text of the first way, and the choice."""
        yield Sentence(str(render(self._standing.sentence)), "bold")
        yield PickRows(
            [Column[Option["WayOut"]]("", 30, _text_of, grow=True)], self._options.index, heading=False
        )

    def on_mount(self) -> None:
        """Show the ways."""
        super().on_mount()
        self.query_one(PickRows).set_rows(
            self._options, empty=_("Choose another matter, or ask the duty chief.")
        )

    def action_accept(self) -> None:
        """Answer with the way under the cursor."""
        option = self.query_one(PickRows).row
        later(self.dismiss(None if option is None else option.value))


def _text_of(option: Option[WayOut]) -> Piece:
    return option.text, ""
