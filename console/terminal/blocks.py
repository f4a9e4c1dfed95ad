"""The field to write several lines in; apart, because Textual's text area takes long to load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import TextArea

from console.terminal.fields import UNDO_KEYS
from console.terminal.marks import Marked
from models.kernel.text import clean_block

if TYPE_CHECKING:
    from textual import events


class BlockInput(Marked, TextArea):
    """Several lines of text, each between bars. Tab leaves it; Ctrl-Z does nothing."""

    DEFAULT_CSS = """
    BlockInput, BlockInput:focus {
        border: none;
        height: 4;
        padding: 0 1 0 2;
        background: ansi_default;
        color: ansi_default;
    }
    BlockInput:disabled { text-style: dim; }
    BlockInput.-problem { color: ansi_red; }
    """

    def __init__(self, text: str = "", **options: Any) -> None:
        """Make a field; ``options`` are those of Textual's ``TextArea``."""
        options.setdefault("highlight_cursor_line", False)
        options.setdefault("tab_behavior", "focus")
        super().__init__(text, **options)
        self.cursor_blink = False
        for key in UNDO_KEYS:
            # Ctrl-Z is "suspend" to many fingers; here it would take words away unseen.
            self._bindings.key_to_bindings.pop(key, None)

    def left_edge(self, row: int) -> str:
        """Return the mark on the first row and a bar on each."""
        return f"{self.state_mark if row == 0 else ' '}|"

    def right_edge(self, row: int) -> str:
        """Return the bar."""
        return "|"

    async def _on_paste(self, event: events.Paste) -> None:
        """Take a paste without anything a terminal would obey."""
        event.stop()
        event.prevent_default()
        if self.read_only:
            return
        result = self._replace_via_keyboard(clean_block(event.text), *self.selection)
        if result is not None:
            self.move_cursor(result.end_location)
