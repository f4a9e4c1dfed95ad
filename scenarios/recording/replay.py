"""Playing a recording again in a world of its own, to any moment of it.

Every call is made again at its time, through the same services, and has to give the same entry to the
last bit. From time to time the world is taken aside; going to a moment puts the nearest one before it back
and plays on from there.
"""

from __future__ import annotations

from bisect import bisect_right
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.drills import snapshots
from models.drills.kinds import EntryKind
from scenarios.player.office import WorldOffice
from scenarios.recording.doors import call_again
from scenarios.recording.refusals import OnlyARecording, ReplayDiffers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from models.drills.views import EntryView
    from models.kernel.clock import ManualClock
    from scenarios.recording.files import Recording
    from scenarios.sandbox import World

CALLS_BETWEEN = 60
"""Calls between two snapshots: made again in a sixth of a second or so."""
_SNAPSHOT = "snapshot-{:06d}.db"

_replaying: ContextVar[bool] = ContextVar("yiwang_replaying", default=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A world taken aside after so many entries."""

    done: int
    path: Path


class Replay:
    """A recording and its world.

    Args:
        recording: what is played.
        world: a new one, copied from the template of the recording, its clock moved by hand.
        clock: the world's own.
    """

    def __init__(self, recording: Recording, world: World, clock: ManualClock) -> None:
        self.recording = recording
        self.world = world
        self._clock = clock
        self._office = WorldOffice(world.services, clock)
        self._entries = recording.entries
        self._moments = _never_back(self._entries)
        self._snapshots: list[Snapshot] = []
        self._calls = 0
        self.done = 1
        """How many entries stand in the world"""
        world.services.store.before_commit(_only_looking)
        self._take()

    @property
    def moment(self) -> datetime:
        """The moment of the recording the world stands at."""
        return self._clock.now()

    @property
    def entries(self) -> tuple[EntryView, ...]:
        """Everything that was recorded."""
        return self._entries

    def prepare(self, on_progress: Callable[[int, int], bool] | None = None) -> bool:
        """Play the recording once to its end, taking the world aside on the way.

        Args:
            on_progress: told how many entries of how many are played; ``False`` from it stops.

        Returns:
            Whether it came to the end.
        """
        while self.done < len(self._entries):
            self._forward()
            if on_progress is not None and not on_progress(self.done, len(self._entries)):
                return False
        return True

    def to(self, moment: datetime) -> None:
        """Go to a moment: everything recorded by then stands in the world, and nothing later."""
        self.to_entry(bisect_right(self._moments, moment))
        self._clock.set(moment)

    def to_entry(self, count: int) -> None:
        """Go to where so many entries were written; the first one always is."""
        wanted = min(max(count, 1), len(self._entries))
        near = max((each for each in self._snapshots if each.done <= wanted), key=lambda each: each.done)
        if not near.done <= self.done <= wanted:
            snapshots.put_back(self.world.services.store, near.path)
            self.done = near.done
        while self.done < wanted:
            self._forward()
        self._clock.set(self._moments[self.done - 1])

    def _forward(self) -> None:
        """Make the next entry again, and prove that it is the same."""
        entry = self._entries[self.done]
        self._clock.set(entry.at)
        with _replay():
            if entry.kind is EntryKind.CALL:
                actor = self._office.actor(entry.login) if entry.login else None
                call_again(self.world.services, entry, actor)
            else:
                self.world.services.drills.append(entry.kind, entry.at, entry.login, entry.body)
        (made,) = self.world.services.drills.entries(self.done)[:1] or (None,)
        if made is None or made.hash != entry.hash:
            raise ReplayDiffers(entry.seq)
        self.done += 1
        self._calls += entry.kind is EntryKind.CALL
        if self._calls >= CALLS_BETWEEN and self.done > self._snapshots[-1].done:
            self._take()

    def _take(self) -> None:
        path = self.world.folder / _SNAPSHOT.format(self.done)
        if not path.exists():
            snapshots.take(self.world.services.store, path)
        self._snapshots.append(Snapshot(self.done, path))
        self._calls = 0


def _never_back(entries: tuple[EntryView, ...]) -> list[datetime]:
    """Return the moment of each entry; one stamped before its forerunner counts with that."""
    moments: list[datetime] = []
    for each in entries:
        moments.append(max(each.at, moments[-1]) if moments else each.at)
    return moments


@contextmanager
def _replay() -> Iterator[None]:
    token = _replaying.set(True)
    try:
        yield
    finally:
        _replaying.reset(token)


def _only_looking(_session: object) -> None:
    """Refuse whatever is no part of the recording."""
    if not _replaying.get():
        raise OnlyARecording
