"""Rows of plain text with separators, taken apart many at a time.

Most blocks of most files hold nothing a separator could be mistaken in: as many cells in every line,
and quotes around all cells of a column or around none. Such a block is taken apart into columns at
once, in half the time it takes to make each row; any other goes through the ordinary reader of CSV.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from typing import TYPE_CHECKING

from models.exchange.raw import MOST_CELL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

_BLOCK = 1 << 16
"""Bytes taken at once: fewer than a cell may have, and what is at hand still costs less"""
_MOST_LINE = 4 << 20
"""Bytes of a line; a longer one is not for whoever reads by the block."""
_QUOTE = '"'


class LongLine(ValueError):
    """A line without an end in sight."""


class RowBlocks:
    """The records of a file, a block of its lines at a time.

    Args:
        data: UTF-8, with or without its mark.
        separator: one character.
    """

    def __init__(self, data: IO[bytes], separator: str) -> None:
        self._data = data
        self._separator = separator
        self._lines: deque[str] = deque()
        self._reader = csv.reader(self._next_lines(), delimiter=separator)
        self._begun = False

    def record(self) -> list[str] | None:
        """Return the next record as the reader of CSV has it; ``None`` at the end.

        Raises:
            UnicodeDecodeError, LongLine, csv.Error: it is no such text.
        """
        return next(self._reader, None)

    def block(self, width: int) -> tuple[list[list[str]], list[list[str]]]:
        """Return the next records: as ``width`` columns, or where they are uneven as rows.

        Both are empty at the end. Raises as :meth:`record`.
        """
        text = "".join(self._lines) or self._more()
        self._lines.clear()
        if not text:
            return [], []
        columns = self._columns(text, width)
        if columns is not None:
            return columns, []
        self._lines.extend(io.StringIO(text, newline=""))
        records = []
        while self._lines:
            # The last of them may go on in lines that were not read yet.
            record = next(self._reader, None)
            if record is not None:
                records.append(record)
        if set(map(len, records)) != {width}:
            return [], records
        return [list(column) for column in zip(*records, strict=True)], []

    def _columns(self, text: str, width: int) -> list[list[str]] | None:
        """Return the columns of a block that leaves no doubt; ``None`` of any other."""
        if width == 1 or len(text) > MOST_CELL:
            return None
        if "\r" in text:
            text = text.replace("\r\n", "\n")
            if "\r" in text:
                return None
        mark = self._separator
        text = text.removesuffix("\n")
        lines = text.count("\n") + 1
        cells = text.replace("\n", f"{mark}\n").split(mark)
        if len(cells) != lines * width:
            return None
        columns = [cells[place::width] for place in range(width)]
        # As many breaks as lines in the first column: each line begins there, and nowhere else.
        first = "".join(columns[0]).split("\n")
        if len(first) != lines:
            return None
        columns[0] = first
        return self._unquoted(columns) if _QUOTE in text else columns

    def _unquoted(self, columns: list[list[str]]) -> list[list[str]] | None:
        between = f"{_QUOTE}{self._separator}{_QUOTE}"
        for place, column in enumerate(columns):
            together = self._separator.join(column)
            quotes = together.count(_QUOTE)
            if not quotes:
                continue
            inner = together[1:-1].split(between)
            whole = quotes == 2 * len(column) and len(inner) == len(column)
            if not (whole and together[0] == together[-1] == _QUOTE):
                return None
            columns[place] = inner
        return columns

    def _more(self) -> str:
        data = self._data.read(_BLOCK)
        if data and not data.endswith(b"\n"):
            rest = self._data.readline(_MOST_LINE)
            if len(rest) == _MOST_LINE and not rest.endswith(b"\n"):
                raise LongLine
            data += rest
        if not self._begun:
            self._begun = True
            data = data.removeprefix(codecs.BOM_UTF8)
        return data.decode("utf-8")

    def _next_lines(self) -> Iterator[str]:
        while True:
            if not self._lines:
                self._lines.extend(io.StringIO(self._more(), newline=""))
                if not self._lines:
                    return
            yield self._lines.popleft()
