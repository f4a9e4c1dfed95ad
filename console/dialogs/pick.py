"""One of several things, picked from a list that narrows as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from console.dialogs.base import Dialog
from console.i18n import _
from console.keys import bindings
from console.text import cell_len, cut, wrap
from console.widgets.columns import cut_cells
from console.widgets.line_list import PREFIX, Column, LineList
from console.work import later
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import Input

    from console.widgets.lines import Piece

T = TypeVar("T")

_LINES_BELOW = 3
"""Lines at most below the rows of a list; in a window of 80 columns two are enough for most"""
_ROWS_FIRST = 3
"""Rows that stay in sight before there is a line below them"""
_BETWEEN = "  "


# Without slots: a slotted frozen generic cannot be made as ``Option[Value](...)`` before Python 3.12.
@dataclass(frozen=True)
class Option(Generic[T]):
    """One thing to pick."""

    value: T
    text: str
    """What it is called, translated"""
    note: str = ""
    """A few words beside it"""
    also: str = ""
    """Further text it is found by"""


class PickDialog(Dialog[T], Generic[T]):
    """Shows ``options``; typing narrows them by text or pinyin initials, Enter picks.

    Args:
        title: what is being picked, translated.
        options: what there is.
        empty: the sentence for an empty list.
        searchable: give a field to type in; short lists need none.
        first: the row the cursor begins on.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("dialog"))
    DEFAULT_CSS = """
    PickDialog LineList { height: auto; max-height: 14; min-height: 1; width: 100%; }
    """

    def __init__(
        self,
        title: str,
        options: Sequence[Option[T]],
        *,
        empty: str = "",
        searchable: bool = True,
        first: int = 0,
    ) -> None:
        super().__init__(title)
        self._options = tuple(options)
        self._empty = empty
        self._searchable = searchable
        self._first = first

    def body(self) -> Iterable[Widget]:
        """Return the field and the list."""
        if self._searchable:
            # Loaded on use: most lists need no field.
            from console.terminal.widgets import LineInput

            yield LineInput()
        yield PickRows(self.columns(), self._options.index, heading=False)

    def columns(self) -> list[Column[Option[T]]]:
        """Return the columns: the text, and a few words beside it."""
        return [Column("", 30, _text_of, best=44), Column("", 20, _note_of, grow=True)]

    def on_mount(self) -> None:
        """Show everything there is."""
        self.query_one(PickRows).set_rows(self._options, empty=self._empty, cursor_id=self._first or None)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Narrow the list."""
        message.stop()
        wanted = fold(message.value)
        rows = [option for option in self._options if _matches(option, wanted)]
        if wanted:
            # What is called so comes before what only says it among other things.
            rows.sort(key=lambda option: wanted not in fold(option.text))
        nobody = _("Nothing here matches “%(text)s”.", text=message.value) if wanted else self._empty
        self.query_one(PickRows).set_rows(rows, empty=nobody)
        self.query_one(PickRows).move_to(0)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Pick with Enter from the field."""
        message.stop()
        self.action_accept()

    def on_key(self, event: events.Key) -> None:
        """Let the arrows move the list while the field has the keys."""
        rows = self.query_one(PickRows)
        moves = {
            "down": rows.action_down,
            "up": rows.action_up,
            "pagedown": rows.action_page_down,
            "pageup": rows.action_page_up,
        }
        if not rows.has_focus and event.key in moves:
            event.stop()
            moves[event.key]()

    def holds_unsaved(self) -> bool:
        """What is typed here only narrows the list."""
        return False

    def action_accept(self) -> None:
        """Answer with the row under the cursor."""
        option = self.query_one(PickRows).row
        if option is not None:
            later(self.dismiss(option.value))


class PickRows(LineList[Option[T]], Generic[T]):
    """The options; as high as they are many, and drawn in reverse though the field has the keys.

    Below them stands in full what the row under the cursor says and has no room for. The lines for it are
    as many as any of the rows needs, so that nothing moves while the cursor does; a list whose rows all
    have room has none.
    """

    most: int | None = None
    """Rows in sight at most, where its own style does not say how high it may be"""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._known: tuple[int, int] | None = None
        """A width, and the lines kept there for what rows have no room for"""
        self._laid_out = (0, 0)
        """The width it was last laid out for, and the lines it asked for"""

    def set_rows(
        self, rows: Sequence[Option[T]], *, empty: str = "", cursor_id: Hashable | None = None
    ) -> None:
        """Show these rows and no others."""
        self._known = None
        super().set_rows(rows, empty=empty, cursor_id=cursor_id)

    def get_content_height(self, _container: object, _viewport: object, width: int) -> int:
        """Return one line for each option, and those below them."""
        self._laid_out = width, self._lines(width)
        return self._laid_out[1]

    def _lines(self, width: int) -> int:
        return max(1, min(self.count, self.most or self.count)) + self._kept(width)

    @property
    def body_height(self) -> int:
        """How many rows are in sight: some of them come before any line below."""
        height = super().body_height
        return max(height - self._kept(self.size.width), min(height, _ROWS_FIRST, max(1, self.count)))

    def cut_of(self, option: Option[T], width: int) -> list[str]:
        """Return what an option says and has no room for in a list of that width."""
        return cut_cells(self._columns, option, width - PREFIX)

    def _below(self, option: Option[T], width: int) -> list[str]:
        said = _BETWEEN.join(self.cut_of(option, width))
        return wrap(said, width - 2 * PREFIX) if said else []

    def _kept(self, width: int) -> int:
        if self._known is None or self._known[0] != width:
            lines, room = 0, width - 2 * PREFIX
            for _place, option in self._pages.held():
                said = _BETWEEN.join(self.cut_of(option, width))
                # What takes a line at most says nothing new once there is one: wrapping is what costs.
                if cell_len(said) > room * min(lines, 1):
                    lines = max(lines, len(wrap(said, room)))
                if lines >= _LINES_BELOW:
                    break
            self._known = width, min(lines, _LINES_BELOW)
        return self._known[1]

    def _settle(self) -> None:
        super()._settle()
        width, lines = self._laid_out
        if not width or self._lines(width) != lines:
            # Only then: going up and down in the list lays nothing out anew.
            self.refresh(layout=True)

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw the row that stands on line ``y``, or below them what the cursor's has no room for."""
        first, row = self.body_height, self.row
        if y < first or row is None:
            return super().line(y, width)
        lines, room = self._below(row, width), self.size.height - first
        if len(lines) > room > 0:
            lines[room - 1 :] = [cut(" ".join(lines[room - 1 :]), width - 2 * PREFIX)]
        return [(" " * PREFIX + lines[y - first], "dim")] if y - first < len(lines) else []

    @property
    def emphasised(self) -> bool:
        """The cursor's row always stands out: Enter takes it."""
        return True


def _text_of(option: Option[T]) -> Piece:
    return option.text, ""


def _note_of(option: Option[T]) -> Piece:
    return option.note, "dim"


def _matches(option: Option[T], wanted: str) -> bool:
    text = f"{option.text} {option.note} {option.also}"
    return not wanted or wanted in fold(text) or (wanted.isascii() and wanted in initials(option.text))
