"""How often a case came back to where it had been: A to B to A."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Pair = tuple[int, int]
"""Two holders, the lower number first."""


def rounds_of(holders: Iterable[int]) -> Counter[Pair]:
    """Count the returns within each pair of holders who had a case one after the other.

    A B A is one round of the pair (A, B), A B A B are two, A B C A is none: nobody got it back from
    the one they gave it to. A holder named twice in a row had it once.
    """
    found: Counter[Pair] = Counter()
    before: int | None = None
    last: int | None = None
    for holder in holders:
        if holder == last:
            continue
        if last is not None and holder == before:
            found[min(holder, last), max(holder, last)] += 1
        before, last = last, holder
    return found
