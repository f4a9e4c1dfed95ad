"""Looking at a running drill without a hand on it: the recording is followed, nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.kernel.errors import DomainError
from models.kernel.words import N_
from scenarios.player.colleagues import Policy
from scenarios.player.headless import player_of
from scenarios.recording.doors import RECORDED, WorldServices

if TYPE_CHECKING:
    from scenarios.player.player import Player
    from scenarios.sandbox import World
    from scenarios.timeline import Timeline

_BY_ITSELF = frozenset({"sweep"})
"""What time does, not a person"""


class OnlyLooking(DomainError):
    """Somebody who looks on wanted to do something to a case."""

    code = "drill.only_looking"
    sentence = N_("You are looking on; what happens to the cases of a drill is the players'.")
    next_step = N_("To act, speak as an actor, send an inject, or join the drill at a desk.")


class Onlooker:
    """Follows a drill that somebody else steers.

    Args:
        world: of the drill; its clock is the drill's own.
        timeline: what is played.
    """

    def __init__(self, world: World, timeline: Timeline) -> None:
        self._drills = world.services.drills
        self._clock = world.clock
        self.player: Player = player_of(world, timeline, self._drills.drill().seed, world.clock, Policy.EMPTY)
        self._seen = self.player.seen

    def look(self) -> Player:
        """Take over what was written down since the last look, and return the player that stands there."""
        state = self.player.state
        for entry in self._drills.entries(self._seen):
            self._seen = entry.seq
            state.now = max(state.now, state.cases.seconds(entry.at))
            state.apply(entry.kind, state.cases.seconds(entry.at), entry.body, entry.login)
        if not state.ended:
            state.now = max(state.now, state.cases.seconds(self._clock.now()))
        return self.player


class _Watched:
    """A service that shows everything and does nothing to a case."""

    def __init__(self, name: str, service: Any) -> None:
        self._refused = frozenset(RECORDED[name]) - _BY_ITSELF
        self._service = service

    def __getattr__(self, name: str) -> Any:
        """Return a method of the service, or one that refuses."""
        return _refuse if name in self._refused else getattr(self._service, name)


def _refuse(*_args: object, **_named: object) -> None:
    raise OnlyLooking


class WatchingServices(WorldServices):
    """The services of a world for somebody who looks on."""

    def _door(self, name: str, service: Any) -> Any:
        return _Watched(name, service)
