"""The queue, the people and their hours, as a play finds them. Plain values; times are minutes from now.

A server is a hand of somebody who handles cases, with the spans in which they are at work. What is begun is
finished first, and pauses where the span ends. A group of hands has one queue: whichever is free takes what
is due first. A unit has two groups, one for ordinary cases and one for urgent ones (:func:`group_of`).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEVER = float("inf")
STEP = 10
"""Minutes between the entries of tables over time; a deadline counted in office time is right to this much"""


class Server:
    """Somebody at work within spans of time.

    Args:
        spans: begin and end of each, in order, not overlapping.
    """

    __slots__ = ("begins", "ends", "worked")

    def __init__(self, spans: Iterable[tuple[float, float]]) -> None:
        kept = list(spans)
        self.begins = [begin for begin, _end in kept]
        self.ends = [end for _begin, end in kept]
        self.worked = list(accumulate((end - begin for begin, end in kept), initial=0.0))
        """Minutes worked before each span, and all in all"""

    def next_at(self, moment: float) -> float:
        """Return the first time, not before ``moment``, at which they are at work."""
        index = bisect_right(self.ends, moment)
        if index == len(self.ends):
            return NEVER
        begin = self.begins[index]
        return max(moment, begin)

    def done_at(self, moment: float, effort: float) -> float:
        """Return when they are done with what they begin at ``moment``, a time they are at work."""
        index = bisect_right(self.ends, moment)
        finish = moment + effort
        if finish <= self.ends[index]:
            return finish
        total = self.worked[index] + (finish - self.begins[index])
        last = bisect_right(self.worked, total) - 1
        if last >= len(self.ends):
            return NEVER if total > self.worked[-1] else self.ends[-1]
        return self.begins[last] + total - self.worked[last]

    def minutes_until(self, horizon: float) -> float:
        """Return the minutes they are at work before ``horizon``."""
        pairs = zip(self.begins, self.ends, strict=True)
        return sum(max(0.0, min(end, horizon) - begin) for begin, end in pairs if begin < horizon)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open case: ``case`` is which, to whoever reads the outcome; ``effort`` the usual one, in minutes.

    ``passed`` of it have passed already: it is known to take longer than that, and the rest is to come.
    """

    case: int
    group: int
    ready: float
    due: float
    effort: float
    passed: float = 0.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of case that may come: its group, and tables over the time of its coming.

    ``effort``, ``ready`` and ``due`` have an entry for every :data:`STEP` minutes. Where ``runs_on``, the
    time since the entry is added to the deadline.
    """

    group: int
    effort: Sequence[float]
    ready: Sequence[float]
    due: Sequence[float]
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """All a play needs to know.

    ``kinds`` is drawn from evenly: a kind stands in it as often as it comes. ``shape`` is drawn from as
    well: an effort is the usual one of its kind times an entry; the entries are in order, and 1 on average.
    """

    horizon: float
    groups: tuple[tuple[Server, ...], ...]
    waiting: tuple[Waiting, ...]
    coming: tuple[float, ...]
    """Cases to come in each hour from now, on average"""
    kinds: tuple[Kind, ...]
    shape: tuple[float, ...]


def group_of(unit: int, *, urgent: bool) -> int:
    """Return the group of a unit, by its place among the units."""
    return 2 * unit + urgent


def merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return spans in order, those that touch or overlap made one."""
    found: list[tuple[float, float]] = []
    for begin, end in sorted(spans):
        if end <= begin:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def without(
    spans: Iterable[tuple[float, float]], away: Iterable[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Return what is left of spans in order where others are taken out of them."""
    left = list(spans)
    for off, back in away:
        left = [
            part
            for begin, end in left
            for part in ((begin, min(end, off)), (max(begin, back), end))
            if part[0] < part[1]
        ]
    return sorted(left)
