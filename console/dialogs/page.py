"""A page about one thing, over the whole screen; the arrows turn to its neighbours in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console import keys
from console.dialogs.base import Dialog
from console.keys import bindings
from console.widgets.text_view import TextView
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.keys import KeyEntry
    from console.widgets.lines import Piece


class PageDialog(Dialog[None]):
    """Shows ``paragraphs`` under ``title``.

    Args:
        title: what the page is about, translated.
        paragraphs: each a text and its style; spaces at the beginning indent it.
        step: shows the neighbour (1 the next, -1 the previous) by calling :meth:`show`;
            left out where there are none.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("page",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("page"))
    DEFAULT_CSS = """
    PageDialog { background: ansi_default; }
    PageDialog > .panel { height: 100%; max-height: 100%; }
    """

    def __init__(
        self, title: str, paragraphs: Sequence[Piece], step: Callable[[int], None] | None = None
    ) -> None:
        super().__init__(title)
        self._paragraphs = tuple(paragraphs)
        self._step = step

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        yield TextView(self._paragraphs)

    def show(self, title: str, paragraphs: Sequence[Piece]) -> None:
        """Show another page in place of this one."""
        self.set_title(title)
        if tuple(paragraphs) != self._paragraphs:
            self._paragraphs = tuple(paragraphs)
            self.query_one(TextView).show(paragraphs)

    def shown_keys(self) -> list[KeyEntry]:
        """Return the commands of the key line."""
        entries = keys.entries(*self.GROUPS)
        return [entry for entry in entries if self._step is not None or entry.condition != "step"]

    def action_step(self, by: int) -> None:
        """Turn to a neighbour."""
        if self._step is not None:
            self._step(by)

    def action_close(self) -> None:
        """Go back."""
        later(self.dismiss(None))
