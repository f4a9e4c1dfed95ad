"""Chance of a drill: a stream of its own for every construct, so that one more changes no other.

A draw hangs on the drill's seed, the id of what draws, what it draws and how often it did before,
and on nothing else: neither on the order in which things happen nor on what else the scenario has.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING, TypeVar

from scenarios.demo.dice import Dice, Weighted
from scenarios.format.base import HOUR
from scenarios.format.chances import Exponential, Fixed, Lognormal, Triangular, Uniform

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scenarios.format.chances import Duration

T = TypeVar("T")

__all__ = ["Dice", "chosen", "draw", "longest", "poisson", "shortest", "stream"]


def stream(seed: int, *names: str | int) -> Dice:
    """Return the stream of what ``names`` say; equal seeds and names give equal streams."""
    # As JSON, so that no two lists of names run together into one text.
    text = json.dumps([seed, *names], ensure_ascii=False, separators=(",", ":"))
    return Dice(hashlib.sha256(text.encode()).hexdigest())


def draw(duration: Duration, dice: Dice) -> int:
    """Return a span in whole seconds, drawn from a distribution; a fixed one draws nothing."""
    match duration:
        case Fixed():
            return duration.fixed
        case Uniform():
            return round(dice.between(*duration.uniform))
        case Triangular():
            return round(_triangular(*duration.triangular, dice.part()))
        case Lognormal():
            spread = duration.lognormal
            return min(round(dice.lognormal(spread.median, spread.sigma)), duration.most)
        case Exponential():
            # 1 - part is never 0.
            long = -duration.exponential.mean * math.log(1.0 - dice.part())
            return min(round(long), duration.most)


def longest(duration: Duration) -> int:
    """Return the longest span that can be drawn."""
    match duration:
        case Fixed():
            return duration.fixed
        case Uniform():
            return duration.uniform[1]
        case Triangular():
            return duration.triangular[2]
        case Lognormal() | Exponential():
            return duration.most


def shortest(duration: Duration) -> int:
    """Return the shortest span that can be drawn."""
    match duration:
        case Fixed():
            return duration.fixed
        case Uniform():
            return duration.uniform[0]
        case Triangular():
            return duration.triangular[0]
        case Lognormal() | Exponential():
            return 0


def _triangular(least: int, likely: int, most: int, part: float) -> float:
    if most == least:
        return least
    turn = (likely - least) / (most - least)
    if part < turn:
        return least + math.sqrt(part * (most - least) * (likely - least))
    return most - math.sqrt((1.0 - part) * (most - least) * (most - likely))


def poisson(per_hour: float, since: int, until: int, dice: Dice) -> Iterator[int]:
    """Yield the moments of a Poisson process within a window, in whole seconds."""
    at = float(since)
    while True:
        at += -math.log(1.0 - dice.part()) * HOUR / per_hour
        if at >= until:
            return
        yield int(at)


def chosen(things: Sequence[T], weights: Sequence[float], dice: Dice) -> T:
    """Return one of ``things`` by weight."""
    return dice.choose(Weighted(zip(things, weights, strict=True)))
