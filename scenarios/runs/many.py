"""The same drill many times, with one seed after the other, on every core; and what that says together."""

from __future__ import annotations

import math
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scenarios.runs.once import passing, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
    found: list[dict[str, Any]] = []
    with passing(sandboxes) as place:
        for portion in _portions(place, play, seeds, processes or os.cpu_count() or 1):
            found += portion
            if on_progress is not None:
                on_progress(len(found), len(seeds), play.scenario.title.zh)
    return statistics(found)


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
        waiting = [pool.submit(_portion, place, play, each) for each in portions]
        for each in waiting:
            yield each.result()


def _portion(place: Sandboxes, play: Play, seeds: Sequence[int]) -> list[dict[str, Any]]:
    return [run(place, play, seed) for seed in seeds]


def statistics(found: Sequence[dict[str, Any]]) -> Statistics:
    """Return what runs say together; pure."""
    marks = [each["mark"] for each in found if each["mark"] is not None]
    on_time = [1 - each["late"] / each["arrivals"] for each in found if each["arrivals"]]
    grades: dict[str, int] = {}
    for each in found:
        grades[each["grade"]] = grades.get(each["grade"], 0) + 1
    return Statistics(
        runs=len(found),
        mark=spread(marks) if marks else None,
        on_time=spread(on_time) if on_time else None,
        arrivals=spread([each["arrivals"] for each in found]),
        closed=spread([each["closed"] for each in found]),
        late=spread([each["late"] for each in found]),
        open=spread([each["open"] for each in found]),
        grades=dict(sorted(grades.items(), key=lambda each: -each[1])),
        expectations=_expectations(found),
    )


def _expectations(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = []
    for place, first in enumerate(found[0]["expectations"]):
        outcomes = [each["expectations"][place]["outcome"] for each in found]
        counted = [each for each in outcomes if each in {"met", "partly", "missed"}]
        shares = {name: counted.count(name) / len(counted) if counted else None for name in _SETTLED}
        lines.append({"id": first["id"], "title": first["title"], "runs": len(counted), **shares})
    return lines


_SETTLED = ("met", "partly", "missed")


def spread(figures: Sequence[float]) -> Spread:
    """Return mean, the middle 95 % and how well the mean is known."""
    ordered, count = sorted(figures), len(figures)
    mean = sum(ordered) / count
    variance = sum((each - mean) ** 2 for each in ordered) / (count - 1) if count > 1 else 0.0
    return Spread(mean, _at(ordered, _TAIL), _at(ordered, 1 - _TAIL), _NORMAL * math.sqrt(variance / count))


def _at(ordered: Sequence[float], part: float) -> float:
    place = part * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
