"""What other rooms and the console see of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class DutyList(StrEnum):
    """The three lists of a township's duties."""

    BASIC = "basic"
    """基本履职: the township must do it and answers for it in full"""
    COOPERATIVE = "cooperative"
    """配合履职: the township assists a department"""
    RECALLED = "recalled"
    """上级部门收回: no longer the township's"""


class DutyStatus(StrEnum):
    """Whether an item stands on its list."""

    LISTED = "listed"
    RETIRED = "retired"
    """Taken off; kept because matters and cases may name it"""


class MatterKind(StrEnum):
    """How a matter reaches the office."""

    PATROL = "patrol"
    REPORT = "report"
    SERVICE = "service"
    EMERGENCY = "emergency"


class SettleLevel(StrEnum):
    """The lowest level able to settle a matter."""

    GRID = "grid"
    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"


class MatterStatus(StrEnum):
    """Whether new cases may be filed under a matter on the day asked about."""

    IN_FORCE = "in_force"
    UPCOMING = "upcoming"
    RETIRED = "retired"


class Privacy(StrEnum):
    """Who may see what cases of a matter say (隐私级别)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"


class EditionStatus(StrEnum):
    """Where an edition of the list stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class LineageKind(StrEnum):
    """What became of a matter (沿革)."""

    RENAME = "rename"
    RENUMBER = "renumber"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    """It went from one unit to another"""
    RECLASS = "reclass"
    """It went from one class or duty list to another"""
    REPLACE = "replace"
    """Something else was put in its place"""
    REVIVE = "revive"
    RETIRE = "retire"
    REUSE = "reuse"
    """Its number was given to something else: no descent at all"""


class LimitMode(StrEnum):
    """How a limit in working days is counted; see :mod:`models.calendar`."""

    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class ClassView:
    """One class of the catalogue's tree; ``matters`` counts those below it, all levels."""

    id: int
    scheme: str
    code: str
    name: str
    level: int
    parent_id: int | None
    matters: int


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One filing condition; ``limit`` is written like ``4WH`` (units of the calendar room)."""

    id: int
    seq: int
    text: str
    limit: str
    mode: LimitMode
    closing_condition: str
    evidence: str
    origin: str = ""
    """Code of the matter the condition came from by a merge"""


@dataclass(frozen=True, slots=True)
class DutyItemView:
    """One item of a duty list."""

    id: int
    code: str
    duty_list: DutyList
    category: str
    number: int
    name: str
    department: str
    superior_duty: str
    township_duty: str
    method: str
    status: DutyStatus = DutyStatus.LISTED
    version: int = 1


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter as a list shows it."""

    id: int
    version_id: int
    code: str
    name: str
    class_id: int
    class_name: str
    kind: MatterKind
    status: MatterStatus
    conditions: int


@dataclass(frozen=True, slots=True)
class MatterView:
    """A matter in one of its versions, with its conditions."""

    id: int
    version_id: int
    version_number: int
    code: str
    name: str
    parent: str
    class_path: tuple[str, ...]
    duty_list: DutyList | None
    kind: MatterKind
    settle_level: SettleLevel
    urgency: int
    severity: int
    lead_unit_id: int | None
    lead_unit_name: str
    department: str
    assisting: tuple[str, ...]
    legal_basis: str
    keywords: str
    grid_duty: str
    patrol: str
    privacy: Privacy
    in_force_from: date | None
    in_force_to: date | None
    """The last day of its force; ``None`` while no end is known"""
    status: MatterStatus
    duty_item: DutyItemView | None
    flow: str
    """Code of the flow it is handled by; empty for none"""
    flow_name: str
    conditions: tuple[ConditionView, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a matter; ``current`` is the one that holds today, or held last."""

    id: int
    number: int
    current: bool
    code: str
    name: str
    status: MatterStatus
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A matter that a text may be about.

    ``score`` lies between 0 and 1 and orders suggestions; it is no probability. ``words``
    are the pieces of the text that were found in the matter, the longest first.
    """

    line: MatterLine
    score: float
    words: tuple[str, ...]
