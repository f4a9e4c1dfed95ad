"""What the parts of the console tell each other; all in the past tense.

Results of threads come as messages too, so that no thread ever touches a widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.work import Done, Failed


@dataclass
class ReadEnded(Message):
    """A screen's or widget's reading came back; ``serial`` tells an outdated answer from the newest."""

    group: str
    serial: int
    outcome: Done[Any] | Failed
    then: Callable[[Any], None]


@dataclass
class WriteEnded(Message):
    """A write of the app came back."""

    job: int
    outcome: Done[Any] | Failed


@dataclass
class DataChanged(Message):
    """Something was saved, here or by another process."""

    elsewhere: bool


@dataclass
class ServicesOpened(Message):
    """The database layer was loaded and the database opened, or that failed."""

    outcome: Done[Any] | Failed
