"""Workbooks as .xlsx: sheets that can be printed as they are, by the customs of offices.

The title stands merged over all columns, the line of unit and date below it; the headings
stay in sight and repeat on every page; a sheet is one A4 page wide. Texts are only ever
texts: a name that begins with ``=`` is shown, never worked out.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from typing import IO, TYPE_CHECKING, Any

from models.exchange.papers.model import Align, Band
from models.exchange.papers.refusals import TextBeyondCell
from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Tone, Workbook
from models.exchange.papers.widths import width
from models.exchange.writers import FORMULA
from models.kernel.text import clean_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.exchange.papers.sheets import Cell

LONGEST_CELL = 32_767
"""Characters of a cell: the limit of the file format."""

_TITLE_FACE, _HEAD_FACE, _FACE = "黑体", "黑体", "仿宋"
_LEAST_WIDTH = 6
_MARGIN = 2
"""Half characters a cell needs beside its text"""
_TITLE_HEIGHT, _NOTE_HEIGHT, _BAND_HEIGHT = 32, 20, 22
_NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_A4 = 9
_GREY = "#EDEDED"
_NOTE_BOX = {"x_scale": 2.2, "y_scale": 1.6, "author": ""}
_STILL_ALLOWED = dict.fromkeys(
    ("autofilter", "sort", "format_cells", "format_columns", "format_rows", "delete_rows"), True
)
"""What a protected sheet lets be done: everything but writing over what was given."""
_ALIGNS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


def write_workbook(workbook: Workbook, target: IO[bytes], at: datetime) -> None:
    """Write ``workbook`` as .xlsx.

    Args:
        workbook: at least one sheet, each with at least one column.
        target: a binary file.
        at: the moment the file says it was made; the same moment gives the same bytes.

    Raises:
        TextBeyondCell: a text is longer than a cell of the format can be.
    """
    # Loaded on use: most commands write no workbook.
    from xlsxwriter import Workbook as Writer

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Writer(buffer, options) as book:
        made = at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": clean_block(workbook.title), "author": "", "created": made})
        formats = _Formats(book)
        taken: set[str] = set()
        for sheet in workbook.sheets:
            _SheetWriter(book.add_worksheet(tab_name(sheet.name, taken)), sheet, formats).write()
    target.write(buffer.getvalue())


def tab_name(name: str, taken: set[str]) -> str:
    """Return ``name`` as a tab can carry it, and note it in ``taken``: 31 characters, no doubles."""
    plain = _NOT_IN_NAMES.sub("·", clean_block(name)).strip("' ")[:_NAME_LENGTH] or "1"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        tail = f"({number})"
        found = plain[: _NAME_LENGTH - len(tail)] + tail
    taken.add(found.casefold())
    return found


class _Formats:
    """The formats of one file, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **facts: Any) -> Any:
        """Return the format with these properties."""
        key = tuple(sorted(facts.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(facts)
        return self._made[key]


class _SheetWriter:
    """Writes one sheet from the top down."""

    def __init__(self, page: Any, sheet: Sheet, formats: _Formats) -> None:
        self._page = page
        self._sheet = sheet
        self._formats = formats
        self._last = len(sheet.columns) - 1
        self._guarded = any(column.locked for column in sheet.columns)
        self._row = 0
        self._widths = [self._width(place, column) for place, column in enumerate(sheet.columns)]

    def write(self) -> None:
        """Write everything."""
        self._set_page()
        self._set_widths()
        if self._sheet.title:
            style = self._formats.get(
                font_name=_TITLE_FACE, font_size=18, align="center", valign="vcenter", text_wrap=True
            )
            self._across(self._sheet.title, style, _TITLE_HEIGHT)
        self._write_note()
        first = self._row
        self._write_heads()
        self._page.freeze_panes(self._row, 0)
        self._page.repeat_rows(first, self._row - 1)
        begin = self._row
        for row in self._sheet.rows:
            if isinstance(row, Band):
                style = self._formats.get(
                    font_name=_HEAD_FACE, font_size=11, border=1, valign="vcenter", text_wrap=True
                )
                self._across(row.text, style, _BAND_HEIGHT)
            else:
                self._write_row(row)
        self._offer_choices(begin)
        if self._sheet.filtered:
            self._page.autofilter(begin - 1, 0, max(begin, self._row - 1), self._last)
        if self._guarded:
            self._page.protect("", _STILL_ALLOWED)
        plain = self._formats.get(font_name=_FACE, font_size=11, valign="vcenter", text_wrap=True)
        for line in self._sheet.foot:
            self._across(line, plain, _NOTE_HEIGHT)

    def _set_page(self) -> None:
        page = self._page
        page.set_paper(_A4)
        if self._sheet.landscape:
            page.set_landscape()
        else:
            page.set_portrait()
        page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_footer("&C第 &P 页，共 &N 页")

    def _set_widths(self) -> None:
        hidden = {"hidden": True}
        # Codes keep their noughts, long numbers their digits, in rows that are still to be filled in.
        style = self._formats.get(num_format="@") if self._sheet.open_rows else None
        for place, column in enumerate(self._sheet.columns):
            self._page.set_column(place, place, self._widths[place], style, hidden if column.hidden else None)

    def _width(self, place: int, column: SheetColumn) -> float:
        if column.width:
            return column.width
        rows = (row for row in self._sheet.rows if isinstance(row, SheetRow))
        widest = max((width(_shown(row.cells[place])) for row in rows), default=0)
        return max(_LEAST_WIDTH, min(max(widest, width(column.title)) + _MARGIN, column.most))

    # Lines across the sheet

    def _across(self, text: str, style: Any, height: int) -> None:
        self._spread(0, self._last, text, style)
        self._page.set_row(self._row, height)
        self._row += 1

    def _spread(self, first: int, last: int, text: str, style: Any) -> None:
        words = _checked(text)
        if first == last:
            self._page.write_string(self._row, first, words, style)
            return
        # merge_range chooses the kind of cell by its look; the text is put in afterwards, as text.
        self._page.merge_range(self._row, first, self._row, last, "", style)
        self._page.write_string(self._row, first, words, style)

    def _write_note(self) -> None:
        sheet = self._sheet
        if not sheet.note and not sheet.note_right:
            return
        left = self._formats.get(font_name=_FACE, font_size=11, valign="vcenter")
        middle = self._room_for(sheet.note)
        if not 0 < middle <= self._last or not sheet.note_right:
            self._across("    ".join(filter(None, (sheet.note, sheet.note_right))), left, _NOTE_HEIGHT)
            return
        right = self._formats.get(font_name=_FACE, font_size=11, valign="vcenter", align="right")
        self._spread(0, middle - 1, sheet.note, left)
        self._spread(middle, self._last, sheet.note_right, right)
        self._page.set_row(self._row, _NOTE_HEIGHT)
        self._row += 1

    def _room_for(self, text: str) -> int:
        """Return how many columns ``text`` needs, half of them at least; one more than all if too few."""
        room, needed = 0.0, width(text) + _MARGIN
        for place, column in enumerate(self._sheet.columns):
            room += 0 if column.hidden else self._widths[place]
            if room >= needed and place >= self._last // 2:
                return place + 1
        return self._last + 2

    # The table

    def _write_heads(self) -> None:
        style = self._formats.get(
            font_name=_HEAD_FACE, font_size=11, border=1, align="center", valign="vcenter",
            text_wrap=True, bg_color=_GREY,
        )  # fmt: skip
        columns = self._sheet.columns
        if not any(column.group for column in columns):
            for place, column in enumerate(columns):
                self._page.write_string(self._row, place, _checked(column.title), style)
                if column.note:
                    self._page.write_comment(self._row, place, _checked(column.note), _NOTE_BOX)
            self._row += 1
            return
        for first, last, group in _groups(columns):
            if group:
                self._spread(first, last, group, style)
            for place in range(first, last + 1):
                title = _checked(columns[place].title)
                if group:
                    self._page.write_string(self._row + 1, place, title, style)
                else:
                    self._page.merge_range(self._row, place, self._row + 1, place, "", style)
                    self._page.write_string(self._row, place, title, style)
        self._row += 2

    def _write_row(self, row: SheetRow) -> None:
        for place, (cell, column) in enumerate(zip(row.cells, self._sheet.columns, strict=True)):
            style = self._style(cell, column, row.tone)
            match cell:
                case None | "":
                    self._page.write_blank(self._row, place, None, style)
                case bool():
                    self._page.write_string(self._row, place, _shown(cell), style)
                case int() | float():
                    self._page.write_number(self._row, place, cell, style)
                case date():
                    # The format knows no zones; a date is the day it says.
                    self._page.write_datetime(self._row, place, cell, style)
                case _:
                    self._page.write_string(self._row, place, _checked(str(cell)), style)
        self._row += 1

    def _style(self, cell: Cell, column: SheetColumn, tone: Tone) -> Any:
        facts: dict[str, Any] = {
            "font_name": _FACE,
            "font_size": 11,
            "border": 1,
            "valign": "vcenter",
            "text_wrap": True,
            "align": _ALIGNS[column.align],
        }
        if self._guarded and not column.locked:
            facts["locked"] = False
        if isinstance(cell, date):
            facts["num_format"] = "yyyy-mm-dd"
        elif column.number_format:
            facts["num_format"] = column.number_format
        if isinstance(cell, str) and FORMULA.match(cell):
            # Stays text even after somebody went into the cell and left it again.
            facts["quote_prefix"] = True
        if tone is Tone.TOTAL:
            facts["bold"] = True
        elif tone is Tone.MARKED:
            facts["bg_color"] = _GREY
        return self._formats.get(**facts)

    def _offer_choices(self, begin: int) -> None:
        last = self._row - 1 + self._sheet.open_rows
        if last < begin:
            return
        for place, column in enumerate(self._sheet.columns):
            if column.choices:
                rule = {"validate": "list", "source": list(column.choices)}
                self._page.data_validation(begin, place, last, place, rule)


def _groups(columns: tuple[SheetColumn, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield first and last place of neighbours with one group; columns without one stand alone."""
    first = 0
    while first < len(columns):
        group = columns[first].group
        last = first
        while group and last + 1 < len(columns) and columns[last + 1].group == group:
            last += 1
        yield first, last, group
        first = last + 1


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _checked(text: str) -> str:
    clean = clean_block(text)
    if len(clean) > LONGEST_CELL:
        raise TextBeyondCell(len(clean), LONGEST_CELL, clean[:20])
    return clean
