"""Reads of the rosters: columns into views."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select, tuple_

from models.assignment.rosters.kinds import OPEN_SWAPS
from models.assignment.rosters.tables import (
    RosterCell,
    RosterDeputy,
    RosterDuty,
    RosterLeave,
    RosterShift,
    RosterSwap,
    StaffCapacity,
    StaffSkill,
)
from models.assignment.rosters.views import (
    CapacityView,
    CellView,
    DeputyView,
    DutyView,
    LeaveView,
    ShiftView,
    SkillView,
    SwapView,
)
from models.kernel.tables import table_of
from models.organisation.queries import STAFF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlmodel import Session

SHIFTS = table_of(RosterShift)
CELLS = table_of(RosterCell)
DUTIES = table_of(RosterDuty)
LEAVE = table_of(RosterLeave)
DEPUTIES = table_of(RosterDeputy)
SKILLS = table_of(StaffSkill)
CAPACITIES = table_of(StaffCapacity)
SWAPS = table_of(RosterSwap)

_MOST_AT_ONCE = 5_000
"""Cells asked for by name in one statement: SQLite takes 32,766 values."""
_deputy = STAFF.alias("deputy")
_from, _to = STAFF.alias("from_staff"), STAFF.alias("to_staff")
_from_shift, _to_shift = SHIFTS.alias("from_shift"), SHIFTS.alias("to_shift")

_SHIFT = select(*(SHIFTS.c[name] for name in ShiftView.__dataclass_fields__))
_LEAVE: Select[Any] = select(
    LEAVE.c.id,
    LEAVE.c.staff_id,
    STAFF.c.name.label("staff_name"),
    *(
        LEAVE.c[name]
        for name in ("from_day", "to_day", "from_minute", "to_minute", "kind", "note", "version")
    ),
).select_from(LEAVE.join(STAFF, STAFF.c.id == LEAVE.c.staff_id))
_DEPUTY: Select[Any] = select(
    DEPUTIES.c.id,
    DEPUTIES.c.staff_id,
    STAFF.c.name.label("staff_name"),
    DEPUTIES.c.deputy_id,
    _deputy.c.name.label("deputy_name"),
    *(DEPUTIES.c[name] for name in ("rank", "from_day", "to_day", "version")),
).select_from(
    DEPUTIES.join(STAFF, STAFF.c.id == DEPUTIES.c.staff_id).join(
        _deputy, _deputy.c.id == DEPUTIES.c.deputy_id
    )
)
_SKILL: Select[Any] = select(
    SKILLS.c.id,
    SKILLS.c.staff_id,
    STAFF.c.name.label("staff_name"),
    *(SKILLS.c[name] for name in ("skill", "permit", "valid_until", "version")),
).select_from(SKILLS.join(STAFF, STAFF.c.id == SKILLS.c.staff_id))
_CAPACITY: Select[Any] = select(
    CAPACITIES.c.staff_id,
    STAFF.c.name.label("staff_name"),
    CAPACITIES.c.per_day,
    CAPACITIES.c.open_most,
    CAPACITIES.c.version,
).select_from(CAPACITIES.join(STAFF, STAFF.c.id == CAPACITIES.c.staff_id))
_SWAP: Select[Any] = select(
    SWAPS.c.id,
    SWAPS.c.from_id,
    _from.c.name.label("from_name"),
    SWAPS.c.from_day,
    _from_shift.c.name.label("from_shift"),
    SWAPS.c.to_id,
    _to.c.name.label("to_name"),
    SWAPS.c.to_day,
    _to_shift.c.name.label("to_shift"),
    *(
        SWAPS.c[name]
        for name in ("state", "note", "asked_at", "settled_at", "settled_by", "reason", "version")
    ),
    _from.c.unit_id.label("from_unit_id"),
    _to.c.unit_id.label("to_unit_id"),
    SWAPS.c.from_shift_id,
    SWAPS.c.to_shift_id,
).select_from(
    SWAPS.join(_from, _from.c.id == SWAPS.c.from_id)
    .join(_to, _to.c.id == SWAPS.c.to_id)
    .join(_from_shift, _from_shift.c.id == SWAPS.c.from_shift_id)
    .join(_to_shift, _to_shift.c.id == SWAPS.c.to_shift_id)
)
_SWAP_COLUMNS = 16
"""Columns of a swap that its view takes as they are."""


def shifts(session: Session, *conditions: ColumnElement[bool]) -> list[ShiftView]:
    """Return the shifts that meet all conditions, in the order they begin, the day's first."""
    statement = _SHIFT.where(*conditions).order_by(SHIFTS.c.active.desc(), SHIFTS.c.id)
    return [ShiftView(*row) for row in session.connection().execute(statement)]


def cells_between(
    session: Session, staff: Collection[int] | None, first: date, last: date
) -> dict[tuple[int, date], CellView]:
    """Return the cells somebody wrote in, of some people or of all, from one day to another."""
    wanted = [CELLS.c.day.between(first, last)]
    held = [DUTIES.c.day.between(first, last)]
    if staff is not None:
        wanted.append(CELLS.c.staff_id.in_(staff))
        held.append(DUTIES.c.staff_id.in_(staff))
    return _cells(session, wanted, held)


def cells_named(session: Session, keys: Sequence[tuple[int, date]]) -> dict[tuple[int, date], CellView]:
    """Return some cells by person and day, those that somebody wrote in."""
    found: dict[tuple[int, date], CellView] = {}
    for start in range(0, len(keys), _MOST_AT_ONCE):
        part = keys[start : start + _MOST_AT_ONCE]
        wanted = tuple_(CELLS.c.staff_id, CELLS.c.day).in_(part)
        held = tuple_(DUTIES.c.staff_id, DUTIES.c.day).in_(part)
        found |= _cells(session, [wanted], [held])
    return found


def _cells(
    session: Session, wanted: Iterable[ColumnElement[bool]], held: Iterable[ColumnElement[bool]]
) -> dict[tuple[int, date], CellView]:
    columns = [DUTIES.c[name] for name in DutyView.__dataclass_fields__]
    kept: dict[tuple[int, date], list[DutyView]] = defaultdict(list)
    statement = select(*columns).where(*held).order_by(DUTIES.c.shift_id)
    for row in session.connection().execute(statement):
        kept[row.staff_id, row.day].append(DutyView(*row))
    cells = select(CELLS.c.staff_id, CELLS.c.day, CELLS.c.version).where(*wanted)
    return {
        (row.staff_id, row.day): CellView(
            row.staff_id, row.day, tuple(kept.get((row.staff_id, row.day), ())), row.version
        )
        for row in session.connection().execute(cells)
    }


def duties(session: Session, *conditions: ColumnElement[bool]) -> list[DutyView]:
    """Return the duties that meet all conditions, by day."""
    columns = [DUTIES.c[name] for name in DutyView.__dataclass_fields__]
    statement = select(*columns).where(*conditions).order_by(DUTIES.c.day, DUTIES.c.shift_id, DUTIES.c.id)
    return [DutyView(*row) for row in session.connection().execute(statement)]


def leave(session: Session, *conditions: ColumnElement[bool]) -> list[LeaveView]:
    """Return the leave that meets all conditions, by its first day."""
    statement = _LEAVE.where(*conditions).order_by(LEAVE.c.from_day, LEAVE.c.id)
    return [LeaveView(*row) for row in session.connection().execute(statement)]


def leave_between(
    session: Session, staff: Collection[int] | None, first: date, last: date
) -> list[LeaveView]:
    """Return the leave, of some people or of all, that has a day between two days."""
    conditions = [LEAVE.c.to_day >= first, LEAVE.c.from_day <= last]
    if staff is not None:
        conditions.append(LEAVE.c.staff_id.in_(staff))
    return leave(session, *conditions)


def deputies(session: Session, *conditions: ColumnElement[bool]) -> list[DeputyView]:
    """Return who stands in for whom, as far as it meets all conditions, in the order they are asked."""
    statement = _DEPUTY.where(*conditions).order_by(DEPUTIES.c.staff_id, DEPUTIES.c.rank, DEPUTIES.c.id)
    return [DeputyView(*row) for row in session.connection().execute(statement)]


def skills(session: Session, *conditions: ColumnElement[bool]) -> list[SkillView]:
    """Return what people can do, as far as it meets all conditions, by person."""
    statement = _SKILL.where(*conditions).order_by(SKILLS.c.staff_id, SKILLS.c.skill)
    return [SkillView(*row) for row in session.connection().execute(statement)]


def capacities(session: Session, *conditions: ColumnElement[bool]) -> list[CapacityView]:
    """Return what people can take on, as far as somebody said so and it meets all conditions."""
    statement = _CAPACITY.where(*conditions).order_by(CAPACITIES.c.staff_id)
    return [CapacityView(*row) for row in session.connection().execute(statement)]


def swap_rows(session: Session, *conditions: ColumnElement[bool], limit: int = 200) -> Sequence[Row[Any]]:
    """Return swaps that meet all conditions, those waiting first, the newest first."""
    statement = _SWAP.where(*conditions).order_by(SWAPS.c.state.in_(OPEN_SWAPS).desc(), SWAPS.c.id.desc())
    return session.connection().execute(statement.limit(limit)).all()


def swap_view(row: Row[Any]) -> SwapView:
    """Return a swap as it stands, whoever looks at it."""
    return SwapView(*row[:_SWAP_COLUMNS])


def swaps_of(staff_id: int) -> ColumnElement[bool]:
    """Return the condition "the person takes part in this swap"."""
    return or_(SWAPS.c.from_id == staff_id, SWAPS.c.to_id == staff_id)
