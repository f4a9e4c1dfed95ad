"""Tables of the calendar. Rows are added and never changed: cases rest on them."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.calendar.days import DayKind
from models.kernel.types import TextEnum, UtcDateTime


class CalendarEdition(SQLModel, table=True):
    """A numbered state of the calendar; the highest number is in force."""

    __tablename__ = "calendar_edition"
    __table_args__ = (UniqueConstraint("number"),)

    id: int | None = Field(default=None, primary_key=True)
    number: int
    name: str = Field(max_length=64)
    windows: str = Field(max_length=255)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class CalendarYear(SQLModel, table=True):
    """A year that an edition knows, and the notice it knows it from."""

    __tablename__ = "calendar_year"

    edition_id: int = Field(foreign_key="calendar_edition.id", primary_key=True)
    year: int = Field(primary_key=True)
    notice: str = Field(default="", max_length=64)


class CalendarDay(SQLModel, table=True):
    """A day off or a make-up working day of an edition.

    ``notice_year`` is the year whose notice moved it: a day of December may belong to the
    notice of the year after.
    """

    __tablename__ = "calendar_day"

    edition_id: int = Field(foreign_key="calendar_edition.id", primary_key=True)
    day: dt.date = Field(primary_key=True)
    kind: DayKind = Field(sa_type=TextEnum(DayKind))
    festival: str = Field(max_length=32)
    notice_year: int
