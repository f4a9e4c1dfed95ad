"""The console of a trainer: one hand on each party's drill, one of them on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from console.drilling.app import DrillApp
from console.drilling.hand import Hand
from console.drilling.stage import Look
from console.i18n import _
from console.screens import load_screen
from console.work import later
from models.drills.kinds import DrillState
from models.drills.peopling import OFFICE_LOGIN
from scenarios.onlooking import WatchingServices
from scenarios.player.office import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.session import FirstLook
    from console.settings import Settings
    from console.terminal.profile import TerminalProfile
    from models.accounts.views import Actor
    from scenarios.sandbox import World


def _runs(hand: Hand) -> bool:
    """Say whether time runs by this hand."""
    view = hand.view
    return view is not None and view.steers and view.drill.state is DrillState.RUNNING


def _pause(hands: Sequence[Hand]) -> None:
    """Let time stand in each of these drills, so that it does until somebody lets it run."""
    for hand in hands:
        hand.do(lambda control: control.pause())


@dataclass
class HandMoved(Message):
    """What is seen of a drill is other than before."""

    hand: Hand


class TrainerApp(DrillApp):
    """The console of a trainer.

    Args:
        settings: what the machine and the person have set.
        worlds: of the parties, open; the first is shown.
        login: who the trainer is in the office, for the recording.
        person: how they are called.
        take_over: steer also what somebody else steers.
        tasks: corrective tasks of earlier drills that are open, in lines.
        profile: what is known about the terminal.
        alone: whether the process is the console's own.
    """

    def __init__(
        self,
        settings: Settings,
        worlds: Sequence[World],
        login: str,
        person: str,
        *,
        take_over: bool = False,
        tasks: Sequence[str] = (),
        profile: TerminalProfile | None = None,
        alone: bool = False,
    ) -> None:
        self.hands = [
            Hand(world, login, person, self._moved, self._reported, take_over=take_over) for world in worlds
        ]
        self._watching = [WatchingServices(each.services.store, each.clock) for each in worlds]
        self._shown = 0
        self.trainer = login
        self.tasks = tasks
        super().__init__(
            settings,
            self._watching[0],
            worlds[0].clock,
            OFFICE_LOGIN,
            person,
            profile=profile,
            alone=alone,
        )

    @property
    def hand(self) -> Hand:
        """The hand on the drill that is shown."""
        return self.hands[self._shown]

    def _moved(self, hand: Hand) -> None:
        self.post_message(HandMoved(hand))

    def _reported(self, error: Exception) -> None:
        self.call_later(self.explain, error)

    def start_work(self, actor: Actor, _first: FirstLook | None = None) -> None:
        """Take the drills in hand, and show the steering."""
        self.signed_in(actor)
        self._clear_screens()
        for hand in self.hands:
            if not hand.is_alive():
                hand.start()
        later(self.push_screen(load_screen("drill_control")(self.services, actor)))
        if self.tasks:
            self.call_after_refresh(self.say, self.tasks[0].rstrip("：:"))

    def signed_in(self, actor: Actor) -> None:
        """Show the trainer: the account of the world they look on as is nobody's."""
        super().signed_in(actor)
        self.frame.person = _("%(person)s, trainer", person=self.person)

    def look(self) -> Look:
        """Return the drill shown, and whether its time stands."""
        view = self.hand.view
        if view is None:
            return Look(self.hand.world.services.drills.drill(), stands=True)
        return Look(view.drill, view.stands)

    def on_hand_moved(self, message: HandMoved) -> None:
        """Let the screen on top show it."""
        message.stop()
        for screen in self.screen_stack:
            taking: Any = getattr(screen, "hand_moved", None)
            if taking is not None and screen.is_attached:
                taking(message.hand)

    def show(self, number: int) -> None:
        """Show another party's drill: steering, screens and time are of that from now on."""
        self._shown = next(place for place, each in enumerate(self.hands) if each.number == number)
        self.services = self._watching[self._shown]
        self.frame.clock = self.hand.world.clock
        actor = self.services.accounts.demo_actor(OFFICE_LOGIN, ORIGIN)
        self.start_work(actor)
        self._look_soon()

    def action_leave(self) -> None:
        """Leave; where time runs by this hand, only after a question, and it is paused first."""
        running = [hand for hand in self.hands if _runs(hand)]
        if not running:
            super().action_leave()
            return
        from console.dialogs.confirm import LeaveDialog

        question = _("Time runs in this drill. Pause it and leave?")
        why = _(
            "Time stands for everybody then. Who steers next finds the drill paused, and lets it run again."
        )

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                self.save(lambda: _pause(running), lambda _nothing: super(TrainerApp, self).action_leave())

        later(self.push_screen(LeaveDialog(question, why), answered))

    def action_drill(self) -> None:
        """Go back to the steering."""
        self.go_to("drill_control")

    def action_observe(self) -> None:
        """Open the screens of the office, to look at."""
        self.go("queues")
        words = _("You look on: what happens to cases is the players'. Key # leads back.")
        self.call_after_refresh(self.say, words)

    async def on_unmount(self) -> None:
        """Let go of the drills; their time stands until somebody steers again."""
        for hand in self.hands:
            hand.stop()
