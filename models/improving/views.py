"""What others see of corrective tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from models.improving.kinds import TaskState


@dataclass(frozen=True, slots=True)
class Origin:
    """The drill a task came out of."""

    number: int
    title: str
    day: date
    """On which it was reviewed"""
    party: str = ""


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be made: of a person, by login, or of a unit, by code."""

    title: str
    due_on: date
    login: str = ""
    unit: str = ""
    expectation: str = ""
    """Id of the expectation it comes from; "" for none"""


@dataclass(frozen=True, slots=True)
class TaskView:
    """A corrective task."""

    id: int
    origin: Origin
    expectation: str
    title: str
    owner_login: str
    owner_name: str
    """"" where a unit has it"""
    unit_name: str
    """Of the owner, or the unit that has it"""
    due_on: date
    state: TaskState
    note: str
    """What was done, or why it was dropped"""
    made_by: str
    made_at: datetime
    closed_by: str
    closed_at: datetime | None
    version: int
    closable: bool
    """Whether the person who asked may say that it is done"""
    droppable: bool
    """Whether they may give it up"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many corrective tasks wait for a person."""

    open: int
    late: int


@dataclass(frozen=True, slots=True)
class OwnerView:
    """Somebody, or a unit, that a task can be given to."""

    key: str
    """Login of a person, code of a unit"""
    name: str
    unit_name: str
    is_unit: bool
