"""What every screen shows of the session: the place, the person, the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.i18n import _
from console.text import Times, clock_zone

if TYPE_CHECKING:
    from datetime import date

    from models.accounts.views import Actor
    from models.kernel.clock import Clock
    from models.organisation.views import OfficeView


@dataclass(slots=True)
class Frame:
    """Facts of the running console that widgets read when they draw; the app keeps them."""

    clock: Clock
    """Where the time comes from"""
    times: Times = field(default_factory=lambda: Times(datetime.now(UTC).astimezone().tzinfo or UTC))
    """How moments are written, in the office's zone; in the machine's until that is known"""
    place: str = ""
    """The township's name"""
    person: str = ""
    """Name and role of the person signed in"""
    raised: int = 0
    """How many cases went up to the person because nobody acted, and stand so"""
    raised_to: int | None = None
    """Whose account that counts for"""
    mode: str = ""
    """Drill or demo, shown in reverse; "" in ordinary work"""

    @property
    def today(self) -> date:
        """The day in the office."""
        return self.times.local(self.clock.now()).date()

    def show_person(self, actor: Actor | None) -> None:
        """Show who works here and in which of their roles foremost; nobody for ``None``."""
        if actor is None or actor.account_id != self.raised_to:
            self.raised = 0
        if actor is None:
            self.person = ""
            return
        # Loaded on use: the names of everything are of no use before somebody is there.
        from console.labels import label
        from models.accounts.views import Role

        foremost = next((label(role) for role in Role if role in actor.roles), "")
        self.person = f"{actor.name} {foremost}".rstrip()

    def show_office(self, office: OfficeView) -> None:
        """Show the township's name, every time in its zone, and whether this is a drill."""
        self.place = office.name
        self.times = Times(clock_zone(office.zone))
        self.mode = _("Drill") if office.drill else ""
