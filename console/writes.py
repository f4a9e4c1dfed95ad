"""Writes on their way: begun in threads, finished whatever happens to the screen that asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from console.messages import WriteEnded
from console.work import Failed, attempt, later
from models.kernel.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from console.app import YiwangApp
    from console.dialogs.conflict import Dispute

_PATIENCE = 3.0
"""Seconds the last writes may take before the console ends without them."""


@dataclass(frozen=True, slots=True)
class Job:
    """A write on its way, and who wants to know."""

    work: Callable[[], Any]
    """Calls one service method"""
    on_saved: Callable[[Any], None] | None
    """Gets what the service returned"""
    on_refused: Callable[[Exception], bool | None] | None
    """Gets the refusal, to free the form again; returns ``True`` if it has shown the reason itself"""
    dispute: Dispute | None
    """How a form wants a conflict settled (see ``console.dialogs.conflict``); without it one is only told"""
    asker: Widget | None
    """Whose callbacks are left out once it is gone"""

    @property
    def asker_there(self) -> bool:
        """Whether there is still somebody to tell."""
        return self.asker is None or self.asker.is_attached


class Writes:
    """The writes of one console; it belongs to the app, so that no closed dialog loses an answer."""

    def __init__(self, app: YiwangApp) -> None:
        self._app = app
        self._jobs: dict[int, Job] = {}
        self._last = 0
        self._waiting: tuple[int, Callable[[], None]] | None = None

    @property
    def count(self) -> int:
        """How many writes are on their way."""
        return len(self._jobs)

    @property
    def pending(self) -> bool:
        """Whether a write is on its way."""
        return bool(self._jobs)

    def then(self, call: Callable[[], None], given_up: int = 0) -> None:
        """Call ``call`` once the last writes have ended: a thread not begun yet is lost with the loop.

        Args:
            call: what ends the console.
            given_up: how many writes on their way nobody waits for.
        """
        self._waiting = (given_up, call)
        self._app.set_timer(_PATIENCE, self._call_now)
        self._call_if_done()

    def _call_if_done(self) -> None:
        if self._waiting is not None and self.count <= self._waiting[0]:
            self._call_now()

    def _call_now(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting[1]()

    def begin(self, job: Job) -> None:
        """Start ``job`` in a thread of its own."""
        self._last += 1
        self._jobs[self._last] = job
        self._app.run_worker(
            partial(self._run, self._last, job.work),
            name="write",
            group="writes",
            exclusive=False,
            exit_on_error=False,
            thread=True,
        )

    def _run(self, number: int, work: Callable[[], Any]) -> None:
        self._app.post_message(WriteEnded(number, attempt(work)))

    def end(self, message: WriteEnded) -> None:
        """Tell whoever asked; settle a conflict, or let the app explain a refusal."""
        job = self._jobs.pop(message.job)
        self._call_if_done()
        if not isinstance(message.outcome, Failed):
            if job.on_saved is not None and job.asker_there:
                job.on_saved(message.outcome.value)
            return
        error = message.outcome.error
        shown = job.on_refused(error) if job.on_refused is not None and job.asker_there else False
        if shown:
            return
        if isinstance(error, Conflict) and job.dispute is not None and job.asker_there:
            self._settle(job.dispute, error.current)
        else:
            self._app.explain(error)

    def _settle(self, dispute: Dispute, current: Any) -> None:
        from console.dialogs.conflict import ConflictDialog

        def chosen(mine: frozenset[str] | None) -> None:
            if mine is not None:
                dispute.settle(current, mine)

        later(self._app.push_screen(ConflictDialog(dispute.compare(current)), chosen))
