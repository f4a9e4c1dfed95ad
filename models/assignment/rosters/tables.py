"""Tables of the rosters."""

import datetime as dt

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.assignment.rosters.kinds import LeaveKind, ShiftKind, SwapState
from models.kernel.tables import Versioned
from models.kernel.types import TextEnum, UtcDateTime


class RosterShift(Versioned, table=True):
    """A shift. ``starts`` and ``ends`` are minutes of the day; one that ends no later ends the day after."""

    __tablename__ = "roster_shift"
    __table_args__ = (UniqueConstraint("code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32)
    name: str = Field(max_length=64)
    mark: str = Field(max_length=4)
    kind: ShiftKind = Field(sa_type=TextEnum(ShiftKind))
    starts: int
    ends: int
    active: bool = Field(default=True)


class RosterCell(Versioned, table=True):
    """A day of a person that was ever written in; its version guards all their duties of the day."""

    __tablename__ = "roster_cell"

    staff_id: int = Field(foreign_key="staff.id", primary_key=True)
    day: dt.date = Field(primary_key=True)


class RosterDuty(SQLModel, table=True):
    """A person has a shift on the day it begins. Without ``unit_id`` they serve the whole office."""

    __tablename__ = "roster_duty"
    __table_args__ = (
        UniqueConstraint("staff_id", "day", "shift_id"),
        Index("ix_roster_duty_day", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    day: dt.date
    shift_id: int = Field(foreign_key="roster_shift.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    lead: bool = Field(default=False)


class RosterLeave(Versioned, table=True):
    """Somebody is away from one day to another, both included.

    ``from_minute`` of the first day and ``to_minute`` of the last leave half days at the office.
    """

    __tablename__ = "roster_leave"
    __table_args__ = (
        Index("ix_roster_leave_staff_id_from_day", "staff_id", "from_day"),
        Index("ix_roster_leave_to_day", "to_day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    from_day: dt.date
    to_day: dt.date
    from_minute: int = Field(default=0)
    to_minute: int = Field(default=1440)
    kind: LeaveKind = Field(sa_type=TextEnum(LeaveKind))
    note: str = Field(default="", max_length=200)


class RosterDeputy(Versioned, table=True):
    """B stands in for A while A is away; the lowest ``rank`` is asked first."""

    __tablename__ = "roster_deputy"
    __table_args__ = (UniqueConstraint("staff_id", "deputy_id", "from_day"),)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    deputy_id: int = Field(foreign_key="staff.id", index=True)
    rank: int = Field(default=1)
    from_day: dt.date
    to_day: dt.date | None = None


class StaffSkill(Versioned, table=True):
    """What a person can do, with the permit they do it by."""

    __tablename__ = "staff_skill"
    __table_args__ = (UniqueConstraint("staff_id", "skill"),)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    skill: str = Field(max_length=64)
    permit: str = Field(default="", max_length=64)
    valid_until: dt.date | None = None


class StaffCapacity(Versioned, table=True):
    """What a person can take on; where a number is missing, nothing limits it."""

    __tablename__ = "staff_capacity"

    staff_id: int = Field(foreign_key="staff.id", primary_key=True)
    per_day: int | None = None
    open_most: int | None = None


class RosterSwap(Versioned, table=True):
    """One person asks another to exchange a duty of each."""

    __tablename__ = "roster_swap"
    __table_args__ = (
        Index("ix_roster_swap_state", "state"),
        Index("ix_roster_swap_from_id", "from_id"),
        Index("ix_roster_swap_to_id", "to_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    from_id: int = Field(foreign_key="staff.id")
    from_day: dt.date
    from_shift_id: int = Field(foreign_key="roster_shift.id")
    to_id: int = Field(foreign_key="staff.id")
    to_day: dt.date
    to_shift_id: int = Field(foreign_key="roster_shift.id")
    state: SwapState = Field(sa_type=TextEnum(SwapState))
    note: str = Field(default="", max_length=200)
    asked_at: dt.datetime = Field(sa_type=UtcDateTime)
    settled_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by: str = Field(default="", max_length=64)
    reason: str = Field(default="", max_length=200)
