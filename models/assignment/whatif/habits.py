"""What the past teaches: when cases come, of what kind, and how long their handling keeps somebody.

How often cases come is counted by kind of day and hour, and pulled towards the product of day and hour where
little was seen; the months lie over it as a factor. What comes is drawn as it came: condition, unit, channel.

How long a case is with its unit is learned as a share of the time it had until its deadline, for people go
by the deadline: the shares of conditions are pulled towards those of their classes, and these towards that
of all, as if :data:`WEIGHT` more cases had been seen there. Times run as the limit does: in office hours, or,
for what is urgent, by day and night.

People have several cases in hand at once, and much of the time of a case is waiting for others; nobody wrote
down how long they worked on it. A person is therefore taken to have so many *hands*: as many cases as people
of their unit had at once, each, in nearly all the time of the past (:func:`hands_of`). A case keeps a hand
for as long as it is with the unit. As long as no more comes than came, it then goes as it went; where more
comes, or fewer people are there, cases wait for a hand. What is urgent has hands of its own, those of whoever
is on duty or on call, by day and night.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from models.calendar.days import WorkingDays
    from models.cases.kinds import Channel

WEIGHT = 8.0
FEWEST = 30
"""So many handled cases are needed before anything is said."""
_WEEK, _HOURS, _MONTHS = 7, 24, 12
_SATURDAY, _SUNDAY, _MONDAY = 5, 6, 0
_ENTRIES = 256
_MOSTLY = 0.95
_MOST_TIMES = 10.0
"""What took more than so many times its limit was forgotten, not handled."""


@dataclass(frozen=True, slots=True)
class Handled:
    """A case that was handled: by whom, and from when to when the unit had it.

    Minutes of the office's time, or of all time where it was ``urgent``; ``allowed`` is what it had until its
    deadline.
    """

    condition_id: int
    class_id: int
    unit_id: int
    person: int
    urgent: bool
    begin: int
    end: int
    allowed: int

    @property
    def minutes(self) -> int:
        """For how long."""
        return self.end - self.begin

    @property
    def share(self) -> float:
        """Which part of what it had; more than 1 is late."""
        return min(_MOST_TIMES, self.minutes / self.allowed)


@dataclass(frozen=True, slots=True)
class Came:
    """How many cases of a condition came to a unit by a channel."""

    condition_id: int
    matter_id: int
    unit_id: int
    channel: Channel
    count: int


@dataclass(frozen=True, slots=True)
class Habits:
    """What was learned."""

    days: int
    arrivals: int
    handled: int
    rates: Mapping[tuple[int, int], float]
    """Cases an hour, by kind of day (:func:`day_kind`) and hour"""
    months: tuple[float, ...]
    """By how much more or less comes in each month"""
    mix: tuple[Came, ...]
    shares: Mapping[int, float]
    """Which part of the time a case has it is with its unit, by condition"""
    usual_share: float
    hands: Mapping[tuple[int, bool], float]
    """Cases a person of a unit has at once, ordinary ones and urgent ones"""
    usual_hands: tuple[float, float]
    shape: tuple[float, ...]
    to_filing: float
    """Office minutes from intake to filing, for half of the cases"""
    to_unit: float
    """Office minutes from intake to the unit, for half of the cases"""

    def share(self, condition_id: int | None) -> float:
        """Return which part of its time a case is usually with its unit, also of a condition never seen."""
        return self.shares.get(condition_id or 0, self.usual_share)

    def hands_of(self, unit_id: int, people: int, *, urgent: bool) -> int:
        """Return how many cases so many people of a unit have at once; one each at least of ordinary ones."""
        each = self.hands.get((unit_id, urgent), self.usual_hands[urgent])
        least = min(1, people) if urgent else people
        return max(least, round(each * people))

    def unit_of(self, condition_id: int | None) -> int | None:
        """Return the unit cases of a condition most often go to; of all conditions where it never came."""
        counts: Counter[int] = Counter()
        for each in self.mix:
            if each.condition_id == condition_id:
                counts[each.unit_id] += each.count
        if not counts:
            for each in self.mix:
                counts[each.unit_id] += each.count
        return min(counts, key=lambda unit: (-counts[unit], unit), default=None)

    def coming(self, day: date, hour: int, days: WorkingDays) -> float:
        """Return how many cases come in an hour of a day, on average."""
        return self.rates[day_kind(day, days), hour] * self.months[day.month - 1]


def day_kind(day: date, days: WorkingDays) -> int:
    """Return the day of the week a day is like, from 0: a holiday a Sunday, a weekend day worked a Monday."""
    weekday = day.weekday()
    if days.is_working(day.toordinal()):
        return weekday if weekday < _SATURDAY else _MONDAY
    return weekday if weekday >= _SATURDAY else _SUNDAY


def rates_of(
    came: Mapping[tuple[int, int], int], exposure: Mapping[int, int]
) -> dict[tuple[int, int], float]:
    """Return cases an hour by kind of day and hour.

    Args:
        came: how many came, by kind of day and hour.
        exposure: how many days of each kind were seen.
    """
    total, all_days = sum(came.values()), sum(exposure.values()) or 1
    by_day = {day: sum(came.get((day, hour), 0) for hour in range(_HOURS)) for day in range(_WEEK)}
    by_hour = {hour: sum(came.get((day, hour), 0) for day in range(_WEEK)) for hour in range(_HOURS)}
    found = {}
    for day in range(_WEEK):
        seen = exposure.get(day, 0)
        a_day = (by_day[day] + WEIGHT * total / all_days) / (seen + WEIGHT)
        for hour in range(_HOURS):
            expected = a_day * by_hour[hour] / total if total else 0.0
            found[day, hour] = (came.get((day, hour), 0) + WEIGHT * expected) / (seen + WEIGHT)
    return found


def months_of(came: Mapping[int, int], exposure: Mapping[int, int]) -> tuple[float, ...]:
    """Return by how much more or less comes in each month than in all; 1 where nothing was seen."""
    total, all_days = sum(came.values()), sum(exposure.values())
    if not total:
        return (1.0,) * _MONTHS
    usual = total / all_days
    month_days = 30 * WEIGHT / 4
    return tuple(
        (came.get(month, 0) + month_days * usual) / (exposure.get(month, 0) + month_days) / usual
        for month in range(1, _MONTHS + 1)
    )


def learned_shares(handled: Sequence[Handled]) -> tuple[dict[int, float], float]:
    """Return which part of its time a case is with its unit, by condition and of all, pulled together."""
    overall = sum(each.share for each in handled) / len(handled)
    by_class: dict[int, list[float]] = defaultdict(list)
    by_condition: dict[int, list[float]] = defaultdict(list)
    class_of: dict[int, int] = {}
    for each in handled:
        by_class[each.class_id].append(each.share)
        by_condition[each.condition_id].append(each.share)
        class_of[each.condition_id] = each.class_id
    classes = {key: _pulled(seen, overall) for key, seen in by_class.items()}
    return {key: _pulled(seen, classes[class_of[key]]) for key, seen in by_condition.items()}, overall


def _pulled(seen: Sequence[float], towards: float) -> float:
    return (sum(seen) + WEIGHT * towards) / (len(seen) + WEIGHT)


def hands_of(handled: Iterable[Handled]) -> tuple[dict[tuple[int, bool], float], tuple[float, float]]:
    """Return how many cases a person had at once in nearly all the time, by unit, and of all units.

    Ordinary and urgent ones are told apart. Counted is the time in which a unit had any case at all.
    """
    spans: dict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)
    for each in handled:
        spans[each.unit_id, each.urgent] += [(each.begin, 1), (each.end, -1)]
        people[each.unit_id].add(each.person)
    found: dict[tuple[int, bool], float] = {}
    for (unit, urgent), changes in spans.items():
        changes.sort()
        lasted: Counter[int] = Counter()
        had, since = 0, changes[0][0]
        for moment, change in changes:
            lasted[had] += moment - since
            had, since = had + change, moment
        del lasted[0]
        found[unit, urgent] = _level(lasted) / len(people[unit])
    usual = [[each for (_unit, urgent), each in found.items() if urgent is which] for which in (False, True)]
    return found, (_mean(usual[0]), _mean(usual[1]))


def _mean(seen: Sequence[float]) -> float:
    return sum(seen) / len(seen) if seen else 1.0


def _level(lasted: Mapping[int, int]) -> int:
    """Return the number that was not exceeded in nearly all the time."""
    wanted = _MOSTLY * sum(lasted.values())
    passed = 0
    for had in sorted(lasted):
        passed += lasted[had]
        if passed >= wanted:
            return had
    return max(lasted, default=1)


def shape_of(handled: Sequence[Handled], shares: Mapping[int, float]) -> tuple[float, ...]:
    """Return how times lie around what is usual for their condition: entries of mean 1, in order."""
    if len(handled) < FEWEST:
        return exponential(_ENTRIES)
    ratios = sorted(each.share / shares[each.condition_id] for each in handled)
    picked = [ratios[(2 * entry + 1) * len(ratios) // (2 * _ENTRIES)] for entry in range(_ENTRIES)]
    mean = sum(picked) / _ENTRIES
    return tuple(ratio / mean for ratio in picked)


def exponential(entries: int) -> tuple[float, ...]:
    """Return the shape of times that end as likely in any minute as in another."""
    drawn = [-log(1 - (entry + 0.5) / entries) for entry in range(entries)]
    mean = sum(drawn) / entries
    return tuple(each / mean for each in drawn)
