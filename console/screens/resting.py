"""Waiting until the cursor rests before what it stands on is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.timer import Timer

SECONDS = 0.15
"""How long the cursor must rest."""


class Rests:
    """What is to happen once a cursor rests; the newest of each name counts."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._waiting: dict[str, Timer] = {}

    def after(self, name: str, then: Callable[[], None]) -> None:
        """Call ``then`` unless something else is asked for under ``name`` before the rest is over."""
        known = self._waiting.pop(name, None)
        if known is not None:
            known.stop()
        self._waiting[name] = self._screen.set_timer(SECONDS, then)
