"""What others see of rounds: how far they are, what was asked, said and settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from models.catalogue.rules import MatterDraft
    from models.kernel.errors import DomainError
    from models.kernel.words import Phrase, Word


class RoundState(StrEnum):
    """Whether opinions are taken and settled in a round."""

    OPEN = "open"
    CLOSED = "closed"


class Silence(StrEnum):
    """What it means that a department said nothing of an entry until the round was closed."""

    AGREES = "agrees"
    """It counts as agreement"""
    STAYS_OPEN = "stays_open"
    """The entry is put to the department again in the next round"""


class Part(StrEnum):
    """Why a department is asked about an entry."""

    LEAD = "lead"
    ASSIST = "assist"
    ALL = "all"
    """The whole list was put to it, this entry does not name it"""


class OpinionKind(StrEnum):
    """What a department said of an entry."""

    AGREE = "agree"
    CHANGE = "change"
    """It agrees if a field is worded otherwise"""
    OBJECT = "object"
    NOT_OURS = "not_ours"
    """It is no concern of the department, but of another one"""
    NONE = "none"
    """It said nothing until the round was closed"""


class OpinionState(StrEnum):
    """What became of an opinion."""

    OPEN = "open"
    NOTED = "noted"
    """There is nothing to settle"""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CARRIED = "carried"
    """It is dealt with in the next round"""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Counts:
    """Opinions by what they say, for a round or a department.

    ``asked`` pairs of entry and department; ``answered`` of them have an opinion; of the rest
    ``silent`` ones are beyond the due date or were closed without. ``unsettled`` opinions still
    want a decision.
    """

    asked: int = 0
    answered: int = 0
    silent: int = 0
    agreed: int = 0
    changed: int = 0
    objected: int = 0
    not_ours: int = 0
    unsettled: int = 0
    accepted: int = 0
    rejected: int = 0
    carried: int = 0
    withdrawn: int = 0

    @property
    def waiting(self) -> int:
        """Pairs without an opinion that are not beyond the due date."""
        return self.asked - self.answered - self.silent


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round as a list shows it. ``overdue``: open, beyond its due date, not all answered."""

    id: int
    number: int
    state: RoundState
    opened_at: datetime
    opened_by: str
    due_on: date
    overdue: bool
    departments: int
    sent: int
    """Departments whose sheets were written"""
    entries: int
    reason: str
    """Why there is one more round than is usual"""
    silence: Silence
    strict: bool
    """Publishing is refused while opinions are open, not only warned of"""
    closed_at: datetime | None
    closed_by: str
    counts: Counts
    version: int


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department asked in a round."""

    id: int
    name: str
    unit_id: int | None
    """The unit of the same name, whose people may give its opinions"""
    sent_at: datetime | None
    reminded_at: datetime | None
    reminders: int
    overdue: bool
    counts: Counts


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with its departments."""

    line: RoundLine
    departments: tuple[DepartmentLine, ...]


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """An opinion, or an entry nobody gave one of yet, as a list shows it.

    ``id`` is ``None`` where there is no opinion yet. ``undone``: it was accepted, but the step that
    took it up was undone on the list since.
    """

    key: int
    """Of the pair and opinion, unique within a round's list"""
    id: int | None
    round_number: int
    department_id: int
    department: str
    item_id: int
    matter_id: int
    code: str
    name: str
    kind: OpinionKind | None
    field: str
    proposed: str
    state: OpinionState | None
    undone: bool
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PastOpinion:
    """An opinion of an earlier moment: one that was replaced, or one it was carried from."""

    round_number: int
    kind: OpinionKind
    field: str
    proposed: str
    reason: str
    state: OpinionState
    settled_reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class OpinionView:
    """An opinion with the wording it was given on, and how the list reads now."""

    line: OpinionLine
    part: Part
    sent: MatterDraft
    now: MatterDraft | None
    """``None`` where the entry left the list"""
    live: bool
    """Whether the entry still stands on the list"""
    lead_unit: str
    """Name of the unit that led it when it was sent"""
    changed: Mapping[str, tuple[Any, Any]]
    """Fields reworded since the round was opened: field to (sent, now)"""
    history: tuple[PastOpinion, ...]
    open_round: bool
    reason: str = ""
    basis: str = ""
    belongs_to: str = ""
    by: str = ""
    source: str = ""
    """The file the opinion came in; empty on screen"""
    sheet: str = ""
    row: int | None = None
    settled_at: datetime | None = None
    settled_by: str = ""
    settled_reason: str = ""
    taken: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    """What accepting it changed: field to (before, after)"""
    version: int = 0


@dataclass(frozen=True, slots=True)
class OpinionFacts:
    """What a department says of one entry.

    ``field`` and ``proposed`` belong to a change, ``belongs_to`` to what is no concern of theirs,
    ``reason`` to an objection.
    """

    kind: OpinionKind
    field: str = ""
    proposed: str = ""
    reason: str = ""
    basis: str = ""
    belongs_to: str = ""


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A filled-in row of a sheet, before anybody looked whether it can be taken."""

    row: int
    key: str
    """The identity written into the row when it was sent"""
    kind: str
    field: str
    proposed: str
    reason: str
    basis: str
    belongs_to: str


class RowFate(StrEnum):
    """What taking a sheet did with a row."""

    TAKEN = "taken"
    SAME = "same"
    """The opinion was known already"""
    STALE = "stale"
    """Given on a wording that is no longer the list's, or on one of an earlier round"""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row; ``why`` says it of a stale or rejected one."""

    row: int
    fate: RowFate
    code: str = ""
    name: str = ""
    why: Phrase | Word | DomainError | None = None


@dataclass(frozen=True, slots=True)
class TakeResult:
    """What taking a file did, or would do."""

    file: str
    sheet: str
    department: str
    round_number: int
    rows: tuple[RowResult, ...]
    dry_run: bool = False

    def count(self, fate: RowFate) -> int:
        """Return how many rows met this fate."""
        return sum(each.fate is fate for each in self.rows)


@dataclass(frozen=True, slots=True)
class SheetRowView:
    """An entry as it is put to a department: the wording sent, and what was said before."""

    key: str
    """The identity its row carries"""
    number: int
    matter_id: int
    part: Part
    draft: MatterDraft
    lead_unit: str
    """Name of the unit that leads it"""
    opinion: OpinionFacts | None
    """What stands already in this round: carried from the last, or given on screen"""
    before: PastOpinion | None
    """What the department said in the round before, and what became of it"""


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything that is put to one department in a round."""

    department_id: int
    department: str
    round_number: int
    edition: str
    due_on: date
    rows: tuple[SheetRowView, ...]


@dataclass(frozen=True, slots=True)
class Protocol:
    """What the minutes of a round are made of."""

    edition: str
    round: RoundLine
    departments: tuple[DepartmentLine, ...]
    opinions: tuple[OpinionView, ...] = field(default=())
    """All but plain agreement and silence, by department and entry"""
