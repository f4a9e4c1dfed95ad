"""What a table is before anybody knows what it is about: its bytes, and the rows found in them."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.exchange.refusals import NoSource, NotATable
from models.kernel.oserrors import why
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from models.exchange.layout import Laid
    from models.exchange.views import Repair

MOST_BYTES = 256 * 1024 * 1024
"""A table larger than this when unpacked is refused: it would fill a small server's memory."""
MOST_COLUMNS = 500
MOST_CELL = 100_000
"""Characters of one cell."""
_GZIP = b"\x1f\x8b"


class Form(StrEnum):
    """What a table came as."""

    CSV = "csv"
    JSON = "json"
    JSON_LINES = "jsonl"
    WORKBOOK = "workbook"
    PAGE = "page"
    DOCUMENT = "document"
    """No table: one row is the whole of it, in a form of its kind's own"""


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: the bytes of a file and the name to call it by."""

    name: str
    data: bytes

    @classmethod
    def from_path(cls, path: Path) -> Source:
        """Read a file.

        Raises:
            NoSource: it is not there, is a folder, or may not be read.
            NotATable: it is larger than :data:`MOST_BYTES`.
        """
        try:
            if path.stat().st_size > MOST_BYTES:
                raise NotATable(path.name, N_("it is too large"))
            return cls(path.name, path.read_bytes())
        except OSError as error:
            raise NoSource(str(path), why(error)) from error

    @property
    def hash(self) -> str:
        """SHA-256 of the bytes as they came."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as the source has it: headings, and the cells of each row that is not blank.

    ``rows`` pairs each row's number (a spreadsheet's: the headings are row 1) with as many
    cells as there are headings; ``spill`` holds the numbers of rows with text beyond them.
    """

    name: str
    hash: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]
    assumptions: tuple[Phrase, ...] = ()
    spill: tuple[tuple[int, str], ...] = ()
    sheet: str = ""
    """The sheet of a workbook."""
    form: Form = Form.CSV
    encoding: str = ""
    """Of a text; empty for a workbook"""
    separator: str = ""
    """Of a CSV file"""
    head: int = 1
    """The last row of the headings, from 1"""
    repairs: tuple[Repair, ...] = ()
    """What was put right while the table was read"""
    year: int | None = None
    """Which the lines around the table name"""
    title: str = ""
    """What stands above its headings"""
    dated_from_1904: bool = False
    """Whether day numbers count from 1904"""


def unpacked(source: Source) -> bytes:
    """Return the bytes of a source, unpacked if gzip packed them.

    Raises:
        NotATable: they are damaged, or too many.
    """
    if not source.data.startswith(_GZIP):
        return source.data
    try:
        with gzip.open(io.BytesIO(source.data)) as packed:
            data = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise NotATable(source.name, N_("the packed file is damaged.")) from error
    if len(data) > MOST_BYTES:
        raise NotATable(source.name, N_("it is too large"))
    return data


def as_raw(source: Source, laid: Laid, said: tuple[Phrase, ...], sheet: str = "") -> RawTable:
    """Return the table found in a sheet, told what was said of it.

    Raises:
        NotATable: it has too many columns.
    """
    if len(laid.headings) > MOST_COLUMNS:
        raise too_wide(source.name)
    return RawTable(
        source.name,
        source.hash,
        laid.headings,
        laid.rows,
        said,
        sheet=sheet,
        head=laid.head,
        repairs=laid.repairs,
        year=laid.year,
        title=laid.title,
    )


def broken(name: str, row: int) -> NotATable:
    """Return the refusal of a row that cannot be read."""
    return NotATable(name, Phrase(N_("row %(row)s is broken or has a cell that is too long."), row=row))


def too_wide(name: str) -> NotATable:
    """Return the refusal of a table with more columns than any form has."""
    return NotATable(name, Phrase(N_("it has more than %(most)s columns."), most=MOST_COLUMNS))
