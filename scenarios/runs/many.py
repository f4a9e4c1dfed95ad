"""The same drill many times, with one seed after the other, on every core; and what that says together."""

from __future__ import annotations

import math
import multiprocessing
import os
from collections import Counter, deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scenarios.runs.once import passing, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scenarios.runs.once import Play
    from scenarios.sandbox import Sandboxes

_AT_ONCE = 8
"""Runs a process does before it tells"""
_TAIL = 0.025
_NORMAL = 1.96


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure of many runs."""

    mean: float
    low: float
    """95 of 100 runs lie between this …"""
    high: float
    """… and this"""
    error: float
    """The mean is known to so much, by 95 %"""
    deviation: float
    """The standard deviation of single runs"""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What many runs of a drill say together."""

    runs: int
    mark: Spread | None
    """``None`` where nothing counts"""
    on_time: Spread | None
    """The share of the cases that came which did not run over their deadline"""
    arrivals: Spread
    closed: Spread
    late: Spread
    open: Spread
    grades: dict[str, int]
    expectations: list[dict[str, Any]]
    """The share of the runs in which each was met, partly met, missed, of those it counted in"""
    injects: list[dict[str, Any]]
    """Of what follows upon each inject the share that was missed, the most missed first"""

    @property
    def document(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def run_many(
    sandboxes: Sandboxes,
    play: Play,
    seeds: Sequence[int],
    on_progress: Callable[[int, int, str], object] | None = None,
    *,
    processes: int | None = None,
) -> Statistics:
    """Play a drill once with every seed.

    Args:
        sandboxes: beside them the worlds are made, and removed.
        play: what is played.
        seeds: each a run.
        on_progress: told how many of how many are done.
        processes: how many at once; as many as there are cores by default, 1 is this one.
    """
    tally = Tally()
    with passing(sandboxes) as place:
        for portion in _portions(place, play, seeds, processes or os.cpu_count() or 1):
            for each in portion:
                tally.add(each)
            if on_progress is not None:
                on_progress(tally.runs, len(seeds), play.scenario.title.zh)
    return tally.statistics()


def _portions(
    place: Sandboxes, play: Play, seeds: Sequence[int], processes: int
) -> Iterator[list[dict[str, Any]]]:
    if processes == 1:
        for seed in seeds:
            yield [run(place, play, seed)]
        return
    # Forked children would share open databases and threads with this one.
    context = multiprocessing.get_context("spawn")
    portions = [seeds[start : start + _AT_ONCE] for start in range(0, len(seeds), _AT_ONCE)]
    with ProcessPoolExecutor(min(processes, len(portions)), context) as pool:
        # What was counted is let go of: thousands of runs take no more room than a few.
        waiting = deque(pool.submit(_portion, place, play, each) for each in portions)
        while waiting:
            yield waiting.popleft().result()


def _portion(place: Sandboxes, play: Play, seeds: Sequence[int]) -> list[dict[str, Any]]:
    return [run(place, play, seed) for seed in seeds]


_FIGURES = ("arrivals", "closed", "late", "open")
_SETTLED = ("met", "partly", "missed")


class Tally:
    """Counts runs, one after the other, and keeps of each no more than its figures."""

    def __init__(self) -> None:
        self.runs = 0
        self._marks: list[float] = []
        self._on_time: list[float] = []
        self._figures: dict[str, list[float]] = {name: [] for name in _FIGURES}
        self._grades: Counter[str] = Counter()
        self._expected: dict[str, dict[str, Any]] = {}
        self._outcomes: Counter[tuple[str, str]] = Counter()

    def add(self, found: Mapping[str, Any]) -> None:
        """Count a run, as :func:`scenarios.runs.once.run` tells it."""
        self.runs += 1
        if found["mark"] is not None:
            self._marks.append(found["mark"])
        if found["arrivals"]:
            self._on_time.append(1 - found["late"] / found["arrivals"])
        for name, figures in self._figures.items():
            figures.append(found[name])
        self._grades[found["grade"]] += 1
        for each in found["expectations"]:
            self._expected.setdefault(each["id"], each)
            self._outcomes[each["id"], each["outcome"]] += 1

    def statistics(self) -> Statistics:
        """Return what the runs say together."""
        lines = [self._line(each) for each in self._expected.values()]
        return Statistics(
            runs=self.runs,
            mark=spread(self._marks) if self._marks else None,
            on_time=spread(self._on_time) if self._on_time else None,
            **{name: spread(figures) for name, figures in self._figures.items()},
            grades=dict(self._grades.most_common()),
            expectations=lines,
            injects=sorted(self._injects(), key=lambda each: (-each["missed"], each["id"])),
        )

    def _line(self, expected: Mapping[str, Any]) -> dict[str, Any]:
        counts = [self._outcomes[expected["id"], name] for name in _SETTLED]
        runs = sum(counts)
        shares = [count / runs if runs else None for count in counts]
        told = {"id": expected["id"], "title": expected["title"], "runs": runs}
        return told | dict(zip(_SETTLED, shares, strict=True))

    def _injects(self) -> Iterator[dict[str, Any]]:
        by_inject: dict[str, list[str]] = {}
        for each in self._expected.values():
            if each["inject"]:
                by_inject.setdefault(each["inject"], []).append(each["id"])
        for inject, expected in by_inject.items():
            counts = {name: sum(self._outcomes[each, name] for each in expected) for name in _SETTLED}
            total = sum(counts.values())
            if total:
                yield {"id": inject, "expected": len(expected), "missed": counts["missed"] / total}


def spread(figures: Sequence[float]) -> Spread:
    """Return mean, the middle 95 % and how well the mean is known."""
    ordered, count = sorted(figures), len(figures)
    mean = sum(ordered) / count
    variance = sum((each - mean) ** 2 for each in ordered) / (count - 1) if count > 1 else 0.0
    deviation = math.sqrt(variance)
    error = _NORMAL * deviation / math.sqrt(count)
    return Spread(mean, _at(ordered, _TAIL), _at(ordered, 1 - _TAIL), error, deviation)


def _at(ordered: Sequence[float], part: float) -> float:
    place = part * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
