"""The drill's time, read by every console of the drill from the one place it is kept."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from models.drills.kinds import DrillState
from models.drills.refusals import NoDrill
from models.drills.timing import Pace

if TYPE_CHECKING:
    from pathlib import Path

    from models.kernel.clock import Clock

_PACE = "SELECT state, virtual, room, speed, lease, ends FROM drill"


class DrillClock:
    """Says what time it is in the drill.

    Asked many times within a step, so it reads with the driver alone, and only when somebody has saved
    something since (``PRAGMA data_version``, 8 microseconds): whoever pauses the drill pauses it for
    the next step of every console.

    Args:
        path: the world of the drill.
        room: the clock of the room.
    """

    def __init__(self, path: Path, room: Clock) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._lock = threading.Lock()
        self._room = room
        self._seen = -1
        self._pace: Pace | None = None
        self._latest: datetime | None = None

    def pace(self) -> Pace:
        """Return how time runs as of now.

        Raises:
            NoDrill: there is no drill in the file.
        """
        with self._lock:
            seen = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
            if seen != self._seen or self._pace is None:
                row = self._connection.execute(_PACE).fetchone()
                if row is None:
                    raise NoDrill
                state, virtual, room, speed, lease, ends = row
                self._pace = Pace(
                    DrillState(state), _moment(virtual), _moment(room), speed, _moment(lease), _moment(ends)
                )
                self._seen = seen
            return self._pace

    def now(self) -> datetime:
        """Return the present moment of the drill, aware and in UTC; to this console it never goes back."""
        found = self.pace().at(self._room.now())
        latest = self._latest
        if latest is not None and found < latest:
            return latest
        self._latest = found
        return found

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
