"""From bytes to rows of text: workbooks, CSV in the encodings offices use, JSON, JSON Lines, gzip.

Nothing is guessed in silence: what had to be assumed is said with the table. Bytes that
do not fit are refused by line and byte; they are never replaced by question marks.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models.exchange.encodings import decode
from models.exchange.layout import Laid, lay_out
from models.exchange.refusals import EmptyTable, NoSource, NotATable
from models.exchange.workbooks import SIGNATURES, Grid, read_grids
from models.kernel.oserrors import why
from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

MOST_BYTES = 256 * 1024 * 1024
"""A table larger than this when unpacked is refused: it would fill a small server's memory."""
MOST_COLUMNS = 500
MOST_CELL = 100_000
"""Characters of one cell."""
_SEPARATORS = ",\t;|；，"
_DISARMED = re.compile(r"'+[=+\-@\t\r]")
_GZIP = b"\x1f\x8b"


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


def read_table(
    source: Source,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
    known: AbstractSet[str] = frozenset(),
    titled: bool = False,
) -> RawTable:
    """Read a source as a table.

    Args:
        source: the bytes.
        encoding: take the text for this encoding instead of finding it out.
        separator: take this for the separator of a CSV file instead of finding it out.
        sheet: of a workbook: its name, or its number from 1. Otherwise the first visible sheet
            on which headings are recognised is read.
        known: headings that are understood, folded, by which the row of headings is found in a
            workbook.
        titled: look for that row in a CSV file too, which may have title rows as a workbook has.

    Raises:
        WrongEncoding: bytes are no text; names line and byte.
        UnknownEncoding: ``encoding`` does not exist.
        NotATable: it is broken, locked, or too large.
        NoSuchSheet: the workbook has no such sheet.
        EmptyTable: it has no rows below its headings.
    """
    data = _unpacked(source)
    if data.startswith(SIGNATURES):
        return _from_workbook(source, data, sheet, known)
    text, assumption = decode(source.name, data, encoding)
    said = [assumption]
    head = text.lstrip()[:1]
    if head == "[" and separator is None:
        records = _json_list(source.name, text)
        said.append(Phrase(N_("format: a JSON list")))
        table = _from_records(source, records)
    elif head == "{" and separator is None:
        records = _json_lines(source.name, text)
        said.append(Phrase(N_("format: JSON Lines")))
        table = _from_records(source, records)
    else:
        mark = separator or separator_of(text)
        name = N_("tab") if mark == "\t" else mark
        said.append(Phrase(N_("format: CSV, separator “%(mark)s”"), mark=name))
        table = _from_titled(source, text, mark, known) if titled else _from_csv(source, text, mark)
        said.extend(table.assumptions)
    if not table.rows:
        raise EmptyTable(source.name)
    return replace(table, assumptions=tuple(said))


def _unpacked(source: Source) -> bytes:
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


def _from_workbook(source: Source, data: bytes, sheet: str | None, known: AbstractSet[str]) -> RawTable:
    grids = read_grids(source.name, data, sheet)
    laid = [(grid.name, table) for grid in grids if (table := lay_out(grid, known)) is not None]
    if not laid:
        raise EmptyTable(source.name)
    # Of several sheets the first with recognised headings: forms begin with a cover or with notes.
    name, table = next((each for each in laid if each[1].recognised > 1), laid[0])
    others = ", ".join(other for other, _table in laid if other != name)
    said = Phrase(N_("sheet “%(sheet)s”"), sheet=name)
    if others:
        said = Phrase(N_("sheet “%(sheet)s”; not read: %(others)s"), sheet=name, others=others)
    return _as_raw(source, table, (said, *table.assumptions), sheet=name)


def _from_titled(source: Source, text: str, separator: str, known: AbstractSet[str]) -> RawTable:
    csv.field_size_limit(MOST_CELL)
    rows: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([rearmed(cell) for cell in record])  # noqa: PERF401 -- how far it got is told below
    except csv.Error as error:
        raise _broken(source.name, len(rows) + 1) from error
    laid = lay_out(Grid(source.name, rows), known)
    if laid is None:
        raise EmptyTable(source.name)
    return _as_raw(source, laid, laid.assumptions)


def _as_raw(source: Source, laid: Laid, said: tuple[Phrase, ...], sheet: str = "") -> RawTable:
    if len(laid.headings) > MOST_COLUMNS:
        raise _too_wide(source.name)
    return RawTable(source.name, source.hash, laid.headings, laid.rows, said, sheet=sheet)


def separator_of(text: str) -> str:
    """Return the separator that divides the first line most often."""
    first = next((line for line in text[:MOST_CELL].splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", first)
    best = max(_SEPARATORS, key=outside.count)
    return best if best in outside else ","


def _from_csv(source: Source, text: str, separator: str) -> RawTable:
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, Sequence[str]]] = []
    spill: list[tuple[int, str]] = []
    headings: tuple[str, ...] = ()
    width = number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if not any(record) or not any(cell.strip() for cell in record):
                continue
            if not headings:
                headings = _headings(source.name, record)
                width = len(headings)
                continue
            cells = record
            if len(cells) != width:
                beyond = "".join(cells[width:]).strip()
                if beyond:
                    spill.append((number, beyond))
                cells = [*cells[:width], *[""] * (width - len(cells))]
            if "'" in "".join(cells):
                cells = [rearmed(cell) for cell in cells]
            rows.append((number, cells))
    except csv.Error as error:
        raise _broken(source.name, number + 1) from error
    return RawTable(source.name, source.hash, headings, rows, (), tuple(spill))


def _broken(name: str, row: int) -> NotATable:
    return NotATable(name, Phrase(N_("row %(row)s is broken or has a cell that is too long."), row=row))


def _too_wide(name: str) -> NotATable:
    return NotATable(name, Phrase(N_("it has more than %(most)s columns."), most=MOST_COLUMNS))


def rearmed(cell: str) -> str:
    """Return a cell without the apostrophe that exports put before what could be taken for a formula."""
    return cell[1:] if _DISARMED.match(cell) else cell


def _headings(name: str, record: Sequence[str]) -> tuple[str, ...]:
    found = [clean_line(cell) for cell in record]
    while found and not found[-1]:
        found.pop()
    if len(found) > MOST_COLUMNS:
        raise _too_wide(name)
    return tuple(found)


def _json_list(name: str, text: str) -> list[tuple[int, Any]]:
    try:
        return list(enumerate(json.loads(text), start=1))
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise NotATable(name, Phrase(N_("line %(row)s is not JSON."), row=line)) from error


def _json_lines(name: str, text: str) -> list[tuple[int, Any]]:
    records = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            records.append((number, json.loads(line)))
        except (json.JSONDecodeError, RecursionError) as error:
            raise NotATable(name, Phrase(N_("line %(row)s is not JSON."), row=number)) from error
    return records


def _from_records(source: Source, records: list[tuple[int, Any]]) -> RawTable:
    headings: dict[str, None] = {}
    for number, record in records:
        if not isinstance(record, dict):
            raise NotATable(source.name, Phrase(N_("entry %(row)s is not an object."), row=number))
        headings.update(dict.fromkeys(record))
    if len(headings) > MOST_COLUMNS:
        raise _too_wide(source.name)
    rows = [(number, [_cell(record.get(name)) for name in headings]) for number, record in records]
    return RawTable(source.name, source.hash, tuple(clean_line(name) for name in headings), rows)


def _cell(value: Any) -> str:
    """Return a JSON value as a cell's text; a list becomes lines, one for each member."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case str():
            return value
        case list():
            return "\n".join(_cell(member) for member in value)
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _number:
            return str(value)
