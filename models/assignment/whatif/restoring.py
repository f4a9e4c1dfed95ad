"""The smallest change that brings the on-time rate back: how many people more, and in which units.

Units do not touch one another, so that each is played by itself with none more, one more, ... over the same
cases. People are added where they bring most for each of them, looking a few ahead, because one alone may
change nothing where two do; at the end those that turn out not to be needed are taken away again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.assignment.whatif.engine import Tally, drawn, serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.assignment.whatif.engine import Job
    from models.assignment.whatif.world import Server, World

RUNS = 100
MOST = 12
"""More people than this are no small change."""
_AHEAD = 3
_LEAST_GAIN = 0.001
"""A person who brings less than this is not asked for: one case in a thousand."""


@dataclass(slots=True)
class Restorer:
    """Plays units with more people over cases drawn once.

    ``reinforced`` gives the hands of a group with so many people more in its unit; ``stop`` is called between
    runs and raises where somebody stopped it.
    """

    world: World
    seed: int
    reinforced: Callable[[int, int], tuple[Server, ...]]
    stop: Callable[[], None]
    runs: int = RUNS
    _jobs: list[list[list[Job]]] = field(default_factory=list)
    _met: dict[tuple[int, int], int] = field(default_factory=dict)
    due: int = 0

    def draw(self) -> None:
        """Draw the cases of all runs."""
        tally = Tally(self.world)
        for number in range(self.runs):
            self.stop()
            self._jobs.append(drawn(self.world, self.seed, number, tally))
        horizon = self.world.horizon
        self.due = sum(0 <= job[1] < horizon for run in self._jobs for own in run for job in own)

    def met(self, unit: int, more: int) -> int:
        """Return how many cases of a unit are done in time, over all runs, with so many people more."""
        known = self._met.get((unit, more))
        if known is None:
            tally = Tally(self.world)
            for group in (2 * unit, 2 * unit + 1):
                servers = self.reinforced(group, more)
                for run in self._jobs:
                    self.stop()
                    serve(run[group], servers, self.world.horizon, group, tally)
            known = self._met[unit, more] = sum(tally.met)
        return known

    def share(self, more: list[int]) -> float:
        """Return the rate with so many people more in each unit."""
        return sum(self.met(unit, count) for unit, count in enumerate(more)) / self.due if self.due else 1.0

    def least(self, target: float) -> tuple[list[int], float]:
        """Return how many more in each unit reach the target, or come nearest to it, and the rate then."""
        more = [0] * (len(self.world.groups) // 2)
        while self.share(more) < target and sum(more) < MOST:
            unit, count = self._best_step(more)
            if not count:
                break
            more[unit] += count
        for unit in range(len(more)):
            while more[unit]:
                fewer = [*more[:unit], more[unit] - 1, *more[unit + 1 :]]
                if self.share(fewer) < min(target, self.share(more)):
                    break
                more = fewer
        return more, self.share(more)

    def _best_step(self, more: list[int]) -> tuple[int, int]:
        """Return where a step brings most for each person, and of how many; none where nothing helps."""
        best, found = _LEAST_GAIN * self.due, (0, 0)
        for unit, had in enumerate(more):
            before = self.met(unit, had)
            for count in range(1, min(_AHEAD, MOST - sum(more)) + 1):
                gain = (self.met(unit, had + count) - before) / count
                if gain > best:
                    best, found = gain, (unit, count)
        return found
