"""Figures of a measurement, each held against its limit."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Report:
    """Figures as they come, each held against its limit."""

    over: bool = False

    def tell(self, name: str, times: list[float], limit: float | None, *, by: str = "p95") -> None:
        """Print median and 95th percentile in milliseconds; ``by`` says which of them is limited."""
        median = statistics.median(times)
        slow = sorted(times)[int(len(times) * 0.95)]
        self.hold(f"  {name:38} {median:9.2f} {slow:9.2f}", slow if by == "p95" else median, limit)

    def ratio(self, name: str, found: float, limit: float) -> None:
        """Print a ratio."""
        self.hold(f"  {name:38} {'x':>9}{found:10.2f}", found, limit)

    def hold(self, line: str, found: float, limit: float | None) -> None:
        """Print a line with its limit, and whether that is kept."""
        verdict = "" if limit is None else "within" if found <= limit else "OVER"
        self.over |= verdict == "OVER"
        print(line + ("" if limit is None else f"   {verdict} {limit:g}"), flush=True)


class Watch:
    """What time is taken by: the clock, or the processor where other work on the machine would show."""

    now: Callable[[], float] = time.perf_counter


def timed(work: Callable[[], Any]) -> float:
    """Return how many milliseconds a piece of work takes."""
    started = Watch.now()
    work()
    return (Watch.now() - started) * 1000


class Taken(NamedTuple):
    """What a piece of work takes, in milliseconds."""

    clock: float
    processor: float


def taken(work: Callable[[], Any]) -> Taken:
    """Return what a piece of work takes on the clock, and of the processor."""
    started, before = time.perf_counter(), time.process_time()
    work()
    processor = time.process_time() - before
    return Taken((time.perf_counter() - started) * 1000, processor * 1000)
