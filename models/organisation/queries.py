"""Reads of the organisation: columns into views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, Table, case, func, or_, select, true

from models.calendar.arithmetic import SHANGHAI
from models.kernel.ready import Ready
from models.kernel.tables import table_of
from models.kernel.text import fold
from models.organisation.rules import ancestors, area_bounds
from models.organisation.tables import Division, Grid, Office, Post, Staff, StaffGrid, Unit
from models.organisation.views import (
    DivisionView,
    GridView,
    OfficeView,
    PostView,
    StaffView,
    UnitView,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlmodel import Session

DIVISIONS = table_of(Division)
GRIDS = table_of(Grid)
UNITS = table_of(Unit)
POSTS = table_of(Post)
STAFF = table_of(Staff)
STAFF_GRIDS = table_of(StaffGrid)
OFFICES = table_of(Office)


_ZONE = Ready(select(OFFICES.c.zone).where(OFFICES.c.id == 1))


def office_zone(session: Session) -> ZoneInfo:
    """Return the zone by whose midnight the office's days begin."""
    name = _ZONE.value(session)
    return ZoneInfo(name) if name else SHANGHAI


def is_drill(session: Session) -> bool:
    """Say whether this is a sealed copy for an exercise, and not what people work in."""
    return bool(session.connection().scalar(select(OFFICES.c.drill).where(OFFICES.c.id == 1)))


_above_grid = GRIDS.alias("above_grid")
_above_unit = UNITS.alias("above_unit")

_DIVISION = [DIVISIONS.c[name] for name in DivisionView.__dataclass_fields__]
_GRID: Select[Any] = select(
    GRIDS.c.id,
    GRIDS.c.code,
    GRIDS.c.name,
    GRIDS.c.kind,
    GRIDS.c.division_code,
    DIVISIONS.c.name.label("division_name"),
    _above_grid.c.code.label("parent_code"),
    GRIDS.c.path,
    GRIDS.c.initials,
    GRIDS.c.active,
    GRIDS.c.households,
    GRIDS.c.version,
).select_from(
    GRIDS.join(DIVISIONS, DIVISIONS.c.code == GRIDS.c.division_code).outerjoin(
        _above_grid, _above_grid.c.id == GRIDS.c.parent_id
    )
)
_UNIT: Select[Any] = select(
    UNITS.c.id,
    UNITS.c.code,
    UNITS.c.name,
    UNITS.c.kind,
    UNITS.c.division_code,
    _above_unit.c.code.label("parent_code"),
    UNITS.c.active,
    UNITS.c.initials,
    UNITS.c.version,
).select_from(UNITS.outerjoin(_above_unit, _above_unit.c.id == UNITS.c.parent_id))
_STAFF: Select[Any] = select(
    STAFF.c.id,
    STAFF.c.code,
    STAFF.c.name,
    STAFF.c.phone,
    STAFF.c.unit_id,
    UNITS.c.name.label("unit_name"),
    func.coalesce(POSTS.c.name, "").label("post_name"),
    STAFF.c.active,
    STAFF.c.post_id,
    STAFF.c.version,
).select_from(
    STAFF.join(UNITS, UNITS.c.id == STAFF.c.unit_id).outerjoin(POSTS, POSTS.c.id == STAFF.c.post_id)
)
_OFFICE = [OFFICES.c[name] for name in OfficeView.__dataclass_fields__]


def within(column: ColumnElement[Any], area: str) -> ColumnElement[bool]:
    """Return the condition "this division code lies within ``area``"."""
    return column.between(*area_bounds(area)) if area else true()


def within_or_above(column: ColumnElement[Any], area: str) -> ColumnElement[bool]:
    """Return the condition "this division lies within ``area`` or on the way up from it".

    A township hands work to the county's departments, and finds its own place in the tree.
    """
    return or_(within(column, area), column.in_(ancestors(area))) if area else true()


def office(session: Session) -> OfficeView | None:
    """Return the office, if it was founded."""
    row = session.connection().execute(select(*_OFFICE).where(OFFICES.c.id == 1)).first()
    return None if row is None else OfficeView(*row)


def division(session: Session, code: str) -> DivisionView | None:
    """Return one division."""
    row = session.connection().execute(select(*_DIVISION).where(DIVISIONS.c.code == code)).first()
    return None if row is None else DivisionView(*row)


def divisions(session: Session, area: str, parent_code: str | None) -> list[DivisionView]:
    """Return the divisions directly below ``parent_code`` that ``area`` shows, by code."""
    statement = (
        select(*_DIVISION)
        .where(DIVISIONS.c.parent_code.is_not_distinct_from(parent_code))
        .where(within_or_above(DIVISIONS.c.code, area))
        .order_by(DIVISIONS.c.code)
    )
    return [DivisionView(*row) for row in session.connection().execute(statement)]


def grid(session: Session, condition: ColumnElement[bool]) -> GridView | None:
    """Return the one grid that meets ``condition``."""
    row = session.connection().execute(_GRID.where(condition)).first()
    return None if row is None else GridView(*row)


def grids(session: Session, area: str, division_area: str, *, closed: bool) -> list[GridView]:
    """Return the grids within both areas, each below the one it belongs to."""
    statement = (
        _GRID.where(within(GRIDS.c.division_code, area), within(GRIDS.c.division_code, division_area))
        .where(true() if closed else GRIDS.c.active)
        .order_by(GRIDS.c.division_code, GRIDS.c.path)
    )
    return [GridView(*row) for row in session.connection().execute(statement)]


def find_grids(session: Session, area: str, text: str, limit: int) -> list[GridView]:
    """Return grids in use that answer to ``text``, the best first.

    A code that is exactly the text comes first, then codes and names that begin with it,
    then pinyin initials that begin with it, then whatever holds it.
    """
    needle = fold(text)
    statement = _GRID.where(GRIDS.c.active, within(GRIDS.c.division_code, area))
    if needle:
        code, name = func.lower(GRIDS.c.code), _folded(GRIDS.c.name)
        begins = or_(code.startswith(needle, autoescape=True), name.startswith(needle, autoescape=True))
        rank = case(
            (code == needle, 0),
            (begins, 1),
            (GRIDS.c.initials.startswith(needle, autoescape=True), 2),
            else_=3,
        )
        statement = statement.where(_holds(needle, code, name, GRIDS.c.initials)).order_by(rank)
    statement = statement.order_by(GRIDS.c.code).limit(limit)
    return [GridView(*row) for row in session.connection().execute(statement)]


def unit(session: Session, condition: ColumnElement[bool]) -> UnitView | None:
    """Return the one unit that meets ``condition``."""
    row = session.connection().execute(_UNIT.where(condition)).first()
    return None if row is None else UnitView(*row)


def units(session: Session, area: str, text: str, *, closed: bool) -> list[UnitView]:
    """Return the units within ``area`` or above it that answer to ``text``, by code."""
    needle = fold(text)
    statement = _UNIT.where(within_or_above(UNITS.c.division_code, area))
    if not closed:
        statement = statement.where(UNITS.c.active)
    if needle:
        code, name = func.lower(UNITS.c.code), _folded(UNITS.c.name)
        statement = statement.where(_holds(needle, code, name, UNITS.c.initials))
    statement = statement.order_by(UNITS.c.code)
    return [UnitView(*row) for row in session.connection().execute(statement)]


def posts(session: Session, unit_id: int) -> list[PostView]:
    """Return the posts of a unit, in the order they were made."""
    columns = [POSTS.c[name] for name in PostView.__dataclass_fields__]
    statement = select(*columns).where(POSTS.c.unit_id == unit_id).order_by(POSTS.c.id)
    return [PostView(*row) for row in session.connection().execute(statement)]


def staff(session: Session, area: str, *conditions: ColumnElement[bool]) -> list[StaffView]:
    """Return the people of units within ``area`` or above it that meet all conditions, by code."""
    statement = _STAFF.where(within_or_above(UNITS.c.division_code, area), *conditions)
    rows = session.connection().execute(statement.order_by(STAFF.c.code))
    return [StaffView(*row) for row in rows]


def grids_of(session: Session, staff_id: int) -> dict[int, str]:
    """Return the codes of the grids a person looks after, by the grid's id."""
    statement = (
        select(GRIDS.c.id, GRIDS.c.code)
        .join(STAFF_GRIDS, STAFF_GRIDS.c.grid_id == GRIDS.c.id)
        .where(STAFF_GRIDS.c.staff_id == staff_id)
        .order_by(GRIDS.c.code)
    )
    return {row.id: row.code for row in session.connection().execute(statement)}


def count(session: Session, table: Table, *conditions: ColumnElement[bool]) -> int:
    """Return how many rows of ``table`` meet all conditions."""
    return session.connection().scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def _folded(column: ColumnElement[Any]) -> ColumnElement[str]:
    return func.replace(func.lower(column), " ", "")


def _holds(needle: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(*(column.contains(needle, autoescape=True) for column in columns))
