"""Tables of the organisation."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.kernel.tables import Versioned
from models.kernel.types import TextEnum
from models.organisation.views import DivisionLevel, GridKind, UnitKind


class Division(Versioned, table=True):
    """An administrative division; ``code`` always has twelve digits."""

    __tablename__ = "division"
    __table_args__ = (Index("ix_division_parent_code", "parent_code"),)

    code: str = Field(primary_key=True, max_length=12)
    name: str = Field(max_length=64)
    level: DivisionLevel = Field(sa_type=TextEnum(DivisionLevel))
    parent_code: str | None = Field(default=None, foreign_key="division.code", max_length=12)
    valid_from: date | None = None
    valid_to: date | None = None


class Grid(Versioned, table=True):
    """A grid; ``path`` holds the codes from the root grid to this one, joined by ``/``."""

    __tablename__ = "grid"
    __table_args__ = (UniqueConstraint("code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32)
    name: str = Field(max_length=64)
    kind: GridKind = Field(sa_type=TextEnum(GridKind))
    division_code: str = Field(foreign_key="division.code", max_length=12, index=True)
    parent_id: int | None = Field(default=None, foreign_key="grid.id", index=True)
    path: str = Field(max_length=255)
    initials: str = Field(default="", max_length=64)
    households: int = Field(default=0)
    active: bool = Field(default=True)


class Unit(Versioned, table=True):
    """A unit that can be given work."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32)
    name: str = Field(max_length=64)
    kind: UnitKind = Field(sa_type=TextEnum(UnitKind))
    division_code: str = Field(foreign_key="division.code", max_length=12, index=True)
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    initials: str = Field(default="", max_length=64)
    credit_code: str = Field(default="", max_length=18, sa_column_kwargs={"server_default": text("''")})
    """Its unified social credit code (GB 32100); offices of one government may share theirs"""
    active: bool = Field(default=True)


class Post(Versioned, table=True):
    """A post within a unit."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    name: str = Field(max_length=64)


class Staff(Versioned, table=True):
    """A person of the office."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32)
    name: str = Field(max_length=64)
    phone: str = Field(default="", max_length=32)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    post_id: int | None = Field(default=None, foreign_key="post.id", index=True)
    active: bool = Field(default=True)


class StaffGrid(SQLModel, table=True):
    """A grid a person looks after."""

    __tablename__ = "staff_grid"

    staff_id: int = Field(foreign_key="staff.id", primary_key=True)
    grid_id: int = Field(foreign_key="grid.id", primary_key=True, index=True)


class Office(Versioned, table=True):
    """The township this database serves: one row, ``id`` 1."""

    __tablename__ = "office"

    id: int = Field(default=1, primary_key=True)
    name: str = Field(max_length=64)
    division_code: str | None = Field(default=None, foreign_key="division.code", max_length=12)
    zone: str = Field(default="Asia/Shanghai", max_length=64)
    demo: bool = Field(default=False)
    drill: bool = Field(default=False)
