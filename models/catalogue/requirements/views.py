"""What others see of requirements and of their traces."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from models.catalogue.editions.views import AsOf
    from models.catalogue.flows.views import StepEntry, StepKind
    from models.catalogue.sources.views import SourceKind
    from models.catalogue.views import DutyList, LimitMode, MatterKind, Privacy, SettleLevel


class VolumeBasis(StrEnum):
    """By what the expected volume of a matter is known.

    Counted are cases closed in the last twelve whole months, filed under the matter or under one
    that was merged into it.
    """

    COUNTED = "counted"
    """Cases were closed; as many are expected"""
    NONE = "none"
    """None was closed, though cases were kept for all of that time and the matter was in force"""
    UNKNOWN = "unknown"
    """None was closed, and the matter or the register is younger than that"""


class GapKind(StrEnum):
    """What may be missing."""

    NO_FLOW = "no_flow"
    FLOW_RETIRED = "flow_retired"
    STEP_WITHOUT_POST = "step_without_post"
    STEP_WITHOUT_LIMIT = "step_without_limit"
    NO_FORM = "no_form"
    """No step of its flow says what is entered"""
    NO_CONDITION = "no_condition"
    """And with it no limit"""
    NO_CLOSING = "no_closing"
    NO_EVIDENCE = "no_evidence"
    NO_DEPARTMENT = "no_department"
    NO_SOURCE = "no_source"
    NO_BASIS = "no_basis"
    NO_CLASS = "no_class"
    NO_DUTY_LIST = "no_duty_list"


class Relation(StrEnum):
    """What a department has to do with a matter."""

    LEADS = "leads"
    ASSISTS = "assists"
    CALLED = "called"
    """A step of the flow calls it in"""
    HANDLES = "handles"
    """A step of the flow is its"""


@dataclass(frozen=True, slots=True)
class Volume:
    """How many cases of a matter a year are expected; ``None`` where that is unknown."""

    basis: VolumeBasis
    count: int | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing of a matter. ``where`` names the condition or step it is about, if one is."""

    kind: GapKind
    requirement: str
    code: str
    name: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source item behind a matter; ``number`` names it in tables, ``S`` and its id."""

    number: str
    item_id: int
    matter_id: int
    book: str
    book_title: str
    kind: SourceKind
    sheet: str
    row: int
    name: str
    department: str


@dataclass(frozen=True, slots=True)
class ConditionRequirement:
    """A filing condition with what has to hold before a case under it is closed."""

    number: str
    seq: int
    text: str
    limit: str
    mode: LimitMode
    closing_condition: str
    evidence: str


@dataclass(frozen=True, slots=True)
class StepRequirement:
    """A step of a matter's flow: who does what, within which time, with what form."""

    number: str
    place: int
    key: str
    name: str
    kind: StepKind
    post: str
    unit: str
    """Code of a unit, or a :class:`~models.catalogue.flows.views.RelativeUnit`"""
    unit_name: str
    """Name of the unit; empty for a relative one"""
    limit: str
    evidence: str
    entries: tuple[StepEntry, ...]


@dataclass(frozen=True, slots=True)
class InterfaceRequirement:
    """A department the platform has to reach for a matter."""

    number: str
    department: str
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class FlowUse:
    """The flow a matter is handled by, in its newest version."""

    code: str
    name: str
    number: int
    retired: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the platform has to do for one matter. ``number`` stays with it over editions."""

    number: str
    matter_id: int
    code: str
    name: str
    parent: str
    class_key: str
    class_path: tuple[str, ...]
    duty_list: DutyList | None
    kind: MatterKind
    settle_level: SettleLevel
    urgency: int
    severity: int
    privacy: Privacy
    lead_unit: str
    lead_unit_name: str
    department: str
    legal_basis: str
    grid_duty: str
    patrol: str
    conditions: tuple[ConditionRequirement, ...]
    flow: FlowUse | None
    steps: tuple[StepRequirement, ...]
    interfaces: tuple[InterfaceRequirement, ...]
    volume: Volume
    sources: tuple[SourceRef, ...]
    gaps: tuple[Gap, ...]

    @property
    def posts(self) -> tuple[str, ...]:
        """The roles that work on it, in the order of its steps, each once."""
        return tuple(dict.fromkeys(step.post for step in self.steps if step.post))


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function of the platform: for how many matters each role performs it."""

    kind: StepKind
    posts: Mapping[str, int]
    matters: int


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department with the requirements it is part of, by what it has to do with them."""

    department: str
    relations: Mapping[Relation, tuple[str, ...]]
    requirements: tuple[str, ...]
    volume: int
    """Expected cases a year, as far as they are known"""
    unknown: int
    """Requirements of which the volume is unknown"""


@dataclass(frozen=True, slots=True)
class RequirementSet:
    """All requirements of an edition or day.

    ``first`` and ``last`` bound the twelve months whose closed cases were counted.
    ``unclaimed`` are source items that stand behind no matter of the list.
    """

    meant: AsOf
    first: date
    last: date
    requirements: tuple[Requirement, ...]
    functions: tuple[FunctionRow, ...]
    departments: tuple[DepartmentRow, ...]
    unclaimed: tuple[SourceRef, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that is missing, matter by matter."""
        return tuple(gap for each in self.requirements for gap in each.gaps)

    @property
    def posts(self) -> tuple[str, ...]:
        """Every role that some function has, in the order in which functions name them."""
        return tuple(dict.fromkeys(post for row in self.functions for post in row.posts))


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One way from a source item to a requirement. ``source`` is ``None`` where a matter has none."""

    source: SourceRef | None
    requirement: str
    """Empty where the source item stands behind no matter of the list"""
    code: str
    name: str
    flow: str
    parts: tuple[str, ...] = ()
    """Numbers of the conditions, steps and interfaces"""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a source item, a matter's code, a flow or a requirement leads to, both ways."""

    asked: str
    meant: AsOf
    rows: tuple[TraceRow, ...]
    by_kind: Mapping[str, int] = field(default_factory=dict)
    """How many source items, matters, flows and requirements the rows name"""
