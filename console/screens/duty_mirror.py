"""The duty lists as one department sees them: what it leads, what it took over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container

from console.i18n import N_, _
from console.keys import bindings
from console.labels import label
from console.screens.base import ConsoleScreen
from console.screens.catalogue_text import written
from console.screens.duty_parts import DutyRow, list_words, mirror_columns, row_id, step_over_titles
from console.screens.duty_printing import offer_books
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview
from console.work import later
from models.catalogue.duties.views import DutyTitle
from models.catalogue.views import DutyItemView, DutyList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.dialogs.page import PageDialog
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.duties.views import DepartmentCount, DepartmentMirror

_PARTS = {DutyList.COOPERATIVE: N_("Led with the township's help"), DutyList.RECALLED: N_("Taken over")}


class DutyMirrorScreen(ConsoleScreen[None]):
    """One department's items.

    Args:
        services: the one door.
        actor: the person.
        department: as the lists write it.
    """

    GROUP = "duty_mirror"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("duty_mirror"))
    AUTO_FOCUS = "LineList"

    def __init__(self, services: Services, actor: Actor, department: str) -> None:
        super().__init__(services, actor)
        self.department = department
        self._page: PageDialog | None = None

    def body(self) -> Iterable[Widget]:
        """Return the list and what is said of its row."""
        rows = LineList[DutyRow](mirror_columns(self._township), row_id)
        yield Container(rows, RuleLine(id="note"), Preview(), classes="area")

    @property
    def rows(self) -> LineList[DutyRow]:
        """The list."""
        found: LineList[DutyRow] = self.query_one(LineList)
        return found

    def _township(self) -> str:
        return self.console.frame.place

    def title_text(self) -> str:
        """Return whose eyes it is seen with."""
        return f"{super().title_text()} {self.department}"

    def reload(self) -> None:
        """Read the department's items."""
        services, actor, department = self.services, self.actor, self.department
        self.read("mirror", lambda: services.duties.mirror(actor, department), self._take)

    def _take(self, mirror: DepartmentMirror) -> None:
        rows: list[DutyRow] = []
        for duty_list, items in (
            (DutyList.COOPERATIVE, mirror.cooperative),
            (DutyList.RECALLED, mirror.recalled),
        ):
            if items:
                title = f"{label(duty_list)} {_(_PARTS[duty_list])} ({len(items)})"
                rows += [DutyTitle(duty_list, 1, "", title, len(items)), *items]
        kept = self.rows.cursor_id
        if kept is None and rows:
            # Below the title row, where there is something to read.
            kept = row_id(rows[1])
        self.rows.set_rows(rows, cursor_id=kept)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show the titles of the parts in the new language."""
        super().language_changed()
        self.reload()

    # The row under the cursor

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        row = self.rows.row
        facts: list[Fact] = []
        if isinstance(row, DutyItemView):
            facts = [
                Fact(_("The department's duty"), " ".join(row.superior_duty.split())),
                Fact(_("The township's part"), " ".join(row.township_duty.split())),
                Fact(_("How it is done"), " ".join(row.method.split())),
            ]
        self.query_one(Preview).show(facts)
        if self._page is not None and isinstance(row, DutyItemView):
            self._page.show(*written(row, None))
        self.refresh_keys()

    def can_item(self) -> bool:
        """There is an item under the cursor."""
        return self.composed and isinstance(self.rows.row, DutyItemView)

    def action_open(self) -> None:
        """Read everything about the item under the cursor."""
        from console.dialogs.page import PageDialog

        row = self.rows.row
        if not isinstance(row, DutyItemView):
            return
        self._page = PageDialog(*written(row, None), partial(step_over_titles, self.rows))

        def closed(_answer: None) -> None:
            self._page = None

        later(self.app.push_screen(self._page, closed))

    # Keys

    def action_departments(self) -> None:
        """See the lists with the eyes of another department."""
        services, actor = self.services, self.actor

        def chosen(department: str | None) -> None:
            if department is not None:
                self.department = department
                self.set_title(self.title_text())
                self.reload()

        self.read(
            "departments",
            lambda: services.duties.departments(actor),
            lambda found: choose_department(self, found, chosen),
        )

    def action_print(self) -> None:
        """Print the department's book into a file."""
        offer_books(self, self.department)


def choose_department(
    screen: ConsoleScreen[Any], found: Sequence[DepartmentCount], then: Callable[[str | None], None]
) -> None:
    """Offer the departments the lists name, each with the number of its items."""
    from console.dialogs.pick import Option, PickDialog

    options = [
        Option(
            each.department,
            each.department,
            f"{list_words(DutyList.COOPERATIVE, each.cooperative)}  "
            f"{list_words(DutyList.RECALLED, each.recalled)}",
        )
        for each in found
    ]
    dialog = PickDialog(_("Departments"), options, empty=_("No item names a department."))
    later(screen.app.push_screen(dialog, then))
