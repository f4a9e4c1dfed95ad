"""One of several things, picked from a list that narrows as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from console.dialogs.base import Dialog
from console.i18n import _
from console.keys import bindings
from console.widgets.line_list import Column, LineList
from console.work import later
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import Input

    from console.widgets.lines import Piece

T = TypeVar("T")


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
    """The options; as high as they are many, and drawn in reverse though the field has the keys."""

    def get_content_height(self, _container: object, _viewport: object, _width: int) -> int:
        """Return one line for each option."""
        return max(1, self.count)

    def _settle(self) -> None:
        super()._settle()
        self.refresh(layout=True)

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
