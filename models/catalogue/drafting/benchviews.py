"""What others see of the merge workbench."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.catalogue.drafting.views import DraftView, EntryLine, Member, Reason
    from models.catalogue.rules import MatterDraft
    from models.catalogue.sources.views import SourceKind


class BenchTab(StrEnum):
    """How far the work on a group has come."""

    OPEN = "open"
    """Somebody has to look at it"""
    LOOKED = "looked"
    """Somebody looked at every entry and left them as they are"""
    MERGED = "merged"
    """Entries that were merged into one"""
    APART = "apart"
    """Entries of which somebody said that they are not the same"""


class Evidence(StrEnum):
    """What a suggestion rests on, in the order in which it convinces."""

    NAME = "name"
    """The same name, or the same words in another order"""
    NEAR = "near"
    """Names nearly alike"""
    BASIS = "basis"
    """The same article of law"""
    STREAM = "stream"
    """Steps of one process, upstream and downstream"""
    OBJECT = "object"
    """The same department and object under another action"""


@dataclass(frozen=True, slots=True)
class BenchLine:
    """A group as the list shows it.

    ``entries`` are ids, the likeliest survivor first; in a merged group the survivor. ``looked``
    of the new ones were looked at.
    """

    key: str
    tab: BenchTab
    name: str
    entries: tuple[int, ...]
    items: int
    departments: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: str
    """``certain``, ``likely``, ``look``; empty for what a person decided"""
    relation: str
    """``same``, ``stage``, ``related``; empty for what a person decided"""
    looked: int


@dataclass(frozen=True, slots=True)
class BenchView:
    """The workbench as a whole: the list, and how many groups stand in each tab.

    ``stale`` says that entries came onto the list which the suggestions do not know yet.
    """

    draft: DraftView
    groups: Mapping[BenchTab, int]
    evidence: Mapping[Evidence, int]
    """Open groups by what they rest on; one group may rest on several things"""
    stale: bool


@dataclass(frozen=True, slots=True)
class BenchEntry:
    """An entry of a group with everything it says, and the source items behind it."""

    line: EntryLine
    draft: MatterDraft
    members: tuple[Member, ...]
    into: int | None
    note: str = ""
    """Why it was kept apart from another of the group, if somebody said so"""


@dataclass(frozen=True, slots=True)
class BenchGroup:
    """The entries of a group, in the order asked for, and why they were put together."""

    entries: tuple[BenchEntry, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SureGroup:
    """Entries with the same name and department; the first takes the others in."""

    name: str
    department: str
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SurePlan:
    """What merging everything sure would do, and the versions that was seen on."""

    groups: tuple[SureGroup, ...]
    versions: Mapping[int, int]
    left: int
    """Groups of one name and department that a person has to look at all the same"""

    @property
    def entries(self) -> int:
        """How many entries would go into others."""
        return sum(len(group.entries) - 1 for group in self.groups)


@dataclass(frozen=True, slots=True)
class CollectLine:
    """What of a source book, or of a department, taking it in would bring.

    ``key`` is the book's code, or the department as its sheets write it. Of ``items`` present
    ones, ``fresh`` stand behind no entry yet.
    """

    key: str
    title: str
    kind: SourceKind | None
    items: int
    fresh: int
