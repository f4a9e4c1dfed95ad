"""A choice between a few things, all in sight on as few lines as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from console.keys import bindings
from console.terminal.marks import Marked
from console.text import cell_len
from console.widgets.lines import LineWidget, Piece

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType

    from console.forms.fields import Options

_GAP = 2


class ChoiceLine(Marked, LineWidget, can_focus=True):
    """``(*) 正常  ( ) 超期``: arrows or digits choose at once, Enter goes on to the next field.

    Args:
        options: gives values and texts.
        value: what is chosen at first, "" for nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("choice"))
    DEFAULT_CSS = "ChoiceLine { height: auto; padding: 0 1 0 2; }"

    class Changed(Message):
        """Something else was chosen."""

    class Finished(Message):
        """Enter: the person goes on."""

    def __init__(self, options: Options, value: str = "") -> None:
        super().__init__()
        self._options = options
        self._value = value

    @property
    def value(self) -> str:
        """What is chosen; "" for nothing."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        known = {key for key, _text in self._options()}
        chosen = value if value in known else ""
        if chosen != self._value:
            self._value = chosen
            self.refresh()
            self.post_message(self.Changed())

    def action_turn(self, step: int) -> None:
        """Choose the next or previous thing."""
        keys = [key for key, _text in self._options()]
        if keys:
            start = keys.index(self._value) if self._value in keys else (-1 if step > 0 else len(keys))
            self.value = keys[max(0, min(start + step, len(keys) - 1))]

    def action_turn_round(self) -> None:
        """Choose the next thing, after the last one the first."""
        keys = [key for key, _text in self._options()]
        if keys:
            self.value = keys[(keys.index(self._value) + 1) % len(keys) if self._value in keys else 0]

    def action_choose(self, place: int) -> None:
        """Choose the thing at ``place``, from 1."""
        keys = [key for key, _text in self._options()]
        if place <= len(keys):
            self.value = keys[place - 1]

    def action_go_on(self) -> None:
        """Go on to the next field."""
        self.post_message(self.Finished())

    def on_focus(self, _event: events.Focus) -> None:
        """Show where the keys go."""
        self.refresh()

    def on_blur(self, _event: events.Blur) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()

    # Drawing

    def _rows(self, width: int) -> list[list[tuple[str, str]]]:
        rows: list[list[tuple[str, str]]] = [[]]
        used = 0
        for key, text in self._options():
            room = cell_len(text) + 4
            if rows[-1] and used + room > width:
                rows.append([])
                used = 0
            rows[-1].append((key, text))
            used += room + _GAP
        return rows

    def get_content_height(self, _container: object, _viewport: object, width: int) -> int:
        """Return as many lines as the choices take."""
        return len(self._rows(width))

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw line ``y``; what is chosen stands in reverse while the keys go here."""
        rows = self._rows(width)
        if y >= len(rows):
            return []
        pieces: list[Piece] = []
        for key, text in rows[y]:
            chosen = key == self._value
            style = "reverse" if chosen and self.has_focus else ""
            pieces += [(f"({'*' if chosen else ' '}) {text}", style), (" " * _GAP, "")]
        return pieces
