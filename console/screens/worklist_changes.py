"""What the working list changes against the edition in force: entry by entry, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container

from console.draftwords import field_title
from console.i18n import N_, _, pgettext
from console.keys import bindings
from console.screens.filtering import FilteringScreen
from console.screens.worklist_diff import compared_paragraphs, marked
from console.screens.worklist_words import entry_paragraphs
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.widgets.pages import FixedRows
from console.widgets.preview import Fact, Preview
from console.widgets.queue_bar import QueueBar, QueueTab
from console.work import later
from models.catalogue.drafting.listviews import DiffKind, DiffRow
from models.catalogue.drafting.views import EntryState
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.dialogs.page import PageDialog
    from console.widgets.line_list import PageLike
    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.drafting.listviews import Differences
    from models.catalogue.drafting.views import EntryView

_PARTS: tuple[DiffKind | None, ...] = (None, *DiffKind)
"""What can be shown, in the order of the number keys: everything (``None``), then each kind."""


class WorklistChangesScreen(FilteringScreen[None]):
    """Everything in which the list differs from what it was begun from."""

    GROUP = "worklist_changes"
    HELP_PAGE = "worklist"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("worklist_changes"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    WorklistChangesScreen .area { layout: vertical; height: 1fr; }
    WorklistChangesScreen LineList { height: 1fr; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._found: Differences | None = None
        self._searched: tuple[tuple[DiffRow, str], ...] = ()
        self._part: DiffKind | None = None
        self._page: PageDialog | None = None

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the kinds, the list, and what is said of its row."""
        yield QueueBar()
        yield RuleLine(id="narrowing")
        rows = LineList[DiffRow](change_columns(), lambda row: row.matter_id, self.read)
        yield Container(rows, RuleLine(id="note"), Preview(), classes="area")

    @property
    def rows(self) -> LineList[Any]:
        """The list."""
        found: LineList[Any] = self.query_one(LineList)
        return found

    # Reading

    def reload(self) -> None:
        """Compare again."""
        services, actor = self.services, self.actor

        def work() -> tuple[Differences, tuple[tuple[DiffRow, str], ...]]:
            found = services.drafting.differences(actor)
            return found, tuple((each, _searched(each)) for each in found.rows)

        self.read("changes", work, lambda read: self._take(*read))

    def _take(self, found: Differences, searched: tuple[tuple[DiffRow, str], ...]) -> None:
        self._found, self._searched = found, searched
        self._show_tabs()
        self._show_list()

    def _show_tabs(self) -> None:
        found = self._found
        if found is None:
            return
        tabs = [
            QueueTab(
                str(place),
                kind_name(part),
                len(found.rows) if part is None else found.counts.get(part, 0),
                current=part is self._part,
            )
            for place, part in enumerate(_PARTS, start=1)
        ]
        self.query_one(QueueBar).show(tabs)

    def _show_list(self) -> None:
        part, text = self._part, self.rows.text
        kept = [pair for pair in self._searched if part is None or part in pair[0].kinds]

        def source(text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[DiffRow]:
            words = [fold(word) for word in text.split()]
            fitting = [each for each, searched in kept if all(word in searched for word in words)]
            start = 0 if after is None else int(after[0])
            more = start + limit < len(fitting)
            return FixedRows(tuple(fitting[start : start + limit]), (start + limit,) if more else None)

        empty = _("Nothing differs from the edition in force.")
        self.rows.set_source(source, empty=empty, cursor_id=self.rows.cursor_id, text=text)

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show_tabs()
        self._show_row()

    # The row under the cursor

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row under the cursor."""
        message.stop()
        same = "" if self._found is None else _("Same: %(count)s", count=self._found.same)
        self.query_one("#note", RuleLine).set_note(f"{same}  {self.rows.position}".strip())
        self._show_row()
        self.refresh_keys()
        if self._page is not None and self.rows.row is not None:
            self._read_page()

    def _show_row(self) -> None:
        row = self.rows.row
        self.query_one(Preview).show([] if row is None else change_facts(row))

    # Keys

    def can_row(self) -> bool:
        """There is a row under the cursor."""
        return self.composed and self.rows.row is not None

    def action_open(self) -> None:
        """Read both sides field by field; the arrows turn to the neighbours."""
        from console.dialogs.page import PageDialog

        row = self.rows.row
        if row is None:
            return
        self._page = PageDialog(
            row_title(row), [(_("Reading ..."), "")], lambda by: self.rows.move_to(self.rows.cursor + by)
        )

        def closed(_answer: None) -> None:
            self._page = None

        later(self.app.push_screen(self._page, closed))
        self._read_page()

    def _read_page(self) -> None:
        row: DiffRow | None = self.rows.row
        if row is None:
            return
        services, actor, shown = self.services, self.actor, row

        def work() -> tuple[EntryView, Any]:
            view = services.drafting.entry(actor, shown.matter_id)
            return view, services.drafting.compare(actor, shown.matter_id)

        def show(read: tuple[EntryView, Any]) -> None:
            if self._page is not None and self._page.is_attached:
                self._page.show(row_title(shown), page_paragraphs(shown, *read))

        self.read("page", work, show)

    def action_entry(self) -> None:
        """Open the form of the entry."""
        row = self.rows.row
        if row is not None:
            self.console.go("worklist_entry", str(row.matter_id))

    def action_part(self, place: int) -> None:
        """Show everything, or one kind."""
        self._part = _PARTS[place - 1]
        self._show_tabs()
        self._show_list()


def kind_name(kind: DiffKind | None) -> str:
    """Return what a kind of difference is called."""
    names = {
        None: pgettext("changes", "All"),
        DiffKind.ADDED: pgettext("difference", "New"),
        DiffKind.CHANGED: pgettext("difference", "Changed"),
        DiffKind.RENAMED: pgettext("difference", "Renamed"),
        DiffKind.RENUMBERED: pgettext("difference", "Renumbered"),
        DiffKind.MERGED: pgettext("difference", "Merged"),
        DiffKind.SPLIT: pgettext("difference", "Split"),
        DiffKind.RETIRED: pgettext("difference", "Ended"),
    }
    return names[kind]


def _searched(row: DiffRow) -> str:
    """Return the text a row is found by."""
    said = (row.code, row.old_code, row.name, row.old_name)
    return "|".join((*map(fold, said), initials(row.name)))


def change_columns() -> list[Column[DiffRow]]:
    """Return the columns of the list."""
    return [
        Column(N_("What"), 9, lambda row: (kind_name(row.kinds[0]), "bold"), best=12),
        Column(N_("Code"), 9, lambda row: (row.code or f"#{row.matter_id}", ""), best=12),
        Column(N_("Matter"), 18, lambda row: (row.name, ""), grow=True),
        Column(N_("Before"), 18, _before_of, best=30, since=100),
        Column(N_("Fields changed"), 20, _fields_of, best=30, since=60),
    ]


def _before_of(row: DiffRow) -> Piece:
    return f"{row.old_code} {row.old_name}".strip(), "dim"


def _fields_of(row: DiffRow) -> Piece:
    if row.into:
        return _("into %(code)s", code=row.into), ""
    return _(", ").join(map(field_title, row.fields)), ""


def row_title(row: DiffRow) -> str:
    """Return what a page about a row is called."""
    return f"{row.code or f'#{row.matter_id}'} {row.name}"


def change_facts(row: DiffRow) -> list[Fact]:
    """Return what two lines below the list say: all kinds, and what code and name were."""
    facts = [Fact("", _(", ").join(kind_name(kind) for kind in row.kinds), "bold")]
    if row.old_code and row.old_code != row.code:
        facts.append(Fact(_("Code"), " → ".join(marked(row.old_code, row.code))))
    if row.old_name and row.old_name != row.name:
        facts.append(Fact(_("Name"), " → ".join(marked(row.old_name, row.name))))
    others = [name for name in row.fields if name not in {"code", "name"}]
    return [*facts, Fact(_("Fields changed"), _(", ").join(map(field_title, others)))]


def page_paragraphs(row: DiffRow, view: EntryView, fields: Any) -> Sequence[Piece]:
    """Return a page about a row: both sides, or everything a new entry says."""
    if view.state is EntryState.MERGED:
        said = _("It was merged into %(code)s; Enter there shows what became of both.", code=row.into)
        return [*entry_paragraphs(view), ("", ""), (said, "")]
    if view.state is not EntryState.LIVE:
        return [*entry_paragraphs(view), ("", ""), (_("It ends with this edition."), "")]
    if not fields:
        return entry_paragraphs(view)
    return compared_paragraphs(view.draft, fields)
