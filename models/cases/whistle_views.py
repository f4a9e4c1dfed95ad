"""What is entered and handed out about units called to cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from models.cases.task_kinds import Turnout


@dataclass(frozen=True, slots=True)
class WhistleEntries:
    """A call: which units, what for, where and by when."""

    unit_ids: tuple[int, ...]
    note: str
    report_by: datetime
    place: str = ""
    limit: str = ""
    """How long each unit has to answer, as ``2WD``; "" is the limit of the case's own condition"""


@dataclass(frozen=True, slots=True)
class Called:
    """One unit that was called to one case."""

    case_id: int
    number: str
    title: str
    unit_id: int
    unit_name: str
    asked_at: datetime
    report_by: datetime
    reported_at: datetime | None
    came: str
    absent_at: datetime | None
    turnout: Turnout | None
    turnout_note: str
    waiting: bool
    """It may still come in time"""
    late: bool
    """It came after its time"""
    absent: bool
    """It did not come in its time, or at all"""


@dataclass(frozen=True, slots=True)
class UnitTurnout:
    """How a unit turned out in a period: counts of calls, and the calls themselves, the newest first."""

    unit_id: int
    unit_name: str
    called: int
    in_time: int
    late: int
    absent: int
    calls: tuple[Called, ...]
