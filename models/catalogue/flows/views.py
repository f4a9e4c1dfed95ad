"""What a flow consists of, and what other rooms and the console see of flows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.kernel.words import Word


class StepKind(StrEnum):
    """What is done in a step; where an action of a case does it, it carries the same name."""

    ACCEPT = "accept"
    FILE = "file"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    """Taken on by the unit and fed back"""
    VERIFY = "verify"
    DECIDE = "decide"
    """Somebody chooses between ways on, or approves"""
    ASSIST = "assist"
    """Another unit helps; the asking unit keeps the lead"""
    ESCALATE = "escalate"
    """街道吹哨、部门报到: the departments are called and have to come"""
    DELIVER = "deliver"
    """The result is handed to whoever applied for it"""
    CLOSE = "close"
    CALL_BACK = "call_back"


class LinkKind(StrEnum):
    """How one step follows another."""

    NORMAL = "normal"
    RETURN = "return"
    """Back to a step before"""
    ASSIST = "assist"
    """To a step of another unit beside the main way, which joins it again"""
    ESCALATE = "escalate"
    """To a step of the units that are called"""


class EntryKind(StrEnum):
    """What is entered in a field of a step's form."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    UNIT = "unit"
    PHOTO = "photo"


class RelativeUnit(StrEnum):
    """A unit that depends on the case; no code of a unit begins with ``@``."""

    LEAD = "@lead"
    """The lead unit of the matter"""
    ASSISTING = "@assisting"
    """The assisting units of the matter"""
    GRID = "@grid"
    """The unit that looks after the case's grid"""
    DUTY = "@duty"
    """The township's duty centre"""
    DEPARTMENT = "@department"
    """The county department the duty list names"""


class Grade(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    """The flow cannot be saved"""
    WARNING = "warning"
    """It can, if a person says so"""


class Fault(StrEnum):
    """What the checker may find."""

    BAD_CODE = "bad_code"
    NAMELESS = "nameless"
    TEXT_TOO_LONG = "text_too_long"
    NO_STEPS = "no_steps"
    TOO_MANY_STEPS = "too_many_steps"
    BAD_KEY = "bad_key"
    DUPLICATE_KEY = "duplicate_key"
    NO_POST = "no_post"
    UNKNOWN_POST = "unknown_post"
    NO_UNIT = "no_unit"
    UNKNOWN_UNIT = "unknown_unit"
    ESCALATION_WITHOUT_UNIT = "escalation_without_unit"
    BAD_LIMIT = "bad_limit"
    BAD_ENTRY = "bad_entry"
    UNKNOWN_STEP = "unknown_step"
    DUPLICATE_LINK = "duplicate_link"
    NO_CONDITION = "no_condition"
    NO_START = "no_start"
    SEVERAL_STARTS = "several_starts"
    NO_END = "no_end"
    LOOP = "loop"
    UNREACHABLE = "unreachable"
    DEAD_END = "dead_end"
    RETURN_NOT_BEFORE = "return_not_before"
    OPEN_ASSIST = "open_assist"
    LIMIT_EXCEEDED = "limit_exceeded"
    LIMIT_UNCERTAIN = "limit_uncertain"


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One field of what is entered in a step; ``choices`` belong to :attr:`EntryKind.CHOICE` alone."""

    name: str
    kind: EntryKind = EntryKind.LINE
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    ``key`` names it within the flow and stays when its name changes. ``post`` is a role of
    the accounts room (see :data:`models.catalogue.flows.rules.POSTS`), ``unit`` the code of a
    unit or a :class:`RelativeUnit`, ``limit`` is written as the calendar writes it (``4WH``),
    empty for none.
    """

    key: str
    name: str
    kind: StepKind
    post: str = ""
    unit: str = ""
    limit: str = ""
    evidence: str = ""
    entries: tuple[StepEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """How one step leads to another; ``condition`` says in words when."""

    source: str
    target: str
    kind: LinkKind = LinkKind.NORMAL
    condition: str = ""


@dataclass(frozen=True, slots=True)
class FlowDraft:
    """Everything a version of a flow says. The order of ``steps`` gives them their numbers."""

    code: str
    name: str
    steps: tuple[Step, ...] = ()
    links: tuple[Link, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FlowFinding:
    """One finding of the checker; ``sentence`` is a message id with named parameters."""

    fault: Fault
    grade: Grade
    step: str
    """Key of the step it is about, "" for the flow as a whole."""
    sentence: Word
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlowUse:
    """By what a flow is used: how many matters, and the limits of their filing conditions."""

    matters: int = 0
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a flow is checked against."""

    posts: frozenset[str]
    units: Mapping[str, str]
    """Names of the open units by code."""
    limits: tuple[str, ...] = ()
    """Limits of the filing conditions it is used under."""
    day_minutes: int = 480
    """Minutes of one working day, by the office windows in force."""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A flow as a list shows it."""

    id: int
    code: str
    name: str
    number: int
    """Number of the newest version."""
    version: int
    """Grows with every change, retiring included; what a save names to prove what it saw."""
    retired: bool
    steps: int
    matters: int
    changed_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class FlowView:
    """A flow in one of its versions."""

    id: int
    version_id: int
    number: int
    current: bool
    version: int
    retired: bool
    draft: FlowDraft
    created_at: datetime
    author: str
    use: FlowUse = FlowUse()

    @property
    def code(self) -> str:
        """The flow's code."""
        return self.draft.code


@dataclass(frozen=True, slots=True)
class FlowVersionLine:
    """One version of a flow as a list shows it."""

    id: int
    number: int
    name: str
    steps: int
    current: bool
    created_at: datetime
    author: str


class Part(StrEnum):
    """What of a flow may differ between two versions."""

    NAME = "name"
    NOTE = "note"
    ORDER = "order"
    STEP = "step"
    LINK = "link"


class ChangeKind(StrEnum):
    """How it differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FlowChange:
    """One difference between two versions; ``before`` and ``after`` are texts as a file writes them."""

    part: Part
    change: ChangeKind
    key: str = ""
    """Key of the step; ``from>to`` of a link."""
    name: str = ""
    """Name of the step, or of the two steps of a link."""
    field: str = ""
    """Which field of a step or link, as a file calls it."""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class FlowHistory:
    """A version with what it changed against the one before it."""

    line: FlowVersionLine
    changes: tuple[FlowChange, ...]
