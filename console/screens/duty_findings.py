"""Gaps and overlaps of the duty lists; Enter leads to the item."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from console.duty_words import finding_title, finding_words
from console.i18n import _
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.screens.duty_parts import finding_columns
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview
from console.work import later
from models.catalogue.duties.views import DutyFinding
from models.catalogue.views import DutyItemView, DutyStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

Target = DutyItemView | str
"""Where Enter leads: an item, or the code of a matter."""


class DutyFindingsScreen(ConsoleScreen[Target]):
    """Lists what the check of the lists found; returns where to go."""

    GROUP = "duty_findings"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("duty_findings"))
    AUTO_FOCUS = "LineList"

    def body(self) -> Iterable[Widget]:
        """Return the list and the whole sentence of its row."""
        rows = LineList[DutyFinding](finding_columns(), _finding_id)
        yield Container(rows, RuleLine(id="note"), Preview(), classes="area")

    @property
    def rows(self) -> LineList[DutyFinding]:
        """The list."""
        found: LineList[DutyFinding] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Check the lists again."""
        services, actor = self.services, self.actor
        self.read("findings", lambda: services.duties.findings(actor), self._take)

    def _take(self, found: Sequence[DutyFinding]) -> None:
        empty = _("Nothing is missing and nothing overlaps.")
        self.rows.set_rows(found, empty=empty, cursor_id=self.rows.cursor_id)
        self.refresh_keys()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say the whole of it, and name the items."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        row = self.rows.row
        facts: list[Fact] = []
        if row is not None:
            names = "  ".join(f"{item.code} {item.name}" for item in row.items)
            facts = [Fact(finding_title(row), finding_words(row)), Fact("", names)]
        self.query_one(Preview).show(facts)
        self.refresh_keys()

    def can_row(self) -> bool:
        """There is a finding under the cursor."""
        return self.composed and self.rows.row is not None

    def action_go_to(self) -> None:
        """Go to the item the finding is about; where there are several, to the one chosen."""
        row = self.rows.row
        if row is None:
            return
        if len(row.items) <= 1:
            self._follow(row.items[0] if row.items else row.matters[0])
            return
        from console.dialogs.pick import Option, PickDialog

        options = [Option[Target](item, f"{item.code} {item.name}", item.department) for item in row.items]
        later(self.app.push_screen(PickDialog(finding_title(row), options, searchable=False), self._follow))

    def _follow(self, target: Target | None) -> None:
        if isinstance(target, DutyItemView) and target.status is DutyStatus.RETIRED:
            from console.dialogs.page import PageDialog
            from console.screens.catalogue_text import written

            # It stands on no list to go to.
            later(self.app.push_screen(PageDialog(*written(target, None))))
        elif target is not None:
            later(self.dismiss(target))


def _finding_id(finding: DutyFinding) -> tuple[str, ...]:
    codes = (item.code for item in finding.items)
    return (finding.kind.value, *codes, *finding.matters, str(sorted(finding.params.items(), key=str)))
