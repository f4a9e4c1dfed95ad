"""From bytes to rows of text: workbooks, CSV in the encodings offices use, web pages, JSON, gzip.

Nothing is guessed in silence: what had to be assumed is said with the table. Bytes that
do not fit are refused by line and byte; they are never replaced by question marks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.exchange.encodings import decode
from models.exchange.htmltables import is_page, read_pages
from models.exchange.layout import lay_out
from models.exchange.raw import MOST_BYTES, MOST_CELL, MOST_COLUMNS, Form, RawTable, Source, as_raw, unpacked
from models.exchange.records import from_records, json_lines, json_list
from models.exchange.refusals import EmptyTable, NoSuchSheet
from models.exchange.separated import from_csv, from_titled, has_titles, rearmed, separator_of
from models.exchange.workbooks import SIGNATURES, Grid, read_grids, undisturbed
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

__all__ = (
    "MOST_BYTES",
    "MOST_CELL",
    "MOST_COLUMNS",
    "Form",
    "RawTable",
    "Source",
    "read_table",
    "rearmed",
    "separator_of",
)


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
    data = unpacked(source)
    if data.startswith(SIGNATURES):
        return _from_workbook(source, data, sheet, known)
    if is_page(data):
        return _from_page(source, data, encoding, sheet, known)
    text, assumption = decode(source.name, data, encoding)
    said = [assumption]
    head = text.lstrip()[:1]
    if head == "[" and separator is None:
        records = json_list(source.name, text)
        said.append(Phrase(N_("format: a JSON list")))
        table = from_records(source, records, Form.JSON)
    elif head == "{" and separator is None:
        records = json_lines(source.name, text)
        said.append(Phrase(N_("format: JSON Lines")))
        table = from_records(source, records, Form.JSON_LINES)
    else:
        mark = separator or separator_of(text)
        name = N_("tab") if mark == "\t" else mark
        said.append(Phrase(N_("format: CSV, separator “%(mark)s”"), mark=name))
        looked = titled or has_titles(text, mark, known)
        table = from_titled(source, text, mark, known) if looked else from_csv(source, text, mark)
        table = replace(table, separator=mark)
        said.extend(table.assumptions)
    if not table.rows:
        raise EmptyTable(source.name)
    return replace(table, assumptions=tuple(said), encoding=str(assumption.params["encoding"]))


def _from_workbook(source: Source, data: bytes, sheet: str | None, known: AbstractSet[str]) -> RawTable:
    with undisturbed():
        grids = read_grids(source.name, data, sheet)
        return _from_grids(source, grids, (), known, Form.WORKBOOK)


def _from_page(
    source: Source, data: bytes, encoding: str | None, sheet: str | None, known: AbstractSet[str]
) -> RawTable:
    grids, said = read_pages(source.name, data, encoding)
    names = [grid.name for grid in grids]
    if sheet is not None:
        grids = [grid for number, grid in enumerate(grids, 1) if sheet.strip() in {grid.name, str(number)}]
        if not grids:
            raise NoSuchSheet(source.name, sheet, ", ".join(names))
    told = (said, Phrase(N_("format: a table in a web page")))
    return _from_grids(source, grids, told, known, Form.PAGE)


def _from_grids(
    source: Source, grids: list[Grid], told: tuple[Phrase, ...], known: AbstractSet[str], form: Form
) -> RawTable:
    laid = [(grid, table) for grid in grids if (table := lay_out(grid, known)) is not None]
    if not laid:
        raise EmptyTable(source.name)
    # Of several sheets the first with recognised headings: forms begin with a cover or with notes.
    grid, table = next((each for each in laid if each[1].recognised > 1), laid[0])
    others = ", ".join(other.name for other, _table in laid if other is not grid)
    said = Phrase(N_("sheet “%(sheet)s”"), sheet=grid.name)
    if others:
        said = Phrase(N_("sheet “%(sheet)s”; not read: %(others)s"), sheet=grid.name, others=others)
    raw = as_raw(source, table, (*told, said, *table.assumptions), sheet=grid.name)
    return replace(raw, form=form, dated_from_1904=grid.dated_from_1904)
