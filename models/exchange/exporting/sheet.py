"""A table as a workbook that can be printed as it is, written row by row in constant memory.

Every text is a text: a code keeps its zeros, a phone its digits, and what begins like a formula is
shown and never worked out. The same rows give the same bytes: the file tells one fixed day as its
making.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import chain, islice
from math import ceil
from typing import IO, TYPE_CHECKING, Any

from models.exchange.exporting.refusals import CellTooLong, TooManyRows
from models.exchange.papers.widths import width
from models.exchange.writers import FORMULA, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_ROWS = 1_048_575
"""Rows below the headings: the limit of the file format."""
LONGEST_CELL = 32_767
"""Characters of a cell: the limit of the file format."""
MADE = datetime(1980, 1, 1, tzinfo=UTC)
"""What the file gives as the day it was made: the first a packed folder can tell"""
_LOOKED_AT = 200
"""Rows whose texts say how wide the columns are"""
_NARROWEST, _WIDEST, _MARGIN = 6, 40, 2
_A4 = 9
_LINE, _HIGHEST = 16, 409
"""Points of a line, and the most a row can have"""
_SPENT = 1.5
"""Of a column's width, what margins take, and characters that do not fit on a line any more"""
_FACE, _HEAD_FACE = "仿宋", "黑体"


def write_sheet(
    target: IO[bytes],
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    on_row: Callable[[int], None],
) -> int:
    """Write rows as .xlsx; return their number.

    Args:
        target: a binary file.
        name: of the sheet, at most 31 characters.
        columns: the headings.
        rows: cells; lists become lines of one cell.
        on_row: told the number of each row before it is written.

    Raises:
        TooManyRows: they do not fit on a sheet.
        CellTooLong: a text does not fit into a cell.
    """
    # Loaded on use: most commands write no workbook.
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    waiting = iter(rows)
    first = list(islice(waiting, _LOOKED_AT))
    with Workbook(target, options) as book:
        book.set_properties({"created": MADE.replace(tzinfo=None), "author": ""})
        page = book.add_worksheet(name)
        plain, quoted, number, head = _formats(book)
        room = _set_page(page, columns, first)
        for place, title in enumerate(columns):
            page.write_string(0, place, title, head)
        count = 0
        for count, row in enumerate(chain(first, waiting), start=1):
            on_row(count)
            if count > MOST_ROWS:
                raise TooManyRows(MOST_ROWS)
            lines = _lines(row, room)
            if lines > 1:
                # Not every program grows a row by itself: the lines would lie over those of its neighbours.
                page.set_row(count, min(lines * _LINE, _HIGHEST))
            for place, cell in enumerate(row):
                if type(cell) is int or type(cell) is float:
                    page.write_number(count, place, cell, number)
                    continue
                text = text_of(cell)
                if len(text) > LONGEST_CELL:
                    raise CellTooLong(count + 1, len(text), LONGEST_CELL)
                if text:
                    page.write_string(count, place, text, quoted if FORMULA.match(text) else plain)
                else:
                    page.write_blank(count, place, None, plain)
        page.autofilter(0, 0, count, len(columns) - 1)
    return count


def _formats(book: Any) -> tuple[Any, Any, Any, Any]:
    """Return the looks of texts, of texts that begin like formulas, of numbers and of headings."""
    look = {"font_name": _FACE, "font_size": 11, "border": 1, "valign": "vcenter", "text_wrap": True}
    heading = {"font_name": _HEAD_FACE, "align": "center", "bold": True, "bg_color": "#EDEDED"}
    return (
        book.add_format({**look, "num_format": "@"}),
        book.add_format({**look, "num_format": "@", "quote_prefix": True}),
        book.add_format(look),
        book.add_format({**look, **heading}),
    )


def _set_page(page: Any, columns: Sequence[str], first: Sequence[Sequence[Any]]) -> list[float]:
    """Set the page up; return how wide each column is."""
    page.set_paper(_A4)
    page.set_landscape()
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    page.set_footer("&C第 &P 页，共 &N 页")
    room: list[float] = []
    for place, title in enumerate(columns):
        widest = max((width(_shown(row[place])) for row in first), default=0)
        # The arrow of the filter stands beside the heading.
        wanted = max(widest, width(title) + _MARGIN) + _MARGIN
        room.append(max(_NARROWEST, min(wanted, _WIDEST)))
        page.set_column(place, place, room[-1])
    return room


def _lines(row: Sequence[Any], room: Sequence[float]) -> int:
    """Return how many lines the fullest cell of a row takes."""
    most = 1
    for said, wide in zip(row, room, strict=True):
        if said.__class__ is str:
            cell = said
        elif isinstance(said, (list, tuple)):
            cell = text_of(said)
        else:
            continue
        # A character takes two places at most: most cells are not measured.
        if "\n" in cell:
            lines = sum(max(1, ceil(_places(line) / (wide - _SPENT))) for line in cell.split("\n"))
        elif len(cell) * 2 > wide:
            lines = ceil(_places(cell) / (wide - _SPENT))
        else:
            continue
        most = max(most, lines)
    return most


def _places(line: str) -> int:
    """Return how many places a line takes, a Chinese character two."""
    # Bytes of GBK are places of a cell, but for what it lacks; counted far faster than by character.
    return len(line) if line.isascii() else len(line.encode("gbk", "replace"))


def _shown(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, date) else text_of(cell)
