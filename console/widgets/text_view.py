"""A text to read: wrapped, scrolled by whole lines, shown as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from console.keys import bindings
from console.text import cell_len, wrap
from console.widgets.lines import LineWidget, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import BindingType

_DASH = "- "
HANGING = "\t"
"""Stands in a paragraph before the words whose further lines begin below the first of them."""


class TextView(LineWidget, can_focus=True):
    """Paragraphs, each a text and a style; arrows and page keys scroll."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("text"))
    DEFAULT_CSS = "TextView { height: 1fr; padding: 0 1; }"

    class Scrolled(Message):
        """Other lines came into sight, or there are more or fewer of them."""

        def __init__(self, view: TextView) -> None:
            self.view = view
            super().__init__()

    def __init__(self, paragraphs: Sequence[Piece] = (), *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._paragraphs = tuple(paragraphs)
        self._top = 0
        self._wrapped: tuple[int, list[Piece]] = (-1, [])

    def show(self, paragraphs: Sequence[Piece]) -> None:
        """Show other paragraphs, from their beginning."""
        self._paragraphs = tuple(paragraphs)
        self._wrapped = (-1, [])
        self._top = 0
        self.refresh(layout=True)
        self.call_after_refresh(self.scroll_to_line, 0)

    def _lines(self, width: int) -> list[Piece]:
        if self._wrapped[0] != width:
            lines = [(line, style) for text, style in self._paragraphs for line in _hanging(text, width)]
            self._wrapped = (width, lines)
        return self._wrapped[1]

    @property
    def line_count(self) -> int:
        """How many lines the text takes at the present width."""
        return len(self._lines(self.size.width))

    @property
    def place(self) -> str:
        """Which lines are in sight, ``4-9/12``; "" if all are."""
        height, count = self.size.height, self.line_count
        return "" if count <= height else f"{self._top + 1}-{min(self._top + height, count)}/{count}"

    def get_content_height(self, _container: object, _viewport: object, width: int) -> int:
        """Return how many lines the text takes."""
        return len(self._lines(width))

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw the line at ``y``."""
        lines = self._lines(width)
        place = self._top + y
        return [lines[place]] if place < len(lines) else []

    def scroll_to_line(self, top: int) -> None:
        """Let line ``top`` be the first shown, as far as there is text."""
        last = max(0, self.line_count - self.size.height)
        self._top = max(0, min(top, last))
        self.refresh()
        self.post_message(self.Scrolled(self))

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the place where there still are lines."""
        self.call_after_refresh(self.scroll_to_line, self._top)

    def action_line_down(self) -> None:
        """One line on."""
        self.scroll_to_line(self._top + 1)

    def action_line_up(self) -> None:
        """One line back."""
        self.scroll_to_line(self._top - 1)

    def action_page_on(self) -> None:
        """One page on."""
        self.scroll_to_line(self._top + max(1, self.size.height - 1))

    def action_page_back(self) -> None:
        """One page back."""
        self.scroll_to_line(self._top - max(1, self.size.height - 1))

    def action_begin(self) -> None:
        """To the beginning."""
        self.scroll_to_line(0)

    def action_finish(self) -> None:
        """To the end."""
        self.scroll_to_line(self.line_count)


def _hanging(text: str, width: int) -> list[str]:
    """Return ``text`` as lines; indentation, a term before a tab, and the dash of an item hold for all."""
    term, tab, words = text.partition(HANGING)
    if tab and cell_len(term) <= width // 2:
        below = " " * cell_len(term)
        lines = wrap(words, width - len(below))
        return [f"{below if place else term}{line}".rstrip() for place, line in enumerate(lines)]
    text = f"{term}{words}"
    body = text.lstrip(" ")
    first = " " * min(len(text) - len(body), width // 2)
    rest = first
    if body.startswith(_DASH):
        body = body.removeprefix(_DASH)
        first, rest = first + _DASH, first + " " * len(_DASH)
    lines = wrap(body, width - len(first))
    return [f"{rest if place else first}{line}".rstrip() for place, line in enumerate(lines)]
