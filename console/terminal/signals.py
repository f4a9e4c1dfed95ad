"""Leaving in time when the system or the terminal says so.

A hang-up, a termination or a lost terminal gives the program a moment to unmount, finish
its transaction and restore the terminal; if it has not gone by then (event loop stuck, line
stalled, worker deaf), a watchdog ends it. Handlers of the event loop would not do: they
never run when the loop is stuck.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LEAVE_SECONDS: Final = 2.0
"""Time the program has to leave by itself, in seconds."""

HANGUP_EXIT_CODE: Final = 129
"""128 + SIGHUP: also used when the terminal is found gone before the signal arrives."""

_SIGNAL_EXIT_BASE: Final = 128
_NAMES: Final = ("SIGHUP", "SIGTERM", "SIGQUIT", "SIGINT", "SIGBREAK")
LEAVING_SIGNALS: Final = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
"""Signals that mean "end now". SIGINT is among them only from outside: the Ctrl-C key is
an ordinary key in the console and sends no signal."""


def _nothing() -> None:
    """Nothing to restore."""


class DepartureGuard:
    """Sees to it that the process is gone a few seconds after it was asked to leave."""

    def __init__(
        self,
        leave: Callable[[int], None],
        *,
        last_rites: Callable[[], None] = _nothing,
        limit: float = LEAVE_SECONDS,
    ) -> None:
        """Prepare the guard.

        Args:
            leave: asks the program to end with an exit code; called from any thread or
                from a signal handler, must not block.
            last_rites: restores the terminal before the process is ended by force.
            limit: seconds between the two.
        """
        self._leave = leave
        self._last_rites = last_rites
        self._limit = limit
        # One ticket: taking it is atomic, so a signal that interrupts a departure in the
        # same thread cannot deadlock as it could on a lock.
        self._tickets = [None]
        self._code: int | None = None
        self._previous: dict[int, Any] = {}
        self._listening: socket.socket | None = None
        self._wakeup: socket.socket | None = None

    @property
    def exit_code(self) -> int | None:
        """The exit code of the departure under way, or None."""
        return self._code

    def depart(self, code: int) -> None:
        """Ask the program to leave with ``code`` and start the watchdog; once only."""
        try:
            self._tickets.pop()
        except IndexError:
            return
        self._code = code
        threading.Thread(target=self._watch, name="yiwang-watchdog", daemon=True).start()
        self._leave(code)

    def _watch(self) -> None:
        time.sleep(self._limit)
        rites = threading.Thread(target=self._last_rites, daemon=True)
        rites.start()
        rites.join(0.2)
        os._exit(self._code if self._code is not None else 1)

    def install(self) -> None:
        """Take the leaving signals over. Main thread only."""
        for number in LEAVING_SIGNALS:
            self._previous[number] = signal.signal(number, self._on_signal)
        if sys.platform != "win32":
            self._listen()

    def remove(self) -> None:
        """Give the signals back. A departure under way stays guarded to the end."""
        if self._code is not None:
            return
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        self._previous.clear()
        if self._wakeup is not None and self._listening is not None:
            signal.set_wakeup_fd(-1)
            # The listening thread ends on end of file.
            self._wakeup.close()
            self._wakeup = None

    def _on_signal(self, number: int, _frame: object) -> None:
        self.depart(_SIGNAL_EXIT_BASE + number)

    def _listen(self) -> None:
        """Hear signals in a thread of its own as well.

        Python runs handlers in the main thread between two bytecodes: never, while it sits
        in a long call into a database. The byte written to the wake-up descriptor comes
        from the signal itself.
        """
        self._listening, self._wakeup = socket.socketpair()
        self._wakeup.setblocking(False)  # noqa: FBT003 -- the socket module's signature
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        threading.Thread(
            target=self._hear, args=(self._listening,), name="yiwang-signals", daemon=True
        ).start()

    def _hear(self, listening: socket.socket) -> None:
        with listening, contextlib.suppress(OSError):
            while numbers := listening.recv(64):
                for number in numbers:
                    if number in LEAVING_SIGNALS:
                        self.depart(_SIGNAL_EXIT_BASE + number)
