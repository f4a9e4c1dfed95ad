"""Recording a call in the very transaction that keeps what it did.

A service of a drill's world is called through :mod:`scenarios.recording.doors`, which says here what is
called and with what. The first transaction of the call that is kept takes the entry along: what was
refused is not recorded, and a console that dies leaves either both or neither. While a call lasts the
drill's clock stands, so that all it writes carries the time of its entry and a replay writes the same.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime  # noqa: TC003 -- the type of a variable made when this is loaded
from typing import TYPE_CHECKING

from models.drills.kinds import EntryKind
from models.drills.writing import append

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from models.drills.views import Call
    from models.kernel.clock import Clock


class _Open:
    """A call that lasts."""

    def __init__(self, call: Call, at: datetime) -> None:
        self.call = call
        self.at = at
        self.kept = False


_lasting: ContextVar[_Open | None] = ContextVar("yiwang_drill_call", default=None)
_played: ContextVar[datetime | None] = ContextVar("yiwang_drill_moment", default=None)


@contextmanager
def calling(call: Call, at: datetime) -> Iterator[None]:
    """Have ``call`` recorded with what it saves; a call within another belongs to the outer one."""
    if _lasting.get() is not None:
        yield
        return
    token = _lasting.set(_Open(call, at))
    try:
        yield
    finally:
        _lasting.reset(token)


def moment() -> datetime | None:
    """Return the time of the call that lasts, by the drill's clock; ``None`` outside of calls."""
    found = _lasting.get()
    return None if found is None else found.at


def keep_call(session: Session) -> None:
    """Write the entry of the call that lasts, once; for :meth:`models.kernel.store.Store.before_commit`."""
    found = _lasting.get()
    if found is None or found.kept:
        return
    found.kept = True
    append(session, EntryKind.CALL, found.at, found.call.login, found.call.body)


class CallClock:
    """A clock that stands still while a recorded call lasts, and at every moment that is played.

    Args:
        clock: the drill's own clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """Return the moment of the call that lasts, of what is played, or of the drill's clock."""
        return moment() or _played.get() or self._clock.now()

    def hold(self, at: datetime) -> None:
        """Stand at a moment, for whoever plays in this thread: what was due then is done then.

        The drill's own time is already later, by a tick or by a jump; everybody else sees that.
        """
        _played.set(at)

    def let_go(self) -> None:
        """Go by the drill's own clock again."""
        _played.set(None)
