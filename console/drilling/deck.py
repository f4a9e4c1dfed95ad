"""What a recording is played on: it runs, stands, goes back and forward. Threads may call all of it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.drills.kinds import SPEEDS
from scenarios.format.scenario import Scenario
from scenarios.recording.moments import moments

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from scenarios.recording.moments import Moment
    from scenarios.recording.replay import Replay
    from scenarios.sandbox import Sandboxes


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a recording stands."""

    at: int
    """Seconds from the start of the drill"""
    done: int
    """How many entries stand in its world"""
    entries: int
    last: int
    """When its last entry was written, in seconds from the start"""
    playing: bool
    speed: int


class Deck:
    """A recording being played.

    Args:
        found: prepared.
        seconds: what time it is in the room, in seconds from anywhere.
    """

    def __init__(self, found: Replay, seconds: Callable[[], float] = time.monotonic) -> None:
        self.replay = found
        new = found.recording.new
        self.scenario = Scenario.model_validate(new.scenario)
        self.starts = new.starts
        self.moments: list[Moment] = moments(self.scenario, found.entries, self.starts)
        self._seconds = seconds
        self._lock = threading.RLock()
        self._playing = False
        self._speed = 1
        self._ticked = seconds()

    def standing(self) -> Standing:
        """Return where it stands."""
        with self._lock:
            return Standing(
                self._at(),
                self.replay.done,
                len(self.replay.entries),
                self._second(self.replay.recording.ends),
                self._playing,
                self._speed,
            )

    def tick(self) -> bool:
        """Go on with the time of the room, if it plays; say whether something moved."""
        with self._lock:
            now = self._seconds()
            gone, self._ticked = now - self._ticked, now
            if not self._playing:
                return False
            before, ends = self.replay.done, self.replay.recording.ends
            to = self.replay.moment + timedelta(seconds=gone * self._speed)
            self.replay.to(min(to, ends))
            self._playing = to < ends
            return self.replay.done != before

    def play(self) -> None:
        """Let it run, or let it stand."""
        with self._lock:
            self._ticked = self._seconds()
            self._playing = not self._playing and self.replay.moment < self.replay.recording.ends

    def set_speed(self, speed: int) -> None:
        """Let it run so many times as fast as the room."""
        with self._lock:
            self.tick()
            self._speed = min(max(speed, SPEEDS[0]), SPEEDS[-1])

    def pace(self, step: int) -> None:
        """Let it run faster by so many of the usual speeds; slower, if negative."""
        slower = sum(each <= self._speed for each in SPEEDS) - 1
        self.set_speed(SPEEDS[min(max(slower + step, 0), len(SPEEDS) - 1)])

    def to(self, at: int) -> None:
        """Go to a second of the drill."""
        with self._lock:
            first = self.replay.entries[0].at
            self.replay.to(max(self.starts + timedelta(seconds=at), first))
            self._ticked = self._seconds()

    def to_entry(self, done: int) -> None:
        """Go to where so many entries stand."""
        with self._lock:
            self.replay.to_entry(done)
            self._ticked = self._seconds()

    def by(self, seconds: int = 0, entries: int = 0) -> None:
        """Go so many seconds, or entries, forward; back, if negative."""
        with self._lock:
            if seconds:
                self.to(min(self._at() + seconds, self._second(self.replay.recording.ends)))
            else:
                self.to_entry(self.replay.done + entries)

    def branch(self, place: Sandboxes, party: str, login: str) -> int:
        """Make a drill that goes on from here; return its number.

        Raises:
            OSError: the folder cannot be written.
        """
        with self._lock:
            return place.branch(self.replay.world.services.store, party, login)

    def _at(self) -> int:
        return self._second(self.replay.moment)

    def _second(self, moment: datetime) -> int:
        return (moment - self.starts) // timedelta(seconds=1)
