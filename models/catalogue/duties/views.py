"""What other rooms and the console see of the duty lists."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.catalogue.views import DutyItemView, DutyList
    from models.kernel.words import Word


@dataclass(frozen=True, slots=True)
class DutySection:
    """Items of one category that follow one another; ``number`` counts the sections of the list."""

    number: int
    category: str
    items: tuple[DutyItemView, ...]


@dataclass(frozen=True, slots=True)
class DutySheet:
    """One list as it is published."""

    duty_list: DutyList
    sections: tuple[DutySection, ...]

    @property
    def count(self) -> int:
        """How many items stand on it."""
        return sum(len(section.items) for section in self.sections)


@dataclass(frozen=True, slots=True)
class DutyTitle:
    """The title row of a section, as a list on the screen shows it; ``title`` is the published text."""

    duty_list: DutyList
    number: int
    category: str
    title: str
    count: int


DutyLine = "DutyTitle | DutyItemView"
"""A line of a list on the screen."""


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """How many items of one category each list has."""

    category: str
    counts: Mapping[DutyList, int]

    @property
    def total(self) -> int:
        """On all lists."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """The table of counts: 基本 117 / 配合 99 / 收回 124."""

    lists: Mapping[DutyList, int]
    categories: tuple[CategoryCount, ...]
    """In their usual order"""

    @property
    def total(self) -> int:
        """On all lists."""
        return sum(self.lists.values())


@dataclass(frozen=True, slots=True)
class DutyBook:
    """The three lists and their counts at one moment."""

    sheets: tuple[DutySheet, ...]
    counts: DutyCounts


@dataclass(frozen=True, slots=True)
class DepartmentCount:
    """A department as the lists write it, and how many items name it."""

    department: str
    cooperative: int
    recalled: int


@dataclass(frozen=True, slots=True)
class DepartmentMirror:
    """The lists as one department sees them: what it leads, what it took over."""

    department: str
    cooperative: tuple[DutyItemView, ...]
    recalled: tuple[DutyItemView, ...]


@dataclass(frozen=True, slots=True)
class DutyEntries:
    """What is entered of an item, the whole of it.

    ``number`` is the place the item is to have on its list; ``None`` keeps it where it is, or
    puts it last in its category where list or category are new. ``code`` counts for a new item
    only; empty lets the list give one.
    """

    duty_list: DutyList
    name: str
    category: str = ""
    department: str = ""
    superior_duty: str = ""
    township_duty: str = ""
    method: str = ""
    number: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Renumbered:
    """An item that got another number because one before it came or went."""

    code: str
    duty_list: DutyList
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class DutyChange:
    """What a change did, or would do: the item as it is afterwards, and who moved up or down."""

    item: DutyItemView
    renumbered: tuple[Renumbered, ...]


class DutyFindingKind(StrEnum):
    """What a check of the lists finds, the gravest first."""

    NUMBER_DOUBLE = "number_double"
    NUMBER_GAP = "number_gap"
    NO_DEPARTMENT = "no_department"
    NO_SUPERIOR_DUTY = "no_superior_duty"
    NO_TOWNSHIP_DUTY = "no_township_duty"
    NO_METHOD = "no_method"
    RECALLED_IN_USE = "recalled_in_use"
    RETIRED_IN_USE = "retired_in_use"
    SAME_ITEM = "same_item"
    BASIC_ASSISTS = "basic_assists"
    DEPARTMENT_NAMES = "department_names"
    NO_CATEGORY = "no_category"
    CATEGORY_UNKNOWN = "category_unknown"
    CATEGORY_SPLIT = "category_split"
    NEAR_ITEM = "near_item"
    MATTER_WITHOUT_ITEM = "matter_without_item"
    ITEM_WITHOUT_MATTER = "item_without_matter"


@dataclass(frozen=True, slots=True)
class DutyFinding:
    """One gap or overlap. ``sentence`` is a message id with named parameters.

    ``items`` are the items it is about, the one to look at first; ``matters`` the codes of
    matters it is about. Either may be empty, never both.
    """

    kind: DutyFindingKind
    sentence: Word
    params: Mapping[str, Any]
    items: tuple[DutyItemView, ...] = ()
    matters: tuple[str, ...] = ()
