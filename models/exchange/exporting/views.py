"""What the console sees of exports."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from models.kernel.words import Phrase


class Format(StrEnum):
    """What a file of an export can be."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"
    XES = "xes"
    OPEN311_JSON = "open311-json"
    OPEN311_XML = "open311-xml"


class Masking(StrEnum):
    """What became of personal data in an export."""

    NONE = "none"
    """There was no column that could hold any"""
    MASKED = "masked"
    REVEALED = "revealed"


class RequestState(StrEnum):
    """Where a request to export personal data in clear stands."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows and columns an export is of: what a request is granted for."""

    kind: str
    text: str = ""
    """Filter as typed in queues; only cases and their history take one"""
    queue: str = ""
    """Cases of this queue, ``open`` for all that are; empty: all there are, ended ones too"""
    columns: tuple[str, ...] = ()
    """None named: all"""
    as_of: date | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    """What a kind has to know: the book of source items"""


@dataclass(frozen=True, slots=True)
class How:
    """What file is made of it.

    ``escape`` writes a character the encoding cannot carry by its name instead of refusing the
    export. ``reveal`` shows personal data in clear, for ``reason``; ``request`` is the number of
    the request that was granted, needed where the rows are many.
    """

    format: Format = Format.CSV
    encoding: str = "utf-8-sig"
    packed: bool = False
    """Packed with gzip"""
    office_headings: bool = False
    """Headings as offices write them, in Chinese, instead of the names of fields"""
    escape: bool = False
    reveal: bool = False
    reason: str = ""
    request: int | None = None
    explain: Callable[[Mapping[str, Any]], Sequence[str]] | None = None
    """Puts the receipt of a deadline into lines of words; without it the receipt stays a document"""


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What came of an export. ``digest`` is the SHA-256 of the file."""

    number: int
    kind: str
    format: Format
    rows: int
    masking: Masking
    digest: str
    size: int
    """Bytes of the file"""
    notes: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportView:
    """An export that was carried out, as it is listed."""

    number: int
    kind: str
    format: str
    queue: str
    filter: str
    columns: str
    as_of: date | None
    rows: int
    masking: Masking
    reason: str
    digest: str
    request: int | None
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExportRequestView:
    """A request to export personal data in clear."""

    number: int
    kind: str
    queue: str
    filter: str
    columns: str
    as_of: date | None
    rows: int
    """How many there were when it was asked for"""
    reason: str
    state: RequestState
    account_id: int
    """Whose it is"""
    by_name: str
    asked_at: datetime
    answered_by: str
    answer: str
    answered_at: datetime | None

    @property
    def wanted(self) -> Wanted:
        """What was asked for, as an export takes it."""
        return Wanted(self.kind, self.filter, self.queue, tuple(self.columns.split()), self.as_of)


@dataclass(frozen=True, slots=True)
class ExportNews:
    """What a person has to hear of requests to export personal data in clear."""

    answered: tuple[ExportRequestView, ...] = ()
    """One's own, answered within the last day, the newest first"""
    waiting: tuple[ExportRequestView, ...] = ()
    """Those of others that wait for this person's answer, the newest first"""
