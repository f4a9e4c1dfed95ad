"""The services of the room of assignment, as a part of :class:`models.api.Services`.

Each is made when it is first asked for, and its modules are loaded then.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.assignment.board.service import BoardService
    from models.assignment.escalating.service import EscalationService
    from models.assignment.rosters.service import RosterService
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
