"""What is seen of a plan to give many cases to people, or to units."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from models.assignment.balancing.costs import Problem, Sum
    from models.kernel.errors import DomainError


class Over(StrEnum):
    """Among whom cases are shared out."""

    PEOPLE = "people"
    """Those who handle cases in the unit a case lies with"""
    UNITS = "units"
    """Units and posts: the cases still wait to be dispatched"""
    STRAIGHT = "straight"
    """Those who handle cases in the units that answer for a case which still waits to be dispatched"""


class Fit(StrEnum):
    """Why a unit is the one to have a case; the first that says something of a case decides."""

    RULE = "rule"
    """The rules in force name it"""
    LEAD = "lead"
    """It leads the matter"""
    PAST = "past"
    """It handled cases of the matter within a year"""
    ANY = "any"
    """Nothing names a unit, and any may have it"""


class Out(StrEnum):
    """Why somebody is given nothing."""

    AWAY = "away"
    """On leave"""
    OFF = "off"
    """Not on duty within the next two weeks, by the roster"""
    FULL = "full"
    """They have as many open cases as they can take on, or were given as many as they can be on a day"""


class Nobody(StrEnum):
    """Why a case finds nobody."""

    SKILL = "skill"
    """Nobody who is here has the skill its matter asks for"""
    AREA = "area"
    """It lies outside the area of everybody who is here"""
    UNIT = "unit"
    """The unit that answers for it has nobody here, or no room left"""
    NO_UNIT = "no_unit"
    """No unit may be given it"""
    OTHER_UNIT = "other_unit"
    """Whoever is here works in another unit; never said of a case, only of a person"""
    ROOM = "room"
    """Whoever could have it has no room left"""


class Near(StrEnum):
    """How a person stands to where a case lies."""

    OWN = "own"
    """They look after its grid"""
    VILLAGE = "village"
    """They look after a grid of the same village"""
    AFAR = "afar"
    """They look after grids elsewhere"""
    NONE = "none"
    """They look after no grid"""


@dataclass(frozen=True, slots=True)
class Load:
    """A person of a plan: open cases before, how many are given, and afterwards.

    ``before`` counts what they have now, ``after`` what they will have: a case taken from them counts in the
    first only. ``out`` says why they are given nothing, ``until`` when they are back.
    """

    taker_id: int
    """Of the account; of a unit its number, of a post its own below 0"""
    name: str
    pace: int
    """Cases they get through in a day"""
    before: int
    given: int
    after: int
    room: int | None
    """How many they can be given at most; ``None`` without limit"""
    out: Out | None = None
    until: date | None = None
    unit_id: int | None = None
    unit_name: str = ""
    """The unit they work in, where a plan is over several"""
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A case of a plan: to whom, and why; or why to nobody.

    ``refusal`` is why it cannot be handed over at all, ``nobody`` why there is no one for it. ``options`` are
    those who may have it, by their accounts.
    """

    case_id: int
    number: str
    title: str
    version: int
    due_at: datetime | None
    grid_name: str
    lies_with: int | None
    lies_with_name: str
    taker_id: int | None
    taker_name: str
    near: Near | None = None
    done_at: datetime | None = None
    """When it is expected to be done"""
    late_minutes: int = 0
    """How much after its deadline that is, in office minutes"""
    skill: str = ""
    """The skill its matter asks for"""
    options: tuple[int, ...] = ()
    nobody: Nobody | None = None
    wanted: str = ""
    """The unit that answers for it, where a plan is over units"""
    fit: Fit | None = None
    """Why it does"""
    fitting: tuple[int, ...] = ()
    """The units that do, or their people; to others of the options a person may give it"""
    refusal: DomainError | None = None

    @property
    def moves(self) -> bool:
        """Whether carrying the plan out changes who has it."""
        return self.taker_id is not None and self.taker_id != self.lies_with


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would get what, as it was worked out at ``at``; nothing is written yet."""

    at: datetime
    unit_id: int | None
    """The unit whose cases they are; ``None`` of several"""
    unit_name: str
    lines: tuple[Line, ...]
    loads: tuple[Load, ...]
    sum: Sum
    """What it comes to, in office minutes"""
    problem: Problem
    """What was solved: a change by hand is reckoned with it"""
    over: Over = Over.PEOPLE

    @property
    def moving(self) -> tuple[Line, ...]:
        """The cases that carrying it out hands over."""
        return tuple(line for line in self.lines if line.moves)

    @property
    def left(self) -> tuple[Line, ...]:
        """The cases that find nobody or cannot be handed over."""
        return tuple(line for line in self.lines if line.taker_id is None)
