"""From rows to bytes: CSV that opens in an office's spreadsheet, and JSON Lines."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from datetime import date
from enum import Enum
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How a text begins that a spreadsheet may take for a formula."""


EMPTY_LINE = "—"
"""How a line that says nothing is written where it would be lost otherwise"""


def disarmed(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    An apostrophe goes before a beginning of ``= + - @``, tab or carriage return, and before
    a text that has such an apostrophe already; reading it takes exactly one away again.
    """
    return f"'{cell}" if FORMULA.match(cell) else cell


def write_csv(
    target: IO[bytes],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    encoding: str,
    errors: str = "strict",
) -> int:
    """Write rows as CSV with line ends as RFC 4180 has them; return their number.

    Args:
        target: a binary file.
        columns: the headings.
        rows: cells; lists become lines of one cell.
        encoding: ``utf-8-sig`` begins with the mark that spreadsheets know UTF-8 by.
        errors: what becomes of characters the encoding cannot carry, as Python names it.
    """
    # Left open at the end: the file belongs to the caller.
    text = codecs.getwriter(encoding)(target, errors)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([disarmed(text_of(cell)) for cell in row])
        count += 1
        if buffer.tell() > io.DEFAULT_BUFFER_SIZE:
            text.write(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
    text.write(buffer.getvalue())
    return count


def write_json_lines(target: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows as one JSON object per line, in UTF-8; return their number."""
    count = 0
    for row in rows:
        record = {name: _plain(cell) for name, cell in zip(columns, row, strict=True)}
        target.write(json.dumps(record, ensure_ascii=False).encode())
        target.write(b"\n")
        count += 1
    return count


def text_of(cell: Any) -> str:
    """Return a cell as its text: lists as lines, yes and no as 1 and 0, days as ISO writes them."""
    match _plain(cell):
        case None:
            return ""
        case bool() as answer:
            return "1" if answer else "0"
        case list() as lines:
            texts = [text_of(each) for each in lines]
            if len(texts) > 1 and not (texts[0] and texts[-1]):
                # Programs that read tables drop empty lines at the ends of a cell.
                texts = [text or EMPTY_LINE for text in texts]
            return "\n".join(texts)
        case plain:
            return str(plain)


def _plain(cell: Any) -> Any:
    match cell:
        case Enum():
            return cell.value
        case date():
            return cell.isoformat()
        case list() | tuple():
            return [_plain(each) for each in cell]
        case _plain_value:
            return cell
