"""What is due, and in which order at one moment (docs/scenarios.md, Order of what is simultaneous)."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.drills.views import CaseStep
    from scenarios.timeline import Occurrence


class Phase(IntEnum):
    """What comes first of what is due in one second."""

    PLAYERS = 1
    """What people did"""
    PEOPLE = 3
    """Steps of actors and simulated colleagues"""
    INJECTS = 4
    LOOK = 5
    """Nothing is done: conditions and expectations are looked at"""


@dataclass(frozen=True, slots=True)
class Noticed:
    """A step on a case that reached the player."""

    step: CaseStep


@dataclass(frozen=True, slots=True)
class Overdue:
    """A case may run over its deadline now."""

    case_id: int
    due: int


@dataclass(frozen=True, slots=True)
class ActorStep:
    """The next step of what an actor set out to do."""

    plan: int
    step: int


@dataclass(frozen=True, slots=True)
class ColleagueAct:
    """What somebody simulated does to a case next."""

    desk: str
    """A role of the scenario, or ``unit/CODE``"""
    seat: int
    case_id: int
    number: int
    """How many acts the desk did before"""


@dataclass(frozen=True, slots=True)
class Sending:
    """An inject that is due."""

    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class GhostAct:
    """What the real office decided, to be done again."""

    number: int


@dataclass(frozen=True, slots=True)
class DutyAct:
    """Something expected of a desk, which a simulated colleague sets about."""

    key: str
    tries: int
    """How often it was tried before"""


@dataclass(frozen=True, slots=True)
class Look:
    """Time alone may decide something."""


@dataclass(frozen=True, slots=True)
class Starting:
    """The drill begins: actors who act from the start are told."""


Due = Starting | Noticed | Overdue | ActorStep | ColleagueAct | Sending | GhostAct | DutyAct | Look
Place = tuple[int, ...]


@dataclass(order=True, slots=True)
class _Line:
    at: int
    phase: int
    place: Place
    turn: int
    due: Due = field(compare=False)


class Agenda:
    """What is to come, in its order; what comes to the same place comes in the order it was put in."""

    def __init__(self) -> None:
        self._lines: list[_Line] = []
        self._turn = 0

    def __len__(self) -> int:
        """Return how much is to come."""
        return len(self._lines)

    def put(self, at: int, phase: Phase, due: Due, place: Place = ()) -> None:
        """Put something on the agenda."""
        self._turn += 1
        heapq.heappush(self._lines, _Line(at, phase, place, self._turn, due))

    def next_at(self) -> int | None:
        """Return when the next thing is due; ``None`` if nothing is to come."""
        return self._lines[0].at if self._lines else None

    def take(self, at: int, phase: Phase) -> Due | None:
        """Take the next thing that is due by ``at`` and not after ``phase``."""
        if not self._lines or self._lines[0].at > at:
            return None
        first = self._lines[0]
        if first.at == at and first.phase > phase:
            return None
        return heapq.heappop(self._lines).due

    def forget(self, inject: str) -> None:
        """Take an inject off the agenda; what else is to come keeps its order."""
        self._lines = [each for each in self._lines if not _sends(each.due, inject)]
        heapq.heapify(self._lines)

    def coming(self) -> list[tuple[int, Due]]:
        """Return everything to come, in its order; for whoever steers."""
        return [(line.at, line.due) for line in sorted(self._lines)]


def _sends(due: Due, inject: str) -> bool:
    return isinstance(due, Sending) and due.occurrence.inject == inject
