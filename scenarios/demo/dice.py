"""Chance that falls the same everywhere.

Only ``Random.random`` is used, the one method whose sequence Python promises to keep from
version to version for a seed; everything else is worked out from it here.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")


class Weighted(Generic[T]):
    """Things to choose from, each with its weight.

    Raises:
        ValueError: there is nothing with a weight above zero.
    """

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(thing, weight) for thing, weight in pairs if weight > 0]
        if not kept:
            message = "there is nothing to choose from"
            raise ValueError(message)
        self._things = [thing for thing, _ in kept]
        self._sums = list(accumulate(weight for _, weight in kept))

    def at(self, part: float) -> T:
        """Return the thing at ``part`` (0 ≤ part < 1) of the sum of weights."""
        place = bisect_right(self._sums, part * self._sums[-1])
        return self._things[min(place, len(self._things) - 1)]


class Dice:
    """A stream of chance named by a text: equal names give equal streams."""

    def __init__(self, name: str) -> None:
        # Made-up townsfolk, not secrets.
        self._random = random.Random(name)  # noqa: S311

    def part(self) -> float:
        """Return a number from 0 up to, not including, 1."""
        return self._random.random()

    def chance(self, probability: float) -> bool:
        """Say yes with ``probability``."""
        return self.part() < probability

    def below(self, most: int) -> int:
        """Return a whole number from 0 to ``most`` - 1."""
        return int(self.part() * most)

    def between(self, least: float, most: float) -> float:
        """Return a number between two others."""
        return least + (most - least) * self.part()

    def pick(self, things: Sequence[T]) -> T:
        """Return one of ``things``, each as likely as the others."""
        return things[self.below(len(things))]

    def choose(self, things: Weighted[T]) -> T:
        """Return one of ``things`` by their weights."""
        return things.at(self.part())

    def lognormal(self, median: float, sigma: float) -> float:
        """Return a positive number, half of the time below ``median``; ``sigma`` is the spread of its log."""
        # Box and Muller: one normal value from two even ones. 1 - part is never 0.
        radius = math.sqrt(-2.0 * math.log(1.0 - self.part()))
        return median * math.exp(sigma * radius * math.cos(2.0 * math.pi * self.part()))
