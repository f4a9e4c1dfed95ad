"""What is asked of a play, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from models.cases.kinds import Channel


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody is away from now on, for so many days."""

    account_id: int
    days: int


@dataclass(frozen=True, slots=True)
class Surge:
    """So many times as many cases come: all, or of one matter, or by one channel."""

    times: float
    matter_id: int | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class More:
    """So many more people handle cases in a unit, in office hours."""

    unit_id: int
    count: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What would be different."""

    leave: tuple[Leave, ...] = ()
    surges: tuple[Surge, ...] = ()
    more: tuple[More, ...] = ()

    @property
    def none(self) -> bool:
        """Whether nothing would."""
        return not (self.leave or self.surges or self.more)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the cases that fall due are done in time.

    ``met`` and ``due`` are averages over the runs; ``low`` and ``high`` hold the mean rate with a confidence
    of 95 %; in 95 of 100 plays the rate lies between ``worst`` and ``best``. ``share`` is ``None`` where
    nothing falls due.
    """

    met: float
    due: float
    share: float | None
    low: float = 0.0
    high: float = 0.0
    worst: float = 0.0
    best: float = 0.0


@dataclass(frozen=True, slots=True)
class Risk:
    """An open case that may be late: in how many of the plays, with the interval of Wilson at 95 %."""

    case_id: int
    number: str
    title: str
    unit_name: str
    due_at: datetime
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """A unit within the days played; all but ``people`` and ``open`` are averages over the runs."""

    unit_id: int
    name: str
    people: int
    open: int
    """Cases with it now"""
    due: float
    rate: float | None
    wait: float
    """Minutes by the clock until somebody begins a case, nights included"""
    used: float | None
    """How full its hands are with ordinary cases, from 0 to 1; ``None`` where nobody is at work"""


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the days played: how many come, and how many wait for somebody at its end."""

    start: datetime
    came: float
    waiting: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the days would bring."""

    rate: Rate
    risks: tuple[Risk, ...]
    """The open cases that are late in some play, the surest first"""
    units: tuple[UnitLoad, ...]
    hours: tuple[Hour, ...]


@dataclass(frozen=True, slots=True)
class MoreThere:
    """So many more people in a unit."""

    unit_id: int
    unit_name: str
    count: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """The smallest number of people more, and where, with which the rate reaches ``target``.

    Where it is not ``reached``, this is as far as more people bring it.
    """

    target: float
    more: tuple[MoreThere, ...]
    share: float
    reached: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """What it rests on."""

    days: int
    arrivals: int
    handled: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the days would bring as things are, and with the changes; ``then`` is ``None`` without any."""

    at: datetime
    until: datetime
    days: int
    runs: int
    seed: int
    learned: Learned
    late_already: int
    """Open cases that are late now: no play changes that, and they stand in no rate"""
    now: Outcome
    then: Outcome | None
    remedy: Remedy | None
    """Where the rate is below the target; of the changes, if there are any"""

    @property
    def shown(self) -> Outcome:
        """What was asked about."""
        return self.then or self.now


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who handles cases, as a change names them."""

    id: int
    """Of the account"""
    code: str
    """What they sign in with"""
    name: str
    unit_id: int
    unit_name: str
