"""The services of the room of assignment, as a part of :class:`models.api.Services`.

Each is made when it is first asked for, and its modules are loaded then.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from models.case_services import CaseServices

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.assignment.balancing.service import BalanceService
    from models.assignment.board.service import BoardService
    from models.assignment.escalating.service import EscalationService
    from models.assignment.rosters.service import RosterService
    from models.assignment.routing.service import RoutingService
    from models.assignment.suggesting.service import SuggestService
    from models.assignment.whatif.service import WhatIfService


class AssignmentServices(CaseServices):
    """Who does what, over the services of the cases."""

    @cached_property
    def rosters(self) -> RosterService:
        """Who is on duty and who is away, what each can do and take on."""
        from models.assignment.rosters.service import RosterService

        return RosterService(self.store, self.clock)

    def swaps_asked(self, actor: Actor) -> int:
        """Return how many swaps wait for the person to agree to; loads nothing of the rosters."""
        from models.assignment.asked import swaps_asked_of

        # A day of UTC is never later than the office's own.
        with self.store.read() as session:
            return swaps_asked_of(session, actor, self.clock.now().date())

    def escalates(self) -> bool:
        """Say whether the office has switched escalation on; loads nothing of it."""
        from models.cases.settings.inforce import in_force

        return bool(in_force(self.store).document.get("escalation.on"))

    @cached_property
    def escalating(self) -> EscalationService:
        """What goes up because nobody acted."""
        from models.assignment.escalating.service import EscalationService

        return EscalationService(self.store, self.clock)

    @cached_property
    def board(self) -> BoardService:
        """What lies with each unit now."""
        from models.assignment.board.service import BoardService

        return BoardService(self.store, self.clock)

    @cached_property
    def routing(self) -> RoutingService:
        """The rules by which filed cases are dispatched."""
        from models.assignment.routing.service import RoutingService

        return RoutingService(self.store, self.clock)

    @cached_property
    def whatif(self) -> WhatIfService:
        """What the coming days would bring."""
        from models.assignment.whatif.service import WhatIfService

        return WhatIfService(self.store, self.clock)

    @cached_property
    def balancing(self) -> BalanceService:
        """Giving many cases to the people of a unit."""
        from models.assignment.balancing.service import BalanceService

        return BalanceService(self.store, self.clock, self.sets, self.calendar)

    @cached_property
    def suggestions(self) -> SuggestService:
        """Who could have a case, with the reasons."""
        from models.assignment.suggesting.service import SuggestService

        return SuggestService(self.store, self.clock, self.calendar)
