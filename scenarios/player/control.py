"""Steering a drill that people play: the player goes with the drill's time, and the trainer's hand is on it.

Whoever steers calls :meth:`Control.tick` a few times a second. One console steers at a time; when it dies
the drill's time stands within two seconds, and the next one goes on from there.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.drills.kinds import DrillState
from models.drills.peopling import OFFICE_LOGIN
from models.kernel.errors import DomainError
from models.kernel.words import N_
from scenarios.player.agenda import Look, Sending
from scenarios.player.colleagues import Policy
from scenarios.player.headless import player_of
from scenarios.player.office import ORIGIN
from scenarios.player.steering import Steering

if TYPE_CHECKING:
    from datetime import datetime

    from models.drills.views import DrillView
    from models.kernel.clock import Clock
    from scenarios.player.player import Event
    from scenarios.sandbox import World
    from scenarios.timeline import Timeline
    from scenarios.worlds import Township

_KEEPING = timedelta(seconds=1)
"""How often it is said that somebody still steers"""


class DecisionBetween(DomainError):
    """Time was to jump over a moment at which the players have to decide something."""

    code = "drill.decision_between"
    sentence = N_("Between now and then the players have something to decide: %(what)s, at %(at)s.")
    next_step = N_("Jump to that first, or say that it is to be passed over.")

    def __init__(self, what: str, at: str) -> None:
        super().__init__(what=what, at=at)


class NothingToCome(DomainError):
    """There is no inject any more to jump to."""

    code = "drill.nothing_to_come"
    sentence = N_("No inject is to come by itself any more.")
    next_step = N_("Send one, add one, or end the drill.")


class Control:
    """The trainer's hand on a drill.

    Args:
        world: of the drill; its clock is the drill's own.
        timeline: what is played.
        room: the clock of the room.
        token: the key of this console.
        login: who steers, for the recording.
        policy: who works desks nobody sits at.
    """

    def __init__(
        self,
        world: World,
        timeline: Timeline,
        room: Clock,
        token: str,
        login: str,
        policy: Policy = Policy.EMPTY,
    ) -> None:
        self._drills = world.services.drills
        self._clock = world.clock
        self._room = room
        self._token = token
        self._login = login
        self._kept: datetime | None = None
        self.drill = self._drills.drill()
        self.player = player_of(world, timeline, self.drill.seed, world.clock, policy)
        self.steering = Steering(self.player, login, self._township)
        self._services = world.services
        self._known: Township | None = None

    def take(self, person: str, *, take_over: bool = False) -> DrillView:
        """Begin to steer.

        Raises:
            Steered: somebody else does, and was heard of lately.
        """
        self.drill = self._drills.steer(self._token, person, take_over=take_over)
        self._kept = self._room.now()
        return self.drill

    def _township(self) -> Township:
        """Return what codes of an inject are compared with: the world's own units, grids and matters."""
        if self._known is None:
            from scenarios.worlds import township_of

            self._known = township_of(
                self._services, self._services.accounts.demo_actor(OFFICE_LOGIN, ORIGIN)
            )
        return self._known

    def leave(self) -> None:
        """Let go: the drill's time stands until somebody steers again."""
        self._drills.leave(self._token)

    def tick(self) -> list[Event]:
        """Go with the drill's time: hear what the players did, do what is due; return what was written down.

        Raises:
            Steered: another console has taken over.
        """
        room = self._room.now()
        if self._kept is None or room - self._kept >= _KEEPING:
            self.drill = self._drills.keep(self._token)
            self._kept = room
        self.player.hear(self._drills.entries(self.player.seen))
        events = self.player.advance(self.now)
        self._skip_idle()
        if self.player.state.ended and self.drill.state is not DrillState.ENDED:
            self.drill = self._drills.end(self._token, self._login)
        return events

    def _skip_idle(self) -> None:
        """Set time on to the next event where the scenario says so and nobody has anything to do."""
        idle, player = self.player.timeline.scenario.idle, self.player
        if idle is None or self.drill.state is not DrillState.RUNNING or player.colleagues.at_work:
            return
        coming = player.state.agenda.next_at()
        if coming is not None and coming - self.now > idle and coming <= player.timeline.end:
            self.drill = self._drills.jump(self._token, self._login, player.moment(coming))

    @property
    def now(self) -> int:
        """The drill's time, in whole seconds from the start."""
        return self.player.state.cases.seconds(self._clock.now())

    def run(self, speed: int | None = None) -> None:
        """Let time run, at a speed.

        Raises:
            Steered, DrillOver, NoSuchSpeed: as :meth:`models.drills.service.DrillService.run`.
        """
        self.drill = self._drills.run(self._token, self._login, speed)

    def pause(self) -> None:
        """Let time stand.

        Raises:
            Steered, DrillOver: as :meth:`run`.
        """
        self.drill = self._drills.pause(self._token, self._login)

    def next_inject(self) -> int:
        """Return when the next inject comes by itself, in seconds from the start.

        Raises:
            NothingToCome: none does.
        """
        state = self.player.state
        for at, due in state.agenda.coming():
            if isinstance(due, Sending) and self.player.sender.comes(due.occurrence):
                return max(at, self.now)
        raise NothingToCome

    def jump(self, to: int, *, over_decisions: bool = False) -> list[Event]:
        """Set time on to a moment, and play what lies between.

        Args:
            to: seconds from the start.
            over_decisions: also over moments at which the players have something to decide.

        Raises:
            Steered, DrillOver: as :meth:`run`.
            TimeGoesOn: the moment lies before now, or after the end.
            DecisionBetween: it does, and nobody said that it may.
        """
        if not over_decisions:
            self._require_no_decision(to)
        self.drill = self._drills.jump(self._token, self._login, self.player.moment(to))
        return self.tick()

    def end(self, reason: str = "") -> None:
        """End the drill now; what is open is settled.

        Raises:
            Steered, DrillOver: as :meth:`run`.
        """
        self.tick()
        if not self.player.state.ended:
            self.player.finish(reason)
            self.drill = self._drills.end(self._token, self._login, reason)

    def _require_no_decision(self, to: int) -> None:
        """Refuse to pass a message players answer, or the last moment of something expected of them."""
        player, state = self.player, self.player.state
        for at, due in state.agenda.coming():
            if at >= to:
                return
            if isinstance(due, Sending) and player.sender.comes(due.occurrence):
                inject = player.timeline.injects[due.occurrence.inject].inject
                raise DecisionBetween(inject.title or inject.id, _clock_of(at))
            if isinstance(due, Look):
                for expected in player.looking.running_out(at):
                    raise DecisionBetween(expected.title, _clock_of(at))


def _clock_of(at: int) -> str:
    return f"T+{at // 3600:02d}:{at // 60 % 60:02d}"
