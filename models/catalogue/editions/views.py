"""What others see of editions, lists of a day, differences and lineage."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from models.catalogue.views import DutyList, EditionStatus, LineageKind, MatterKind, MatterStatus


class ChangeAction(StrEnum):
    """What an edition does to a matter."""

    CREATE = "create"
    CHANGE = "change"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition.

    ``counts`` holds created, changed, retired and same as published, and renamed, renumbered,
    merged, split (matters of the list before) and reused (numbers).
    """

    id: int
    number: int | None
    name: str
    note: str
    status: EditionStatus
    effective: date | None
    begun_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None
    counts: Mapping[str, Any]
    version: int


@dataclass(frozen=True, slots=True)
class AsOf:
    """What "as of" somebody means: a day, as it was known at a moment (``None``: as it is known now).

    ``edition`` is the edition that was named, if one was.
    """

    day: date
    known: datetime | None = None
    edition: EditionView | None = None


@dataclass(frozen=True, slots=True)
class ListLine:
    """A matter in the list of a day."""

    matter_id: int
    version_id: int
    code: str
    name: str
    parent: str
    class_scheme: str
    class_code: str
    class_name: str
    duty_list: DutyList | None
    department: str
    unit: str
    kind: MatterKind
    conditions: int
    valid_from: date | None
    valid_to: date | None
    """The last day on which this version holds; ``None`` for no end"""


@dataclass(frozen=True, slots=True)
class Relative:
    """Another matter that a difference has to do with.

    ``onward`` says that this one went into it (a merge), or was divided into it (a split); otherwise
    it came from it.
    """

    kind: LineageKind
    code: str
    name: str
    onward: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs for one matter between two lists.

    ``code`` and ``name`` are those of the later list, or of the earlier where the matter is gone.
    ``fields`` holds name of field to (before, after).
    """

    action: ChangeAction
    code: str
    name: str
    old_code: str
    old_name: str
    lineage: tuple[LineageKind, ...]
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    relatives: tuple[Relative, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """Two lists compared; the sides are named as they were asked for."""

    earlier: str
    later: str
    created: tuple[Difference, ...]
    changed: tuple[Difference, ...]
    retired: tuple[Difference, ...]
    same: int


@dataclass(frozen=True, slots=True)
class Heir:
    """What a number leads to today: a matter in force, or the last that was."""

    matter_id: int
    code: str
    name: str
    status: MatterStatus


@dataclass(frozen=True, slots=True)
class LineageStep:
    """One step in the descent of a matter."""

    id: int
    kind: LineageKind
    effective: date
    until: date | None
    """The day on which it was taken back; ``None`` while it holds"""
    from_code: str
    from_name: str
    to_code: str
    to_name: str
    edition: int | None
    note: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bearer:
    """A matter that bore a code for some time, and what became of it."""

    matter_id: int
    code: str
    name: str
    """Its name when it last bore the code"""
    first: date | None
    last: date | None
    heirs: tuple[Heir, ...]
    steps: tuple[LineageStep, ...]


@dataclass(frozen=True, slots=True)
class LineageView:
    """Everything that ever bore a code, the newest bearer first."""

    code: str
    bearers: tuple[Bearer, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of a plan: what happens to a matter, and why it was understood so."""

    action: ChangeAction
    code: str
    name: str
    old_code: str
    old_name: str
    lineage: tuple[LineageKind, ...]
    heirs: tuple[str, ...]
    fields: tuple[str, ...]
    note: str = ""
    found_by_name: bool = False
    """Whether it was understood as renumbered because its name alone said so"""


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """What publishing would do. ``fingerprint`` covers the changes and the lists they rest on."""

    effective: date
    changes: tuple[ChangeLine, ...]
    counts: Mapping[str, int]
    fingerprint: str
    touched: tuple[Touched, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """Something outside the catalogue that a change touches: a case, a person's work, a drill.

    ``sentence`` is a message id with ``params``; ``ref`` names the thing (a case number).
    """

    room: str
    ref: str
    code: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did."""

    edition: EditionView
    created: int
    changed: int
    same: int
    retired: int
    renamed: int
    renumbered: int
    merged: int
    split: int
    reused: int
    plan: EditionPlan
