"""What happened and what to do next, to be read and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.base import Dialog
from console.i18n import _, render_error
from console.keys import bindings
from console.widgets.lines import Sentence
from console.work import later
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.app import YiwangApp


class NoticeDialog(Dialog[bool]):
    """A refusal in two sentences.

    Args:
        sentence: what happened, translated.
        next_step: what to do next, translated.
        title: what kind of notice it is.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("notice",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("notice"))
    DEFAULT_CSS = "NoticeDialog Sentence { padding: 0 2; }"

    def __init__(self, sentence: str, next_step: str = "", *, title: str = "") -> None:
        super().__init__(title or _("This was not done"))
        self._sentence = sentence
        self._next_step = next_step

    def body(self) -> Iterable[Widget]:
        """Return the two sentences."""
        yield Sentence(self._sentence, "bold")
        if self._next_step:
            yield Sentence(self._next_step)

    def says_the_same_as(self, other: NoticeDialog) -> bool:
        """Say whether reading ``other`` after this one would tell nothing new."""
        return (self._sentence, self._next_step) == (other._sentence, other._next_step)

    def action_accept(self) -> None:
        """It has been read."""
        later(self.dismiss(result=True))

    def action_cancel(self) -> None:
        """It has been read."""
        later(self.dismiss(result=True))


def error_dialog(number: str) -> NoticeDialog:
    """Return the notice for an error nobody foresaw; the log has its details under ``number``."""
    return NoticeDialog(
        _("The program met an error it did not expect. Its number is %(number)s.", number=number),
        _("Nothing half done was kept. Try again; if it comes back, tell the administrator this number."),
        title=_("Program error"),
    )


def show(app: YiwangApp, error: Exception, then: Callable[[], None] | None = None) -> None:
    """Show a refusal in its own words, or a number for what nobody foresaw; twice the same only once.

    Args:
        app: the console.
        error: what was raised.
        then: called when the notice has been read.
    """
    if isinstance(error, DomainError):
        dialog = NoticeDialog(*render_error(error))
    else:
        dialog = error_dialog(app.report_error(error))
    top = app.screen
    if isinstance(top, NoticeDialog) and top.says_the_same_as(dialog):
        return
    later(app.push_screen(dialog, (lambda _read: then()) if then is not None else None))
