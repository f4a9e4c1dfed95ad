"""Hearing of what other processes saved."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from console.work import Failed, attempt

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS_BETWEEN_LOOKS = 1.0


class ChangeWatch(threading.Thread):
    """Looks once a second whether the database moved, and tells when it did.

    The first look tells too: what was shown until then was read before anybody watched.

    Args:
        version: a number that differs after another process committed; cheap.
        changed: called in this thread when it moved.
        report: gets an error, which ends the watch: lists then stay as they are until reloaded.
    """

    def __init__(
        self, version: Callable[[], int], changed: Callable[[], object], report: Callable[[Exception], object]
    ) -> None:
        super().__init__(name="change-watch", daemon=True)
        self._version = version
        self._changed = changed
        self._report = report
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End the watch and wait for it: it must not ask a database that is being closed."""
        self._stopped.set()
        if self.is_alive() and threading.current_thread() is not self:
            self.join(SECONDS_BETWEEN_LOOKS)

    def run(self) -> None:
        """Look until stopped."""
        seen: int | None = None
        while not self._stopped.is_set():
            outcome = attempt(self._version)
            if isinstance(outcome, Failed):
                self._report(outcome.error)
                return
            if outcome.value != seen:
                self._changed()
            seen = outcome.value
            self._stopped.wait(SECONDS_BETWEEN_LOOKS)
