"""What an open console does beside its person's work: hear of what was saved, and do what becomes due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from console.messages import DataChanged
from console.terminal.base import FAILURE_EXIT_CODE
from console.warned import tell_warnings
from console.watch import ChangeWatch
from console.work import Failed, attempt
from models.kernel.errors import DatabaseReplaced

if TYPE_CHECKING:
    from textual.app import App

    from console.app import YiwangApp
    from models.accounts.views import Actor
    from models.api import Services

SECONDS_BETWEEN_SWEEPS = 60.0


class Attending:
    """Hears of changes, and sweeps once a minute, for ``app``.

    What a sweep saves tells the screens as any other save of this process does. Twenty
    consoles may sweep at once; each case is let go on by one of them. A sweep that fails is
    noted in the log once, and tried again a minute later: a database out of reach for a
    moment is no reason to stop, nor to disturb anybody.

    Args:
        app: gets :class:`~console.messages.DataChanged`, and does the work in its threads.
    """

    def __init__(self, app: YiwangApp) -> None:
        self._app = app
        self._watch: ChangeWatch | None = None
        self._ill = False
        """Whether the last sweep failed"""
        self._told: tuple[int, int] | None = None
        """Of whom was told last, the account and the newest warning"""
        self._raised: tuple[int, int] | None = None
        """The same of what came up to them"""

    def begin(self, services: Services) -> None:
        """Listen from now on, and sweep now and every minute."""
        app = self._app
        services.on_saved(self._note_saved)
        self._watch = ChangeWatch(
            services.data_version, lambda: app.post_message(DataChanged(elsewhere=True)), self._watch_ended
        )
        self._watch.start()
        self._sweep_soon(app, services)
        app.set_interval(SECONDS_BETWEEN_SWEEPS, partial(self._sweep_soon, app, services))

    def _note_saved(self) -> None:
        self._app.post_message(DataChanged(elsewhere=False))

    def _watch_ended(self, error: Exception) -> None:
        """Note why; where the database is another by now, say so and end: whatever is done here is lost."""
        app = self._app
        if isinstance(error, DatabaseReplaced):
            app.call_later(app.explain, error, lambda: app.exit(return_code=FAILURE_EXIT_CODE))
        else:
            app.report_error(error)

    def end(self) -> None:
        """Stop listening: the database is about to be closed."""
        if self._watch is not None:
            self._watch.stop()

    def _sweep_soon(self, app: App[Any], services: Services) -> None:
        app.run_worker(
            partial(self._sweep, services),
            name="sweep",
            group="sweep",
            exclusive=True,
            exit_on_error=False,
            thread=True,
        )

    def _sweep(self, services: Services) -> None:
        outcome = attempt(partial(self._do_what_is_due, services))
        failed = isinstance(outcome, Failed)
        if isinstance(outcome, Failed) and not self._ill:
            self._app.report_error(outcome.error)
        self._ill = failed

    def _do_what_is_due(self, services: Services) -> None:
        """Let holds end, raise warnings, and tell the person here of theirs; in a thread."""
        services.cases.sweep()
        services.warnings.sweep()
        if services.units_awaited():
            services.whistles.sweep()
        escalates = services.escalates()
        if escalates:
            services.escalating.sweep()
        actor = self._app.actor
        if actor is None:
            self._told = self._raised = None
            return
        known = self._told[1] if self._told is not None and self._told[0] == actor.account_id else None
        news = services.warnings.news(actor, known)
        self._told = (actor.account_id, news.latest)
        if news.warnings:
            # A message in disguise: the words go to the notice line from the loop, not from here.
            self._app.call_later(tell_warnings, self._app, news)
        if escalates:
            self._tell_what_came_up(services, actor)

    def _tell_what_came_up(self, services: Services, actor: Actor) -> None:
        from console.escalationwords import tell_escalations
        from console.widgets.title_bar import show_raised

        known = self._raised[1] if self._raised is not None and self._raised[0] == actor.account_id else None
        news = services.escalating.news(actor, known)
        self._raised = (actor.account_id, news.latest)
        if news.escalations:
            self._app.call_later(tell_escalations, self._app, news)
        count = services.escalating.mine_count(actor)
        self._app.call_later(show_raised, self._app, actor.account_id, count)
