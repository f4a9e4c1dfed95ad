"""The catalogue: a tree of classes, the matters of one of them, the three duty lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container, Horizontal

from console.i18n import _
from console.keys import bindings
from console.screens.catalogue_asof import AsOfBrowsing
from console.screens.catalogue_duties import DutySheets
from console.screens.catalogue_lineage import LineageReading
from console.screens.catalogue_parts import (
    ALL,
    SHEETS,
    Place,
    branches_of,
    empty_sentence,
    line_id,
    matter_columns,
    remembered_place,
    sheet_name,
    sheet_tabs,
    source_of,
)
from console.screens.catalogue_text import is_of, row_facts, written
from console.screens.duty_parts import DutyRow, duty_columns, row_id, step_over_titles
from console.screens.resting import Rests
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Preview
from console.widgets.queue_bar import QueueBar
from console.widgets.text_view import TextView
from console.widgets.tree_list import TreeList
from console.work import later
from models.catalogue.duties.views import DutyTitle
from models.catalogue.views import DutyItemView, DutyList, MatterLine

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from console.dialogs.page import PageDialog
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.views import ClassView, MatterView

REMEMBERED_PLACE = "catalogue"
"""Name under which the desk keeps the list, class and matter last looked at."""
BESIDE_FROM = 120
"""Columns from which on the matter stands beside its list."""


class CatalogueScreen(AsOfBrowsing, LineageReading, DutySheets):
    """Classes at the left, their matters at the right; Enter reads one. F6 turns to the duty lists.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "catalogue"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("catalogue"))
    AUTO_FOCUS = "#matters"
    DEFAULT_CSS = """
    CatalogueScreen .area { layout: vertical; height: 1fr; }
    CatalogueScreen .lists { height: 1fr; }
    CatalogueScreen TreeList { width: 30%; min-width: 22; max-width: 34; }
    CatalogueScreen LineList { width: 1fr; }
    CatalogueScreen #beside { display: none; }
    CatalogueScreen .area.-wide { layout: horizontal; }
    CatalogueScreen .area.-wide .lists { width: 3fr; }
    CatalogueScreen .area.-wide > RuleLine, CatalogueScreen .area.-wide > Preview { display: none; }
    CatalogueScreen .area.-wide > #beside { display: block; width: 2fr; height: 1fr; padding: 0 1 0 2; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._place: Place | None = None
        self._class_views: tuple[ClassView, ...] = ()
        self._branch: Hashable | None = None
        self._matter: MatterView | None = None
        self._page: PageDialog | None = None
        self._rests = Rests(self)

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the line of lists, the tree, the list, and what is said of its row."""
        yield QueueBar()
        yield RuleLine()
        matters = LineList[MatterLine](
            matter_columns(), line_id, self.read, name_of_reads="matters", id="matters"
        )
        duties = LineList[DutyRow](
            duty_columns(DutyList.BASIC), row_id, self.read, name_of_reads="duties", id="duties"
        )
        lists = Horizontal(TreeList(), matters, duties, classes="lists")
        yield Container(lists, RuleLine(id="note"), Preview(), TextView(id="beside"), classes="area")

    @property
    def sheet(self) -> DutyList | None:
        """The duty list shown, ``None`` for the matters."""
        return None if self._place is None else self._place.sheet

    @property
    def rows(self) -> LineList[Any]:
        """The list shown."""
        found: LineList[Any] = self.query_one("#matters" if self.sheet is None else "#duties", LineList)
        return found

    @property
    def tree_list(self) -> TreeList:
        """The tree of classes."""
        return self.query_one(TreeList)

    def started(self) -> None:
        """Show the frame of it while the first reading is on its way."""
        self._show_sheet()

    def on_resize(self, event: events.Resize) -> None:
        """Put the matter beside its list where there is room."""
        self.query_one(".area").set_class(event.size.width >= BESIDE_FROM, "-wide")

    # Reading

    def reload(self) -> None:
        """Read the classes and the list again; the first time, go where the person was last."""
        services, actor = self.services, self.actor
        known, moment = self._place, self.moment

        def work() -> tuple[list[ClassView], Place]:
            place = known or remembered_place(services.desk.recall(actor, REMEMBERED_PLACE))
            return services.catalogue.classes(actor, *moment), place

        self._matter = None
        self.read("classes", work, lambda found: self._take_classes(*found, first=known is None))

    def _take_classes(self, classes: Sequence[ClassView], place: Place, *, first: bool) -> None:
        self._class_views = tuple(classes)
        branches = branches_of(self._class_views)
        if not first:
            self.tree_list.set_branches(branches)
            self._show_sheet()
            self.rows.reload()
            return
        self._place = place
        known = {branch.id for branch in branches}
        self._branch = place.branch if place.branch in known else ALL
        self.tree_list.set_branches(branches, unfolded=[ALL], cursor_id=self._branch)
        self._show_sheet()
        self._show_list(place.row)
        self.rows.focus()

    def reread(self) -> None:
        """Read classes and list as of the day shown; the cursor stays on its matter."""
        row = self.rows.row
        self.reload()
        self._show_list(None if row is None else row.id)

    def _show_list(self, cursor_id: int | None = None) -> None:
        text = self.rows.text
        self.at_beginning = cursor_id is None
        source = source_of(self.services, self.actor, self.sheet, self._branch)
        source = source_of(self.services, self.actor, self.sheet, self._branch, self.moment)
        self.rows.set_source(source, empty=self._empty_sentence(), cursor_id=cursor_id)
        self.rows.set_text(text)

    def _empty_sentence(self) -> str:
        if self.sheet is None and self._class_views:
            return _("No matters in this class.")
        return empty_sentence(self.sheet)

    def _show_sheet(self) -> None:
        sheet = self.sheet
        self.query_one(QueueBar).show(sheet_tabs(sheet))
        self.query_one("#matters").display = sheet is None
        self.query_one("#duties").display = sheet is not None
        if sheet is not None:
            self.query_one("#duties", LineList).set_columns(duty_columns(sheet))
        # Where there is nothing yet, the sentence that says so gets the whole line.
        self.tree_list.display = sheet is None and bool(self._class_views)
        self.set_title(self.title_text())

    def title_text(self) -> str:
        """Return what is shown."""
        name = super().title_text()
        return self.as_of_title(name) if self.sheet is None else f"{name} {sheet_name(self.sheet)}"

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.tree_list.set_branches(branches_of(self._class_views))
        self._show_sheet()
        self.rows.set_empty(self._empty_sentence())
        self._show_row()

    # The tree

    def on_tree_list_moved(self, message: TreeList.Moved) -> None:
        """List the matters of the class once the cursor rests on it."""
        message.stop()
        if self.tree_list.cursor_id != self._branch:
            self._rests.after("tree", self._take_branch)

    def _take_branch(self) -> None:
        if self.tree_list.cursor_id != self._branch:
            self._branch = self.tree_list.cursor_id
            self._show_list()

    def on_tree_list_entered(self, message: TreeList.Entered) -> None:
        """Go into the list."""
        message.stop()
        self._take_branch()
        self.rows.focus()

    def can_classes(self) -> bool:
        """There is a tree to go to."""
        return self.composed and bool(self.tree_list.display)

    def action_classes(self) -> None:
        """Go to the tree."""
        self.tree_list.focus()

    # The row under the cursor

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row once the cursor rests on it."""
        message.stop()
        if message.line_list is not self.rows or self.left_title_row():
            return
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self._show_row()
        self.refresh_keys()
        row = self.rows.row
        if isinstance(row, MatterLine) and not is_of(self._matter, row):
            if self._page is None:
                self._rests.after("row", self._read_matter)
            else:
                self._read_matter()

    def _read_matter(self) -> None:
        row = self.rows.row
        if isinstance(row, MatterLine):
            self.read("matter", self.matter_reader(row), self._take_matter)

    def _take_matter(self, matter: MatterView) -> None:
        self._matter = matter
        self._show_row()

    def _show_row(self) -> None:
        row, matter = self.rows.row, self._matter
        title, paragraphs = written(row, matter)
        self.query_one("#beside", TextView).show(paragraphs)
        self.query_one(Preview).show(row_facts(row, matter))
        if self._page is not None and paragraphs:
            self._page.show(title, paragraphs)

    # Keys

    def can_row(self) -> bool:
        """There is a matter or an item under the cursor."""
        return self.composed and isinstance(self.rows.row, MatterLine | DutyItemView)

    def action_open(self) -> None:
        """Read everything about the row under the cursor."""
        from console.dialogs.page import PageDialog

        row = self.rows.row
        if row is None or isinstance(row, DutyTitle):
            return
        self._remember()
        self._page = PageDialog(*written(row, self._matter), partial(step_over_titles, self.rows))
        if isinstance(row, MatterLine) and not is_of(self._matter, row):
            self._read_matter()

        def closed(_answer: None) -> None:
            self._page = None

        later(self.app.push_screen(self._page, closed))

    def action_turn(self) -> None:
        """Go to the next list."""
        self._turn_to(SHEETS[(SHEETS.index(self.sheet) + 1) % len(SHEETS)])

    def action_sheet(self, place: int) -> None:
        """Go to the list whose number this is."""
        self._turn_to(SHEETS[place - 1])

    def _turn_to(self, sheet: DutyList | None) -> None:
        if self._place is None or sheet is self.sheet:
            return
        self._go(Place(sheet), None)
        self._show_row()
        self._remember()

    def show_duty(self, item: DutyItemView) -> None:
        """Go to an item on its list."""
        self._go(Place(item.duty_list, row=item.id), item.id)

    def show_matter(self, code: str) -> None:
        """Go to the matters whose code begins like this: usually one."""
        self._branch = ALL
        self._go(Place(), None)
        self.rows.set_text(code)

    def _go(self, place: Place, cursor_id: int | None) -> None:
        self.drop_filter()
        self._place = place
        self._show_sheet()
        self._show_list(cursor_id)
        self.rows.focus()

    def action_refresh(self) -> None:
        """Read everything again."""
        self.reload()
        self.say(_("Read again."))

    def _remember(self) -> None:
        row = self.rows.row
        services, actor = self.services, self.actor
        value = {
            "sheet": self.sheet,
            "branch": self._branch,
            "row": row.id if isinstance(row, MatterLine | DutyItemView) else None,
        }
        # That the place could not be remembered is no reason to interrupt anybody.
        self.console.save(
            lambda: services.desk.remember(actor, REMEMBERED_PLACE, value), on_refused=lambda _error: True
        )

    # Leaving

    def filter_opened(self) -> None:
        """Let a search look everywhere until a class is chosen."""
        if self.tree_list.display:
            self.tree_list.stand_on(ALL)
            self._take_branch()

    def back(self) -> None:
        """Drop the search; without one, go back to the screen below."""
        if not self.filtering:
            self._remember()
        super().back()
