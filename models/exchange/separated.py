"""Tables as text with separators (CSV)."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING

from models.exchange.headings import LOOKED_AT, heading_row
from models.exchange.layout import is_last_line, is_total, lay_out
from models.exchange.raw import MOST_CELL, MOST_COLUMNS, RawTable, as_raw, broken, too_wide
from models.exchange.refusals import EmptyTable
from models.exchange.workbooks import Grid
from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from models.exchange.raw import Source

_SEPARATORS = ",\t;|；，"
_DISARMED = re.compile(r"'+[=+\-@\t\r]")


def separator_of(text: str) -> str:
    """Return the separator that divides the first line most often."""
    first = next((line for line in text[:MOST_CELL].splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", first)
    best = max(_SEPARATORS, key=outside.count)
    return best if best in outside else ","


def from_csv(source: Source, text: str, separator: str) -> RawTable:
    """Read a CSV file whose first row that is not blank holds the headings.

    Raises:
        NotATable: a row is broken, or it has too many columns.
    """
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, Sequence[str]]] = []
    spill: list[tuple[int, str]] = []
    headings: tuple[str, ...] = ()
    width = number = head = 0
    try:
        for number, record in enumerate(reader, start=1):
            if not any(record) or not any(cell.strip() for cell in record):
                continue
            if not headings:
                headings = _headings(source.name, record)
                width, head = len(headings), number
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
        raise broken(source.name, number + 1) from error
    said = _without_totals(rows)
    return RawTable(source.name, source.hash, headings, rows, said, tuple(spill), head=head)


def _without_totals(rows: list[tuple[int, Sequence[str]]]) -> tuple[Phrase, ...]:
    """Take totals out of a table, and signatures off its end; say which rows."""
    totals = [place for place, (_number, cells) in enumerate(rows) if _is_total(cells)]
    left_out = [rows[place][0] for place in totals]
    for place in reversed(totals):
        del rows[place]
    while rows and is_last_line(_first(rows[-1][1])):
        left_out.append(rows.pop()[0])
    if not left_out:
        return ()
    shown = ", ".join(map(str, sorted(left_out)))
    return (Phrase(N_("left out as totals or signatures: rows %(rows)s"), rows=shown),)


def _is_total(cells: Sequence[str]) -> bool:
    # Most rows are seen to be none without being cleaned.
    return ("计" in cells[0] or not cells[0].strip()) and is_total(_first(cells))


def _first(cells: Sequence[str]) -> str:
    return next(filter(None, map(clean_line, cells)), "")


def has_titles(text: str, separator: str, known: AbstractSet[str]) -> bool:
    """Say whether known headings stand below lines that hold none: the table begins with titles."""
    if not known:
        return False
    csv.field_size_limit(MOST_CELL)
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), LOOKED_AT))
    except csv.Error:
        return False  # whoever reads the whole of it says where
    first = next((place for place, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)
    place, recognised = heading_row(rows, known)
    return recognised > 1 and place != first


def from_titled(source: Source, text: str, separator: str, known: AbstractSet[str]) -> RawTable:
    """Read a CSV file that was saved from a sheet with titles.

    Raises:
        NotATable, EmptyTable: it is broken, or has no rows.
    """
    csv.field_size_limit(MOST_CELL)
    rows: list[Sequence[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([rearmed(cell) for cell in record])  # noqa: PERF401 -- how far it got is told below
    except csv.Error as error:
        raise broken(source.name, len(rows) + 1) from error
    laid = lay_out(Grid(source.name, rows), known)
    if laid is None:
        raise EmptyTable(source.name)
    return as_raw(source, laid, laid.assumptions)


def rearmed(cell: str) -> str:
    """Return a cell without the apostrophe that exports put before what could be taken for a formula."""
    return cell[1:] if _DISARMED.match(cell) else cell


def _headings(name: str, record: Sequence[str]) -> tuple[str, ...]:
    found = [clean_line(cell) for cell in record]
    while found and not found[-1]:
        found.pop()
    if len(found) > MOST_COLUMNS:
        raise too_wide(name)
    return tuple(found)
