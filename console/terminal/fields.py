"""The field to write one line in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from console.i18n import _, ngettext
from console.terminal.filter import HOSTILE
from console.terminal.marks import Marked
from models.kernel.text import clean_line

if TYPE_CHECKING:
    from textual import events

UNDO_KEYS = frozenset({"ctrl+z", "ctrl+y", "super+z", "super+y"})
"""They do something else on a terminal, or in a field."""


class LineInput(Marked, Input):
    """One line of text, as ``>[张伟      ]``.

    A paste of several lines is joined into one, with a notice; one that is too long is
    refused as a whole, with a notice. The text is not selected when the field gets the
    focus, so that a stray key cannot wipe it out.
    """

    DEFAULT_CSS = """
    LineInput, LineInput:focus, LineInput.-invalid, LineInput.-invalid:focus {
        border: none;
        height: 1;
        padding: 0 1 0 2;
        background-tint: transparent;
        text-style: none;
    }
    LineInput:disabled { text-style: dim; }
    LineInput.-problem { color: ansi_red; }
    """

    cursor_blink = Input.cursor_blink
    virtual_size = Reactive(Size(0, 0), init=False)
    """How long the text is. Textual's own has the whole screen laid out anew for every letter typed."""

    def __init__(self, value: str = "", placeholder: str = "", **options: Any) -> None:
        """Make a field; ``options`` are those of Textual's ``Input``."""
        options.setdefault("select_on_focus", False)
        # Forms say what is wrong; without validators each field would be styled anew as a valid one.
        options.setdefault("validate_on", ())
        super().__init__(value, placeholder, **options)
        self.cursor_blink = False

    def watch_virtual_size(self) -> None:
        """Show no empty room behind a text that became shorter."""
        if self.is_mounted:
            self.scroll_x = self.validate_scroll_x(self.scroll_x)

    def left_edge(self, row: int) -> str:
        """Return the mark and the opening bracket."""
        return f"{self.state_mark}[" if row == 0 else "  "

    def right_edge(self, row: int) -> str:
        """Return the closing bracket."""
        return "]" if row == 0 else " "

    @property
    def _value(self) -> Text:
        """The value as drawn; a password as stars, one cell each on every terminal."""
        if self.password:
            return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")
        return super()._value

    def _on_paste(self, event: events.Paste) -> None:
        """Take a paste as one clean line."""
        event.stop()
        event.prevent_default()
        lines = [line for line in event.text.splitlines() if line.strip()]
        if not lines:
            return
        # A password is taken as it is, its spaces included.
        text = HOSTILE.sub("", lines[0]) if self.password else clean_line(" ".join(lines))
        if len(lines) > 1:
            self.notify(
                ngettext(
                    "The %(count)d line pasted was joined into one; look it over.",
                    "The %(count)d lines pasted were joined into one; look them over.",
                    len(lines),
                )
                % {"count": len(lines)},
                severity="warning",
            )
        start, end = self.selection
        self.replace(text, start, end)

    def restricted(self) -> None:
        """Say that nothing was entered, instead of a bell nobody hears."""
        if self.max_length:
            self.notify(
                _("At most %(count)d characters fit here; nothing was entered.") % {"count": self.max_length},
                severity="warning",
            )
        else:
            self.notify(_("This cannot be entered here."), severity="warning")
