"""What rooms keep in memory of a database until somebody saved something.

A value is read once and kept; after :meth:`Memo.forget` the next one to ask reads it again. Asking costs
two looks into a dictionary, so it may be done within every step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Memo:
    """Values by name. Safe in several threads: at worst two of them read the same value."""

    def __init__(self) -> None:
        self._turn = 0
        self._kept: dict[str, tuple[int, Any]] = {}

    def forget(self) -> None:
        """Have everything read again when it is next asked for."""
        self._turn += 1

    def recall(self, name: str, read: Callable[[Any], Any]) -> Any:
        """Return what is kept under ``name``.

        Args:
            name: the value's name.
            read: reads it; gets what was kept until now (``None`` at first), to hand back what is the same.
                It has to look at the database as it is when called, not at what a transaction saw before.
        """
        turn, kept = self._turn, self._kept.get(name)
        if kept is not None and kept[0] == turn:
            return kept[1]
        value = read(None if kept is None else kept[1])
        self._kept[name] = (turn, value)
        return value
