"""The title line: where we are, who we are, what time it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from console.i18n import _
from console.text import cell_len
from console.widgets.lines import LineWidget, Piece, spread

if TYPE_CHECKING:
    from textual.app import App

    from console.frame import Frame
    from models.kernel.clock import Clock

_MINUTE = 60


class TitleBar(LineWidget):
    """一网, the township, the screen's title; the person and their role; date, weekday, time.

    It is drawn again on the minute (:func:`keep_time`) and never between; its screen is told,
    whose words may tell the time as well.
    """

    DEFAULT_CSS = "TitleBar { height: 1; dock: top; }"

    class MinutePassed(Message):
        """The clock shows another minute."""

    def __init__(self, frame: Frame, title: str = "") -> None:
        super().__init__()
        self._frame = frame
        self._title = title

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
        # Counted in sight as long as it stands: a notice is gone with the next key.
        raised: list[Piece] = []
        if frame.raised:
            raised = [(_("up %(count)s", count=frame.raised), "bold red"), ("  ", "")]
        taken = sum(cell_len(text) for text, _style in (*left, *raised))
        title_room = width - taken - cell_len(right)
        gap = max(2, (title_room - cell_len(self._title)) // 2)
        left += [(" " * gap, ""), (self._title, "bold")]
        pieces = spread(left, [*raised, (right, "")], width)
        return [(text, f"{style} reverse".strip()) for text, style in pieces] if frame.mode else pieces

    def pass_minute(self) -> None:
        """Show the time of now, and tell the screen."""
        self.refresh()
        self.post_message(self.MinutePassed())


def keep_time(app: App[Any], clock: Clock) -> None:
    """Draw the title lines of all open screens again on every full minute.

    The app waits, for all of them: a timer of a title line would hold it, and with it its
    screen, for up to a minute after the screen was left.
    """

    def tick() -> None:
        for screen in app.screen_stack:
            for bar in screen.query(TitleBar):
                bar.pass_minute()
        keep_time(app, clock)

    now = clock.now()
    app.set_timer(_MINUTE - now.second - now.microsecond / 1e6 + 0.05, tick)


def show_raised(app: Any, account_id: int, count: int) -> None:
    """Show on every title line how many cases went up to the person of an account, if they are still here."""
    actor, frame = app.actor, app.frame
    if (
        actor is None
        or actor.account_id != account_id
        or (frame.raised_to, frame.raised) == (account_id, count)
    ):
        return
    frame.raised_to, frame.raised = account_id, count
    for screen in app.screen_stack:
        for bar in screen.query(TitleBar):
            bar.refresh()
