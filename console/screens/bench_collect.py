"""Choosing which source items come onto the list, with how many that would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.base import Dialog
from console.i18n import N_, _
from console.keys import bindings
from console.labels import label
from console.widgets.line_list import Column, LineList
from console.widgets.lines import Sentence
from console.work import later
from models.catalogue.drafting.benchviews import CollectLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece


class CollectDialog(Dialog[tuple[bool, tuple[str, ...]]]):
    """Chooses source books or departments; says how many items would come before they do.

    Args:
        books: what each book would bring.
        departments: what each department would bring.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("bench_collect",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("bench_collect"))
    DEFAULT_CSS = """
    CollectDialog LineList { height: auto; max-height: 14; min-height: 3; }
    CollectDialog Sentence { padding: 0 3; }
    """

    def __init__(self, books: Sequence[CollectLine], departments: Sequence[CollectLine]) -> None:
        super().__init__(_("Collect source items"))
        self._lines = {False: tuple(books), True: tuple(departments)}
        self._by_department = False

    def body(self) -> Iterable[Widget]:
        """Return the list and what is marked of it."""
        columns = [
            Column[CollectLine](N_("Source"), 20, _source_words, grow=True),
            Column[CollectLine](
                N_("Kind"), 16, lambda row: ("" if row.kind is None else label(row.kind), "")
            ),
            Column[CollectLine](N_("Items"), 8, lambda row: (f"{row.items:,}", ""), right=True),
            Column[CollectLine](N_("Not on list"), 12, lambda row: (f"{row.fresh:,}", ""), right=True),
        ]
        yield CollectRows(columns, lambda row: row.key)
        yield Sentence("", "bold", id="sum")

    def on_mount(self) -> None:
        """Show the books, those with something new marked."""
        self._show()

    @property
    def rows(self) -> CollectRows:
        """The list."""
        return self.query_one(CollectRows)

    @property
    def _shown(self) -> tuple[CollectLine, ...]:
        return self._lines[self._by_department]

    def _show(self) -> None:
        empty = _("No source books yet. To import one: yiwang catalogue sources import FILE --book CODE")
        self.rows.set_rows(self._shown, empty=empty)
        self.rows.mark_only(row.key for row in self._shown if row.fresh)
        self.rows.move_to(0)
        self._count()

    def _count(self) -> None:
        marked = [row for row in self._shown if row.key in self.rows.marked]
        fresh = sum(row.fresh for row in marked)
        known = sum(row.items for row in marked) - fresh
        self.query_one("#sum", Sentence).show(
            _(
                "Marked %(count)s: %(fresh)s items would come in; %(known)s stand behind entries already.",
                count=len(marked),
                fresh=f"{fresh:,}",
                known=f"{known:,}",
            )
        )

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Count again what is marked."""
        message.stop()
        self._count()

    def action_mark(self) -> None:
        """Mark or unmark the line under the cursor."""
        self.rows.toggle_mark()
        self._count()

    def action_all(self) -> None:
        """Mark everything, or nothing."""
        keys = {row.key for row in self._shown}
        self.rows.mark_only(() if keys <= self.rows.marked else keys)
        self._count()

    def action_turn(self) -> None:
        """Choose by departments instead of books, or back."""
        self._by_department = not self._by_department
        self._show()

    def action_accept(self) -> None:
        """Take in what is marked, if anything is."""
        keys = tuple(row.key for row in self._shown if row.key in self.rows.marked)
        if keys:
            later(self.dismiss((self._by_department, keys)))


class CollectRows(LineList[CollectLine]):
    """The books or departments; as high as they are many."""

    def mark_only(self, keys: Iterable[str]) -> None:
        """Mark these and no others."""
        self._marked = set(keys)
        self.refresh()

    def get_content_height(self, _container: object, _viewport: object, _width: int) -> int:
        """Return the heading and one line for each."""
        return 2 + max(1, self.count)

    def _settle(self) -> None:
        super()._settle()
        self.refresh(layout=True)


def _source_words(row: CollectLine) -> Piece:
    if row.kind is None:
        return row.title or _("no department named"), ""
    return f"{row.key}  {row.title}", ""
