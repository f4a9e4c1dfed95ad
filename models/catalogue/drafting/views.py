"""What others see of the working list."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.catalogue.editions.views import EditionPlan
    from models.catalogue.rules import MatterDraft
    from models.catalogue.sources.views import SourceKind
    from models.kernel.words import Word


class EntryState(StrEnum):
    """Where an entry of the working list stands."""

    LIVE = "live"
    MERGED = "merged"
    """Another entry has taken it in"""
    RETIRED = "retired"
    """It is in force and will end with the edition"""
    DROPPED = "dropped"
    """It was collected and will not become a matter"""


class StepKind(StrEnum):
    """What a step did, for the list of steps."""

    COLLECT = "collect"
    ADD = "add"
    MERGE = "merge"
    MERGE_MANY = "merge_many"
    """Several groups at once"""
    UNMERGE = "unmerge"
    SPLIT = "split"
    APART = "apart"
    TOGETHER = "together"
    EDIT = "edit"
    BULK = "bulk"
    COPY = "copy"
    RETIRE = "retire"
    RESTORE = "restore"
    SETTLE = "settle"
    NUMBER = "number"
    CLASSIFY = "classify"
    REBASE = "rebase"
    REVIEW = "review"
    """An opinion of a department was taken up"""
    REOPEN = "reopen"
    """What taking an opinion up changed was taken back"""


@dataclass(frozen=True, slots=True)
class Funnel:
    """From raw items to the list: how far the merging has come.

    ``items`` source items belong to entries; ``entries`` ever were on the list; ``live`` are
    left; ``merged``, ``retired`` and ``dropped`` are gone; ``open`` of the live ones nobody has
    looked at yet; ``uncoded`` still need a code.
    """

    items: int
    entries: int
    live: int
    merged: int
    retired: int
    dropped: int
    open: int
    uncoded: int


@dataclass(frozen=True, slots=True)
class DraftView:
    """The working list as a whole. ``version`` moves with every step."""

    edition_id: int
    name: str
    note: str
    begun_at: datetime
    version: int
    funnel: Funnel
    undoable: StepView | None
    """The step that would be undone; ``None`` where there is none"""
    redoable: StepView | None
    """The step that would be done again"""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as a list shows it. ``items`` source items stand behind it."""

    matter_id: int
    code: str
    name: str
    class_scheme: str
    class_code: str
    duty_list: str
    department: str
    state: EntryState
    settled: bool
    is_new: bool
    """It is not in force yet"""
    items: int
    conditions: int
    version: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with everything it is to say, and where it comes from."""

    matter_id: int
    draft: MatterDraft
    state: EntryState
    into: int | None
    """The entry that took it in"""
    split_from: int | None
    settled: bool
    base_version_id: int | None
    version: int
    item_ids: tuple[int, ...]
    absorbed: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step. ``sentence`` is a message id with ``params``; undone steps can be redone."""

    seq: int
    kind: StepKind
    at: datetime
    actor: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)
    undone: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a bulk edit would do to one entry."""

    matter_id: int
    code: str
    name: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two entries may mean the same: a message id with parameters, and how sure it is."""

    one: int
    other: int
    confidence: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryCluster:
    """Entries that may mean the same, the likeliest survivor first."""

    key: str
    entries: tuple[EntryLine, ...]
    reasons: tuple[Reason, ...]
    confidence: str
    """``certain``, ``likely`` or ``look``"""
    relation: str
    """``same``, ``stage`` (steps of one process) or ``related``"""
    parts: tuple[tuple[int, ...], ...]
    """Which of the entries mean the same, where not all do"""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why the list cannot be published: a message id with parameters, about one entry."""

    matter_id: int
    code: str
    name: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """What another room says to whoever publishes the list: a message id with parameters.

    ``blocks``: the office wants publishing refused until it is seen to.
    """

    sentence: Word
    params: Mapping[str, Any] = field(default_factory=dict)
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What publishing the list would do, what stands in the way, and what moved outside it."""

    plan: EditionPlan
    obstacles: tuple[Obstacle, ...]
    moved: tuple[str, ...]
    """Codes of matters changed outside the list since it was begun"""
    notices: tuple[Notice, ...] = ()
    """What other rooms warn of"""


@dataclass(frozen=True, slots=True)
class Member:
    """A source item behind an entry, with the place where it was written."""

    matter_id: int
    item_id: int
    book: str
    book_title: str
    kind: SourceKind
    sheet: str
    row: int
    name: str
    department: str
    legal_basis: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class DraftClass:
    """A class as the working list uses it: ``entries`` live ones, ``open`` of them not looked at."""

    scheme: str
    code: str
    name: str
    entries: int
    open: int


@dataclass(frozen=True, slots=True)
class ListCheck:
    """What stands in the way of publishing, whatever the date of force."""

    obstacles: tuple[Obstacle, ...]
    moved: tuple[str, ...]
    """Codes of matters changed outside the list since it was begun"""
    notices: tuple[Notice, ...] = ()
    """What other rooms warn of"""
