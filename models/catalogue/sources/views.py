"""What other rooms and the console see of source books and items."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from models.kernel.errors import DomainError
    from models.kernel.words import Phrase, Word


class SourceKind(StrEnum):
    """What sort of list a book is."""

    DEPARTMENT = "department"
    """Matters that a department pushed down"""
    GRID = "grid"
    """Grid matters in use"""
    DUTY_BASIC = "duty_basic"
    DUTY_COOPERATIVE = "duty_cooperative"
    DUTY_RECALLED = "duty_recalled"
    HOTLINE = "hotline"
    """Categories of the 12345 hotline"""
    POWER = "power"
    """A power list (权责清单)"""


class SourceLevel(StrEnum):
    """The level whose list it is."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class BookState(StrEnum):
    """Whether a book still takes part in the work."""

    IN_USE = "in_use"
    RETIRED = "retired"


class ItemState(StrEnum):
    """Whether the newest import of the book still had the item."""

    PRESENT = "present"
    GONE = "gone"


class ChangeAction(StrEnum):
    """What an import did to an item."""

    CREATED = "created"
    CHANGED = "changed"
    GONE = "gone"
    RETURNED = "returned"
    """It was gone, and is in the file again"""


@dataclass(frozen=True, slots=True)
class BookEntries:
    """What is said of a book."""

    title: str
    kind: SourceKind = SourceKind.DEPARTMENT
    department: str = ""
    """Whose list it is; items that name no department are theirs"""
    level: SourceLevel = SourceLevel.COUNTY
    received: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BookView:
    """A book with its counts: items present and gone, and those with changes nobody looked at."""

    id: int
    code: str
    title: str
    kind: SourceKind
    department: str
    level: SourceLevel
    received: date | None
    note: str
    state: BookState
    imports: int
    """How often it was imported"""
    version: int
    present: int
    gone: int
    changed: int


@dataclass(frozen=True, slots=True)
class ImportView:
    """One import of a book; ``number`` counts within the book, ``batch`` all imports."""

    number: int
    batch: int
    at: datetime
    actor_id: int | None
    file: str
    sheet: str
    digest: str
    created: int
    changed: int
    same: int
    gone: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as a list shows it; ``changed`` says that a change waits to be looked at."""

    id: int
    book_id: int
    book: str
    kind: SourceKind
    position: int
    code: str
    name: str
    department: str
    category: str
    matter_type: str
    state: ItemState
    changed: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an item, before and after; ``field`` is its name, or the sheet's own heading."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What one import did to one item; ``seen_at`` is empty until somebody looked at it."""

    id: int
    item_id: int
    book: str
    import_number: int
    at: datetime
    action: ChangeAction
    name: str
    changes: tuple[FieldChange, ...]
    seen_at: datetime | None
    seen_by: int | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with everything its sheet says, and where it stands in the newest file that had it.

    ``wording`` is the name's cell untouched but for characters no terminal should obey;
    ``other`` holds the cells of further columns under their own headings, in their order.
    """

    id: int
    book_id: int
    book: str
    book_title: str
    kind: SourceKind
    position: int
    number: str
    code: str
    name: str
    wording: str
    department: str
    category: str
    matter_type: str
    object: str
    legal_basis: str
    other: tuple[tuple[str, str], ...]
    file: str
    sheet: str
    row: int
    digest: str
    state: ItemState
    first_import: int
    last_import: int
    version: int
    changes: tuple[ChangeView, ...]
    """Newest first"""


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """What of an item its likeness to others depends on; see :mod:`models.catalogue.clustering`."""

    id: int
    name: str
    department: str
    legal_basis: str
    object: str
    kind: SourceKind
    book: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What an import does to one item; ``row`` is that of the sheet, 0 for an item that is gone."""

    action: ChangeAction
    row: int
    code: str
    name: str
    department: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row; ``column`` is the heading, empty where the whole row is meant."""

    row: int
    column: str
    value: str
    reason: Word | Phrase | DomainError


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (``number`` and ``batch`` are then ``None``).

    ``changed`` includes items that came back. ``skipped`` rows say word for word what an
    earlier row said. ``lines`` are in the order of the sheet, then what is gone.
    """

    book: str
    new_book: bool
    number: int | None
    batch: int | None
    created: int
    changed: int
    same: int
    gone: int
    skipped: int
    rejected: int
    lines: tuple[ImportLine, ...]
    problems: tuple[RowProblem, ...]
    assumptions: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class ImportWishes:
    """How a file is to be read.

    ``sheet`` is a name or a number from 1, ``mapping`` holds pairs ``heading=field``;
    ``partial`` loads the good rows although others are rejected.
    """

    sheet: str | None = None
    mapping: tuple[str, ...] = ()
    partial: bool = False
    encoding: str | None = None
    separator: str | None = None
