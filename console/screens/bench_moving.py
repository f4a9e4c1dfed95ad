"""Moving about on the workbench: tabs, groups, evidence, marks; and what is possible where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.benchwords import evidence_name
from console.i18n import _
from console.screens.bench_parts import member_rows
from console.screens.bench_reading import BenchReading
from console.work import later
from models.catalogue.drafting.benchviews import BenchTab, Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.screens.bench_parts import MemberRow


class BenchMoving(BenchReading):
    """What of the workbench goes from place to place."""

    # What is possible

    def can_group(self) -> bool:
        """There is a group under the cursor."""
        return self.can_work() and self.rows.row is not None

    def can_merge(self) -> bool:
        """The group under the cursor could be merged."""
        return self.can_group() and self.tab in {BenchTab.OPEN, BenchTab.LOOKED}

    def can_open(self) -> bool:
        """The group under the cursor is still to be looked at."""
        return self.can_group() and self.tab is BenchTab.OPEN

    def can_looked(self) -> bool:
        """The group under the cursor was looked at and left."""
        return self.can_group() and self.tab is BenchTab.LOOKED

    def can_merged(self) -> bool:
        """The group under the cursor is a merged entry."""
        return self.can_group() and self.tab is BenchTab.MERGED

    def can_apart(self) -> bool:
        """The group under the cursor is kept apart."""
        return self.can_group() and self.tab is BenchTab.APART

    # Moving about

    def action_tab(self, place: int) -> None:
        """Show another tab."""
        self.keep_place(tab=list(BenchTab)[place - 1], entries=())
        self._added = ()
        self.show_groups(None, self.rows.text)
        self.rows.focus()
        self.refresh_keys()

    def action_turn(self, by: int) -> None:
        """Go to a neighbour of the group; the keys stay where they are."""
        self.rows.move_to(self.rows.cursor + by)

    def action_mark(self) -> None:
        """Mark the entry under the cursor; from the groups go to the entries."""
        if self.members.has_focus:
            self.members.toggle_mark()
        else:
            self.members.focus()

    def action_evidence(self) -> None:
        """Let the person choose which kind of evidence to see."""
        from console.dialogs.pick import Option, PickDialog

        view = self._view
        if view is None:
            return
        every = Option[str]("", evidence_name(None), str(view.groups[BenchTab.OPEN]))
        kinds = [Option[str](each.value, evidence_name(each), str(view.evidence[each])) for each in Evidence]
        dialog = PickDialog(_("Groups that rest on"), [every, *kinds], searchable=False)
        later(self.app.push_screen(dialog, self._take_evidence))

    def _take_evidence(self, answer: str | None) -> None:
        if answer is not None:
            self.keep_place(evidence=Evidence(answer) if answer else None, entries=())
            self.show_groups(None, self.rows.text)

    def marked_entries(self) -> list[int]:
        """Return the entries whose lines are marked, in the order shown."""
        marks = self.members.marked
        rows: Sequence[MemberRow] = () if self._group is None else member_rows(self._group, self._added)
        return list(dict.fromkeys(row.entry.line.matter_id for row in rows if row.id in marks))
