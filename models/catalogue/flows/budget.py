"""Whether the limits of a way's steps fit into a limit.

Limits come in two families. Working hours and days run inside the office windows: a working
day is the length of a day's windows. Urgent hours, urgent days and natural days run on: an
hour is sixty minutes, a day twenty-four hours. Within a family, minutes are added.

Between the families there is no rate, so what the steps may take is reckoned at its worst:

* running on, measured in office time: every twenty-four hours can hold the windows of one
  day, and what is left of a day as many minutes as it has, up to a day's windows. No calendar
  makes it longer;
* office time, measured running on: begun as the office closes before a weekend. Every begun
  working day takes a day, and every begun five of them a weekend of two. Public holidays make
  it longer still: a way that fits only by this reckoning is therefore reported as uncertain.

Steps of one family that follow one another are converted together: nothing closes between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from models.calendar.rules import Limit, Unit, parse_limit
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HOUR = 60
DAY = 24 * HOUR
_WEEK = 5
"""Working days between two weekends."""
_WEEKEND = 2


def readable(text: str) -> Limit | None:
    """Return the limit a text stands for, ``None`` where there is none or it cannot be read."""
    if not text:
        return None
    try:
        return parse_limit(text)
    except DomainError:
        return None


def minutes(limit: Limit, day_minutes: int) -> int:
    """Return a limit in minutes of its own family."""
    match limit.unit:
        case Unit.WORKING_MINUTE | Unit.URGENT_MINUTE:
            return limit.count
        case Unit.WORKING_HOUR | Unit.URGENT_HOUR:
            return limit.count * HOUR
        case Unit.WORKING_DAY:
            return limit.count * day_minutes
        case _:
            return limit.count * DAY


def at_worst(limits: Iterable[Limit], *, working: bool, day_minutes: int) -> int:
    """Return how long limits that follow one another may take: in office time, or running on."""
    total = 0
    for own, run in groupby(limits, key=lambda limit: limit.unit.working):
        spent = sum(minutes(limit, day_minutes) for limit in run)
        if own is working:
            total += spent
        elif working:
            days, rest = divmod(spent, DAY)
            total += days * day_minutes + min(rest, day_minutes)
        else:
            days = -(-spent // day_minutes)
            total += (days + _WEEKEND * -(-days // _WEEK)) * DAY
    return total


def added(limits: Sequence[Limit]) -> str:
    """Return limits added up unit by unit, ``3WD+4WH``."""
    totals: dict[Unit, int] = {}
    for limit in limits:
        totals[limit.unit] = totals.get(limit.unit, 0) + limit.count
    order = list(Unit)
    return "+".join(f"{totals[unit]}{unit.value}" for unit in reversed(order) if unit in totals)


@dataclass(frozen=True, slots=True)
class Overrun:
    """A way whose limits do not fit, or do so only between holidays."""

    way: tuple[str, ...]
    step: str
    """The first step with which they no longer fit."""
    total: str
    surely: bool
    """Whether they are too long by the reckoning; else they fit, but holidays may undo it."""
    mixed: bool
    """Whether limits of the other family had to be converted."""


def overrun(
    ways: Iterable[tuple[str, ...]],
    limits: Mapping[str, Limit],
    most: Limit,
    day_minutes: int,
    *,
    singly: bool = False,
) -> Overrun | None:
    """Return the way that is furthest above ``most``, or one that is so at holidays only.

    ``singly`` converts each limit by itself, which is never less: for steps that do not
    follow one another in just this order.
    """
    working = most.unit.working

    def worst(spent: Sequence[Limit]) -> int:
        parts = [[limit] for limit in spent] if singly else [spent]
        return sum(at_worst(part, working=working, day_minutes=day_minutes) for part in parts)

    allowed = minutes(most, day_minutes)
    found: Overrun | None = None
    length = -1
    for way in ways:
        timed = [key for key in way if key in limits]
        spent = [limits[key] for key in timed]
        taken = worst(spent)
        mixed = any(limit.unit.working is not working for limit in spent)
        surely = taken > allowed
        if taken <= length or not (surely or (mixed and not working)):
            continue
        length = taken
        step = timed[-1]
        for count, key in enumerate(timed, start=1):
            if worst(spent[:count]) > allowed:
                step = key
                break
        found = Overrun(way, step, added(spent), surely, mixed)
    return found
