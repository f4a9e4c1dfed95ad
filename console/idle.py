"""The lock of a console whose person went away."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import events

from console.screens import load_screen
from console.screens.base import ConsoleScreen
from console.work import later

if TYPE_CHECKING:
    from console.app import YiwangApp

LOCK_MINUTES = 10.0
"""Minutes without a key after which the console locks itself."""
KEEP_SECONDS = 60.0
"""Least time between two notes in the database that somebody is here."""
_LOOKS_PER_LIMIT = 20
_LONGEST_PAUSE = 10.0
_STALE_SECONDS = 0.3
"""Keys of one breath with the one that found the console abandoned were typed before it was."""


class IdleLock:
    """Locks ``app`` after ``minutes`` without a key; 0 never does.

    Both clocks count: the machine's own running time, since the one on the wall may be set,
    and the one on the wall, since the other stands still while a machine sleeps. The first
    key after too long a time locks the console instead of doing anything: a program that was
    stopped wakes with keys in its hand before any timer runs. That somebody is here is noted
    in the database at most once in :data:`KEEP_SECONDS` (see ``AccountService.keep_seat``);
    a seat lost there locks the console too.
    """

    def __init__(self, app: YiwangApp, minutes: float) -> None:
        self._app = app
        self._patience = timedelta(minutes=minutes)
        self._last_key = self._last_kept = time.monotonic()
        self._last_moment = app.room.now()
        self._owing = False
        self._stale_until = 0.0

    def begin(self) -> None:
        """Start watching."""
        pause = self._patience.total_seconds() / _LOOKS_PER_LIMIT or _LONGEST_PAUSE
        self._app.set_interval(min(_LONGEST_PAUSE, pause), self._look)

    def restart(self) -> None:
        """Count from now: somebody has just signed in."""
        self._mark()
        self._last_kept = self._last_key
        self._owing = False

    def lock(self) -> bool:
        """Hide everything, if somebody is signed in and it is not hidden already; say whether it was done."""
        app = self._app
        if app.actor is None or self._locked:
            return False
        later(app.push_screen(load_screen("lock")(app.services, app.actor)))
        return True

    def lets_pass(self, event: events.Event) -> bool:
        """Take note of a key; say whether it may be acted on."""
        if not isinstance(event, events.Key | events.Paste):
            return True
        if time.monotonic() < self._stale_until:
            return False
        if self._app.actor is not None and not self._locked:
            if self._left_alone:
                self._stale_until = time.monotonic() + _STALE_SECONDS
                self.lock()
                return False
            self._owing = True
        self._mark()
        self._keep_if_due()
        return True

    @property
    def _locked(self) -> bool:
        screens = self._app.screen_stack
        return any(isinstance(screen, ConsoleScreen) and screen.GROUP == "lock" for screen in screens)

    @property
    def _left_alone(self) -> bool:
        if not self._patience:
            return False
        ran = timedelta(seconds=time.monotonic() - self._last_key)
        return max(ran, self._app.room.now() - self._last_moment) >= self._patience

    def _mark(self) -> None:
        self._last_key = time.monotonic()
        self._last_moment = self._app.room.now()

    def _look(self) -> None:
        if self._left_alone:
            self.lock()
        self._keep_if_due()

    def _keep_if_due(self) -> None:
        now = time.monotonic()
        actor, services = self._app.actor, self._app.services
        if not self._owing or now - self._last_kept < KEEP_SECONDS or actor is None or not actor.seat:
            return
        self._owing = False
        self._last_kept = now
        last_key, patience = self._last_moment, self._patience or None
        self._app.save(
            lambda: services.accounts.keep_seat(actor, last_key, patience), on_refused=self._not_kept
        )

    def _not_kept(self, error: Exception) -> bool:
        # Loaded on use: the room of accounts is not needed for the first picture.
        from models.accounts.refusals import SeatLost

        if isinstance(error, SeatLost):
            self.lock()
        # A note that could not be taken is no reason to interrupt anybody.
        return True
