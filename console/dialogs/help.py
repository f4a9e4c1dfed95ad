"""The help page of a screen: what it is for, then its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.base import Dialog
from console.help import page, paragraphs
from console.i18n import _
from console.keys import bindings, entries, group_title, keys_text
from console.text import cell_len
from console.widgets.text_view import TextView
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece

_KEY_WIDTH = 14


class HelpScreen(Dialog[None]):
    """Shows ``notes``, the page ``name`` and the keys of ``groups``."""

    GROUPS: ClassVar[tuple[str, ...]] = ("help",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("help"))
    DEFAULT_CSS = """
    HelpScreen { background: ansi_default; }
    HelpScreen > .panel { height: 100%; max-height: 100%; }
    """

    def __init__(self, name: str, groups: Sequence[str], notes: Sequence[Piece] = ()) -> None:
        super().__init__(_("Help: %(screen)s", screen=group_title(groups[0] if groups else name)))
        self._page = name
        self._groups = tuple(groups)
        self._notes = tuple(notes)

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        yield TextView([*self._notes, *paragraphs(page(self._page)), *key_lines(self._groups)])

    def action_close(self) -> None:
        """Go back."""
        later(self.dismiss(None))


def key_lines(groups: Sequence[str]) -> list[Piece]:
    """Return the keys of ``groups`` as lines of text, a heading above each group."""
    lines: list[Piece] = []
    for group in groups:
        rows = entries(group)
        if rows:
            lines += [("", ""), (_("Keys: %(group)s", group=group_title(group)), "bold underline")]
        for entry in rows:
            keys = keys_text(entry, letters=True)
            space = " " * max(2, _KEY_WIDTH - cell_len(keys))
            lines.append((f"{keys}{space}{_(entry.help)}", ""))
    return lines
