"""What the catalogue offers on the sheets of the duty lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.screens.duty_printing import offer_books
from console.screens.filtering import FilteringScreen
from console.work import later
from models.catalogue.duties.views import DutyTitle
from models.catalogue.views import DutyItemView, DutyList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.screens.duty_findings import Target
    from models.catalogue.duties.views import DepartmentCount


class DutySheets(FilteringScreen[None]):
    """The keys of the duty lists, and the ways to other rooms; :attr:`sheet` says which list is shown."""

    at_beginning = False
    """Whether a list was opened anew and nobody has moved in it yet"""

    @property
    def sheet(self) -> DutyList | None:
        """The duty list shown, ``None`` for anything else."""
        raise NotImplementedError

    def show_duty(self, item: DutyItemView) -> None:
        """Go to an item on its list."""
        raise NotImplementedError

    def show_matter(self, code: str) -> None:
        """Go to a matter."""
        raise NotImplementedError

    def left_title_row(self) -> bool:
        """Go on to the first item of a list just opened: there is something to read. Say if that was done."""
        if not self.at_beginning or self.rows.row is None:
            return False
        self.at_beginning = False
        if not isinstance(self.rows.row, DutyTitle):
            return False
        self.rows.move_to(1)
        return True

    def can_matters(self) -> bool:
        """The matters are shown, not a duty list."""
        return self.sheet is None

    def action_flows(self) -> None:
        """Look at the handling flows."""
        self.console.go("flows")

    def action_rules(self) -> None:
        """Look at the classification rules."""
        self.console.go("classing")

    def action_review(self) -> None:
        """Go to the rounds in which departments review the list."""
        self.console.go("reviews")

    def action_admission(self) -> None:
        """Go to the requests for admission and adjustment."""
        self.console.go("admissions")

    def can_duties(self) -> bool:
        """A duty list is shown."""
        return self.composed and self.sheet is not None

    def can_edit_duty(self) -> bool:
        """A duty list is shown, and the person may change it."""
        return self.can_duties() and self.services.duties.may_edit(self.actor)

    def action_edit_duty(self) -> None:
        """Change the item under the cursor; on a title row, or an empty list, enter a new one."""
        row, sheet = self.rows.row, self.sheet
        if isinstance(row, DutyItemView):
            self.console.go("duty_form", row.code)
        elif sheet is not None and not self.rows.loading_list:
            category = row.category if isinstance(row, DutyTitle) else ""
            self.console.go("duty_form", "", sheet, category)

    def action_departments(self) -> None:
        """Choose a department and see the lists with its eyes."""
        services, actor = self.services, self.actor
        self.read("departments", lambda: services.duties.departments(actor), self._choose_department)

    def _choose_department(self, found: Sequence[DepartmentCount]) -> None:
        from console.screens.duty_mirror import choose_department

        choose_department(self, found, self._see_with_its_eyes)

    def _see_with_its_eyes(self, department: str | None) -> None:
        if department is not None:
            self.console.go("duty_mirror", department)

    def action_findings(self) -> None:
        """List gaps and overlaps; Enter there comes back here, to the item."""
        from console.screens.duty_findings import DutyFindingsScreen

        later(self.app.push_screen(DutyFindingsScreen(self.services, self.actor), self._go_to))

    def _go_to(self, target: Target | None) -> None:
        if isinstance(target, DutyItemView):
            self.show_duty(target)
        elif target is not None:
            self.show_matter(target)

    def action_print(self) -> None:
        """Print a book of the lists into a file."""
        offer_books(self)
