"""One line of text, asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.dialogs.base import Dialog
from console.terminal.widgets import LineInput
from console.widgets.lines import Sentence
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget
    from textual.widgets import Input


class PromptDialog(Dialog[str]):
    """Asks for one line; returns it, or ``None`` on Esc.

    Args:
        title: what is asked for, translated.
        explanation: a sentence above the field.
        value: what the field holds at first.
        check: returns what is wrong with an entry, "" if nothing; the dialog stays open then.
        password: show stars.
    """

    DEFAULT_CSS = "PromptDialog Sentence { padding: 0 2; }"

    def __init__(
        self,
        title: str,
        explanation: str = "",
        *,
        value: str = "",
        check: Callable[[str], str] | None = None,
        password: bool = False,
    ) -> None:
        super().__init__(title)
        self._explanation = explanation
        self._value = value
        self._check = check
        self._password = password

    def body(self) -> Iterable[Widget]:
        """Return the explanation, the field and room for what is wrong."""
        if self._explanation:
            yield Sentence(self._explanation)
        yield LineInput(self._value, password=self._password)
        yield Sentence("", "bold", id="problem")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Answer with Enter from the field."""
        message.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Answer with what the field holds, if that will do."""
        field = self.query_one(LineInput)
        problem = self._check(field.value) if self._check is not None else ""
        field.problem = problem
        self.query_one("#problem", Sentence).show(problem)
        if not problem:
            later(self.dismiss(field.value))
