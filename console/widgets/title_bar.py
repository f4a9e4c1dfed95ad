"""The title line: where we are, who we are, what time it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from console.i18n import _
from console.text import cell_len
from console.widgets.lines import LineWidget, Piece, spread

if TYPE_CHECKING:
    from console.frame import Frame

_MINUTE = 60


class TitleBar(LineWidget):
    """一网, the township, the screen's title; the person and their role; date, weekday, time.

    It is drawn again on the minute and never between; its screen is told, whose words may tell
    the time as well.
    """

    DEFAULT_CSS = "TitleBar { height: 1; dock: top; }"

    class MinutePassed(Message):
        """The clock shows another minute."""

    def __init__(self, frame: Frame, title: str = "") -> None:
        super().__init__()
        self._frame = frame
        self._title = title

    def on_mount(self) -> None:
        """Wait for the next full minute."""
        self._wait_for_the_minute()

    def set_title(self, title: str) -> None:
        """Show ``title`` as the screen's name."""
        if title != self._title:
            self._title = title
            self.refresh()

    def line(self, _y: int, width: int) -> list[Piece]:
        """Draw the line; a drill shows in reverse."""
        frame = self._frame
        place = " ".join(("", _("Yiwang"), frame.place)).rstrip()
        right_parts = [part for part in (frame.person, frame.times.title(frame.clock.now())) if part]
        right = "  ".join(right_parts) + " "
        left: list[Piece] = [(place, "bold")]
        if frame.mode:
            left = [(f" {frame.mode} ", "reverse bold"), *left]
        title_room = width - cell_len(place) - cell_len(right)
        gap = max(2, (title_room - cell_len(self._title)) // 2)
        left += [(" " * gap, ""), (self._title, "bold")]
        pieces = spread(left, [(right, "")], width)
        return [(text, f"{style} reverse".strip()) for text, style in pieces] if frame.mode else pieces

    def _wait_for_the_minute(self) -> None:
        now = self._frame.clock.now()
        self.set_timer(_MINUTE - now.second - now.microsecond / 1e6 + 0.05, self._tick)

    def _tick(self) -> None:
        self.pass_minute()
        self._wait_for_the_minute()

    def pass_minute(self) -> None:
        """Show the time of now, and tell the screen."""
        self.refresh()
        self.post_message(self.MinutePassed())
