"""The table of scenarios."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from models.kernel.types import UtcDateTime


class Scenario(SQLModel, table=True):
    """A scenario: its id, what it is called, and the file it was written as.

    A drill keeps a copy of its scenario, so nothing rests on a row.
    """

    __tablename__ = "scenario"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=255)
    text: str = Field(sa_type=Text)
    saved_by: str = Field(max_length=64)
    saved_at: datetime = Field(sa_type=UtcDateTime)
