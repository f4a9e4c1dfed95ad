"""Why is it due then? The receipt of a deadline, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.base import Dialog
from console.former_words import receipt_texts
from console.i18n import _
from console.keys import bindings
from console.widgets.text_view import TextView
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from console.text import Times

_AROUND = 3
"""Lines beside the text: the title, the keys, and one of the screen below"""


class ReceiptDialog(Dialog[None]):
    """Shows the receipt kept with a case.

    Args:
        number: the case.
        document: the receipt as it was frozen at filing.
        times: how moments are written.
        ends: a sentence on what ends before that, and is therefore what counts; "" for nothing.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("notice",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("notice"))
    DEFAULT_CSS = """
    ReceiptDialog > .panel { max-height: 100%; }
    ReceiptDialog TextView { height: auto; }
    """

    def __init__(self, number: str, document: Mapping[str, Any], times: Times, ends: str = "") -> None:
        super().__init__(_("The deadline of %(number)s", number=number))
        self._lines = [*receipt_texts(document, times), *([ends] if ends else [])]

    def body(self) -> Iterable[Widget]:
        """Return the lines; the deadline itself, the last, stands out."""
        lines = self._lines
        yield TextView([*((line, "") for line in lines[:-1]), (lines[-1], "bold")])

    def on_resize(self, event: events.Resize) -> None:
        """Let the text be as high as there is room for; more of it is scrolled to."""
        self.query_one(TextView).styles.max_height = max(1, event.size.height - _AROUND)

    def action_accept(self) -> None:
        """It has been read."""
        later(self.dismiss(None))

    def action_cancel(self) -> None:
        """It has been read."""
        later(self.dismiss(None))
