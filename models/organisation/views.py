"""What other rooms and the console see of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class DivisionLevel(StrEnum):
    """The five levels of administrative division."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class GridKind(StrEnum):
    """What a grid is for."""

    GENERAL = "general"
    """综合网格"""
    DEDICATED = "dedicated"
    """专属网格: a market, a hospital, an industrial park"""
    MICRO = "micro"
    """微网格: part of a general grid"""


class UnitKind(StrEnum):
    """Where a unit stands."""

    OFFICE = "office"
    """An office or centre of the township itself"""
    STATION = "station"
    """A county department's station in the township"""
    VILLAGE = "village"
    """A village or residents' committee"""
    DEPARTMENT = "department"
    """A county department"""


@dataclass(frozen=True, slots=True)
class DivisionView:
    """One administrative division."""

    code: str
    name: str
    level: DivisionLevel
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class GridView:
    """One grid; ``path`` is the codes from the root down to it, joined by ``/``."""

    id: int
    code: str
    name: str
    kind: GridKind
    division_code: str
    division_name: str
    parent_code: str | None
    path: str
    initials: str
    active: bool
    households: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit that can be given work."""

    id: int
    code: str
    name: str
    kind: UnitKind
    division_code: str
    parent_code: str | None
    active: bool
    initials: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class StaffView:
    """One person of the office."""

    id: int
    code: str
    name: str
    phone: str
    unit_id: int
    unit_name: str
    post_name: str
    active: bool
    post_id: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class PostView:
    """One post within a unit."""

    id: int
    unit_id: int
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class GridEntries:
    """What an administrator enters about a grid; ``parent_code`` is the grid above it."""

    code: str
    name: str
    kind: GridKind
    division_code: str
    parent_code: str | None = None
    households: int = 0


@dataclass(frozen=True, slots=True)
class UnitEntries:
    """What an administrator enters about a unit; ``parent_code`` is the unit above it."""

    code: str
    name: str
    kind: UnitKind
    division_code: str
    parent_code: str | None = None


@dataclass(frozen=True, slots=True)
class StaffEntries:
    """What an administrator enters about a person; ``grid_ids`` are the grids they look after."""

    code: str
    name: str
    unit_id: int
    phone: str = ""
    post_id: int | None = None
    grid_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeView:
    """The township this database serves; ``zone`` is an IANA name.

    ``demo`` databases are fictional and let anyone sign in as any of their people;
    ``drill`` databases are sealed copies for exercises.
    """

    name: str
    division_code: str | None
    zone: str
    demo: bool
    drill: bool
    version: int
