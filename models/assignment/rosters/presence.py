"""Who is here: on duty, away, standing in for whom, able to do what. Loaded once, pure afterwards.

A :class:`Presence` is made by :func:`presence_at` with a handful of reads by index, or by its plain
constructor from values. It then answers without a database, for the moment it stands at and, by
:meth:`Presence.at`, for every other moment of the days it was loaded for.

Who is on duty for a unit: whoever has a duty that serves it and runs now; and, in office hours, all its
people who are not away, unless the unit has day shifts on its roster, for then the roster decides. The
office as a whole (no unit) is asked the same way, over the duties that serve the whole office.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from models.assignment.rosters.facts import (
    NOTHING_SAID,
    Absence,
    Away,
    Capacity,
    Deputy,
    Duty,
    Facts,
    OnDuty,
    Person,
    Skill,
    only,
)
from models.assignment.rosters.kinds import ShiftKind
from models.calendar.arithmetic import WorkingTime, minute_of
from models.calendar.days import WorkingDays

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = [
    "Absence",
    "Away",
    "Capacity",
    "Deputy",
    "Duty",
    "Facts",
    "OnDuty",
    "Person",
    "Presence",
    "Skill",
    "only",
    "presence_at",
]

BACK = timedelta(days=2)
"""How far before its moment a presence knows duties: one of yesterday evening still runs."""
AHEAD = timedelta(days=14)
"""How far beyond its moment a presence knows duties and leave, where no end is asked for."""


class Presence:
    """Who is here at a moment.

    Args:
        moment: when, aware.
        facts: people, duties, leave and the rest.
        time: the office's windows, days and zone; Monday to Friday of Shanghai if left out.
    """

    def __init__(self, moment: datetime, facts: Facts, time: WorkingTime | None = None) -> None:
        self.moment = moment.astimezone(UTC)
        self.facts = facts
        self._time = time or WorkingTime(WorkingDays.plain_weeks())
        self._duties: dict[int, list[Duty]] = defaultdict(list)
        self._away: dict[int, list[Away]] = defaultdict(list)
        self._deputies: dict[int, list[Deputy]] = defaultdict(list)
        self._of_unit: dict[int, list[Person]] = defaultdict(list)
        self._serving: dict[int | None, list[Duty]] = defaultdict(list)
        self._by_day: set[int | None] = set()
        for duty in sorted(facts.duties, key=attrgetter("starts")):
            self._duties[duty.staff_id].append(duty)
            self._serving[duty.unit_id].append(duty)
            if duty.kind is ShiftKind.DAY:
                self._by_day.add(duty.unit_id)
        for away in facts.away:
            self._away[away.staff_id].append(away)
        for deputy in sorted(facts.deputies, key=attrgetter("rank", "deputy_id")):
            self._deputies[deputy.staff_id].append(deputy)
        for person in facts.people.values():
            self._of_unit[person.unit_id].append(person)

    def at(self, moment: datetime) -> Presence:
        """Return the same people at another moment; nothing is sorted or read again."""
        other = object.__new__(Presence)
        vars(other).update(vars(self))
        other.moment = moment.astimezone(UTC)
        return other

    @property
    def working(self) -> bool:
        """Whether the moment lies in office hours."""
        return self._closes() is not None

    def person(self, staff_id: int) -> Person | None:
        """Return a person who works here, or ``None``."""
        return self.facts.people.get(staff_id)

    def people_of(self, unit_id: int) -> list[Person]:
        """Return the people of a unit, here or away."""
        return list(self._of_unit.get(unit_id, ()))

    def on_duty(self, unit_id: int | None = None) -> list[OnDuty]:
        """Return who is on duty for a unit, or for the whole office; who leads comes first.

        Those away are left out. Where nobody is on duty the list is empty: the caller decides what then.
        """
        found: dict[int, OnDuty] = {}
        for duty in self._serving.get(unit_id, ()):
            person = self.facts.people.get(duty.staff_id)
            if person is None or not duty.runs(self.moment) or self._leave(duty.staff_id) is not None:
                continue
            earlier = found.get(person.staff_id)
            lead = duty.lead or (earlier is not None and earlier.lead)
            until = self._until_of(duty)
            found[person.staff_id] = OnDuty(person, until, lead, duty.shift)
        closes = None if unit_id in self._by_day else self._closes()
        if closes is not None:
            several = self.facts.people.values() if unit_id is None else self._of_unit.get(unit_id, ())
            for person in several:
                if person.staff_id not in found and self._leave(person.staff_id) is None:
                    until = self._cut(person.staff_id, closes)
                    found[person.staff_id] = OnDuty(person, until, lead=False, shift="")
        return sorted(found.values(), key=lambda each: (not each.lead, not each.shift, each.person.staff_id))

    def is_on_duty(self, staff_id: int) -> bool:
        """Say whether a person is on duty, for whomever."""
        return self.until(staff_id) is not None

    def until(self, staff_id: int) -> datetime | None:
        """Return until when a person is on duty; ``None`` if they are not.

        Duties that follow one another are one; leave ends them.
        """
        person = self.facts.people.get(staff_id)
        if person is None or self._leave(staff_id) is not None:
            return None
        running = [duty for duty in self._duties.get(staff_id, ()) if duty.runs(self.moment)]
        ends = [self._until_of(duty) for duty in running]
        closes = None if person.unit_id in self._by_day else self._closes()
        if closes is not None:
            ends.append(self._cut(staff_id, closes))
        return max(ends, default=None)

    def absent(self, staff_id: int) -> Absence | None:
        """Return the leave a person is on, with its end and who stands in; ``None`` if they are not away.

        Leave that begins where another ends is one.
        """
        leave = self._leave(staff_id)
        if leave is None:
            return None
        last = self._last_of(leave)
        return Absence(staff_id, leave.kind, last.ends, last.to_day, self.deputy_of(staff_id))

    def deputy_of(self, staff_id: int) -> int | None:
        """Return who stands in for a person now: the first deputy who is not away.

        Where a deputy is away, theirs is asked (AB→C), and then the next one of the person. ``None``
        where nobody is left; nobody is asked twice, so a cycle ends.
        """
        return self._stand_in(staff_id, {staff_id})

    def deputies_of(self, staff_id: int) -> tuple[int, ...]:
        """Return the deputies of a person now, here or away, in the order they are asked."""
        return tuple(each.deputy_id for each in self._deputies.get(staff_id, ()) if self._holds(each))

    def skills(self, staff_id: int) -> tuple[Skill, ...]:
        """Return what a person can do, what ran out left out."""
        today = self._time.local(self.moment).date()
        kept = self.facts.skills.get(staff_id, ())
        return tuple(each for each in kept if each.valid_until is None or each.valid_until >= today)

    def capacity(self, staff_id: int) -> Capacity:
        """Return what a person can take on."""
        return self.facts.capacities.get(staff_id, NOTHING_SAID)

    def grids(self, staff_id: int) -> tuple[int, ...]:
        """Return the grids a person looks after, by their ids."""
        return self.facts.grids.get(staff_id, ())

    def next_duty(self, staff_id: int) -> Duty | None:
        """Return the first duty of a person that begins after now, leave left out, if one is known."""
        return next(
            (
                duty
                for duty in self._duties.get(staff_id, ())
                if duty.starts > self.moment and self._leave(staff_id, duty.starts) is None
            ),
            None,
        )

    def _stand_in(self, staff_id: int, asked: set[int]) -> int | None:
        for deputy in self.deputies_of(staff_id):
            if deputy in asked:
                continue
            asked.add(deputy)
            if deputy not in self.facts.people:
                continue
            if self._leave(deputy) is None:
                return deputy
            further = self._stand_in(deputy, asked)
            if further is not None:
                return further
        return None

    def _holds(self, deputy: Deputy) -> bool:
        return deputy.starts <= self.moment and (deputy.ends is None or self.moment < deputy.ends)

    def _leave(self, staff_id: int, moment: datetime | None = None) -> Away | None:
        """Return the leave a person is on, the one that ends last where two overlap."""
        when = self.moment if moment is None else moment
        kept = self._away.get(staff_id)
        if not kept:
            return None
        running = (each for each in kept if each.starts <= when < each.ends)
        return max(running, key=attrgetter("ends"), default=None)

    def _last_of(self, leave: Away) -> Away:
        further = self._leave(leave.staff_id, leave.ends)
        return leave if further is None else self._last_of(further)

    def _until_of(self, duty: Duty) -> datetime:
        """Return when a duty ends, with those of the same kind of service that follow it at once."""
        ends = duty.ends
        for other in self._duties[duty.staff_id]:
            if other.unit_id == duty.unit_id and other.starts <= ends < other.ends:
                ends = other.ends
        return self._cut(duty.staff_id, ends)

    def _cut(self, staff_id: int, ends: datetime) -> datetime:
        """Return ``ends``, or when the person's next leave begins if that comes before."""
        begins = (each.starts for each in self._away.get(staff_id, ()) if each.starts > self.moment)
        return min(ends, min(begins, default=ends))

    def _closes(self) -> datetime | None:
        """Return when the office closes today, or ``None`` outside its hours."""
        local = self._time.local(self.moment)
        minute = minute_of(local)
        if not self._time.days.is_working(local.toordinal()):
            return None
        if not any(begin <= minute < end for begin, end in self._time.hours.windows):
            return None
        midnight = local.replace(hour=0, minute=0)
        return self._time.instant(midnight + timedelta(minutes=self._time.hours.close))


def presence_at(session: Session, now: datetime, until: datetime | None = None) -> Presence:
    """Return who is here at ``now``, with what is known up to ``until`` (two weeks on if left out).

    Args:
        session: an open session.
        now: the moment, aware.
        until: how far duties and leave are read, for whoever goes on with :meth:`Presence.at`.

    Raises:
        NotFound: the database was never initialised.
    """
    from models.assignment.rosters.loading import facts_between, working_time

    time = working_time(session)
    facts = facts_between(session, now - BACK, now + AHEAD if until is None else until, time)
    return Presence(now, facts, time)
