"""The shape all dialogs share: a panel across the bottom of the screen, its keys below it.

A panel of whole lines needs no side borders, costs a slow line few bytes, and leaves what
it asks about in sight above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.containers import Vertical
from textual.screen import ModalScreen

from console import keys
from console.keys import KeyEntry, bindings
from console.widgets.key_bar import KeyBar
from console.widgets.lines import RuleLine
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

R = TypeVar("R")


class Dialog(ModalScreen[R | None], Generic[R]):
    """A question. It returns its answer and does nothing else; Esc returns ``None``."""

    AUTO_FOCUS: ClassVar[str | None] = "*"
    GROUPS: ClassVar[tuple[str, ...]] = ("dialog",)
    """Groups of the key table that work in it"""
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("dialog"))
    DEFAULT_CSS = """
    Dialog { align: left bottom; background: transparent; color: ansi_default; overflow: hidden; }
    Dialog > .panel { height: auto; max-height: 90%; width: 100%; background: ansi_default; }
    Dialog > .panel > KeyBar { dock: none; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title_text = title

    def body(self) -> Iterable[Widget]:
        """Return what stands between the title and the keys."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Put title, body and keys together."""
        rule = RuleLine()
        rule.set_note(self._title_text)
        yield Vertical(rule, *self.body(), KeyBar(), classes="panel")

    def on_mount(self) -> None:
        """Show the keys."""
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Draw the key line anew."""
        app: Any = self.app
        entries = self.shown_keys()
        always = [entry for entry in entries if entry.id == "dialog.cancel"]
        shown = [entry for entry in entries if entry.line and entry not in always]
        self.query_one(KeyBar).show(shown, always, getattr(app, "remapped", {}))

    def shown_keys(self) -> list[KeyEntry]:
        """Return the commands of the key line."""
        return keys.entries(*self.GROUPS)

    def action_accept(self) -> None:
        """Answer; subclasses say what."""
        raise NotImplementedError

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        later(self.dismiss(None))
