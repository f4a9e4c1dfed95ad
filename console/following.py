"""Following what was saved, here or elsewhere: lists, and what the person may do by now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.house import adopt
from console.i18n import _
from console.screens.base import ConsoleScreen
from console.work import Done, Failed, attempt

if TYPE_CHECKING:
    from console.app import YiwangApp
    from models.accounts.views import Actor
    from models.cases.settings.house import House


class Following:
    """Lets ``app`` follow what was saved.

    Roles given or taken show at once in keys and queues; of a shut account everything is
    hidden. That nothing is *saved* by rights that were taken, the ledger sees to (see
    :mod:`models.ledger.standing`): this is only so that nobody works in vain.
    """

    def __init__(self, app: YiwangApp) -> None:
        self._app = app

    def saved(self) -> None:
        """Let the screen on top read again, those below know they are stale; ask for the person's rights."""
        if not self._app.screen_stack:
            # The console is closing: its screens are gone, the message was already on its way.
            return
        for screen in self._app.screen_stack:
            if isinstance(screen, ConsoleScreen):
                screen.data_changed()
        self._ask()
        self._ask_rules()

    def _ask_rules(self) -> None:
        """See whether the office set itself other rules, or gave other names."""
        app, lowest = self._app, self._app.screen_stack[0]
        if app.actor is not None and isinstance(lowest, ConsoleScreen):
            settings = app.services.settings
            lowest.read("rules", lambda: attempt(settings.house), self._ruled)

    def _ruled(self, outcome: Done[House] | Failed) -> None:
        app = self._app
        # A database out of reach for a moment is told to whoever needs it.
        if isinstance(outcome, Failed):
            return
        house = outcome.value
        if not adopt(house.number, house.document) or app.actor is None:
            return
        for screen in app.screen_stack:
            if isinstance(screen, ConsoleScreen):
                screen.language_changed()
        self.act_as(app.actor)
        # Whoever changes them here is told what was saved.
        if not (isinstance(app.screen, ConsoleScreen) and app.screen.GROUP.startswith("settings")):
            app.say(_("The settings of the office were changed; names and keys follow."))

    def _ask(self) -> None:
        app, actor = self._app, self._app.actor
        # The lowest screen is never closed, so no answer is lost.
        lowest = app.screen_stack[0]
        if actor is not None and actor.seat and isinstance(lowest, ConsoleScreen):
            accounts = app.services.accounts
            lowest.read(
                "rights", lambda: attempt(lambda: accounts.actor_now(actor)), partial(self._told, actor)
            )

    def _told(self, asked: Actor, outcome: Done[Actor] | Failed) -> None:
        app = self._app
        if app.actor is not asked:
            # Somebody else signed in meanwhile.
            return
        if isinstance(outcome, Done):
            if outcome.value != asked:
                self.act_as(outcome.value)
            if outcome.value.rights != asked.rights:
                app.say(_("An administrator changed what you may do; the keys below follow."))
            return
        # Loaded on use: the room of accounts is not needed for the first picture.
        from models.accounts.refusals import AccountDisabled

        # A database out of reach for a moment is told to whoever needs it.
        if isinstance(outcome.error, AccountDisabled) and app.idle.lock():
            app.explain(outcome.error)

    def act_as(self, actor: Actor) -> None:
        """Let the whole console act for the same person with another seat, or other rights."""
        app = self._app
        app.actor = actor
        app.frame.show_person(actor)
        for screen in app.screen_stack:
            if isinstance(screen, ConsoleScreen) and screen.actor.login == actor.login:
                screen.act_as(actor)
