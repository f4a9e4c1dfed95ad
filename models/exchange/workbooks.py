"""Workbooks (.xlsx, .xls, .et, .ods) as grids of text.

The sheets are read as they stand; which row holds the headings is found in
:mod:`models.exchange.layout`. Cells are made text and cleaned by columns: what has to be done
to a cell is found out for all cells of a column at once.
"""

from __future__ import annotations

import gc
import io
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from models.exchange.caging import try_out
from models.exchange.columns import UNCOUNTED, ColumnRows
from models.exchange.guarding import MOST_CELLS, MOST_STRING, MOST_UNCOUNTED, Look, Looked
from models.exchange.parts import part_of
from models.exchange.refusals import NoSuchSheet, NotATable
from models.kernel.text import clean_block
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, MutableSequence, Sequence

SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How a workbook begins: a packed folder, or the older compound file."""
MOST_ROWS = 1_048_576
"""Rows of one sheet: as many as a sheet has."""
_EXACT = 1e15
"""From here on a spreadsheet's number no longer holds every digit."""
_PANIC = "PanicException"
"""How the reader of workbooks says that it tripped; no class to be imported."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How .xlsx writes a character that XML cannot hold."""
_MARK = "|"
_PIECE = 500
"""Rows that are made text together"""
_ALPHABET = 26
_CODE_FONT_END = " \t\n\r\u3000\u00a0"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: the text of its cells by row, row 1 first, and which cells are merged.

    ``merged`` holds top, left, bottom and right of each merged area, counted from 0; formats
    that do not tell (.ods, CSV) have none. ``clean`` says that cells hold nothing a terminal would
    obey any more, ``cleaned`` by row and place which of them did.
    """

    name: str
    rows: MutableSequence[Sequence[str]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    clean: bool = False
    cleaned: tuple[tuple[int, int, str], ...] = ()
    dated_from_1904: bool = False
    """Whether its day numbers count from 1904"""
    said: tuple[Phrase, ...] = ()
    """What has to be told of the workbook"""

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell for row in self.rows for cell in row)


def read_grids(name: str, data: bytes, sheet: str | None = None) -> list[Grid]:
    """Return the sheets of a workbook that hold something, hidden ones left out.

    Args:
        name: the file's, for messages.
        data: its bytes.
        sheet: only this one, hidden or not: its name, or its number from 1.

    Raises:
        NotATable: the file is damaged, locked by a password, too large, or has formulas that
            were never worked out.
        NoSuchSheet: there is no sheet of this name or number.
    """
    with undisturbed(), opened(name, data) as (workbook, looked):
        grids = [
            _grid(name, workbook.get_sheet_by_name(each), looked, _uncounted(name, data, each, looked))
            for each in _chosen(name, workbook, sheet)
        ]
    return [grid for grid in grids if not grid.blank]


def raw_sheet(name: str, data: bytes, sheet: str) -> tuple[list[list[Any]], Sequence[Any]]:
    """Return the cells of one sheet as the workbook has them, and its merged areas.

    Raises:
        NotATable, NoSuchSheet: as :func:`read_grids`.
    """
    with opened(name, data) as (workbook, _looked):
        found = workbook.get_sheet_by_name(_chosen(name, workbook, sheet)[0])
        return found.to_python(skip_empty_area=False), found.merged_cell_ranges or ()


@contextmanager
def opened(name: str, data: bytes) -> Iterator[tuple[Any, Looked]]:
    """Open a workbook that was looked over; whatever its reader says becomes a sentence.

    Raises:
        NotATable: as :func:`read_grids`.
    """
    import python_calamine as calamine

    with _trouble_told(name):
        if not data.startswith(SIGNATURES[0]):
            try_out(name, data)
            with calamine.load_workbook(io.BytesIO(data)) as workbook:
                yield workbook, Looked()
            return
        look = Look(name, data)
        # What the sheets share may be opened while they are looked at: it was seen to be small.
        with ThreadPoolExecutor(1) as helper:
            opening = helper.submit(calamine.load_workbook, io.BytesIO(data))
            looked = look.sheets()
            if looked.doubtful:
                try_out(name, data)
            with opening.result() as workbook:
                yield workbook, looked


@contextmanager
def _trouble_told(name: str) -> Iterator[None]:
    """Turn whatever the reader of workbooks says into a sentence."""
    import python_calamine as calamine

    troubles = (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError)
    try:
        yield
    except calamine.PasswordError as error:
        raise NotATable(name, N_("it is locked with a password.")) from error
    except troubles as error:
        raise NotATable(name, N_("the workbook is damaged, or of a kind that is not read.")) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise NotATable(name, N_("the workbook is damaged, or of a kind that is not read.")) from error


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let the collector of garbage wait: a million new rows would make it look at all of them thrice."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _chosen(name: str, workbook: Any, sheet: str | None) -> list[str]:
    import python_calamine as calamine

    names: list[str] = list(workbook.sheet_names)
    if sheet is None:
        shown = [
            each.name
            for each in workbook.sheets_metadata
            if each.typ == calamine.SheetTypeEnum.WorkSheet
            and each.visible == calamine.SheetVisibleEnum.Visible
        ]
        return shown or names
    for each in names:
        if each.strip() == sheet.strip():
            return [each]
    if sheet.isdecimal() and 1 <= int(sheet) <= len(names):
        return [names[int(sheet) - 1]]
    raise NoSuchSheet(name, sheet, ", ".join(names))


def _uncounted(name: str, data: bytes, sheet: str, looked: Looked) -> set[tuple[int, int]]:
    """Return row and place, from 0, of the cells of a sheet whose formulas were never worked out.

    Raises:
        NotATable: they are too many, or it cannot be told in which sheet they stand.
    """
    if not any(looked.uncounted.values()):
        return set()
    part = part_of(data, sheet).lower()
    cells = looked.uncounted.get(part, set()) if part else set().union(*looked.uncounted.values())
    if len(cells) > MOST_UNCOUNTED or (cells and not part):
        sentence = N_("the formula in cell %(cell)s has no result; open it in a spreadsheet and save it.")
        raise NotATable(name, Phrase(sentence, cell=min(cells, key=_place_of)))
    return set(map(_place_of, cells))


def _place_of(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    place = 0
    for letter in letters:
        place = place * _ALPHABET + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]) - 1, place - 1


def _grid(name: str, sheet: Any, looked: Looked, uncounted: Collection[tuple[int, int]]) -> Grid:
    if sheet.total_height > MOST_ROWS or sheet.total_height * sheet.total_width > MOST_CELLS:
        raise NotATable(name, N_("it is too large"))
    columns, cleaned = _columns(name, sheet)
    for place in {place for _row, place in uncounted if place < len(columns)}:
        changed = columns[place] = list(columns[place])
        for row, at in uncounted:
            if at == place and row < len(changed):
                changed[row] = UNCOUNTED
    rows = ColumnRows(columns)
    merged = tuple(
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < len(rows)
    )
    return Grid(
        sheet.name,
        rows,
        merged,
        clean=True,
        cleaned=tuple(cleaned),
        dated_from_1904=looked.dated_from_1904,
        said=tuple(_said(looked)),
    )


def _said(looked: Looked) -> Iterator[Phrase]:
    # Those never worked out have no result to take: each is told by its row, if its column is read.
    worked_out = looked.formulas - sum(map(len, looked.uncounted.values()))
    if worked_out > 0:
        yield Phrase(N_("formulas: %(count)s, their last results were taken"), count=worked_out)
    if looked.macros:
        yield Phrase(N_("the workbook has macros; they were left alone"))
    if looked.links:
        yield Phrase(N_("the workbook refers to other files; they were not opened"))


def _columns(name: str, sheet: Any) -> tuple[list[list[str]], list[tuple[int, int, str]]]:
    """Return the columns of a sheet as clean text, and the cells that held what a terminal obeys."""
    columns: list[list[str]] = []
    cleaned: list[tuple[int, int, str]] = []
    # Row by row the reader leaves out the columns before the first that holds anything.
    whole = sheet.start is None or sheet.start[1] == 0
    rows = sheet.iter_rows() if whole else iter(sheet.to_python(skip_empty_area=False))
    done = 0
    # Few rows at a time: what is done with their cells finds them still at hand in the processor.
    while piece := list(islice(rows, _PIECE)):
        for place, cells in enumerate(zip(*piece, strict=True)):
            if not done:
                columns.append([])
            columns[place].extend(_cells(name, (done, place), cells, cleaned))
        done += len(piece)
    return columns, sorted(cleaned, key=lambda each: each[1])


def _cells(
    name: str, begin: tuple[int, int], cells: Sequence[Any], cleaned: list[tuple[int, int, str]]
) -> Sequence[str]:
    """Return part of a column as clean text; cells that held what a terminal obeys are noted.

    Args:
        name: the file's, for messages.
        begin: row, from 0, and place of the first cell.
        cells: as the workbook has them.
        cleaned: taken into.
    """
    try:
        together = _MARK.join(cells)
    except TypeError:
        # Numbers and days repeat; a yes and a one, which are equal, read alike.
        texts = {cell: cell if cell.__class__ is str else text_of(cell) for cell in set(cells)}
        cells = [texts[cell] for cell in cells]
        together = _MARK.join(cells)
    first, place = begin
    if len(together) > MOST_STRING // 4:
        longest = max(cells, key=len)
        if len(longest) > MOST_STRING // 4:
            row = first + cells.index(longest) + 1
            raise NotATable(
                name, Phrase(N_("row %(row)s is broken or has a cell that is too long."), row=row)
            )
    if (
        together.isprintable()
        and (" " not in together or (" |" not in together and "| " not in together))
        and ("_" not in together or "_x" not in together)
        and not together[:1].isspace()
        and not together[-1:].isspace()
    ):
        return cells
    return [_clean(cell, row, place, cleaned) for row, cell in enumerate(cells, start=first + 1)]


def _clean(cell: str, row: int, place: int, cleaned: list[tuple[int, int, str]]) -> str:
    if "_x" in cell:
        cell = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
    clean = clean_block(cell)
    if len(clean) != len(cell) and clean != cell.replace("\r\n", "\n").replace("\r", "\n").strip(
        _CODE_FONT_END
    ):
        cleaned.append((row, place, cell))
    return clean


def text_of(cell: Any) -> str:
    """Return a cell's text: whole numbers without a point, days and moments as ISO writes them.

    A number beyond what a spreadsheet holds exactly is written with an exponent, so that nobody
    takes it for a number of fifteen good digits: see :mod:`models.exchange.repairing`.
    """
    text = str(cell)
    match cell:
        case str():
            text = cell.strip()
        case bool():
            text = "1" if cell else "0"
        case float() if abs(cell) >= _EXACT:
            text = f"{cell:.14E}"
        case float() if cell.is_integer():
            text = str(int(cell))
        case datetime():
            text = cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date() | time():
            text = cell.isoformat()
        case timedelta():
            minutes = round(cell.total_seconds()) // 60
            text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return text
