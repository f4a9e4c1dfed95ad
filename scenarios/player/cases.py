"""The cases of a drill as the player knows them: what each was born from and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.cases.kinds import Action
from models.cases.lights import FAR_FUTURE
from models.cases.rules import FINAL_STATES, QUEUE_STATES, QueueKey

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.cases.kinds import Asked, CaseState, Channel
    from models.drills.views import CaseStep


@dataclass(slots=True)
class Known:
    """One case."""

    id: int
    number: str
    name: str
    """The inject it was born from, or its id in the starting caseload; "" for others"""
    state: CaseState
    unit: str
    matter: str
    grid: str
    acceptor: str
    channel: Channel
    title: str
    due: int | None
    """Seconds from the start; ``None`` without a deadline"""
    stopped: int | None
    running: bool
    asked: Asked
    reported: int
    version: int
    last: tuple[str, Action, int]
    """What was done to it last: by which login, what, when"""
    to_answer: bool = False
    """Whether something was urged and nobody has answered"""
    returns: int = 0
    """How often it was returned"""

    @property
    def open(self) -> bool:
        """Whether somebody still has to act."""
        return self.state not in FINAL_STATES

    def late(self, now: int) -> bool:
        """Say whether it is, or was ended, over its deadline."""
        if self.due is None:
            return False
        return (now if self.stopped is None or self.running else self.stopped) > self.due


class Cases:
    """All cases of a drill.

    Args:
        start: the moment seconds are counted from.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._known: dict[int, Known] = {}
        self._named: dict[str, int] = {}
        self._born: dict[int, str] = {}
        self._counts: dict[CaseState, int] = {}

    def born(self, case_id: int, name: str) -> None:
        """Say which inject a case was born from; the first of several is the one it names."""
        self._born[case_id] = name
        self._named.setdefault(name, case_id)
        if case_id in self._known:
            self._known[case_id].name = name

    def notice(self, step: CaseStep) -> Known:
        """Take over how a case stands after a step."""
        before = self._known.get(step.case_id)
        if before is not None:
            self._counts[before.state] -= 1
        self._counts[step.state] = self._counts.get(step.state, 0) + 1
        stopped = None if step.clock_stopped_at is None else self.seconds(step.clock_stopped_at)
        known = self._known[step.case_id] = Known(
            id=step.case_id,
            number=step.number,
            name=self._born.get(step.case_id, ""),
            state=step.state,
            unit=step.case_unit,
            matter=step.matter,
            grid=step.grid,
            acceptor=step.acceptor,
            channel=step.channel,
            title=step.title,
            due=None if step.due_at >= FAR_FUTURE else self.seconds(step.due_at),
            stopped=stopped,
            running=step.clock_running,
            asked=step.asked,
            reported=self.seconds(step.reported_at),
            version=step.version,
            last=(step.login, step.action, self.seconds(step.at)),
            to_answer=step.to_answer,
            returns=(0 if before is None else before.returns) + (step.action is Action.RETURN),
        )
        return known

    def seconds(self, moment: datetime) -> int:
        """Return a moment in whole seconds from the start."""
        return (moment - self._start) // timedelta(seconds=1)

    def get(self, case_id: int) -> Known | None:
        """Return a case."""
        return self._known.get(case_id)

    def named(self, name: str) -> Known | None:
        """Return the case born from an inject; ``None`` while there is none."""
        found = self._named.get(name)
        return None if found is None else self._known.get(found)

    def all(self) -> Mapping[int, Known]:
        """Return all of them, by id."""
        return self._known

    def waiting(self, queue: QueueKey, now: int) -> int:
        """Return how many wait in a queue, over the whole office."""
        states = QUEUE_STATES.get(queue)
        if states is not None:
            return sum(self._counts.get(state, 0) for state in states)
        if queue is QueueKey.OVERDUE:
            return sum(each.open and each.running and each.late(now) for each in self._known.values())
        if queue is QueueKey.MINE:
            return sum(each.open for each in self._known.values())
        return 0
