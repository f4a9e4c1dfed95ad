"""A question to be answered with yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.base import Dialog
from console.i18n import _
from console.keys import bindings
from console.widgets.lines import Sentence
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget


class ConfirmDialog(Dialog[bool]):
    """Asks ``question``; ``True`` is yes. Esc is no."""

    GROUPS: ClassVar[tuple[str, ...]] = ("confirm",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("confirm"))
    DEFAULT_CSS = "ConfirmDialog Sentence { padding: 0 2; }"

    def __init__(self, question: str, explanation: str = "") -> None:
        super().__init__(_("A question"))
        self._question = question
        self._explanation = explanation

    def body(self) -> Iterable[Widget]:
        """Return the question."""
        yield Sentence(self._question, "bold")
        if self._explanation:
            yield Sentence(self._explanation)

    def action_accept(self) -> None:
        """Yes."""
        later(self.dismiss(result=True))

    def action_cancel(self) -> None:
        """No."""
        later(self.dismiss(result=False))


class LeaveDialog(ConfirmDialog):
    """Asks whether to leave all the same; the key that leaves does not ask again over it."""

    def action_leave(self) -> None:
        """Say that this is to be answered first: a key pressed twice must not throw anything away."""
        self.set_title(_("Answer first: yes leaves, no stays"))
