"""A part of a screen to read: lines of pieces, laid out for its width, scrolled by whole lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from console.keys import bindings
from console.widgets.lines import LineWidget, Piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.binding import BindingType

_MARK = ">"


class Region(LineWidget, can_focus=True):
    """Shows what a layout gives for its width. Its first column says whether the keys go here.

    Args:
        id: its name on the screen.
        from_end: stand at the end at first, and again whenever the content grows.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("text"))
    DEFAULT_CSS = "Region { height: 1fr; }"

    class Scrolled(Message):
        """Other lines came into sight, or there are more or fewer of them."""

    def __init__(self, *, id: str, from_end: bool = False) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._layout_of: Callable[[int], list[list[Piece]]] | None = None
        self._laid_out: tuple[int, list[list[Piece]]] = (-1, [])
        self._from_end = from_end
        self._top = 0
        self._count = 0

    def lay_out(self, layout: Callable[[int], list[list[Piece]]]) -> None:
        """Show what ``layout`` gives from now on; the place on the page stays where it can."""
        width, before = self._laid_out
        self._layout_of = layout
        self._laid_out = (-1, [])
        # The screen is laid out anew only where this one's height follows from its lines.
        taller = self.styles.auto_dimensions and (width < 0 or len(self._lines(width)) != len(before))
        self.refresh(layout=taller)
        self.call_after_refresh(self._settle)

    def _lines(self, width: int) -> list[list[Piece]]:
        if self._layout_of is None:
            return []
        if self._laid_out[0] != width:
            self._laid_out = (width, self._layout_of(max(1, width - 1)))
        return self._laid_out[1]

    def _settle(self) -> None:
        grown = self.line_count > self._count
        self._count = self.line_count
        self.scroll_to_line(self._count if grown and self._from_end else self._top)

    @property
    def line_count(self) -> int:
        """How many lines there are at the present width."""
        return len(self._lines(self.size.width))

    @property
    def place(self) -> str:
        """Which lines are in sight, ``4-9/12``; "" if all are."""
        last = self._top + self.size.height
        if self.line_count <= self.size.height:
            return ""
        return f"{self._top + 1}-{min(last, self.line_count)}/{self.line_count}"

    def get_content_height(self, _container: object, _viewport: object, width: int) -> int:
        """Return how many lines there are."""
        return max(1, len(self._lines(width)))

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw line ``y`` behind the mark."""
        lines = self._lines(width)
        place = self._top + y
        mark = _MARK if y == 0 and self.has_focus else " "
        return [(mark, "bold"), *(lines[place] if place < len(lines) else [])]

    def scroll_to_line(self, top: int) -> None:
        """Let line ``top`` be the first shown, as far as there are lines."""
        self._top = max(0, min(top, self.line_count - self.size.height))
        self.refresh()
        self.post_message(self.Scrolled())

    def on_resize(self, _event: events.Resize) -> None:
        """Keep to the end, or keep the place."""
        end = self.line_count
        self.call_after_refresh(self.scroll_to_line, end if self._from_end else self._top)

    def on_focus(self, _event: events.Focus) -> None:
        """Show the mark."""
        self.refresh()

    def on_blur(self, _event: events.Blur) -> None:
        """Take the mark away."""
        self.refresh()

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
