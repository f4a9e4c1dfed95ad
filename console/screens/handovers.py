"""Shifts handed over: read the sheets, take over what waits for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.page import PageDialog
from console.i18n import N_, _
from console.keys import bindings
from console.screens.handover import print_sheet
from console.screens.onelist import OneList
from console.shiftwords import sheet_lines
from console.widgets.line_list import Column
from console.work import later
from models.cases.shifts.views import HandoverView

if TYPE_CHECKING:
    from textual.binding import BindingType

    from console.frame import Frame
    from console.widgets.lines import Piece


class HandoversScreen(OneList[HandoverView]):
    """Lists the shifts handed over that the person may look at, the newest first."""

    GROUP = "handovers"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("handovers"))

    def key_of(self, row: HandoverView) -> int:
        """Return its number."""
        return row.id

    def columns(self) -> list[Column[HandoverView]]:
        """Return the columns of the list."""
        return _columns(self.console.frame)

    def nothing(self) -> str:
        """Say that there is nothing to list."""
        return _nothing()

    def reload(self) -> None:
        """Read the list."""
        services, actor = self.services, self.actor
        self.read("handovers", lambda: services.shifts.handovers(actor), self.take)

    def can_accept(self) -> bool:
        """The shift under the cursor is for this person to take over."""
        return self.row is not None and self.row.acceptable

    def action_open(self) -> None:
        """Show the sheet as it was handed over."""
        row, frame = self.row, self.console.frame
        if row is not None:
            lines = list(sheet_lines(row.sheet, row, frame.times, frame.clock.now()))
            title = _("Shift %(number)s", number=row.id)
            later(self.app.push_screen(PageDialog(title, lines)))

    def action_accept(self) -> None:
        """Take the shift over."""
        row, services, actor = self.row, self.services, self.actor
        if row is None or not row.acceptable:
            return
        self.save(lambda: services.shifts.accept(actor, row.id), self._accepted)

    def _accepted(self, given: HandoverView) -> None:
        words = _("You took over shift %(number)s from %(person)s.", number=given.id, person=given.from_name)
        self.reload()
        self.say(words)

    def action_print_sheet(self) -> None:
        """Write the sheet under the cursor into a document."""
        row = self.row
        if row is not None:
            print_sheet(self, row.sheet, row)

    def action_new(self) -> None:
        """Hand one's own shift over."""
        self.console.go("handover")


def _nothing() -> str:
    return _("No shift was handed over yet; F4 hands yours over.")


def _columns(frame: Frame) -> list[Column[HandoverView]]:
    def when(row: HandoverView) -> Piece:
        return frame.times.moment(row.at, frame.clock.now()), ""

    def whom(row: HandoverView) -> Piece:
        return row.to_name or _("whoever comes next"), "" if row.to_name else "dim"

    def taken(row: HandoverView) -> Piece:
        if row.accepted_at is None:
            return (_("waits for you"), "bold") if row.acceptable else (_("not yet"), "dim")
        return f"{row.accepted_by} {frame.times.moment(row.accepted_at, frame.clock.now())}", ""

    return [
        Column(N_("Number"), 4, lambda row: (str(row.id), ""), right=True),
        Column(N_("Handed over"), 14, when),
        Column(N_("Handed over by"), 8, lambda row: (row.from_name, "")),
        Column(N_("Handed over to"), 10, whom),
        Column(N_("Open ones"), 6, lambda row: (str(row.sheet.open), ""), right=True),
        Column(N_("Relieved"), 16, taken, grow=True),
    ]
