"""A list of cases with a preview of what is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.screens.queue_parts import case_facts, line_facts
from console.screens.stepping import SteppingScreen
from console.widgets.lines import RuleLine
from console.widgets.preview import Preview

if TYPE_CHECKING:
    from textual.timer import Timer

    from console.widgets.line_list import LineList
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import CaseView

_REST_SECONDS = 0.15
"""How long the cursor must rest before the case under it is read."""


class PreviewingScreen(SteppingScreen[None]):
    """Subclasses have a list of cases, a preview, and rules ``#top`` and ``#note`` around the list."""

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._rest: Timer | None = None
        self._previewed: CaseView | None = None

    @property
    def preview(self) -> Preview:
        """The preview."""
        return self.query_one(Preview)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Preview the row at once from what the list knows, and more of it once the cursor rests."""
        message.stop()
        self.show_position()
        self.show_preview()
        self.refresh_keys()
        if self._rest is not None:
            self._rest.stop()
        if self.rows.row is not None:
            self._rest = self.set_timer(_REST_SECONDS, self._read_preview)

    def show_position(self) -> None:
        """Say where the cursor stands: below the list, or above it where a preview stands beside it."""
        wide = self.preview.beside
        self.query_one("#top", RuleLine).set_note(self.rows.position if wide else "")
        self.query_one("#note", RuleLine).set_note("" if wide else self.rows.position)

    def _read_preview(self) -> None:
        row = self.rows.row
        if row is None:
            return
        services, actor, number = self.services, self.actor, row.number
        self.read("preview", lambda: services.cases.case(actor, number), self._take_preview)

    def _take_preview(self, case: CaseView) -> None:
        self._previewed = case
        self.show_preview()

    def show_preview(self) -> None:
        """Show what is known of the case under the cursor."""
        row = self.rows.row
        preview = self.preview
        case = self._previewed
        if row is None:
            preview.show(())
        elif case is not None and (case.id, case.version) == (row.id, row.version):
            preview.show(case_facts(case, self.console.frame, beside=preview.beside))
        else:
            preview.show(line_facts(row))
