"""The bottom line: what this person may do here now. And the line above it, for notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.i18n import _
from console.keys import key_name, label_of
from console.text import cell_len
from console.widgets.lines import LineWidget, Piece, beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.keys import KeyEntry


_MENU = "everywhere.menu"


class Shown(NamedTuple):
    """A command as the line writes it."""

    key: str
    word: str
    spare: bool
    """Left out before those that are not"""
    kept: bool
    """Never left out"""
    is_menu: bool
    """Leads to all that was left out"""

    @property
    def room(self) -> int:
        """Cells it takes, with the space after it."""
        return cell_len(self.key) + cell_len(self.word) + 1


class KeyBar(LineWidget):
    """Key and word for every command that works now, as many as there is room for.

    No word is ever cut. Help and the way out stay at the right end however narrow the line is;
    where commands had to be left out, the menu is called what it then is: the way to more.
    """

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; }"

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Shown, ...] = ()

    def show(self, entries: Sequence[KeyEntry], always: Sequence[KeyEntry], keys: dict[str, str]) -> None:
        """Show ``entries``, then ``always`` (never dropped).

        Args:
            entries: commands of this screen that work now, the most wanted first.
            always: commands that stay at the end of the line.
            keys: the key of each entry's id as a site may have remapped it.
        """
        shown = tuple(
            Shown(
                key_name(keys.get(entry.id, entry.keys[0])),
                beside(label_of(entry)),
                entry.spare,
                kept,
                entry.id == _MENU,
            )
            for kept, group in ((False, entries), (True, always))
            for entry in group
        )
        if shown != self._entries:
            self._entries = shown
            self.refresh()

    def line(self, _y: int, width: int) -> list[Piece]:
        """Draw the line."""
        fitting = _fitting(self._entries, width)
        pieces: list[Piece] = [(" ", "")]
        for entry in fitting:
            more = entry.is_menu and len(fitting) < len(self._entries)
            pieces += [
                (entry.key, "bold reverse"),
                (beside(_("More")) if more else entry.word, ""),
                (" ", ""),
            ]
        return pieces


def _fitting(entries: Sequence[Shown], width: int) -> list[Shown]:
    """Return those of ``entries`` there is room for, in their order."""
    # One space before the first and one between each two: the last needs none behind it.
    room = width - sum(entry.room for entry in entries if entry.kept)
    chosen = {place for place, entry in enumerate(entries) if entry.kept}
    for spare in (False, True):
        for place, entry in enumerate(entries):
            if place not in chosen and entry.spare is spare and entry.room <= room:
                chosen.add(place)
                room -= entry.room
    return [entry for place, entry in enumerate(entries) if place in chosen]


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
