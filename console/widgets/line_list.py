"""A list of any length, drawn line by line over pages read as they are needed.

A hundred thousand rows open as fast as ten: only the pages in sight are held, each asked
for after the key of the row before it. The cursor stays on its row by identity, whatever
happens to the list around it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from textual.geometry import Offset
from textual.message import Message

from console.i18n import _
from console.keys import bindings
from console.text import cell_len, fit
from console.widgets.lines import LineWidget, Piece, strip_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

PAGE_ROWS = 50
"""Rows asked for at a time."""
PAGES_KEPT = 8
"""Pages held at once; the others are read again when they come into sight."""
_SEARCHED_PAGES = 6
"""How many pages are read to find the row the cursor was on before it settles elsewhere."""
_PREFIX = 3


class PageLike(Protocol[R_co]):
    """Rows and the key to ask for what follows; :class:`models.kernel.paging.Page` is one."""

    @property
    def rows(self) -> tuple[R_co, ...]:
        """The rows, in order."""
        ...

    @property
    def next_key(self) -> tuple[Any, ...] | None:
        """What to ask for the following page with; ``None`` at the end."""
        ...


class Source(Protocol[R_co]):
    """Reads one page; called in a thread."""

    def __call__(self, text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[R_co]:
        """Return the rows that match the filter ``text`` and follow the key ``after``."""
        ...


class Reader(Protocol):
    """Runs ``work`` in a thread and gives its result to ``then``; ``ConsoleScreen.read`` is one."""

    def __call__(self, group: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Read."""
        ...


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a list."""

    title: str
    """Its heading (message id)"""
    width: int
    """Cells it takes, at least"""
    cell: Callable[[R], Piece]
    """What a row shows in it: a text and a style"""
    best: int = 0
    """Cells it would like where there is room"""
    grow: bool = False
    """Takes what is left of the line"""
    right: bool = False
    """Numbers stand at the right"""
    since: int = 0
    """Shown only in a list at least this wide"""


@dataclass(frozen=True, slots=True)
class _Read(Generic[R]):
    """Pages that came back, the number of the first, and whether they begin the list anew."""

    first: int
    pages: tuple[PageLike[R], ...]
    anew: bool
    cursor_id: Hashable | None


class LineList(LineWidget, Generic[R], can_focus=True):
    """The list.

    Args:
        columns: what each row shows.
        row_id: the identity of a row.
        reader: how pages are read (``screen.read``); may be left out for fixed rows.
        name_of_reads: group of its reads, unique on the screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("list"))
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
        self._loading_list = False
        self._forget()
        self._cursor = 0
        self._top = 0
        self._marked: set[Hashable] = set()

    def _forget(self) -> None:
        self._pages: OrderedDict[int, tuple[R, ...]] = OrderedDict()
        self._keys: list[tuple[Any, ...] | None] = [None]
        self._starts: list[int] = [0]
        self._complete = False
        self._asked: set[int] = set()

    # What it shows

    @property
    def count(self) -> int:
        """How many rows are known so far."""
        return self._starts[-1]

    @property
    def complete(self) -> bool:
        """Whether the whole list is known."""
        return self._complete

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
        """Where the cursor stands: ``3/57``, or ``3/100+`` while more may follow."""
        if not self.count:
            return "0" if self._complete else ""
        return f"{self._cursor + 1}/{self.count}{'' if self._complete else '+'}"

    def row_at(self, place: int) -> R | None:
        """Return the row at ``place`` where it is held."""
        if not 0 <= place < self.count:
            return None
        page = bisect_right(self._starts, place) - 1
        rows = self._pages.get(page)
        if rows is None:
            return None
        self._pages.move_to_end(page)
        return rows[place - self._starts[page]]

    # Filling it

    def set_source(
        self,
        source: Source[R],
        *,
        empty: str = "",
        cursor_id: Hashable | None = None,
        first: PageLike[R] | None = None,
    ) -> None:
        """Show another list.

        Args:
            source: reads its pages.
            empty: the sentence an empty list shows, already translated.
            cursor_id: the row the cursor should stand on, if it is near the top.
            first: its first page, where that was read already.
        """
        self._source = source
        self._empty = empty
        self._marked.clear()
        self._text = ""
        self._cursor = self._top = 0
        self._forget()
        if first is None:
            self._load_anew(cursor_id)
        else:
            self._take_over(_Read(0, (first,), anew=True, cursor_id=cursor_id))
        self.refresh()

    def set_rows(self, rows: Sequence[R], *, empty: str = "", cursor_id: Hashable | None = None) -> None:
        """Show these rows and no others."""
        self._source = None
        self._empty = empty
        page = _Fixed(tuple(rows))
        self._forget()
        self._take_over(_Read(0, (page,), anew=True, cursor_id=cursor_id))

    def set_text(self, text: str) -> None:
        """Filter by ``text``; the cursor stays on its row if that is still there."""
        if text != self._text:
            self._text = text
            self._load_anew(self.cursor_id)

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

    def update_rows(self, rows: Iterable[R]) -> None:
        """Replace rows in place by newer readings of the same identity."""
        fresh = {self._row_id(row): row for row in rows}
        for page, held in self._pages.items():
            self._pages[page] = tuple(fresh.get(self._row_id(row), row) for row in held)
        self.refresh()
        self.post_message(self.Moved(self))

    def _load_anew(self, cursor_id: Hashable | None) -> None:
        source, text, place = self._source, self._text, self._cursor
        if source is None or self._reader is None:
            return
        row_id = self._row_id

        def work() -> _Read[R]:
            pages: list[PageLike[R]] = []
            after: tuple[Any, ...] | None = None
            found = cursor_id is None
            known = 0
            while True:
                page = source(text, after, PAGE_ROWS)
                pages.append(page)
                known += len(page.rows)
                found = found or any(row_id(row) == cursor_id for row in page.rows)
                after = page.next_key
                enough = known > place and (found or len(pages) >= _SEARCHED_PAGES)
                if after is None or enough:
                    return _Read(0, tuple(pages), anew=True, cursor_id=cursor_id)

        self._loading_list = True
        self._reader(self._group, work, self._take_over)

    def _load_page(self, page: int) -> None:
        source, text = self._source, self._text
        if source is None or self._reader is None or page in self._asked or page >= len(self._keys):
            return
        self._asked.add(page)
        after = self._keys[page]

        def work() -> _Read[R]:
            return _Read(page, (source(text, after, PAGE_ROWS),), anew=False, cursor_id=None)

        # A group of its own: pages on the way do not cancel each other.
        self._reader(f"{self._group}.{page}", work, self._take_over)

    def _take_over(self, read: _Read[R]) -> None:
        if read.anew:
            self._loading_list = False
            self._forget()
        elif read.first not in self._asked:
            # The list was read anew meanwhile; this page belongs to the old one.
            return
        for place, page in enumerate(read.pages, start=read.first):
            self._keep(place, page)
        if read.anew:
            self._place_cursor(read.cursor_id)
            if self._marked and self._complete:
                self._marked &= {self._row_id(row) for rows in self._pages.values() for row in rows}
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        self._settle()

    def _keep(self, place: int, page: PageLike[R]) -> None:
        self._asked.discard(place)
        self._pages[place] = page.rows
        self._pages.move_to_end(place)
        if place == len(self._starts) - 1:
            self._starts.append(self._starts[-1] + len(page.rows))
            if page.next_key is None:
                self._complete = True
            else:
                self._keys.append(page.next_key)

    def _place_cursor(self, cursor_id: Hashable | None) -> None:
        if cursor_id is None:
            return
        for page, rows in self._pages.items():
            for offset, row in enumerate(rows):
                if self._row_id(row) == cursor_id:
                    self._cursor = self._starts[page] + offset
                    return

    # Moving

    @property
    def _body_height(self) -> int:
        return max(1, self.size.height - self._heading)

    def move_to(self, place: int) -> None:
        """Put the cursor on the row at ``place``, or on the nearest there is."""
        before = self._cursor
        self._cursor = max(0, min(place, self.count - 1))
        if self._cursor != before or place >= self.count:
            self._settle()

    def _settle(self) -> None:
        """Bring the cursor into the list and into sight, and ask for pages that are missing."""
        self._cursor = max(0, min(self._cursor, self.count - 1))
        height = self._body_height
        if self._cursor < self._top:
            self._top = self._cursor
        elif self._cursor >= self._top + height:
            self._top = self._cursor - height + 1
        self._top = max(0, min(self._top, max(0, self.count - height)))
        last = self._top + height
        for page in range(len(self._starts) - 1):
            if self._starts[page] < last and self._starts[page + 1] > self._top and page not in self._pages:
                self._load_page(page)
        if not self._complete and last + height >= self.count and self.count:
            self._load_page(len(self._starts) - 1)
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

    def action_down(self) -> None:
        """One line down."""
        self.move_to(self._cursor + 1)

    def action_up(self) -> None:
        """One line up."""
        self.move_to(self._cursor - 1)

    def action_page_down(self) -> None:
        """One page down."""
        self._top = min(self._top + self._body_height, max(0, self.count - self._body_height))
        self.move_to(self._cursor + self._body_height)

    def action_page_up(self) -> None:
        """One page up."""
        self._top = max(0, self._top - self._body_height)
        self.move_to(self._cursor - self._body_height)

    def action_first(self) -> None:
        """To the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """To the last row known."""
        self.move_to(self.count - 1)

    def toggle_mark(self) -> None:
        """Mark or unmark the row under the cursor and go one line down."""
        marked = self.cursor_id
        if marked is not None:
            self._marked ^= {marked}
            self.refresh()
            self.move_to(self._cursor + 1)

    def clear_marks(self) -> None:
        """Unmark every row."""
        self._marked.clear()
        self.refresh()

    # Drawing

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw the heading or the row that stands on line ``y``."""
        shown = self._layout(width)
        if y < self._heading:
            return _joined(
                [(" " * _PREFIX, "")], [(column, cells, _(column.title), "bold") for column, cells in shown]
            )
        if not self.count:
            return [(f"   {self._empty_sentence()}", "")] if y == self._heading + 1 else []
        place = self._top + y - self._heading
        if place >= self.count:
            return []
        row = self.row_at(place)
        if row is None:
            return [("   ..", "dim")]
        at_cursor = place == self._cursor
        prefix = (">" if at_cursor else " ") + ("*" if self._row_id(row) in self._marked else " ") + " "
        cells = [(column, room, *column.cell(row)) for column, room in shown]
        return _joined([(prefix, "bold")], cells)

    def _empty_sentence(self) -> str:
        if self._loading_list or not self._complete:
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
        pieces = self.line(y, width)
        if self.count and y >= self._heading and self._top + y - self._heading == self._cursor:
            emphasis = "reverse" if self.emphasised else "bold"
            pieces = [(text, f"{style} {emphasis}".strip()) for text, style in pieces]
            used = sum(cell_len(text) for text, _style in pieces)
            pieces.append((" " * max(0, width - used), emphasis))
        return strip_of(pieces, width, self.rich_style)

    def _layout(self, width: int) -> list[tuple[Column[R], int]]:
        """Return the columns shown at ``width`` and the cells each gets."""
        columns = [column for column in self._columns if width >= column.since]
        rooms = {id(column): column.width for column in columns}
        spare = width - _PREFIX - sum(column.width for column in columns) - (len(columns) - 1)
        for column in columns:
            if spare > 0 and column.best > column.width:
                more = min(column.best - column.width, spare // 2)
                rooms[id(column)] += more
                spare -= more
        for column in columns:
            if column.grow and spare > 0:
                rooms[id(column)] += spare
                spare = 0
        return [(column, rooms[id(column)]) for column in columns]


@dataclass(frozen=True, slots=True)
class _Fixed(Generic[R]):
    """Rows given all at once, as the one page they are."""

    rows: tuple[R, ...]
    next_key: tuple[Any, ...] | None = None


def _joined(start: list[Piece], cells: Iterable[tuple[Column[Any], int, str, str]]) -> list[Piece]:
    pieces = list(start)
    for place, (column, room, text, style) in enumerate(cells):
        if place:
            pieces.append((" ", ""))
        pieces.append((fit(text, room, right=column.right), style))
    return pieces
