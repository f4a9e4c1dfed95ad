"""What is handed out of the load board."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Measure(StrEnum):
    """What is counted of a unit's cases, in the order of the columns."""

    OPEN = "open"
    TODAY = "today"
    """The handling is due later today"""
    OVERDUE = "overdue"
    """The handling, or a step of the desk, is overdue"""
    RETURNED = "returned"
    """Open, and given back at least once"""
    WAITING = "waiting"
    """Waits to be taken: given to the unit, or in the public pool"""


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """One line: a unit, or the desk where no unit has the case."""

    unit_id: int | None
    """``None`` is the desk: accepting, filing, dispatching"""
    name: str
    """"" for the desk"""
    open: int
    today: int
    overdue: int
    returned: int
    waiting: int
    on_duty: int

    def count(self, measure: Measure) -> int:
        """Return one of the numbers."""
        found: int = getattr(self, measure.value)
        return found


@dataclass(frozen=True, slots=True)
class LoadBoard:
    """The whole board as of a moment; ``total`` sums the lines, but for those on duty, who count once."""

    at: datetime
    lines: tuple[UnitLoad, ...]
    total: UnitLoad
