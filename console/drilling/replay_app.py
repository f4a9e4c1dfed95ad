"""The console over a recording: the live screens over its world, in which nothing is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.drilling.app import DrillApp
from console.drilling.replaywords import replay_mode
from console.messages import DataChanged, ServicesOpened
from console.screens import load_screen
from console.work import Failed, later

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.drilling.deck import Deck, Standing
    from console.session import FirstLook
    from console.settings import Settings
    from console.terminal.profile import TerminalProfile
    from models.accounts.views import Actor
    from scenarios.sandbox import Sandboxes


class ReplayApp(DrillApp):
    """The console over a recording.

    Args:
        settings: what the machine and the person have set.
        deck: what it is played on.
        place: the drills of the office, for branches.
        login: the account whose screens are shown.
        person: how whoever looks is called.
        profile: what is known about the terminal.
        alone: whether the process is the console's own.
    """

    def __init__(
        self,
        settings: Settings,
        deck: Deck,
        place: Sandboxes,
        login: str,
        person: str,
        *,
        profile: TerminalProfile | None = None,
        alone: bool = False,
    ) -> None:
        world = deck.replay.world
        super().__init__(settings, world.services, world.clock, login, person, profile=profile, alone=alone)
        self.deck, self.place = deck, place
        self._done = deck.replay.done

    def on_services_opened(self, message: ServicesOpened) -> None:
        """Listen to nobody: what changes here changes because the recording moves, and nothing is due."""
        if isinstance(message.outcome, Failed):
            super().on_services_opened(message)

    def start_work(self, actor: Actor, _first: FirstLook | None = None) -> None:
        """Show the recording."""
        self.signed_in(actor)
        self._clear_screens()
        later(self.push_screen(load_screen("drill_replay")(self.services, actor)))

    def look(self) -> Any:
        """Let the recording go on, and return where it stands; in a thread."""
        self.deck.tick()
        return self.deck.standing()

    def _take(self, look: Any) -> None:
        self.stands(look)

    def stands(self, standing: Standing) -> None:
        """Show where the recording stands, on every screen."""
        self.show_mode(replay_mode(standing))
        if standing.done != self._done:
            self._done = standing.done
            self.post_message(DataChanged(elsewhere=True))
        for screen in self.screen_stack:
            taking: Callable[[Standing], None] | None = getattr(screen, "deck_stands", None)
            if taking is not None and screen.is_attached:
                taking(standing)

    def action_drill(self) -> None:
        """Go back to the recording."""
        self.go_to("drill_replay")
