"""Why is it due then? The receipt of a deadline, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.dialogs.base import Dialog
from console.i18n import _, render
from console.keys import bindings
from console.widgets.text_view import TextView
from console.work import later
from models.calendar.receipt import Receipt
from models.calendar.wording import receipt_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

_AROUND = 3
"""Lines beside the text: the title, the keys, and one of the screen below"""


class ReceiptDialog(Dialog[None]):
    """Shows the receipt kept with a case.

    Args:
        number: the case.
        document: the receipt as it was frozen at filing.
        ends: a sentence on what ends before that, and is therefore what counts; "" for nothing.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("notice",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("notice"))
    DEFAULT_CSS = """
    ReceiptDialog > .panel { max-height: 100%; }
    ReceiptDialog TextView { height: auto; }
    """

    def __init__(self, number: str, document: Mapping[str, Any], ends: str = "") -> None:
        super().__init__(_("The deadline of %(number)s", number=number))
        self._receipt = Receipt.from_document(document)
        self._ends = ends

    def body(self) -> Iterable[Widget]:
        """Return the lines; the deadline itself, the last, stands out."""
        lines = [str(render(phrase)) for phrase in receipt_lines(self._receipt)]
        lines += [self._ends] if self._ends else []
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
