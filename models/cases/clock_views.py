"""What other rooms and the console see of the stage clocks of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.cases.kinds import Light, Stage


@dataclass(frozen=True, slots=True)
class ClockView:
    """A stage clock of a case: one that runs, or what became of it.

    ``receipt`` is the document of :class:`models.calendar.receipt.Receipt`, frozen when it started; ``None``
    for one that was imported (:meth:`models.cases.service.CaseService.explain_clock`).
    """

    id: int
    stage: Stage
    limit: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    stopped_at: datetime | None
    light: Light
    """As of the moment it was read"""
    aside: bool
    """It stands still because the case was merged"""
    provisional_years: tuple[int, ...]
    receipt: Mapping[str, Any] | None

    @property
    def runs(self) -> bool:
        """Whether time counts."""
        return self.stopped_at is None

    @property
    def provisional(self) -> bool:
        """Whether the deadline reaches into a year whose days off are not published."""
        return bool(self.provisional_years)
