"""What the screen of the working list sees: rows, the tree, faults, differences, previews."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.catalogue.drafting.faults import Fault
    from models.catalogue.drafting.views import EntryState, FieldChange
    from models.catalogue.rules import MatterDraft
    from models.catalogue.views import DutyList
    from models.kernel.errors import DomainError


class Part(StrEnum):
    """Which entries a list shows."""

    LISTED = "listed"
    """All that the next edition will hold"""
    NEW = "new"
    """Not in force yet"""
    CHANGED = "changed"
    """In force, and worded otherwise than it is"""
    GONE = "gone"
    """Merged, retired, left out"""
    FAULTY = "faulty"
    """Something in it contradicts something else, or stands in the way of publishing"""
    LACKING = "lacking"
    """Something is not filled in yet"""


class Order(StrEnum):
    """How a list is sorted."""

    CODE = "code"
    NAME = "name"
    """By the pinyin initials of the name"""
    DEPARTMENT = "department"
    DUTY_LIST = "duty_list"
    FAULTS = "faults"
    """Those with the most faults first"""


NO_DEPARTMENT = "-"
"""Stands for the entries nobody answers for, where a department is asked for."""
NO_LIST = "-"
"""Stands for the entries on no duty list, where one is asked for."""
EVERYTHING = "all"
"""The branch of the tree that holds all entries."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for of a list."""

    part: Part = Part.LISTED
    branch: str = EVERYTHING
    """Key of a branch of the tree"""
    duty_list: str = ""
    """A duty list, :data:`NO_LIST`, or "" for any"""
    department: str = ""
    """A department, :data:`NO_DEPARTMENT`, or "" for any"""
    order: Order = Order.CODE
    text: str = ""
    """Words that must all occur: in what the entry says, as the beginning of the code, or as initials"""


@dataclass(frozen=True, slots=True)
class ListRow:
    """An entry as the screen lists it; ``changed`` fields differ from what it rests on."""

    matter_id: int
    code: str
    name: str
    scheme: str
    class_code: str
    class_name: str
    duty_list: DutyList | None
    department: str
    unit: str
    """Name of the unit that leads"""
    state: EntryState
    is_new: bool
    changed: tuple[str, ...]
    conditions: int
    faults: tuple[Fault, ...]
    version: int


@dataclass(frozen=True, slots=True)
class DraftNode:
    """A branch of the tree: everything, a scheme, a class, a main item with its sub-items."""

    key: str
    parent: str | None
    kind: str
    """``all``, ``scheme``, ``class`` or ``item``"""
    code: str
    name: str
    count: int
    """Entries of the list below it, all levels"""


@dataclass(frozen=True, slots=True)
class ListFrame:
    """What surrounds the rows: the tree, how many entries each part has, who answers for them."""

    tree: tuple[DraftNode, ...]
    counts: Mapping[Part, int]
    departments: tuple[tuple[str, int], ...]
    """Who answers, a department or a leading unit, "" for nobody, and for how many entries"""
    named: tuple[str, ...]
    """Departments that entries name"""
    duty_lists: Mapping[str, int]
    """Entries by duty list, "" for none"""


class DiffKind(StrEnum):
    """How an entry differs from what it rests on."""

    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"
    RENUMBERED = "renumbered"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """An entry that differs from what it rests on; ``into`` is the code it was merged into."""

    matter_id: int
    kinds: tuple[DiffKind, ...]
    code: str
    name: str
    old_code: str
    old_name: str
    fields: tuple[str, ...]
    into: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything in which the working list differs from what it was begun from."""

    rows: tuple[DiffRow, ...]
    counts: Mapping[DiffKind, int]
    same: int


@dataclass(frozen=True, slots=True)
class FoundFault:
    """A fault, and whose it is."""

    matter_id: int
    code: str
    name: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found. ``moved`` are codes of matters changed outside the list since it was begun."""

    faults: tuple[FoundFault, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryNow:
    """What an entry says now: what a person compares with who was overtaken by somebody else."""

    matter_id: int
    draft: MatterDraft
    version: int


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that a bulk edit would leave alone, and why."""

    matter_id: int
    code: str
    name: str
    error: DomainError


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a bulk edit would do: ``changes``, what it leaves out and why, and how many stay the same."""

    changes: tuple[FieldChange, ...]
    refused: tuple[Refused, ...]
    same: int
    versions: Mapping[int, int] = field(default_factory=dict)
    """Versions of the entries that would change, to be given with the edit"""
