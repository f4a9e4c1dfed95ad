"""The trainer's hand on one drill: a thread of its own ticks and does what is asked, one thing at a time.

The interface never waits for it but in the threads of its own writes.
"""

from __future__ import annotations

import queue
import threading
import uuid
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from console.work import Failed, attempt
from models.drills.kinds import DrillState, EntryKind
from models.drills.refusals import Steered
from models.kernel.clock import SystemClock
from scenarios.board import Board, board
from scenarios.onlooking import Onlooker
from scenarios.player.control import Control
from scenarios.starting import plan_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.drills.views import CaseStep, DrillView
    from scenarios.format.injects import Inject
    from scenarios.player.player import Player
    from scenarios.sandbox import World
    from scenarios.timeline import Timeline

T = TypeVar("T")

TICKS_A_SECOND = 5
_TICKS_BETWEEN_TRIES = 10
"""After how many ticks it is tried again to steer a drill that could not be written to"""
_PATIENCE = 5.0
"""Seconds a hand is waited for that is to let go"""


@dataclass(frozen=True, slots=True)
class View:
    """What a trainer sees of one drill."""

    drill: DrillView
    board: Board
    steers: bool
    """Whether this console steers it"""
    stands: bool
    """Whether its time stands"""
    stuck: bool = False
    """Whether nothing can be written down at present, and it is tried again"""


class Hand(threading.Thread):
    """Steers a drill, or looks on while somebody else does.

    Args:
        world: of the drill, open; the hand closes it.
        login: who steers, for the recording.
        person: how they are called.
        moved: called in this thread whenever what is seen is other than before.
        report: gets an error nobody asked for, once until it is over.
        take_over: also from somebody who steers.
    """

    def __init__(
        self,
        world: World,
        login: str,
        person: str,
        moved: Callable[[Hand], object],
        report: Callable[[Exception], object],
        *,
        take_over: bool = False,
    ) -> None:
        super().__init__(name="drill-hand", daemon=True)
        self.world = world
        self.number = world.services.drills.drill().number
        self.plan: Timeline = plan_of(world.services.drills.drill())
        self.view: View | None = None
        self.login, self._person = login, person
        self._token = uuid.uuid4().hex
        self._moved, self._report = moved, report
        self._take_over = take_over
        self._jobs: queue.SimpleQueue[tuple[Callable[[Control], Any], Future[Any]]] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._control: Control | None = None
        self._looking: Onlooker | None = None
        self._ill = False
        self._trouble: Exception | None = None
        """What went wrong, while it is tried again"""
        self._given_up = 0
        """Ticks since it was last tried to go on after an error; 0 where there was none"""
        self._acts: dict[str, CaseStep] = {}
        self._heard = 0

    # What others ask, from their threads

    def do(self, work: Callable[[Control], T]) -> T:
        """Have something done to the drill, and wait for it; never from the event loop.

        Raises:
            Steered: another console steers.
            DomainError: whatever was refused.
        """
        done: Future[T] = Future()
        self._jobs.put((work, done))
        return done.result()

    def take_over(self) -> None:
        """Take the drill over from whoever steers it."""
        done: Future[None] = Future()
        self._jobs.put((_TAKE, done))
        done.result()

    def inject(self, name: str) -> Inject:
        """Return an inject as it stands, with what was changed."""
        return self._player().timeline.injects[name].inject

    def observe(self, text: str, about: str) -> None:
        """Write an observation down; whoever looks on may do so as well."""
        self._append(EntryKind.NOTE, {"text": text, "about": about})

    def judge(self, expectation: str, points: Mapping[str, float], note: str) -> None:
        """Hand in an evaluator's form; also while looking on, and after the end.

        Raises:
            DomainError: see :func:`scenarios.review.assessing.form_entry`.
        """
        from scenarios.review.assessing import form_entry

        body = form_entry(self.plan.scenario, expectation, points, note)
        self._append(EntryKind.FORM, {**body, "person": self._person})

    def _append(self, kind: EntryKind, body: Mapping[str, Any]) -> None:
        self.world.services.drills.append(kind, self.world.clock.now(), self.login, body)

    def stop(self) -> None:
        """Let go of the drill, close its world and end; what was asked before is done first."""
        self._stopping.set()
        if self.is_alive() and threading.current_thread() is not self:
            self.join(_PATIENCE)

    # The thread

    def run(self) -> None:
        """Tick until stopped."""
        self._begin(take_over=self._take_over)
        while not self._stopping.is_set():
            self._work_off()
            self._tick()
        if self._control is not None:
            attempt(self._control.leave)
        self.world.close()

    def _begin(self, *, take_over: bool) -> None:
        outcome = attempt(lambda: self._steer(take_over=take_over))
        if isinstance(outcome, Failed):
            self._look_on()
            if not isinstance(outcome.error, Steered):
                self._tell(outcome.error)

    def _steer(self, *, take_over: bool) -> None:
        """Take the drill in hand; one that has ended is only looked at."""
        if self.world.services.drills.drill().state is DrillState.ENDED:
            self._look_on()
            return
        taken = self.world.services.drills.steer(self._token, self._person, take_over=take_over)
        # Only now is what was written down all there is: whoever steered before writes no more.
        control = Control(self.world, self.plan, SystemClock(), self._token, self.login)
        control.drill = taken
        self._control, self._looking = control, None

    def _look_on(self) -> None:
        self._control = None
        outcome = attempt(lambda: Onlooker(self.world, self.plan))
        self._looking = None if isinstance(outcome, Failed) else outcome.value

    def _work_off(self) -> None:
        """Wait for the next tick, and do what is asked meanwhile."""
        wait = 1 / TICKS_A_SECOND
        while True:
            found = attempt(partial(self._jobs.get, timeout=wait))
            if isinstance(found, Failed):
                return
            work, done = found.value
            outcome = attempt(partial(self._do, work))
            if isinstance(outcome, Failed):
                done.set_exception(outcome.error)
            else:
                done.set_result(outcome.value)
            self._show()
            wait = 0.0

    def _do(self, work: Callable[[Control], T]) -> T | None:
        if work is _TAKE:
            self._steer(take_over=True)
            return None
        if self._control is None and self._given_up and self._trouble is not None:
            raise self._trouble
        if self._control is None:
            raise Steered(self.world.services.drills.drill().steerer)
        return work(self._control)

    def _tick(self) -> None:
        control = self._control
        if control is not None:
            outcome = attempt(control.tick)
            if isinstance(outcome, Failed):
                self._stumbled(outcome.error)
            else:
                self._ill = False
        elif self._given_up:
            self._given_up += 1
            if self._given_up > _TICKS_BETWEEN_TRIES:
                self._go_on()
        self._show()

    def _stumbled(self, error: Exception) -> None:
        """Look on if another console took over; after anything else begin again from what is kept."""
        if isinstance(error, Steered):
            self._look_on()
        else:
            self._tell(error)
            self._look_on()
            self._given_up, self._trouble = 1, error

    def _go_on(self) -> None:
        """Steer again: what could not be written down did not happen, the player is made of what was."""
        outcome = attempt(lambda: self._steer(take_over=False))
        lost = isinstance(outcome, Failed) and not isinstance(outcome.error, Steered)
        self._given_up = int(lost)

    def _tell(self, error: Exception) -> None:
        if not self._ill:
            self._ill = True
            self._report(error)

    def _show(self) -> None:
        outcome = attempt(self._seen)
        if isinstance(outcome, Failed):
            self._tell(outcome.error)
        elif outcome.value != self.view:
            self.view = outcome.value
            self._moved(self)

    def _seen(self) -> View:
        drills = self.world.services.drills
        drill = self._control.drill if self._control is not None else drills.drill()
        for step in drills.steps(self._heard):
            self._heard = step.id
            if step.login and step.at >= drill.starts:
                self._acts[step.login] = step
        stands = drill.state is not DrillState.RUNNING or drill.pace.held(SystemClock().now())
        return View(
            drill, board(self._player(), self._acts), self._control is not None, stands, bool(self._given_up)
        )

    def _player(self) -> Player:
        if self._control is not None:
            return self._control.player
        if self._looking is None:
            self._looking = Onlooker(self.world, self.plan)
        return self._looking.look()


def _TAKE(_control: Control) -> None:  # noqa: N802 -- a mark, told apart by what it is
    """Stand for taking over; never called."""
