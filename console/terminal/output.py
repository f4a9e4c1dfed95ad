"""Output that never waits for the terminal.

The event loop hands bytes over and goes on; a thread of its own waits for the wire. When
the terminal stops reading (XOFF, a dead network, a suspended client) the backlog is capped:
whole frames are left out, and one fresh picture is asked for when the terminal reads again.
"""

from __future__ import annotations

import os
import select
import threading
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

BACKLOG_LIMIT: Final = 128 * 1024
"""Bytes kept for a terminal that does not read: a few screens."""

_RETRY_SECONDS: Final = 1.0


class OutputPump(threading.Thread):
    """Writes queued bytes to one file descriptor, in order, outside the event loop."""

    def __init__(
        self,
        fileno: int,
        *,
        on_drained: Callable[[], None],
        on_lost: Callable[[], None],
        limit: int = BACKLOG_LIMIT,
    ) -> None:
        """Prepare the pump; call :meth:`start` to let it run.

        Args:
            fileno: where the bytes go.
            on_drained: called from the pump's thread when frames had been left out and the
                terminal has caught up: time to paint everything afresh.
            on_lost: called once from the pump's thread when the terminal is gone.
            limit: bytes kept back for a terminal that does not read.
        """
        super().__init__(daemon=True, name="yiwang-output")
        self._fileno = fileno
        self._on_drained = on_drained
        self._on_lost = on_lost
        self._limit = limit
        self._queue: deque[bytes] = deque()
        self._waiting = 0
        self._skipped = False
        self._closing = False
        self._lost = False
        self._changed = threading.Condition()

    @property
    def skipped(self) -> bool:
        """Whether frames were left out that no fresh picture has replaced yet."""
        return self._skipped

    def put(self, data: bytes) -> None:
        """Queue ``data``, one complete piece of output; never blocks.

        Beyond the limit the piece is left out as a whole, so that no sequence is cut in two.
        """
        with self._changed:
            if self._closing or self._lost or not data:
                return
            if self._waiting + len(data) > self._limit and self._waiting:
                self._skipped = True
                return
            self._queue.append(data)
            self._waiting += len(data)
            self._changed.notify()

    def finish(self, farewell: bytes, seconds: float) -> bool:
        """Send ``farewell`` instead of all that still waits, and end the thread.

        Returns whether the terminal took it within ``seconds``.
        """
        with self._changed:
            self._queue.clear()
            if farewell:
                self._queue.append(farewell)
            self._skipped = False
            self._closing = True
            self._changed.notify()
        if self.is_alive():
            self.join(seconds)
        return not self.is_alive() and not self._lost

    def run(self) -> None:
        """Write what is queued until finished or the terminal is gone."""
        while True:
            with self._changed:
                while not self._queue and not self._closing:
                    self._changed.wait()
                if not self._queue:
                    return
                data = self._queue.popleft()
            if not self._send(data):
                return
            with self._changed:
                self._waiting = max(0, self._waiting - len(data))
                drained = self._skipped and not self._queue
                if drained:
                    self._skipped = False
            if drained:
                self._on_drained()

    def _send(self, data: bytes) -> bool:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self._fileno, rest) :]
            except BlockingIOError:
                # Somebody sharing the terminal made it non-blocking.
                select.select([], [self._fileno], [], _RETRY_SECONDS)
            except OSError:
                with self._changed:
                    self._lost = True
                    self._queue.clear()
                self._on_lost()
                return False
        return True


def write_bounded(fileno: int, data: bytes, seconds: float) -> bool:
    """Write ``data`` and wait at most ``seconds``; return whether it all went out."""
    pump = OutputPump(fileno, on_drained=_nothing, on_lost=_nothing)
    pump.start()
    return pump.finish(data, seconds)


def _nothing() -> None:
    """Ignore an event of a pump nobody listens to."""
