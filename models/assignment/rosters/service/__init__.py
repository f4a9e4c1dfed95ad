"""The services of the rosters, one part for each subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.assignment.rosters.checking import roster_findings
from models.assignment.rosters.service.abilities import AbilityDoors
from models.assignment.rosters.service.absence import AbsenceDoors, LeaveEntries
from models.assignment.rosters.service.deputies import DeputyDoors
from models.assignment.rosters.service.shifts import ShiftDoors, ShiftEntries
from models.assignment.rosters.service.swaps import SwapDoors, SwapEntries

if TYPE_CHECKING:
    from models.kernel.findings import Finding

__all__ = ["LeaveEntries", "RosterService", "ShiftEntries", "SwapEntries"]


class RosterService(ShiftDoors, AbsenceDoors, DeputyDoors, AbilityDoors, SwapDoors):
    """Shifts, duties, leave, deputies, skills and capacities; see the parts it is made of."""

    def check(self) -> list[Finding]:
        """Look whether what is kept of rosters holds together; name what does not."""
        with self._store.read() as session:
            return roster_findings(session, self._clock.now())
