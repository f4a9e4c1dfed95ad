"""The help page of a screen: what it is for, then its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.base import Dialog
from console.help import heading, page, paragraphs
from console.help.generated import key_lines
from console.i18n import _
from console.keys import bindings, group_title
from console.widgets.text_view import TextView
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece


class HelpScreen(Dialog[None]):
    """Shows ``notes``, the page ``name`` and the keys of ``groups``."""

    GROUPS: ClassVar[tuple[str, ...]] = ("help",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("help"))
    DEFAULT_CSS = """
    HelpScreen { background: ansi_default; }
    HelpScreen > .panel { height: 100%; max-height: 100%; }
    """

    def __init__(self, name: str, groups: Sequence[str], notes: Sequence[Piece] = ()) -> None:
        super().__init__(_("Help: %(screen)s", screen=group_title(groups[0]) if groups else heading(name)))
        self._page = name
        self._groups = tuple(groups)
        self._notes = tuple(notes)

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        yield TextView([*self._notes, *paragraphs(page(self._page)), *key_lines(self._groups)])

    def action_help(self) -> None:
        """It is open already."""

    def action_close(self) -> None:
        """Go back."""
        later(self.dismiss(None))
