"""A new password: the old one, the new one, the new one again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.dialogs.base import Dialog
from console.i18n import _
from console.terminal.widgets import LineInput
from console.widgets.lines import Sentence
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget
    from textual.widgets import Input

_LONGEST = 256


@dataclass(frozen=True, slots=True)
class NewPassword:
    """What was entered."""

    old: str = field(repr=False)
    new: str = field(repr=False)


class PasswordDialog(Dialog[NewPassword]):
    """Asks for a new password, twice; the service judges whether it will do.

    Args:
        reason: why it is asked for, translated; "" where the person wanted it.
    """

    DEFAULT_CSS = "PasswordDialog Sentence { padding: 0 2; }"

    def __init__(self, reason: str = "") -> None:
        super().__init__(_("Change the password"))
        self._reason = reason

    def body(self) -> Iterable[Widget]:
        """Return the three fields."""
        if self._reason:
            yield Sentence(self._reason, "bold")
        for name, words in (
            ("old", _("Present password")),
            ("new", _("New password")),
            ("again", _("New password again")),
        ):
            yield Sentence(words)
            yield LineInput(id=name, password=True, max_length=_LONGEST)
        yield Sentence("", "bold", id="problem")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go to the next field, or answer from the last."""
        message.stop()
        if message.input.id == "again":
            self.action_accept()
        else:
            self.focus_next()

    def action_accept(self) -> None:
        """Answer, if the new password was typed alike twice."""
        old, new, again = (self.query_one(f"#{name}", LineInput) for name in ("old", "new", "again"))
        if new.value != again.value:
            again.value = ""
            again.focus()
            self.query_one("#problem", Sentence).show(
                _("The two new passwords differ; type the second again.")
            )
            return
        later(self.dismiss(NewPassword(old.value, new.value)))
