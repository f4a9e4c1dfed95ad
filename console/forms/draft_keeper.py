"""Keeps what is typed into a form: in the database within two seconds, whatever happens next.

The first change starts a clock of :data:`DELAY_SECONDS`; when it has run, what the form
holds then is written in a thread. At most one write is on its way; what changed meanwhile
is written once it is back. So a program that is killed loses less than two seconds.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.timer import Timer

    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView

DELAY_SECONDS = 1.0
"""From a change to the beginning of its write. Writing takes milliseconds; two seconds are promised."""
RETRY_SECONDS = 5.0
"""From a write that failed to the next attempt."""


class Runner(Protocol):
    """Runs a write in a thread, finished even if the screen is closed; ``YiwangApp.save`` is one."""

    def __call__(
        self,
        work: Callable[[], Any],
        on_saved: Callable[[Any], None] | None = None,
        on_refused: Callable[[Exception], bool | None] | None = None,
    ) -> None:
        """Run ``work`` and tell what came of it."""
        ...


class Kept(Protocol):
    """What a draft is kept of; a form is one, and a screen that edits a whole document."""

    @property
    def is_attached(self) -> bool:
        """Whether it is on the screen."""
        ...

    def content(self) -> dict[str, Any]:
        """Return what it holds, as JSON values."""
        ...

    def set_timer(self, delay: float, callback: Callable[[], Any]) -> Timer:
        """Call ``callback`` in ``delay`` seconds."""
        ...


class DraftPlace:
    """Where the draft of one form lives. Its methods are called in threads.

    Args:
        services: the one door.
        actor: whose draft.
        form: name of the form, ``case.dispatch``; the part before the dot tells the screen
            that takes it up (``console.screens.FORMS``).
        subject: what it is about: a case number; "" for a new thing.
    """

    def __init__(self, services: Services, actor: Actor, form: str, subject: str = "") -> None:
        self.form = form
        self.subject = subject
        self._services = services
        self._actor = actor
        self._turn = threading.Lock()
        self._finished = False

    def read(self) -> DraftView | None:
        """Return the draft there is."""
        return self._services.desk.draft(self._actor, self.form, self.subject)

    def write(self, content: Mapping[str, Any]) -> None:
        """Keep ``content``, unless the form was saved meanwhile."""
        with self._turn:
            if not self._finished:
                self._services.desk.save_draft(self._actor, self.form, self.subject, content)

    def clear(self) -> None:
        """Throw the draft away."""
        with self._turn:
            self._services.desk.drop_draft(self._actor, self.form, self.subject)

    def finish(self) -> None:
        """Throw the draft away for good: the form was saved. A write still to come does nothing."""
        with self._turn:
            self._finished = True
            self._services.desk.drop_draft(self._actor, self.form, self.subject)


class DraftKeeper:
    """Keeps the draft of one open form.

    Args:
        form: the form, as it is when nothing was typed; its timers run the keeper.
        place: where its draft lives.
        run: runs the writes.
        failed: told when a draft could not be kept.
    """

    def __init__(
        self, form: Kept, place: DraftPlace, run: Runner, failed: Callable[[Exception], None]
    ) -> None:
        self.place = place
        self.pristine: dict[str, Any] = form.content()
        """What the form held when it opened: this much needs no draft"""
        self._form = form
        self._content: Callable[[], dict[str, Any]] = form.content
        self._run = run
        self._failed = failed
        self._kept = self.pristine
        self._exists = False
        self._timer: Timer | None = None
        self._writing = False
        self._leaving = False

    @property
    def exists(self) -> bool:
        """Whether there is something to throw away: a draft in the database, or one to come."""
        return self._exists or self._content() != self.pristine

    @property
    def unsaved(self) -> bool:
        """Whether the form holds what the database does not have yet."""
        return self._writing or self._content() != self._kept

    def begins(self) -> None:
        """Note that what the form shows now is what it opened with: nothing of it was typed."""
        self.pristine = self._kept = self._content()

    def taken_up(self) -> None:
        """Note that the form now shows what the database holds."""
        self._exists = True
        self._kept = self._content()

    def changed(self) -> None:
        """Note that something was typed: it will be written soon."""
        if self._timer is None and not self._writing and self._content() != self._kept:
            self._timer = self._form.set_timer(DELAY_SECONDS, self.flush)

    def flush(self) -> None:
        """Begin to write now what is not written yet."""
        self._stop_timer()
        content = self._content()
        if self._writing or content == self._kept:
            return
        if content != self.pristine:
            self._begin(lambda: self.place.write(content), content, exists=True)
        elif self._exists:
            self._begin(self.place.clear, content, exists=False)
        else:
            self._kept = content

    def leave(self) -> bool:
        """Write what is left: the form is about to close. Returns whether a draft stays."""
        last = self._content()
        self._content = lambda: last
        self._leaving = True
        self.flush()
        return last != self.pristine

    def stop(self) -> None:
        """Keep no more: the form was saved, and its place is finished."""
        self._stop_timer()
        self._content = lambda: self._kept

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _begin(self, work: Callable[[], None], content: dict[str, Any], *, exists: bool) -> None:
        self._writing = True

        def done(_nothing: Any) -> None:
            self._writing = False
            self._exists = exists
            self._kept = content
            if self._leaving:
                self.flush()
            elif self._form.is_attached:
                self.changed()

        def refused(error: Exception) -> bool:
            self._writing = False
            self._failed(error)
            if not self._leaving and self._form.is_attached:
                self._timer = self._form.set_timer(RETRY_SECONDS, self.flush)
            return True

        self._run(work, done, refused)
