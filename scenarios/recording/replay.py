"""Playing a recording again in a world of its own, to any moment of it.

Every call is made again at its time, through the same services, and has to give the same entry to the
last bit. From time to time the world is taken aside; going to a moment puts the nearest one before it back
and plays on from there.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice, takewhile, zip_longest
from typing import TYPE_CHECKING

from models.drills import snapshots
from models.drills.kinds import EntryKind
from models.drills.notebook import hasten
from models.kernel.errors import Conflict
from scenarios.player.office import WorldOffice
from scenarios.recording.doors import call_again
from scenarios.recording.refusals import OnlyARecording, ReplayDiffers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from models.drills.views import EntryView
    from models.kernel.clock import ManualClock
    from scenarios.recording.files import Recording
    from scenarios.sandbox import World

CALLS_BETWEEN = 40
"""Calls between two snapshots: made again in a tenth of a second or so."""
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
        shelf: where worlds taken aside lie; beside the world by default.
        kept: after how many entries each of those was taken that lie there already, the first first.
    """

    def __init__(
        self,
        recording: Recording,
        world: World,
        clock: ManualClock,
        shelf: Path | None = None,
        kept: Sequence[int] = (),
    ) -> None:
        self.recording = recording
        self._shelf = shelf or world.folder
        self.world = world
        self._clock = clock
        self._office = WorldOffice(world.services, clock)
        self._entries = recording.entries
        self._moments = _never_back(self._entries)
        self._snapshots = [Snapshot(done, self._place(done)) for done in kept]
        self._calls = 0
        self.done = 1
        """How many entries stand in the world"""
        world.services.store.before_commit(_only_looking)
        hasten(world.services.store)
        if self._snapshots:
            snapshots.put_back(world.services.store, self._snapshots[0].path)
        else:
            self._take()

    @property
    def moment(self) -> datetime:
        """The moment of the recording the world stands at."""
        return self._clock.now()

    @property
    def entries(self) -> tuple[EntryView, ...]:
        """Everything that was recorded."""
        return self._entries

    @property
    def kept(self) -> list[int]:
        """After how many entries the world was taken aside, each time."""
        return [each.done for each in self._snapshots]

    def prepare(self, on_progress: Callable[[int, int], bool] | None = None) -> bool:
        """Play the recording once to its end, taking the world aside on the way.

        Args:
            on_progress: told how many entries of how many are played; ``False`` from it stops.

        Returns:
            Whether it came to the end.
        """
        while self.done < len(self._entries):
            self._forward(len(self._entries))
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
            self._forward(wanted)
        self._clock.set(self._moments[self.done - 1])

    def _forward(self, wanted: int) -> None:
        """Make the next call again, or all that was written down before it; prove that it is the same."""
        entry = self._entries[self.done]
        self._clock.set(entry.at)
        ahead = [entry]
        with _replay():
            if entry.kind is EntryKind.CALL:
                actor = self._office.actor(entry.login) if entry.login else None
                # Whoever came too late was told so after the attempt had been written down: it comes
                # to nothing again, and the comparison below proves that it left the same behind.
                with suppress(Conflict):
                    call_again(self.world.services, entry, actor)
            else:
                following = islice(self._entries, self.done, wanted)
                ahead = list(takewhile(lambda each: each.kind is not EntryKind.CALL, following))
                self.world.services.drills.append_all(ahead)
        made = self.world.services.drills.entries(self.done)
        for one, other in zip_longest(ahead, made):
            if one is None or other is None or one.hash != other.hash:
                raise ReplayDiffers(entry.seq if one is None else one.seq)
        self.done += len(ahead)
        self._calls += entry.kind is EntryKind.CALL
        if self._calls >= CALLS_BETWEEN and self.done > self._snapshots[-1].done:
            self._take()

    def _take(self) -> None:
        path = self._place(self.done)
        if not path.exists():
            # Another console may prepare the same recording: there whole, or not at all.
            building = path.with_name(f"{path.name}.{os.getpid()}")
            snapshots.take(self.world.services.store, building)
            building.replace(path)
        self._snapshots.append(Snapshot(self.done, path))
        self._calls = 0

    def _place(self, done: int) -> Path:
        return self._shelf / _SNAPSHOT.format(done)


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
