"""The time of a drill: where it stands, how fast it runs, and that it stands still when nobody steers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.drills.kinds import DrillState

LEASE = timedelta(seconds=2)
"""How long the time of a drill goes on after whoever steers was last heard of."""


@dataclass(frozen=True, slots=True)
class Pace:
    """From which moment of the room the time of a drill runs, how fast, and until when at most.

    ``room`` is a moment of the room's own clock, ``virtual`` the drill's time at that moment. Time
    runs on its own only until ``lease``, a moment of the room: whoever steers moves it on every
    second, so that a trainer's console that dies stops the clock of all terminals within
    :data:`LEASE`, and the drill goes on from there, to the second.
    """

    state: DrillState
    virtual: datetime
    room: datetime
    speed: int
    lease: datetime
    ends: datetime

    def at(self, room: datetime) -> datetime:
        """Return the drill's time at a moment of the room; it never goes back, nor past the end."""
        if self.state is not DrillState.RUNNING:
            return self.virtual
        gone = max(min(room, self.lease) - self.room, timedelta(0))
        return min(self.virtual + gone * self.speed, self.ends)

    def room_at(self, virtual: datetime) -> datetime | None:
        """Return when, by the room's clock, the drill reaches a moment; ``None`` while it stands still."""
        if self.state is not DrillState.RUNNING or virtual > self.ends:
            return None
        return self.room + max(virtual - self.virtual, timedelta(0)) / self.speed

    def held(self, room: datetime) -> bool:
        """Say whether the time of a running drill stands because nobody was heard of who steers."""
        return self.state is DrillState.RUNNING and room > self.lease
