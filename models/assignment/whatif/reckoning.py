"""What many plays say together: shares with their intervals. Pure."""

from __future__ import annotations

from itertools import accumulate
from math import sqrt
from typing import TYPE_CHECKING

from models.assignment.whatif.views import Rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.assignment.whatif.engine import Tally

Z = 1.959964
"""Standard deviations that hold 95 %"""
_TAIL = 0.025


def wilson(count: int, runs: int) -> tuple[float, float]:
    """Return the interval of Wilson (1927) at 95 % for a share of ``count`` out of ``runs``."""
    if not runs:
        return 0.0, 1.0
    share, z2 = count / runs, Z * Z
    middle = (share + z2 / (2 * runs)) / (1 + z2 / runs)
    half = Z / (1 + z2 / runs) * sqrt(share * (1 - share) / runs + z2 / (4 * runs * runs))
    return max(0.0, middle - half), min(1.0, middle + half)


def rate_of(weeks: Sequence[tuple[int, int]]) -> Rate:
    """Return the rate over runs, each given as done in time and fallen due.

    The interval of the mean is that of a ratio of two sums (Cochran, Sampling Techniques, 6.3): cases of one
    run hang together, runs do not.
    """
    runs = len(weeks)
    met, due = sum(week[0] for week in weeks), sum(week[1] for week in weeks)
    if not due:
        return Rate(0.0, 0.0, None)
    share, mean_due = met / due, due / runs
    spread = sum((week[0] - share * week[1]) ** 2 for week in weeks)
    half = Z * sqrt(spread / (runs * (runs - 1))) / mean_due if runs > 1 else 1.0
    each = sorted(week[0] / week[1] for week in weeks if week[1])
    tail = int(_TAIL * len(each))
    return Rate(
        met / runs,
        mean_due,
        share,
        max(0.0, share - half),
        min(1.0, share + half),
        each[tail],
        each[len(each) - 1 - tail],
    )


def waiting_by_hour(tally: Tally) -> list[float]:
    """Return how many cases wait for somebody at the end of each hour, on average."""
    return [count / tally.runs for count in accumulate(tally.change[: len(tally.came)])]
