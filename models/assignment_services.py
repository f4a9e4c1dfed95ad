"""The services of the room of assignment, as a part of :class:`models.api.Services`.

Each is made when it is first asked for, and its modules are loaded then.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.assignment.rosters.service import RosterService
    from models.assignment.routing.service import RoutingService
    from models.kernel.clock import Clock
    from models.kernel.store import Store


class AssignmentServices:
    """Who does what, over one store and one clock."""

    store: Store
    clock: Clock

    @cached_property
    def rosters(self) -> RosterService:
        """Who is on duty and who is away, what each can do and take on."""
        from models.assignment.rosters.service import RosterService

        return RosterService(self.store, self.clock)

    @cached_property
    def routing(self) -> RoutingService:
        """The rules by which filed cases are dispatched."""
        from models.assignment.routing.service import RoutingService

        return RoutingService(self.store, self.clock)
