"""Tables in web pages: what many systems call an Excel file, and Excel's own XML of 2003.

Exports of work orders often carry the ending .xls and are a page with one table. The first
table with more than one row is read; cells that span others are merged cells.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from models.exchange.encodings import decode
from models.exchange.refusals import NotATable
from models.exchange.workbooks import Grid
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_SPAN = 500
MOST_CELLS = 2_000_000
_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<head|<meta|<table|<\?xml|<!--)", re.IGNORECASE
)
_XML_SHEET = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|<html|<table", re.IGNORECASE)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_HEAD = 4096
_TABLES, _ROWS = frozenset({"table"}), frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_UNSEEN = frozenset({"script", "style", "title"})


def is_page(data: bytes) -> bool:
    """Say whether bytes are a web page, or a sheet as Excel 2003 wrote it in XML."""
    head = data[:_HEAD].replace(b"\0", b"")
    return _START.match(head) is not None and _XML_SHEET.search(head) is not None


def read_pages(name: str, data: bytes, encoding: str | None) -> tuple[list[Grid], Phrase]:
    """Return the tables of a page as grids, and what was assumed about its encoding.

    Raises:
        WrongEncoding, UnknownEncoding: it is no text.
        NotATable: it has no table, or one that reaches too far.
    """
    told = encoding
    if told is None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        found = _CHARSET.search(data[:_HEAD])
        told = found[1].decode("ascii") if found else None
    text, said = decode(name, data, told)
    if told is not encoding:
        said = Phrase(N_("encoding: %(encoding)s, as the page says"), **said.params)
    parser = _Tables(name)
    parser.feed(text)
    parser.close()
    parser.end_table()
    grids = [each for each in parser.grids if not each.blank]
    if not grids:
        raise NotATable(name, N_("it is a web page without a table."))
    return grids, said


class _Tables(HTMLParser):
    """Collects tables; within a table another one counts as text of its cell."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self._name = name
        self._sheet = ""
        self._rows: list[dict[int, str]] = []
        self._merged: list[tuple[int, int, int, int]] = []
        self._taken: dict[int, int] = {}
        """Until which row a cell from above reaches down, by column"""
        self._place = 0
        self._text: list[str] | None = None
        self._unseen = 0
        self._depth = 0
        self._filled = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row or cell."""
        said = {key.lower(): value or "" for key, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "worksheet":
            self._sheet = said.get("ss:name", "")
        elif tag in _TABLES:
            self._depth += 1
            if self._depth == 1:
                self.end_table()
        elif self._depth > 1:
            return
        elif tag in _ROWS:
            self._begin_row(said)
        elif tag in _CELLS and self._rows:
            self._begin_cell(said)
        elif tag in {"br", "p", "div"} and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a table or cell."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _TABLES:
            self._depth = max(0, self._depth - 1)
            if self._depth == 0:
                self.end_table()
        elif self._depth <= 1 and tag in _CELLS | _ROWS:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._text is not None and not self._unseen:
            self._text.append(data)

    def end_table(self) -> None:
        """Turn what was collected into a grid."""
        self._end_cell()
        if len(self._rows) > 1:
            width = max((max(row, default=-1) + 1 for row in self._rows), default=0)
            if width * len(self._rows) > MOST_CELLS:
                raise NotATable(
                    self._name, Phrase(N_("a sheet reaches over more than %(most)s cells."), most=MOST_CELLS)
                )
            rows: list[Sequence[str]] = [[row.get(place, "") for place in range(width)] for row in self._rows]
            self.grids.append(Grid(self._sheet or str(len(self.grids) + 1), rows, tuple(self._merged)))
        self._rows, self._merged, self._taken = [], [], {}

    def _begin_row(self, said: dict[str, str]) -> None:
        self._end_cell()
        number = _number(said.get("ss:index", ""), len(self._rows) + 1)
        for _gap in range(min(number - 1 - len(self._rows), MOST_SPAN)):
            self._rows.append({})
        self._rows.append({})
        self._place = 0

    def _begin_cell(self, said: dict[str, str]) -> None:
        self._end_cell()
        row = len(self._rows) - 1
        if "ss:index" in said:
            self._place = min(_number(said["ss:index"], 1) - 1, MOST_SPAN)
        while self._taken.get(self._place, -1) >= row:
            self._place += 1
        right = max(_number(said.get("colspan", ""), 1), _number(said.get("ss:mergeacross", ""), 0) + 1)
        down = max(_number(said.get("rowspan", ""), 1), _number(said.get("ss:mergedown", ""), 0) + 1)
        right, down = min(right, MOST_SPAN), min(down, MOST_SPAN * 40)
        if right > 1 or down > 1:
            self._merged.append((row, self._place, row + down - 1, self._place + right - 1))
            for place in range(self._place, self._place + right):
                self._taken[place] = row + down - 1
        self._filled += 1
        if self._filled > MOST_CELLS or self._place > MOST_SPAN:
            raise NotATable(
                self._name, Phrase(N_("a sheet reaches over more than %(most)s cells."), most=MOST_CELLS)
            )
        self._rows[row][self._place] = ""
        self._text = []

    def _end_cell(self) -> None:
        if self._text is None:
            return
        self._rows[-1][self._place] = _plain("".join(self._text).split("\n"))
        self._text = None
        self._place += 1


def _plain(lines: Iterable[str]) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_CELLS)) else otherwise
