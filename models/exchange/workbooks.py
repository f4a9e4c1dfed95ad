"""Workbooks (.xlsx, .xls, .ods) as grids of text.

The sheets are read as they stand; which row holds the headings is found in
:mod:`models.exchange.layout`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from models.exchange.refusals import NoSuchSheet, NotATable
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How a workbook begins: a packed folder, or the older compound file."""
MOST_ROWS = 200_000
"""Rows of one sheet; a table of more is no list made by hand, and would fill a small server's memory."""
_EXACT = 1e15
"""From here on a spreadsheet's number no longer holds every digit."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: the text of its cells by row, row 1 first, and which cells are merged.

    ``merged`` holds top, left, bottom and right of each merged area, counted from 0; formats
    that do not tell (.ods, CSV) have none.
    """

    name: str
    rows: Sequence[Sequence[str]]
    merged: tuple[tuple[int, int, int, int], ...] = ()

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
        NotATable: the file is damaged, locked by a password, or a sheet is too long.
        NoSuchSheet: there is no sheet of this name or number.
    """
    import python_calamine as calamine

    try:
        with calamine.load_workbook(io.BytesIO(data)) as workbook:
            wanted = _chosen(name, workbook, sheet)
            grids = [_grid(name, workbook.get_sheet_by_name(each)) for each in wanted]
    except calamine.PasswordError as error:
        raise NotATable(name, N_("it is locked with a password.")) from error
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as error:
        raise NotATable(name, N_("the workbook is damaged, or of a kind that is not read.")) from error
    return [grid for grid in grids if not grid.blank]


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


def _grid(name: str, sheet: Any) -> Grid:
    if sheet.total_height > MOST_ROWS:
        raise NotATable(name, N_("it is too large"))
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = tuple(
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < len(rows)
    )
    return Grid(sheet.name, rows, merged)


def _text(cell: Any) -> str:
    match cell:
        case str():
            return cell.strip()
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
