"""Running a piece of work off the event loop, and what came of it.

The one place of the console that catches everything: whatever a piece of work raised
becomes part of its outcome, and the app decides how to show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The work came to its end with ``value``."""

    value: T


@dataclass(frozen=True, slots=True)
class Failed:
    """The work raised ``error``."""

    error: Exception


def attempt(work: Callable[[], T]) -> Done[T] | Failed:
    """Run ``work`` and return what came of it; nothing it raises gets past here."""
    try:
        return Done(work())
    except Exception as error:  # noqa: BLE001 -- the one place: the app shows a refusal or a logged number
        return Failed(error)


def later(_awaitable: object) -> None:
    """Let Textual do something after the present handler; nobody here waits for it."""
