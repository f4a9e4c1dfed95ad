"""What a presence rests on: people, duties and leave as spans of time, deputies, skills and the like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from models.assignment.rosters.kinds import LeaveKind, ShiftKind


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here. ``account_id`` is how they sign in; ``None`` for those who do not."""

    staff_id: int
    name: str
    unit_id: int
    account_id: int | None = None


class Duty(NamedTuple):
    """A duty as a span of time. A tuple, for there are hundreds in two weeks."""

    staff_id: int
    unit_id: int | None
    """The unit it serves; ``None`` is the whole office"""
    shift: str
    kind: ShiftKind
    starts: datetime
    ends: datetime
    lead: bool = False

    def runs(self, moment: datetime) -> bool:
        """Say whether it runs at a moment."""
        return self.starts <= moment < self.ends


@dataclass(frozen=True, slots=True)
class Away:
    """Leave as a span of time, ``to_day`` the last day that has some of it."""

    staff_id: int
    starts: datetime
    ends: datetime
    kind: LeaveKind
    to_day: date


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away, until when, and who stands in: ``None`` where nobody does who is here."""

    staff_id: int
    kind: LeaveKind
    until: datetime
    to_day: date
    deputy_id: int | None


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody is on duty until a moment."""

    person: Person
    until: datetime
    lead: bool
    shift: str
    """The shift's name; "" where it is by office hours"""


@dataclass(frozen=True, slots=True)
class Deputy:
    """B stands in for A within a span of time; the lowest ``rank`` is asked first."""

    staff_id: int
    deputy_id: int
    rank: int
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Skill:
    """What a person can do; without ``valid_until`` for good, else until the end of that day."""

    name: str
    permit: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a person can take on; ``None`` is without limit."""

    per_day: int | None = None
    open_most: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a presence rests on, whatever the moment."""

    people: Mapping[int, Person]
    duties: tuple[Duty, ...] = ()
    away: tuple[Away, ...] = ()
    deputies: tuple[Deputy, ...] = ()
    skills: Mapping[int, tuple[Skill, ...]] = field(default_factory=dict)
    capacities: Mapping[int, Capacity] = field(default_factory=dict)
    grids: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The grids each person looks after, by their ids"""


NOTHING_SAID = Capacity()


def only(people: Iterable[Person]) -> Facts:
    """Return facts of people about whom nothing else is known: they are here in office hours."""
    return Facts({person.staff_id: person for person in people})
