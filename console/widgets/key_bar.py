"""The bottom line: what this person may do here now. And the line above it, for notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _
from console.keys import key_name
from console.text import cell_len
from console.widgets.lines import LineWidget, Piece, beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.keys import KeyEntry


class KeyBar(LineWidget):
    """Key and word for every command that works now, as many as there is room for.

    Help and the way out stay at the right end however narrow the line is.
    """

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; }"

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[tuple[str, str], ...] = ()
        self._kept = 0

    def show(self, entries: Sequence[KeyEntry], always: Sequence[KeyEntry], keys: dict[str, str]) -> None:
        """Show ``entries``, then ``always`` (never dropped).

        Args:
            entries: commands of this screen that work now, the most wanted first.
            always: commands that stay at the end of the line.
            keys: the key of each entry's id as a site may have remapped it.
        """
        shown = tuple(
            (key_name(keys.get(entry.id, entry.keys[0])), beside(_(entry.label)))
            for entry in (*entries, *always)
        )
        if (shown, len(always)) != (self._entries, self._kept):
            self._entries, self._kept = shown, len(always)
            self.refresh()

    def line(self, _y: int, width: int) -> list[Piece]:
        """Draw the line."""
        rooms = [cell_len(key) + cell_len(word) + 1 for key, word in self._entries]
        first_kept = len(rooms) - self._kept
        room = width - 1 - sum(rooms[first_kept:])
        pieces: list[Piece] = [(" ", "")]
        for place, (key, word) in enumerate(self._entries):
            if place < first_kept:
                if rooms[place] > room:
                    continue
                room -= rooms[place]
            pieces += [(key, "bold reverse"), (word, ""), (" ", "")]
        return pieces


class NoticeLine(LineWidget):
    """One line above the keys that says what just happened; gone with the next key."""

    DEFAULT_CSS = "NoticeLine { height: 1; dock: bottom; display: none; margin-bottom: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    @property
    def text(self) -> str:
        """What it says, or ""."""
        return self._text

    def say(self, text: str) -> None:
        """Show ``text`` until :meth:`clear`."""
        self._text = text
        self.display = True
        self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        if self._text:
            self._text = ""
            self.display = False

    def line(self, _y: int, _width: int) -> list[Piece]:
        """Draw the notice."""
        return [(" ", ""), (self._text, "bold")]
