"""A question below the list of what would move."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.confirm import ConfirmDialog
from console.keys import bindings
from console.widgets.lines import Sentence
from console.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece


class MovesDialog(ConfirmDialog):
    """Shows lines that can be scrolled, and asks ``question`` about them; ``True`` is yes.

    Args:
        question: what is asked, translated.
        lines: what there is to see first.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("confirm"))
    DEFAULT_CSS = """
    MovesDialog TextView { height: auto; max-height: 16; padding: 0 2; }
    """

    def __init__(self, question: str, lines: Sequence[Piece]) -> None:
        super().__init__(question)
        self._lines = tuple(lines)

    def body(self) -> Iterable[Widget]:
        """Return the question, and the lines below it."""
        yield Sentence(self._question, "bold")
        yield TextView(self._lines)
