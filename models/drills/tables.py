"""Tables of a drill. They stand in every database and are empty in all but those of drills."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.drills.kinds import DrillState, EntryKind
from models.kernel.tables import Versioned
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class Drill(Versioned, table=True):
    """The drill this database was made for: one row, ``id`` 1.

    ``scenario`` is the whole scenario as a plain document, ``world`` what the database was copied
    from. ``virtual``, ``room``, ``speed`` and ``lease`` are the pace of its time
    (:class:`models.drills.timing.Pace`). ``steerer`` is who steers, ``steering`` the key of their
    console.
    """

    __tablename__ = "drill"

    id: int = Field(default=1, primary_key=True)
    number: int
    name: str = Field(max_length=128)
    title: str = Field(max_length=200)
    party: str = Field(default="", max_length=64)
    seed: int
    scenario: dict[str, Any] = Field(sa_type=JsonDocument)
    world: dict[str, Any] = Field(sa_type=JsonDocument)
    format: int
    state: DrillState = Field(sa_type=TextEnum(DrillState))
    starts: datetime = Field(sa_type=UtcDateTime)
    ends: datetime = Field(sa_type=UtcDateTime)
    virtual: datetime = Field(sa_type=UtcDateTime)
    room: datetime = Field(sa_type=UtcDateTime)
    speed: int = Field(default=1)
    lease: datetime = Field(sa_type=UtcDateTime)
    steerer: str = Field(default="", max_length=64)
    steering: str = Field(default="", max_length=64)


class DrillEntry(SQLModel, table=True):
    """One entry of the recording. ``at`` is the drill's time; ``previous`` and ``hash`` chain it."""

    __tablename__ = "drill_entry"

    seq: int | None = Field(default=None, primary_key=True)
    kind: EntryKind = Field(sa_type=TextEnum(EntryKind))
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    login: str = Field(default="", max_length=64)
    body: dict[str, Any] = Field(sa_type=JsonDocument)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)
