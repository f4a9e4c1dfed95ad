"""What is handed out of warnings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

HANDLING = "handling"
"""What the clock of handling is called beside the stages."""


class Warned(StrEnum):
    """What a warning says of a clock."""

    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class WarningView:
    """A warning to the person who has the case, or leads the unit that has it."""

    id: int
    number: str
    short_number: str
    title: str
    clock: str
    kind: Warned
    due_at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """Warnings raised since somebody looked last, the newest first."""

    warnings: tuple[WarningView, ...]
    latest: int
    """Where to look from the next time"""
    more: int = 0
    """How many there are beside those shown"""
