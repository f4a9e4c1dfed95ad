"""The shape all dialogs share: a panel across the bottom of the screen, its keys below it.

A panel of whole lines needs no side borders, costs a slow line few bytes, and leaves what
it asks about in sight above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.containers import Vertical

from console import keys
from console.keys import EVERYWHERE, KeyEntry, bindings, bindings_of
from console.terminal.layout import LaidOutOnce, SeenThrough
from console.widgets.key_bar import KeyBar
from console.widgets.lines import RuleLine
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.text_view import TextView

R = TypeVar("R")

_PAGE_KEYS = ("text.page_down", "text.page_up")


class Dialog(LaidOutOnce[R | None], SeenThrough[R | None], Generic[R]):
    """A question. It returns its answer and does nothing else; Esc returns ``None``.

    The keys that explain a screen and that leave the console do so here as well; nothing is answered
    by either.
    """

    AUTO_FOCUS: ClassVar[str | None] = "*"
    GROUPS: ClassVar[tuple[str, ...]] = ("dialog",)
    """Groups of the key table that work in it"""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("dialog"),
        *bindings_of(EVERYWHERE, "help"),
        *bindings_of(EVERYWHERE, "leave"),
    ]
    DEFAULT_CSS = """
    Dialog { align: left bottom; background: transparent; color: ansi_default; overflow: hidden; }
    Dialog:ansi { background: transparent; }
    Dialog > .panel { height: auto; max-height: 90%; width: 100%; background: ansi_default; }
    Dialog > .panel > KeyBar { dock: none; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title_text = title
        self._place = ""
        """Which lines of its text are in sight, "" if all are"""
        self._given: list[str] = []

    def body(self) -> Iterable[Widget]:
        """Return what stands between the title and the keys."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Put title, body and keys together."""
        rule = RuleLine(id="title")
        self._write_title(rule)
        yield Vertical(rule, *self.body(), KeyBar(), classes="panel")

    def on_mount(self) -> None:
        """Show the keys, and remember what the fields say."""
        self.refresh_keys()
        self.take_as_given()

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title_text = title
        self._show_title()

    def _show_title(self) -> None:
        self._write_title(self.query_one("#title", RuleLine))

    def _write_title(self, rule: RuleLine) -> None:
        """Write title and place; in a drill its time too, as the panel may hide the title line."""
        frame = getattr(self.app, "frame", None)
        mode = "" if frame is None else frame.mode
        if frame is not None and mode:
            mode = f"{mode} {frame.times.title(frame.clock.now())}"
        parts = (mode, self._title_text, self._place)
        rule.set_note("  ".join(part for part in parts if part), "reverse bold" if mode else "")

    def pass_minute(self) -> None:
        """Show the time and the speed of the drill as they are now."""
        for rule in self.query("#title").results(RuleLine):
            self._write_title(rule)

    def on_text_view_scrolled(self, message: TextView.Scrolled) -> None:
        """Say which lines of the text are in sight, and how to see the others."""
        message.stop()
        if message.view.place != self._place:
            self._place = message.view.place
            self._show_title()
            self.refresh_keys()

    def refresh_keys(self) -> None:
        """Draw the key line anew."""
        app: Any = self.app
        entries = self.shown_keys()
        always = [entry for entry in entries if entry.id == "dialog.cancel"]
        shown = [entry for entry in entries if entry.line and entry not in always]
        if self._place:
            pages = [entry for entry in keys.entries("text") if entry.id in _PAGE_KEYS]
            shown = [*pages, *shown]
        self.query_one(KeyBar).show(shown, always, getattr(app, "remapped", {}))

    def shown_keys(self) -> list[KeyEntry]:
        """Return the commands of the key line."""
        return keys.entries(*self.GROUPS)

    def take_as_given(self) -> None:
        """Take what the fields say now for what nobody typed."""
        self._given = self._texts()

    def holds_unsaved(self) -> bool:
        """Say whether leaving now would lose what was typed: no draft is kept of an answer."""
        return self.is_mounted and self._texts() != self._given

    def _texts(self) -> list[str]:
        # By name: most dialogs have no field, and need none of the two loaded.
        fields: Iterable[Any] = self.query("Input, TextArea")
        return [str(getattr(field, "value", "") or getattr(field, "text", "")) for field in fields]

    def action_help(self) -> None:
        """List the keys that work here."""
        from console.dialogs.help import HelpScreen

        later(self.app.push_screen(HelpScreen("", self.GROUPS)))

    def action_leave(self) -> None:
        """Leave the console; it asks if something would be lost."""
        app: Any = self.app
        app.action_leave()

    def action_accept(self) -> None:
        """Answer; subclasses say what. One that only shows something has no answer and closes."""
        self.action_cancel()

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        later(self.dismiss(None))
