"""A list of any length, drawn line by line over pages read as they are needed.

Only the pages in sight are held, each asked for after the key of the row before it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual.geometry import Offset
from textual.message import Message

from console.i18n import _
from console.text import cell_len
from console.widgets.columns import Column, joined, share_out
from console.widgets.cursor_keys import CursorKeys
from console.widgets.lines import Piece, TimeTelling, strip_of
from console.widgets.pages import PAGE_ROWS, FixedRows, PageLike, Pages, PagesRead, Reader, Source, read_anew

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Sequence

    from textual import events
    from textual.strip import Strip

__all__ = ["Column", "LineList", "PageLike", "Reader", "Source"]

R = TypeVar("R")

PREFIX = 3
"""Cells before the first column: the cursor and the mark"""


class LineList(CursorKeys, TimeTelling, Generic[R], can_focus=True):
    """The list.

    Args:
        columns: what each row shows.
        row_id: the identity of a row.
        reader: how pages are read (``screen.read``); may be left out for fixed rows.
        name_of_reads: group of its reads, unique on the screen.
    """

    DEFAULT_CSS = "LineList { height: 1fr; width: 100%; }"

    class Moved(Message):
        """The cursor came to stand on another row, or on none, or its row was read anew."""

        def __init__(self, line_list: LineList[Any]) -> None:
            self.line_list = line_list
            super().__init__()

        @property
        def control(self) -> LineList[Any]:
            """The list."""
            return self.line_list

    def __init__(
        self,
        columns: Sequence[Column[R]],
        row_id: Callable[[R], Hashable],
        reader: Reader | None = None,
        *,
        name_of_reads: str = "list",
        heading: bool = True,
        id: str | None = None,  # noqa: A002 -- Textual's name
    ) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._row_id = row_id
        self._reader = reader
        self._group = name_of_reads
        self._heading = 1 if heading else 0
        self._source: Source[R] | None = None
        self._text = ""
        self._empty = ""
        self.total: int | None = None
        """How many rows there are without a filter, where somebody counted them"""
        self._loading_list = False
        self._wanted: Hashable | None = None
        self._pages: Pages[R] = Pages()
        self._cursor = 0
        self._top = 0
        self._marked: set[Hashable] = set()

    # What it shows

    @property
    def count(self) -> int:
        """How many rows are known so far."""
        return self._pages.count

    @property
    def complete(self) -> bool:
        """Whether the whole list is known."""
        return self._pages.complete

    @property
    def loading_list(self) -> bool:
        """Whether the list is being read anew."""
        return self._loading_list

    @property
    def row(self) -> R | None:
        """The row under the cursor, ``None`` in an empty list."""
        return self.row_at(self._cursor)

    @property
    def cursor(self) -> int:
        """The place of the cursor, from 0."""
        return self._cursor

    @property
    def text(self) -> str:
        """The filter."""
        return self._text

    @property
    def marked(self) -> frozenset[Hashable]:
        """The identities of the marked rows."""
        return frozenset(self._marked)

    @property
    def position(self) -> str:
        """Where the cursor stands: ``3/57``, or ``3/100+`` while nobody knows how many follow."""
        return self._pages.position(self._cursor, None if self._text else self.total)

    def row_at(self, place: int) -> R | None:
        """Return the row at ``place`` where it is held."""
        return self._pages.row_at(place)

    # Filling it

    def set_source(
        self,
        source: Source[R],
        *,
        empty: str = "",
        cursor_id: Hashable | None = None,
        first: PageLike[R] | None = None,
        text: str = "",
        keep_marks: bool = False,
    ) -> None:
        """Show another list.

        Args:
            source: reads its pages.
            empty: the sentence an empty list shows, already translated.
            cursor_id: the row the cursor should stand on, if it is near the top.
            first: its first page, where that was read already.
            text: the filter it is shown under from the beginning.
            keep_marks: it holds the same rows in another order; those marked stay so.
        """
        self._source, self._empty, self._text = source, empty, text
        if not keep_marks:
            self._marked.clear()
        self._pages, self._wanted, self._cursor, self._top = Pages(), None, 0, 0
        if first is None:
            self._load_anew(cursor_id)
        else:
            self._take_over(PagesRead(0, (first,), anew=True, cursor_id=cursor_id))
        self.refresh()

    def set_rows(self, rows: Sequence[R], *, empty: str = "", cursor_id: Hashable | None = None) -> None:
        """Show these rows and no others."""
        self._source, self._empty, self._pages = None, empty, Pages()
        self._take_over(PagesRead(0, (FixedRows(tuple(rows)),), anew=True, cursor_id=cursor_id))

    def set_text(self, text: str) -> None:
        """Filter by ``text``; the cursor stays on its row if that is still there."""
        if text != self._text:
            self._text = text
            self._load_anew(self.cursor_id)

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Show other columns."""
        self._columns = tuple(columns)
        self.refresh()

    def set_empty(self, sentence: str) -> None:
        """Change the sentence of the empty list."""
        self._empty = sentence
        if not self.count:
            self.refresh()

    @property
    def cursor_id(self) -> Hashable | None:
        """The identity of the row under the cursor."""
        row = self.row
        return None if row is None else self._row_id(row)

    def reload(self) -> None:
        """Read again what is shown; the cursor stays on its row, or at its place if the row left."""
        if self._source is not None:
            self._load_anew(self.cursor_id)

    def _load_anew(self, cursor_id: Hashable | None) -> None:
        source = self._source
        if source is None or self._reader is None:
            return
        # Read again on its way there, it still goes there.
        cursor_id = self._wanted if cursor_id is None and self._loading_list else cursor_id
        self._loading_list, self._wanted = True, cursor_id
        work = partial(read_anew, source, self._text, self._cursor, cursor_id, self._row_id)
        self._reader(self._group, work, partial(self._take_over, source=source))

    def _load_page(self, page: int) -> None:
        source, text = self._source, self._text
        if source is None or self._reader is None or not self._pages.ask(page):
            return
        after = self._pages.key_of(page)

        def work() -> PagesRead[R]:
            return PagesRead(page, (source(text, after, PAGE_ROWS),), anew=False, cursor_id=None)

        # Its own group: pages on the way do not cancel each other.
        self._reader(f"{self._group}.{page}", work, partial(self._take_over, source=source))

    def _take_over(self, read: PagesRead[R], source: Source[R] | None = None) -> None:
        if source is not None and self._source is not source:
            return  # It shows something else by now.
        # Whoever moved on while it was read is not called back.
        wanted = read.cursor_id if self.row is None else self.cursor_id
        if read.anew:
            self._loading_list, self._pages = False, Pages()
        elif not self._pages.was_asked(read.first):
            return  # The list was read anew meanwhile; this page belongs to the old one.
        for place, page in enumerate(read.pages, start=read.first):
            self._pages.keep(place, page)
        if read.anew:
            self._place_cursor(wanted)
            if self._marked and self._pages.complete:
                self._marked &= {self._row_id(row) for _place, row in self._pages.held()}
        self._pages.let_go()
        self._settle()

    def _place_cursor(self, cursor_id: Hashable | None) -> None:
        for place, row in self._pages.held():
            if cursor_id is not None and self._row_id(row) == cursor_id:
                self._cursor = place
                return

    # Moving

    @property
    def body_height(self) -> int:
        """How many rows are in sight."""
        return max(1, self.size.height - self._heading)

    def move_to(self, place: int) -> None:
        """Put the cursor on the row at ``place``, or on the nearest there is."""
        before = self._cursor
        self._cursor = max(0, min(place, self.count - 1))
        if self._cursor != before or place >= self.count:
            self._settle()

    def shift(self, lines: int) -> None:
        """Let the rows in sight begin ``lines`` further down, as far as there are rows."""
        self._top = max(0, min(self._top + lines, self.count - self.body_height))

    def _settle(self) -> None:
        """Bring the cursor into the list and into sight, and ask for pages that are missing."""
        self._cursor = max(0, min(self._cursor, self.count - 1))
        height = self.body_height
        if self._cursor < self._top:
            self._top = self._cursor
        elif self._cursor >= self._top + height:
            self._top = self._cursor - height + 1
        self._top = max(0, min(self._top, max(0, self.count - height)))
        last = self._top + height
        for page in self._pages.missing(self._top, last):
            self._load_page(page)
        if not self._pages.complete and last + height >= self.count and self.count:
            self._load_page(self._pages.next_page)
        self.refresh()
        self._show_hardware_cursor()
        self.post_message(self.Moved(self))

    def _show_hardware_cursor(self) -> None:
        # Braille displays and input methods follow the terminal's own cursor.
        if self.has_focus:
            y = self._cursor - self._top + self._heading
            self.app.cursor_position = Offset(self.region.x + 1, self.region.y + y)

    def on_focus(self, _event: events.Focus) -> None:
        """Take the hardware cursor along."""
        self._show_hardware_cursor()

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self._settle()

    def toggle_mark(self) -> None:
        """Mark or unmark the row under the cursor and go one line down."""
        marked = self.cursor_id
        if marked is not None:
            self._marked ^= {marked}
            self.refresh()
            self.move_to(self._cursor + 1)

    def clear_marks(self, only: Collection[Hashable] | None = None) -> None:
        """Unmark every row, or ``only`` those with these identities."""
        self._marked.difference_update(self.marked if only is None else only)
        self.refresh()

    # Drawing

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw the heading or the row that stands on line ``y``."""
        shown = share_out(self._columns, width - PREFIX)
        if y < self._heading:
            titles = joined((column, room, column.mark + _(column.title), "bold") for column, room in shown)
            return [(" " * PREFIX, ""), *titles]
        if not self.count:
            # One line below the heading; a list without one is no higher than its rows.
            return [(f"   {self._empty_sentence()}", "")] if y == 2 * self._heading else []
        place = self._top + y - self._heading
        if place >= self.count:
            return []
        if (row := self.row_at(place)) is None:
            return [("   ..", "dim")]
        at_cursor = place == self._cursor
        prefix = (">" if at_cursor else " ") + ("*" if self._row_id(row) in self._marked else " ") + " "
        cells = joined((column, room, *column.cell(row)) for column, room in shown)
        return [(prefix, "bold"), *cells]

    def _empty_sentence(self) -> str:
        if self._loading_list or not self._pages.complete:
            return _("Reading ...")
        if self._text:
            return _("Nothing here matches “%(text)s”.", text=self._text)
        return self._empty or _("Nothing here.")

    @property
    def emphasised(self) -> bool:
        """Whether the cursor's row is drawn in reverse: while the list has the keys."""
        return self.has_focus

    def render_line(self, y: int) -> Strip:
        """Return line ``y``; the cursor's row in reverse while the list has the keys."""
        width = self.size.width
        pieces = self.drawn(y, self.line(y, width))
        if self.count and y >= self._heading and self._top + y - self._heading == self._cursor:
            emphasis = "reverse" if self.emphasised else "bold"
            pieces = [(text, f"{style} {emphasis}".strip()) for text, style in pieces]
            used = sum(cell_len(text) for text, _style in pieces)
            pieces.append((" " * max(0, width - used), emphasis))
        return strip_of(pieces, width, self.rich_style)
