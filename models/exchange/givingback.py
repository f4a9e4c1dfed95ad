"""Giving back rejected rows as they came: the same table with only these rows and why.

Whoever sent the table corrects it in the form they know and sends it again. A workbook keeps its
sheet, titles, headings, order, widths and the text of its cells; a CSV file its encoding and
separator; JSON its objects.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from models.exchange.encodings import decode
from models.exchange.headstyles import head_styles
from models.exchange.htmltables import read_pages
from models.exchange.opening import open_table
from models.exchange.ownforms import write_document
from models.exchange.papers.widths import width
from models.exchange.parts import part_of
from models.exchange.raw import MOST_CELL, Form, Source, unpacked
from models.exchange.records import json_lines, json_list
from models.exchange.repeating import Repeated
from models.exchange.workbooks import SIGNATURES, raw_sheet
from models.kernel.text import clean_block, clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from models.exchange.frame import Kind
    from models.exchange.headstyles import Style
    from models.exchange.raw import RawTable
    from models.exchange.views import ImportOptions, Problem

REASON = "拒绝原因"
"""Heading of the column that is added; :mod:`models.exchange.mapping` leaves it out when it comes back."""
_BETWEEN = "；"
_WIDEST, _LEAST_WIDTH, _MARGIN = 60, 8, 2
_DAY, _MOMENT, _CLOCK, _SPAN = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss", "[h]:mm"
_COLUMN = re.compile(r"<(?:\w+:)?col\b[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_COLS_WITHIN = 1 << 20
"""Bytes of a sheet's beginning in which its column widths stand."""


def write_rejects(
    source: Source,
    table: RawTable,
    problems: Iterable[Problem],
    target: IO[bytes],
    say: Callable[[Problem], str] = lambda problem: str(problem.reason),
) -> int:
    """Write the rejected rows of a table in its own form, ready to be corrected; return how many.

    What came as a workbook or a web page goes back as .xlsx, everything else in its own format,
    encoding and separator. Rows keep their order and their cells.

    Args:
        source: the bytes the table was read from.
        table: as :func:`~models.exchange.readers.read_table` gave it.
        problems: what is wrong; several of one row are joined.
        target: a binary file.
        say: puts a problem into words.
    """
    reasons: dict[int, dict[str, None]] = defaultdict(dict)
    for problem in problems:
        heading = f"{problem.column}：" if problem.column else ""
        reasons[problem.row][heading + clean_line(say(problem))] = None
    told = {row: _BETWEEN.join(each) for row, each in reasons.items()}
    data = unpacked(source)
    if table.form is Form.WORKBOOK:
        rows, merged = raw_sheet(source.name, data, table.sheet)
        looks = _looks(data, table)
        return _write_sheet(table, rows, merged, _widths(data, table.sheet), told, target, looks)
    if table.form is Form.PAGE:
        grids, _said = read_pages(source.name, data, table.encoding or None)
        grid = next(each for each in grids if each.name == table.sheet)
        areas = [((top, left), (bottom, right)) for top, left, bottom, right in grid.merged]
        return _write_sheet(table, [list(row) for row in grid.rows], areas, {}, told, target)
    if table.form is Form.DOCUMENT:
        return write_document(source.name, data, reasons, target, REASON)
    text, _said = decode(source.name, data, table.encoding or None)
    if table.form is Form.CSV:
        written, many = _separated(table, text, told)
    else:
        written, many = _objects(source.name, table, text, told)
    target.write(_encoded(written, data, table.encoding))
    return many


def give_back(
    source: Source | Path,
    kind: Kind,
    options: ImportOptions,
    problems: Iterable[Problem],
    target: IO[bytes],
    say: Callable[[Problem], str] = lambda problem: str(problem.reason),
    mapping: Iterable[str] = (),
) -> int:
    """Read a file once more, as an import of ``kind`` read it, and write its rejected rows back.

    For whoever holds the problems of an import and no longer its table. Otherwise as
    :func:`write_rejects`.

    Raises:
        NoSource, NotATable: the file is gone, or another one now.
    """
    opened = Source.from_path(source) if isinstance(source, Path) else source
    return write_rejects(opened, open_table(opened, kind, mapping, options, None), problems, target, say)


def _encoded(text: str, data: bytes, encoding: str) -> bytes:
    """Return text in the encoding it came in, with a mark at its beginning if it had one."""
    if encoding == "utf-8" and data.startswith(b"\xef\xbb\xbf"):
        return text.encode("utf-8-sig")
    # Reasons may hold what an old encoding cannot: the rows themselves always fit.
    return text.encode(encoding or "utf-8", "replace")


def _separated(table: RawTable, text: str, told: Mapping[int, str]) -> tuple[str, int]:
    csv.field_size_limit(MOST_CELL)
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=table.separator or ",", lineterminator="\r\n" if "\r\n" in text else "\n"
    )
    place, many, repeated = -1, 0, Repeated(table, told)
    for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=table.separator), 1):
        cells = list(record)
        if number == table.head:
            place = next((at for at, cell in enumerate(cells) if clean_line(cell) == REASON), len(cells))
            writer.writerow(_with(cells, place, REASON))
            continue
        if number < table.head:
            writer.writerow(cells)
            continue
        for at, text_above in repeated.written_out(number, enumerate(cells)).items():
            cells[at] = text_above
        if number in told:
            many += 1
            writer.writerow(_with(cells, max(place, 0), told[number]))
    return out.getvalue(), many


def _with(cells: list[str], place: int, text: str) -> list[str]:
    """Return cells with ``text`` at ``place``; what stands beyond the headings stays beyond it."""
    if place < len(cells) and cells[place] and text != REASON:
        return [*cells[:place], text, *cells[place + 1 :]]
    filled = [*cells[:place], *[""] * (place - len(cells)), text]
    return [*filled, *cells[place + 1 :]]


def _objects(name: str, table: RawTable, text: str, told: Mapping[int, str]) -> tuple[str, int]:
    listed = table.form is Form.JSON
    records = json_list(name, text) if listed else json_lines(name, text)
    repeated, kept = Repeated(table, told), []
    for number, record in records:
        above = repeated.written_out(number, record.items())
        if number in told:
            kept.append({**record, **above, REASON: told[number]})
    if listed:
        return json.dumps(kept, ensure_ascii=False, indent=1) + "\n", len(kept)
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in kept), len(kept)


def _looks(data: bytes, table: RawTable) -> dict[tuple[int, int], Style]:
    """Return how titles and headings look, where the workbook says so."""
    part = part_of(data, table.sheet) if data.startswith(SIGNATURES[0]) else ""
    return head_styles(data, part, table.head) if part else {}


def _widths(data: bytes, sheet: str) -> dict[int, float]:
    """Return the widths of a sheet's columns where the workbook names them."""
    if not data.startswith(SIGNATURES[0]):
        return {}
    part = part_of(data, sheet)
    if not part:
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as folder, folder.open(part) as stream:
        head = stream.read(_COLS_WITHIN).decode("utf-8", "replace").partition("<sheetData")[0]
    widths: dict[int, float] = {}
    for each in _COLUMN.finditer(head):
        said = dict(_ATTRIBUTE.findall(each[0]))
        try:
            first, last, wide = int(said["min"]), int(said["max"]), float(said["width"])
        except (KeyError, ValueError):
            continue
        widths.update(dict.fromkeys(range(first - 1, min(last, 500)), min(wide, 255.0)))
    return widths


def _write_sheet(
    table: RawTable,
    rows: Sequence[Sequence[Any]],
    merged: Sequence[Any],
    widths: Mapping[int, float],
    told: Mapping[int, str],
    target: IO[bytes],
    looks: Mapping[tuple[int, int], Style] | None = None,
) -> int:
    import xlsxwriter

    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False,
                                        "strings_to_urls": False, "strings_to_numbers": False})  # fmt: skip
    page = book.add_worksheet(table.sheet[:31] or None)
    writer = _SheetWriter(book, page, looks or {})
    head = rows[: table.head]
    standing = next((at for row in head for at, cell in enumerate(row) if cell == REASON), None)
    place = len(rows[0]) if standing is None else standing
    covered = writer.merge([area for area in merged if area[1][0] < table.head], rows)
    for number, cells in enumerate(head):
        for at, cell in enumerate(cells):
            if (number, at) not in covered:
                writer.cell(number, at, cell)
    page.write_string(table.head - 1, place, REASON, writer.look(table.head - 1, max(place - 1, 0)))
    spread = _spread(merged, rows, table.head)
    repeated, line = Repeated(table, told), table.head
    for number, row in enumerate(rows[table.head :], start=table.head + 1):
        cells = [spread.get((number - 1, at), cell) for at, cell in enumerate(row)]
        above = repeated.written_out(number, enumerate(cells))
        if number not in told:
            continue
        for at, cell in enumerate(cells):
            if at != place:
                writer.cell(line, at, above.get(at, cell))
        page.write_string(line, place, told[number])
        line += 1
    for at, wide in _all_widths(widths, rows[: table.head], place, told.values()).items():
        page.set_column(at, at, wide)
    page.freeze_panes(table.head, 0)
    book.close()
    return line - table.head


def _spread(merged: Sequence[Any], rows: Sequence[Sequence[Any]], head: int) -> dict[tuple[int, int], Any]:
    """Return what merged cells of the table say in each of their rows: a row alone has to say it too."""
    return {
        (number, left): rows[top][left]
        for (top, left), (bottom, _right) in merged
        if top >= head and top < len(rows) and left < len(rows[top])
        for number in range(top + 1, min(bottom + 1, len(rows)))
    }


def _all_widths(
    widths: Mapping[int, float], head: Sequence[Sequence[Any]], place: int, reasons: Iterable[str]
) -> dict[int, float]:
    found = dict(widths)
    if not widths:
        for at, cell in enumerate(head[-1]):
            found[at] = min(max(width(str(cell)) + _MARGIN, _LEAST_WIDTH), _WIDEST)
    found[place] = min(max(map(width, reasons), default=_LEAST_WIDTH) + _MARGIN, _WIDEST)
    return found


class _SheetWriter:
    """Writes cells as they were: texts as text, numbers as numbers, days as days."""

    def __init__(self, book: Any, page: Any, looks: Mapping[tuple[int, int], Style]) -> None:
        self._book, self._page, self._looks = book, page, looks
        self._made: dict[tuple[Style, bool], Any] = {}
        self._plain = book.add_format({"valign": "vcenter", "text_wrap": True})
        self._middle = book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True})
        self._forms = {form: book.add_format({"num_format": form}) for form in (_DAY, _MOMENT, _CLOCK, _SPAN)}

    def merge(self, areas: Iterable[Any], rows: Sequence[Sequence[Any]]) -> set[tuple[int, int]]:
        """Merge areas of the titles and headings again; return the cells they cover."""
        covered: set[tuple[int, int]] = set()
        for (top, left), (bottom, right) in areas:
            cells = {(row, at) for row in range(top, bottom + 1) for at in range(left, right + 1)}
            if len(cells) < 2 or cells & covered or left >= len(rows[top]):  # noqa: PLR2004 -- one cell is no area
                continue
            form = self.look(top, left, middle=True) or self._middle
            self._page.merge_range(top, left, bottom, right, "", form)
            self._page.write_string(top, left, clean_block(str(rows[top][left])), form)
            covered |= cells
        return covered

    def look(self, row: int, place: int, *, middle: bool = False) -> Any:
        """Return the format of a cell of the titles or headings, ``None`` where it looks like any other."""
        style = self._looks.get((row, place))
        if style is None:
            return None
        if (style, middle) not in self._made:
            said: dict[str, Any] = {"valign": "vcenter", "text_wrap": True, "bold": style.bold}
            said |= {"font_color": f"#{style.colour}"} if style.colour else {}
            said |= {"bg_color": f"#{style.fill}"} if style.fill else {}
            said |= {"border": 1} if style.framed else {}
            said |= {"align": "center"} if middle else {}
            self._made[style, middle] = self._book.add_format(said)
        return self._made[style, middle]

    def cell(self, row: int, place: int, cell: Any) -> None:
        """Write one cell."""
        page = self._page
        match cell:
            case "":
                pass
            case str():
                page.write_string(row, place, clean_block(cell)[:32767], self.look(row, place))
            case bool():
                page.write_boolean(row, place, cell)
            case int() | float():
                page.write_number(row, place, cell)
            case datetime():
                page.write_datetime(row, place, cell, self._forms[_MOMENT if cell.time() != time() else _DAY])
            case date():
                page.write_datetime(row, place, cell, self._forms[_DAY])
            case time():
                page.write_datetime(row, place, cell, self._forms[_CLOCK])
            case timedelta():
                page.write_datetime(row, place, cell, self._forms[_SPAN])
            case _:
                page.write_string(row, place, str(cell))
