"""The working list as it is read: tree, rows, parts, what narrows them, where one was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.containers import Container, Horizontal

from console.i18n import _
from console.screens.filtering import FilteringScreen
from console.screens.resting import Rests
from console.screens.worklist_parts import (
    EntryRows,
    Place,
    branches_of,
    entry_columns,
    narrowing_words,
    part_tabs,
    remembered_place,
    row_id,
)
from console.screens.worklist_words import entry_paragraphs, row_facts
from console.widgets.lines import RuleLine, Sentence
from console.widgets.preview import Preview
from console.widgets.queue_bar import QueueBar
from console.widgets.text_view import TextView
from console.widgets.tree_list import TreeList
from models.catalogue.drafting.listviews import EVERYTHING, ListRow, Wanted
from models.catalogue.drafting.refusals import NoDraft
from models.catalogue.drafting.service import EDITORS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.widget import Widget

    from console.widgets.line_list import LineList, PageLike
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.drafting.listviews import ListFrame
    from models.catalogue.drafting.views import DraftView, EntryView

REMEMBERED_PLACE = "worklist"
"""Name under which the desk keeps the part, branch, filters and entry last looked at."""
BOTH_FROM = 100
"""Columns from which on tree and list stand side by side; below, one takes the place of the other."""
BESIDE_FROM = 120
"""Columns from which on the entry stands beside its list."""


class WorklistReading(FilteringScreen[None]):
    """What is shown of the list, before anything is changed."""

    DEFAULT_CSS = """
    WorklistReading .area { layout: vertical; height: 1fr; }
    WorklistReading .lists { height: 1fr; }
    WorklistReading TreeList { width: 26%; min-width: 22; max-width: 34; }
    WorklistReading EntryRows { width: 1fr; }
    WorklistReading #none { display: none; padding: 1 2; }
    WorklistReading #beside { display: none; }
    WorklistReading .area.-narrow TreeList { display: none; }
    WorklistReading .area.-narrow.-tree TreeList { display: block; width: 1fr; max-width: 100%; }
    WorklistReading .area.-narrow.-tree EntryRows { display: none; }
    WorklistReading .area.-wide { layout: horizontal; }
    WorklistReading .area.-wide .lists { width: 3fr; }
    WorklistReading .area.-wide > #note, WorklistReading .area.-wide > Preview { display: none; }
    WorklistReading .area.-wide > #beside { display: block; width: 2fr; height: 1fr; padding: 0 1 0 2; }
    WorklistReading .area.-none > * { display: none; }
    WorklistReading .area.-none > #none { display: block; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._place: Place | None = None
        self._draft: DraftView | None = None
        self._frame: ListFrame | None = None
        self._loaded = False
        self._view: EntryView | None = None
        self._rests = Rests(self)

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the line of parts, the tree, the list, and what is said of its row."""
        yield QueueBar()
        yield RuleLine(id="narrowing")
        rows = EntryRows(entry_columns(), row_id, self.read, name_of_reads="entries")
        yield Container(
            Sentence(id="none"),
            Horizontal(TreeList(), rows, classes="lists"),
            RuleLine(id="note"),
            Preview(),
            TextView(id="beside"),
            classes="area",
        )

    @property
    def rows(self) -> EntryRows:
        """The list."""
        return self.query_one(EntryRows)

    @property
    def tree_list(self) -> TreeList:
        """The tree of classes."""
        return self.query_one(TreeList)

    @property
    def wanted(self) -> Wanted:
        """What is shown."""
        return Wanted() if self._place is None else self._place.wanted

    def on_resize(self, event: events.Resize) -> None:
        """Put tree, list and entry side by side where there is room."""
        area, width = self.query_one(".area"), event.size.width
        area.set_class(width < BOTH_FROM, "-narrow")
        area.set_class(width >= BESIDE_FROM, "-wide")

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Offer the keys that work where they go now: in the list, the tree, or the search."""
        self.call_after_refresh(self.refresh_keys)

    # Reading

    def reload(self) -> None:
        """Read the list again; the first time, go where the person was last."""
        services, actor, known = self.services, self.actor, self._place

        def work() -> tuple[DraftView | None, ListFrame | None, Place, int, int]:
            place = known or remembered_place(services.desk.recall(actor, REMEMBERED_PLACE))
            draft = services.drafting.draft(actor)
            if draft is None:
                return None, None, place, 0, 0
            frame = services.drafting.frame(actor)
            if place.wanted.branch not in {node.key for node in frame.tree}:
                place = replace(place, wanted=replace(place.wanted, branch=EVERYTHING))
            ids = services.drafting.chosen_ids(actor, place.wanted)
            row = ids.index(place.row) if known is None and place.row in ids else 0
            return draft, frame, place, len(ids), row

        self.read("frame", work, lambda found: self._take_frame(*found, first=known is None))

    def _take_frame(
        self,
        draft: DraftView | None,
        frame: ListFrame | None,
        place: Place,
        total: int,
        row: int,
        *,
        first: bool,
    ) -> None:
        self._loaded, self._draft, self._frame, self._view = True, draft, frame, None
        begun = self._place is None or not first
        self._place = place
        self._show_whether_begun()
        if frame is None:
            self.rows.set_rows((), empty="")
            return
        wanted = place.wanted
        self.tree_list.set_branches(
            branches_of(frame.tree),
            unfolded=[] if self.tree_list.count else [EVERYTHING],
            cursor_id=None if self.tree_list.count else wanted.branch,
        )
        self._show_part()
        self.rows.total = total
        if first or not self.rows.count:
            self._show_list(place.row if first else None, row)
        elif begun:
            self.rows.reload()
        if first:
            self.rows.focus()
        self.refresh_keys()

    def _show_whether_begun(self) -> None:
        area, none = self.query_one(".area"), self._draft is None
        area.set_class(none, "-none")
        self.query_one(QueueBar).display = not none
        if none:
            self.query_one("#none", Sentence).show(self._nothing_words())
        self.set_title(self.title_text())
        self.refresh_keys()

    def _nothing_words(self) -> str:
        if not self._loaded:
            return _("Reading ...")
        if self.actor.has(*EDITORS):
            return _(
                "No list is being prepared. F2 begins one as a copy of the newest list; nothing takes "
                "effect before it is published."
            )
        return _(
            "No list is being prepared. The system administrator, the duty chief or a leader can begin one."
        )

    def read_failed(self, group: str, error: Exception) -> None:
        """Show that the list ended where somebody published or gave it up meanwhile."""
        if isinstance(error, NoDraft):
            self._draft = None
            self._show_whether_begun()
        else:
            super().read_failed(group, error)

    def _show_list(self, cursor_id: int | None = None, place: int = 0) -> None:
        services, actor, wanted = self.services, self.actor, self.wanted

        def source(text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[ListRow]:
            return services.drafting.rows(actor, replace(wanted, text=text), after, limit)

        self.rows.show(source, _("No entry here. 1 shows all, 7 drops what narrows them."), cursor_id, place)

    def _show_part(self) -> None:
        wanted, frame = self.wanted, self._frame
        self.query_one(QueueBar).show(part_tabs(frame, wanted.part))
        said = "" if frame is None else narrowing_words(wanted, frame.tree)
        marked = len(self.rows.marked)
        if marked:
            count = _("marked: %(count)s", count=marked)
            said = f"{said}  {count}".strip()
        self.query_one("#narrowing", RuleLine).set_note(said)

    def title_text(self) -> str:
        """Return which list it is."""
        name = super().title_text()
        return name if self._draft is None or not self._draft.name else f"{name} {self._draft.name}"

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        if self._frame is not None:
            self.tree_list.set_branches(branches_of(self._frame.tree))
        self._show_whether_begun()
        self._show_part()
        self._show_row()

    # The row under the cursor

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row once the cursor rests on it."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self._show_part()
        self._show_row()
        self.refresh_keys()
        row = self.rows.row
        if row is not None and self.query_one(".area").has_class("-wide") and not self._is_held(row):
            self._rests.after("row", self._read_entry)

    def _is_held(self, row: ListRow) -> bool:
        view = self._view
        return view is not None and (view.matter_id, view.version) == (row.matter_id, row.version)

    def _read_entry(self) -> None:
        row = self.rows.row
        if row is not None:
            services, actor = self.services, self.actor
            self.read("entry", lambda: services.drafting.entry(actor, row.matter_id), self._take_entry)

    def _take_entry(self, view: EntryView) -> None:
        self._view = view
        self._show_row()

    def _show_row(self) -> None:
        row, view = self.rows.row, self._view
        self.query_one(Preview).show(row_facts(row))
        if row is None:
            self.query_one("#beside", TextView).show([])
        elif view is not None and self._is_held(row):
            self.query_one("#beside", TextView).show(entry_paragraphs(view))
