"""The month roster: people by days, written with single keys, its findings and swaps one key away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from console.i18n import _, ngettext
from console.keys import bindings
from console.rosterwords import cell_words, finding_words
from console.screens.roster_deputies import RosterDeputies
from console.screens.roster_leave import RosterLeaving
from console.screens.roster_lists import RosterLists
from console.screens.roster_person import RosterPersons
from console.widgets.day_grid import DayGrid
from console.widgets.lines import RuleLine, Sentence
from models.assignment.rosters.rules import sees_all

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.assignment.rosters.views import MonthView
    from models.organisation.views import UnitView


@dataclass(frozen=True, slots=True)
class Read:
    """What the screen reads at once."""

    month: MonthView
    today: date
    units: tuple[UnitView, ...]


class RosterScreen(RosterLeaving, RosterDeputies, RosterPersons, RosterLists):
    """Shows a month and lets those write in it who may."""

    GROUP = "roster"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("roster"))
    AUTO_FOCUS = "DayGrid"
    DEFAULT_CSS = """
    RosterScreen DayGrid { height: 1fr; }
    RosterScreen Sentence { height: 2; }
    RosterScreen #shifts { height: 1; }
    """

    def body(self) -> Iterable[Widget]:
        """Return the grid, what the numbers stand for, and the cell under the cursor in words."""
        yield DayGrid()
        yield RuleLine(id="note")
        yield Sentence("", "dim", id="shifts")
        yield Sentence("", id="cell")

    @property
    def grid(self) -> DayGrid:
        """The grid."""
        return self.query_one(DayGrid)

    def title_text(self) -> str:
        """Say whose roster it is."""
        unit = self.units.get(self.unit_id) if self.unit_id is not None else None
        return _("Roster") if unit is None else _("Roster: %(unit)s", unit=unit)

    def reload(self) -> None:
        """Read the month, off the interface."""
        services, actor, first, unit_id = self.services, self.actor, self.first, self.unit_id

        def work() -> Read:
            month = services.rosters.month(actor, first, unit_id)
            units = tuple(services.organisation.units(actor, closed=True))
            return Read(month, services.rosters.today(), units)

        self.read("roster", work, self._take)

    def _take(self, found: Read) -> None:
        self.first, self.unit_id = found.month.first, found.month.unit_id
        self.units = {each.id: each.name for each in found.units}
        self.take_month(found.month)
        self.grid.show_month(found.month, found.today, empty=_("Nobody works in this unit."))
        self.set_title(self.title_text())
        self._show_shifts(found.month)
        self.refresh_keys()

    def _show_shifts(self, month: MonthView) -> None:
        keys = [f"{place}{each.name}" for place, each in enumerate(self.usable_shifts, start=1)]
        signs = _("Space clears  * leads  + several  ! wrong")
        words = (
            f"{' '.join(keys)} {signs}" if keys else _("There are no shifts yet; Enter adds the usual ones.")
        )
        self.query_one("#shifts", Sentence).show(words)
        count = len(month.findings)
        words = ngettext("%(count)s finding", "%(count)s findings", count, count=count) if count else ""
        self.query_one("#note", RuleLine).set_note(words)

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.reload()

    def on_day_grid_moved(self, message: DayGrid.Moved) -> None:
        """Explain the cell under the cursor: what it holds, and what is wrong there."""
        message.stop()
        month, person, day = self.grid.month, self.grid.person, self.grid.day
        if month is None or person is None or day is None:
            self.query_one("#cell", Sentence).show("")
            return
        cell = self.grid.cell(person.staff_id, day.day)
        words = "" if cell is None else cell_words(month, person, day, cell, self.unit_name)
        here = (person.staff_id, day.day)
        wrong = [finding_words(each) for each in month.findings if (each.staff_id, each.day) == here]
        self.query_one("#cell", Sentence).show(f"{words}  {' '.join(wrong)}".rstrip())
        self.refresh_keys()

    def unit_name(self, unit_id: int) -> str:
        """Return what a unit is called."""
        return self.units.get(unit_id, "")

    def can_edit(self) -> bool:
        """The person may write in the row under the cursor."""
        person = self.grid.person
        return person is not None and person.editable

    def can_all_units(self) -> bool:
        """The person looks at everybody's rows."""
        return sees_all(self.actor)

    def action_left(self) -> None:
        """One day back."""
        self.grid.move_day(-1)

    def action_right(self) -> None:
        """One day on."""
        self.grid.move_day(1)
