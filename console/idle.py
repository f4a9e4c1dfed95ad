"""The lock of a console whose person went away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from console.app import YiwangApp

LOCK_MINUTES = 10.0
"""Minutes without a key after which the console locks itself."""
_LOOKS_PER_LIMIT = 20
_LONGEST_PAUSE = 10.0


class IdleLock:
    """Locks ``app`` after ``minutes`` without a key; 0 never does.

    The machine's own running time counts, not the clock on the wall, which may be set.
    """

    def __init__(self, app: YiwangApp, minutes: float) -> None:
        self._app = app
        self._seconds = minutes * 60
        self._last_key = time.monotonic()

    def begin(self) -> None:
        """Start watching."""
        if self._seconds:
            pause = min(_LONGEST_PAUSE, self._seconds / _LOOKS_PER_LIMIT)
            self._app.set_interval(pause, self._look)

    def note(self, event: events.Event) -> None:
        """Take note of a key."""
        if isinstance(event, events.Key | events.Paste):
            self._last_key = time.monotonic()

    def _look(self) -> None:
        if time.monotonic() - self._last_key >= self._seconds:
            self._app.action_lock()
