"""Choosing what the working list shows: a part, a branch, a duty list or department, an order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.i18n import _
from console.screens.worklist_parts import (
    PARTS,
    Place,
    department_words,
    duty_list_words,
    order_name,
    place_value,
)
from console.screens.worklist_reading import REMEMBERED_PLACE, WorklistReading
from console.widgets.lines import RuleLine
from console.work import later
from models.catalogue.drafting.listviews import EVERYTHING, NO_DEPARTMENT, NO_LIST, Order, Wanted
from models.catalogue.views import DutyList

if TYPE_CHECKING:
    from console.widgets.tree_list import TreeList


class WorklistBrowsing(WorklistReading):
    """Parts, the tree, filters and orders by keys."""

    # What is shown

    def show_wanted(self, wanted: Wanted, cursor_id: int | None = None) -> None:
        """Show another part or branch, or sort it otherwise."""
        services, actor = self.services, self.actor
        self._place = Place(wanted, cursor_id)
        self._show_part()
        self._show_list(cursor_id)
        self.remember()

        def take(total: int) -> None:
            self.rows.total = total
            self.query_one("#note", RuleLine).set_note(self.rows.position)

        self.read("total", lambda: services.drafting.count(actor, wanted), take)

    def action_part(self, place: int) -> None:
        """Show the part with this number."""
        row = self.rows.row
        self.show_wanted(replace(self.wanted, part=PARTS[place - 1]), None if row is None else row.matter_id)

    def action_order(self) -> None:
        """Choose what the list is sorted by."""
        from console.dialogs.pick import Option, PickDialog

        options = [Option(order, order_name(order)) for order in Order]

        def chosen(order: Order | None) -> None:
            if order is not None:
                self.show_wanted(replace(self.wanted, order=order))

        later(self.app.push_screen(PickDialog(_("Sort by"), options, searchable=False), chosen))

    def action_narrow(self) -> None:
        """Choose a duty list or department to look at alone."""
        from console.dialogs.pick import Option, PickDialog

        frame = self._frame
        if frame is None:
            return
        options = [Option(("", ""), _("Everything"), _("drops what narrows the list"))]
        options += [
            Option(
                (name or NO_LIST, ""),
                duty_list_words(name),
                str(frame.duty_lists.get(name, 0)),
                _("Duty list"),
            )
            for name in (*(each.value for each in DutyList), "")
        ]
        options += [
            Option(("", name or NO_DEPARTMENT), department_words(name), str(count))
            for name, count in frame.departments
        ]

        def chosen(answer: tuple[str, str] | None) -> None:
            if answer is None:
                return
            duty_list, department = answer
            wanted = replace(self.wanted, duty_list=duty_list, department=department)
            if answer == ("", ""):
                wanted = Wanted(order=self.wanted.order)
                self.tree_list.stand_on(EVERYTHING)
            self.show_wanted(wanted)

        title = _("Show only: type a duty list or a department")
        later(self.app.push_screen(PickDialog(title, options), chosen))

    def remember(self) -> None:
        """Keep where the person is."""
        if self._place is None or self._draft is None:
            return
        row = self.rows.row
        value = place_value(replace(self._place, row=None if row is None else row.matter_id))
        services, actor = self.services, self.actor
        # That the place could not be remembered is no reason to interrupt anybody.
        self.console.save(
            lambda: services.desk.remember(actor, REMEMBERED_PLACE, value), on_refused=lambda _error: True
        )

    # The tree

    def action_classes(self) -> None:
        """Go to the tree; from the tree, or from the search, to the list."""
        if self.tree_list.has_focus:
            self._leave_tree()
        elif not self.rows.has_focus:
            self.rows.focus()
        else:
            self.query_one(".area").add_class("-tree")
            self.tree_list.focus()

    def on_tree_list_moved(self, message: TreeList.Moved) -> None:
        """List the entries of the class once the cursor rests on it."""
        message.stop()
        if self.tree_list.cursor_id != self.wanted.branch and self.tree_list.has_focus:
            self._rests.after("tree", self._take_branch)

    def _take_branch(self) -> None:
        branch = self.tree_list.cursor_id
        if isinstance(branch, str) and branch != self.wanted.branch:
            self.show_wanted(replace(self.wanted, branch=branch))

    def on_tree_list_entered(self, message: TreeList.Entered) -> None:
        """Go into the list."""
        message.stop()
        self._leave_tree()

    def _leave_tree(self) -> None:
        self._take_branch()
        self.query_one(".area").remove_class("-tree")
        self.rows.focus()

    def filter_opened(self) -> None:
        """Let a search look everywhere until a class is chosen."""
        self.query_one(".area").remove_class("-tree")
        if self.wanted.branch != EVERYTHING:
            self.tree_list.stand_on(EVERYTHING)
            self.show_wanted(replace(self.wanted, branch=EVERYTHING))
