"""Waiting for the hands of trainers, which work in threads of their own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 20.0


class Waiting:
    """Hears of whatever moves, and of errors."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self._changed = threading.Condition()

    def moved(self, _hand: object) -> None:
        """Look again at what is waited for."""
        with self._changed:
            self._changed.notify_all()

    def failed(self, error: Exception) -> None:
        """Keep an error."""
        self.errors.append(error)

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds."""
        with self._changed:
            assert self._changed.wait_for(condition, _PATIENCE), self.errors
