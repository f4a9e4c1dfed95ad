"""The services of the room of assignment, as a part of :class:`models.api.Services`.

Each is made when it is first asked for, and its modules are loaded then.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from models.case_services import CaseServices

if TYPE_CHECKING:
    from models.assignment.balancing.service import BalanceService
    from models.assignment.rosters.service import RosterService
    from models.assignment.whatif.service import WhatIfService


class AssignmentServices(CaseServices):
    """Who does what, over the services of the cases."""

    @cached_property
    def rosters(self) -> RosterService:
        """Who is on duty and who is away, what each can do and take on."""
        from models.assignment.rosters.service import RosterService

        return RosterService(self.store, self.clock)

    @cached_property
    def whatif(self) -> WhatIfService:
        """What the coming days would bring."""
        from models.assignment.whatif.service import WhatIfService

        return WhatIfService(self.store, self.clock)

    @cached_property
    def balancing(self) -> BalanceService:
        """Giving many cases to the people of a unit."""
        from models.assignment.balancing.service import BalanceService

        return BalanceService(self.store, self.clock, self.sets)
