"""What others see of the rosters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.assignment.rosters.kinds import ShiftKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from models.assignment.rosters.kinds import LeaveKind, SwapState, Trouble
    from models.kernel.words import Word

MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift. ``starts`` and ``ends`` are minutes of the day; one that ends no later ends the day after."""

    id: int
    code: str
    name: str
    mark: str
    """How a cell of the roster shows it: one or two columns"""
    kind: ShiftKind
    starts: int
    ends: int
    active: bool
    version: int = 1

    @property
    def length(self) -> int:
        """How many minutes it lasts: 1440 where it ends when it began."""
        return (self.ends - self.starts - 1) % MINUTES + 1

    @property
    def past_midnight(self) -> bool:
        """Whether it ends the day after."""
        return self.starts + self.length > MINUTES


@dataclass(frozen=True, slots=True)
class DutyView:
    """A person has a shift on the day it begins."""

    staff_id: int
    day: date
    shift_id: int
    unit_id: int | None = None
    """The unit they serve; ``None`` is the whole office"""
    lead: bool = False
    """带班: whether they lead the shift"""


@dataclass(frozen=True, slots=True)
class CellView:
    """All duties of a person on a day; ``version`` is 0 where nobody ever wrote one."""

    staff_id: int
    day: date
    duties: tuple[DutyView, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class LeaveView:
    """Somebody is away from one day to another, both included.

    ``from_minute`` of the first day and ``to_minute`` of the last (0 … 1440) leave half days at the office.
    """

    id: int
    staff_id: int
    staff_name: str
    from_day: date
    to_day: date
    from_minute: int
    to_minute: int
    kind: LeaveKind
    note: str
    version: int = 1

    def covers(self, day: date) -> bool:
        """Say whether some part of ``day`` belongs to it."""
        return self.from_day <= day <= self.to_day


@dataclass(frozen=True, slots=True)
class DeputyView:
    """B stands in for A while A is away; without ``to_day`` until further notice."""

    id: int
    staff_id: int
    staff_name: str
    deputy_id: int
    deputy_name: str
    rank: int
    from_day: date
    to_day: date | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class SkillView:
    """What a person can do, with the permit they do it by; without ``valid_until`` for good."""

    id: int
    staff_id: int
    staff_name: str
    skill: str
    permit: str
    valid_until: date | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class CapacityView:
    """What a person can take on; ``None`` is without limit, ``version`` 0 where nobody ever said."""

    staff_id: int
    staff_name: str
    per_day: int | None = None
    open_most: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """A row of the roster."""

    staff_id: int
    code: str
    name: str
    unit_id: int
    unit_name: str
    active: bool
    editable: bool
    """Whether the person looking may write in this row"""


@dataclass(frozen=True, slots=True)
class DayView:
    """A column of the roster."""

    day: date
    working: bool
    holiday: str
    """The festival of a day off, "" elsewhere"""
    make_up: bool
    """调休上班: a weekend day that is worked"""

    @property
    def kinds(self) -> tuple[ShiftKind, ...]:
        """The kinds of shifts wanted on this day."""
        if self.working:
            return (ShiftKind.DAY, ShiftKind.NIGHT)
        return (ShiftKind.HOLIDAY if self.holiday else ShiftKind.WEEKEND, ShiftKind.NIGHT)


@dataclass(frozen=True, slots=True)
class RosterFinding:
    """Something a roster is wrong in. ``sentence`` is a message id with named parameters."""

    trouble: Trouble
    day: date
    staff_id: int | None
    """Whose cell it is; ``None`` for a shift nobody has"""
    shift_id: int | None
    sentence: Word
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class SwapView:
    """One person asks another to exchange a duty of each."""

    id: int
    from_id: int
    from_name: str
    from_day: date
    from_shift: str
    to_id: int
    to_name: str
    to_day: date
    to_shift: str
    state: SwapState
    note: str
    asked_at: datetime
    settled_at: datetime | None
    settled_by: str
    reason: str
    version: int
    mine: bool = False
    """Whether the person looking asked for it"""
    answerable: bool = False
    """Whether they can agree to it or decline it now"""
    approvable: bool = False
    """Whether they can approve or refuse it now"""


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of people by days, with what is wrong in it."""

    first: date
    unit_id: int | None
    """The unit whose people these are; ``None`` is the whole office"""
    people: tuple[RosterPerson, ...]
    days: tuple[DayView, ...]
    shifts: tuple[ShiftView, ...]
    """All there are, closed ones as well: old duties name them"""
    cells: dict[tuple[int, date], CellView]
    leave: tuple[LeaveView, ...]
    findings: tuple[RosterFinding, ...]

    def cell(self, staff_id: int, day: date) -> CellView:
        """Return the cell of a person on a day."""
        return self.cells.get((staff_id, day)) or CellView(staff_id, day)


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell as somebody wants it, and the version they saw."""

    staff_id: int
    day: date
    duties: tuple[DutyView, ...]
    expected_version: int | None
    """``None`` overwrites whatever stands: for those who looked at nothing, such as an import"""


@dataclass(frozen=True, slots=True)
class Missed:
    """A duty that a pattern, or a month that is copied, could not give."""

    day: date
    shift_id: int
    staff_id: int | None = None
    """Who was away, or not free; ``None`` where it was all who take turns"""


@dataclass(frozen=True, slots=True)
class Written:
    """What writing cells did: the cells before and after, to look at or to go back."""

    before: tuple[CellView, ...]
    after: tuple[CellView, ...]
    findings: tuple[RosterFinding, ...] = ()
    """What the roster of these people is wrong in on these days afterwards"""
    missed: tuple[Missed, ...] = ()
    """What a pattern could not give, because of leave, too little rest or other duties"""
