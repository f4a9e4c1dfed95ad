"""From what was read and learned to the world of a play, as things are and as they would be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from models.assignment.rosters.kinds import ShiftKind
from models.assignment.whatif.queries import minute
from models.assignment.whatif.world import STEP, Kind, Server, Waiting, World, group_of, merged, without
from models.calendar.rules import Counting, Limit, Mode, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row

    from models.assignment.rosters.presence import Facts
    from models.assignment.whatif.habits import Came, Habits
    from models.assignment.whatif.views import Changes
    from models.calendar.arithmetic import WorkingTime

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_DAY_MINUTES = 1440
_BEYOND = 15
"""Days beyond the play for which working hours are known, so that what was begun ends"""
_SLOTS = 2048
"""How finely the kinds of cases that come are told apart"""
Spans = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Material:
    """What was read, whatever would be different."""

    now: datetime
    days: int
    time: WorkingTime
    habits: Habits
    facts: Facts
    people: Sequence[Row[Any]]
    open_cases: Sequence[Row[Any]]
    unfiled: int
    limits: Mapping[int, Row[Any]]
    units: tuple[int, ...]
    """Those that have people, cases, or had some"""

    def after(self, moment: datetime) -> float:
        """Return the minutes from now to a moment."""
        return (moment - self.now) / _MINUTE

    @property
    def horizon(self) -> float:
        """The end of the play, in minutes from now."""
        return float(self.days * _DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class AtWork:
    """When somebody is at work, and when they can be called."""

    office: Spans
    on_call: Spans


class Builder:
    """Builds worlds of the same material; the tables over time are made once.

    Args:
        material: what was read.
    """

    def __init__(self, material: Material) -> None:
        self.material = material
        self._limits: dict[tuple[int, str, str], tuple[list[float], list[int]]] = {}
        self._index = {unit: index for index, unit in enumerate(material.units)}
        self.office = _office_spans(material)
        self._end = material.horizon + _BEYOND * _DAY_MINUTES
        self.waiting = tuple(self._waiting())
        self._ready_office = self._ready(continuous=False)
        self._ready_always = self._ready(continuous=True)

    def world(self, changes: Changes) -> World:
        """Return the world with what would be different."""
        material = self.material
        kinds, times = self._kinds(changes)
        return World(
            material.horizon,
            tuple(
                self._hands(unit, people, urgent=urgent)
                for unit, people in enumerate(self._people(changes))
                for urgent in (False, True)
            ),
            self.waiting,
            self._coming(times),
            kinds,
            material.habits.shape,
        )

    def reinforced(self, changes: Changes) -> Callable[[int, int], tuple[Server, ...]]:
        """Return what gives the hands of a group with so many people more in its unit."""
        people = self._people(changes)

        def hands(group: int, more: int) -> tuple[Server, ...]:
            unit, urgent = divmod(group, 2)
            return self._hands(unit, [*people[unit], *self._helpers(more)], urgent=bool(urgent))

        return hands

    # People

    def _helpers(self, count: int) -> list[AtWork]:
        return [AtWork(self.office, [(0.0, self._end)])] * count

    def _people(self, changes: Changes) -> list[list[AtWork]]:
        """Return, for each unit, when each of its people is at work, and on call."""
        facts = self.material.facts
        by_roster = {duty.unit_id for duty in facts.duties if duty.kind is ShiftKind.DAY}
        away: dict[int, Spans] = defaultdict(list)
        for leave in changes.leave:
            away[leave.account_id].append((0.0, float(leave.days * _DAY_MINUTES)))
        people: list[list[AtWork]] = [[] for _unit in self.material.units]
        for row in self.material.people:
            people[self._index[row.unit_id]].append(self._at_work(row, by_roster, away[row.id]))
        for more in changes.more:
            people[self._index[more.unit_id]] += self._helpers(more.count)
        return people

    def _at_work(self, row: Row[Any], by_roster: set[int | None], away: Spans) -> AtWork:
        """Return when a person is at work: office hours unless the roster decides, and duties; less leave."""
        after, staff_id, facts = self.material.after, row.staff_id, self.material.facts
        spans = [] if row.unit_id in by_roster else list(self.office)
        gone = list(away)
        if staff_id is not None:
            own = [duty for duty in facts.duties if duty.staff_id == staff_id]
            spans += [(max(0.0, after(duty.starts)), after(duty.ends)) for duty in own]
            gone += [
                (after(each.starts), after(each.ends)) for each in facts.away if each.staff_id == staff_id
            ]
        return AtWork(without(merged(spans), gone), without([(0.0, self._end)], gone))

    def _hands(self, unit: int, people: Sequence[AtWork], *, urgent: bool) -> tuple[Server, ...]:
        """Return the hands of people: as many each, or one more for the first where it does not divide.

        What is urgent is handled by whoever is on call; those on leave are the last to be asked.
        """
        hands = self.material.habits.hands_of(self.material.units[unit], len(people), urgent=urgent)
        spans = [each.office for each in people]
        if urgent:
            spans = sorted((each.on_call for each in people), key=_length, reverse=True)
        return tuple(Server(spans[number % len(spans)]) for number in range(hands))

    # Cases

    def _waiting(self) -> Iterable[Waiting]:
        material, habits = self.material, self.material.habits
        desk = max(0.0, habits.to_unit - habits.to_filing)
        for place, row in enumerate(material.open_cases):
            unit = row.unit_id if row.unit_id in self._index else habits.unit_of(row.condition_id)
            if unit is None:
                continue
            urgent = row.limit_unit is not None and Unit(row.limit_unit).continuous
            wait = 0.0 if row.unit_id is not None else desk
            ready = wait if urgent else self._office_later(material.now, wait)
            given = row.given if row.unit_id is not None and row.given is not None else material.now
            began, now, due = (
                minute(material.time, each, urgent) for each in (given, material.now, row.due_at)
            )
            yield Waiting(
                place,
                group_of(self._index[unit], urgent=urgent),
                ready,
                material.after(row.due_at),
                max(1.0, habits.share(row.condition_id) * (due - began)),
                max(0, now - began),
            )

    def _coming(self, times: float) -> tuple[float, ...]:
        """Return how many cases come in each hour; those not filed yet come at once."""
        material = self.material
        hours = []
        for number in range(material.days * 24):
            local = material.time.local(material.now + number * _HOUR)
            hours.append(times * material.habits.coming(local.date(), local.hour, material.time.days))
        hours[0] += material.unfiled
        return tuple(hours)

    def _kinds(self, changes: Changes) -> tuple[tuple[Kind, ...], float]:
        """Return what comes, each as often as it comes, and how many times as many come in all."""
        known = [each for each in self.material.habits.mix if each.condition_id in self.material.limits]
        weights = [each.count * _times(each, changes) for each in known]
        total, usual = sum(weights), sum(each.count for each in known)
        if not total:
            return (), 0.0
        kinds: list[Kind] = []
        passed = 0.0
        for each, weight in zip(known, weights, strict=True):
            passed += weight
            more = round(passed * _SLOTS / total) - len(kinds)
            if more:
                kinds += [self._kind(each)] * more
        return tuple(kinds), total / usual

    def _kind(self, each: Came) -> Kind:
        row = self.material.limits[each.condition_id]
        runs_on = Unit(row.limit_unit).continuous
        key = (row.limit_amount, row.limit_unit, row.mode.value)
        if key not in self._limits:
            self._limits[key] = self._due(*key)
        due, allowed = self._limits[key]
        share = self.material.habits.share(each.condition_id)
        ready = self._ready_always if runs_on else self._ready_office
        group = group_of(self._index[each.unit_id], urgent=runs_on)
        return Kind(group, [max(1.0, share * minutes) for minutes in allowed], ready, due, runs_on)

    def _due(self, amount: int, unit: str, mode: str) -> tuple[list[float], list[int]]:
        """Return when a case that comes at each step is due, and how many minutes its unit then has for it.

        Its clock starts with its filing.
        """
        material = self.material
        limit, counting = Limit(amount, Unit(unit)), Counting(mode=Mode(mode), provisional=True)
        filing, urgent = material.habits.to_filing, limit.unit.continuous
        ready = self._ready_always if urgent else self._ready_office
        found, allowed = [], []
        for moment, there in zip(self._moments(), ready, strict=True):
            started = moment + filing * _MINUTE
            if not urgent:
                started = material.now + self._office_later(moment, filing) * _MINUTE
            due = material.time.due(started, limit, counting).at
            found.append(material.after(due))
            begin = minute(material.time, material.now + there * _MINUTE, urgent)
            allowed.append(max(1, minute(material.time, due, urgent) - begin))
        return found, allowed

    def _ready(self, *, continuous: bool) -> list[float]:
        """Return when a case that comes at each step is with its unit; what cannot wait does not wait."""
        wait = self.material.habits.to_unit
        if continuous:
            return [self.material.after(moment) + wait for moment in self._moments()]
        return [self._office_later(moment, wait) for moment in self._moments()]

    def _office_later(self, moment: datetime, minutes: float) -> float:
        """Return, in minutes from now, when so many office minutes have passed since ``moment``."""
        time = self.material.time
        local = time.local(moment)
        if minutes < 1:
            return self.material.after(time.instant(time.resumes(local)))
        return self.material.after(time.instant(time.moment_at(time.position(local) + int(minutes))))

    def _moments(self) -> Iterable[datetime]:
        steps = int(self.material.horizon) // STEP + 1
        return (self.material.now + step * STEP * _MINUTE for step in range(steps))


def _times(each: Came, changes: Changes) -> float:
    """Return how many times as often something comes; several surges add up to their product."""
    times = 1.0
    for surge in changes.surges:
        if surge.matter_id in {None, each.matter_id} and surge.channel in {None, each.channel}:
            times *= surge.times
    return times


def _office_spans(material: Material) -> Spans:
    """Return the office's windows within the play, and some days beyond, so that what was begun ends."""
    time = material.time
    first = time.local(material.now).date()
    spans = []
    for number in range(material.days + _BEYOND):
        day: date = first + number * _DAY
        if time.days.is_working(day.toordinal()):
            for begin, end in time.hours.windows:
                midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- of the office's clock
                bounds = [
                    material.after(time.instant(midnight + minute * _MINUTE)) for minute in (begin, end)
                ]
                spans.append((max(0.0, bounds[0]), bounds[1]))
    return merged(spans)


def _length(spans: Spans) -> float:
    return sum(end - begin for begin, end in spans)
