"""A log as rows: from CSV as a stream, from XES, and from whatever else the house reads as a table."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING

from models.exchange.logs.opening import TextLines, encoding_of
from models.exchange.logs.refusals import NotALog
from models.exchange.logs.xes import BY_CLASSIFIER, XesReader
from models.exchange.readers import (
    MOST_CELL,
    MOST_COLUMNS,
    Source,
    read_table,
    rearmed,
    separator_of,
)
from models.exchange.refusals import EmptyTable
from models.exchange.workbooks import SIGNATURES
from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from models.exchange.logs.opening import LogFile
    from models.exchange.logs.xes import Entry

_LOOKED_AT = 1_000
"""Entries of an XES log whose attributes are looked at to find the columns."""
_MOST_LINE = 4 * 1024**2
"""Characters of one line of a CSV file."""
_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")


@dataclass(slots=True)
class LogTable:
    """A log as headings and entries. The entries can be read once.

    ``spilt`` collects rows with text beyond the headings while they are read, ``xes`` is the
    reader of an XES log. ``activity`` is the heading of the activity where it was settled already.
    """

    name: str
    headings: tuple[str, ...]
    entries: Iterator[Entry]
    said: list[Phrase]
    spilt: list[tuple[int, str]] = field(default_factory=list)
    xes: XesReader | None = None
    activity: str = ""


def read_log(
    file: LogFile,
    *,
    classifier: str = "",
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
    known: AbstractSet[str] = frozenset(),
) -> LogTable:
    """Find out what a log is made of, and begin to read it.

    Raises:
        NotALog, NotATable, WrongEncoding, UnknownEncoding, NoSuchSheet: it cannot be read.
        EmptyTable: it has no entries.
        NoSuchClassifier: the classifier is not declared.
    """
    head = file.head()
    if head.lstrip().startswith(_XML):
        return _from_xes(file, classifier)
    if head.startswith(SIGNATURES) or head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"[", b"{"}:
        data = file.source if isinstance(file.source, Source) else Source.from_path(file.source)
        raw = read_table(data, encoding=encoding, sheet=sheet, known=known)
        headings = _unlike(raw.headings)
        rows = ((number, _cells(headings, cells), None) for number, cells in raw.rows)
        return LogTable(file.name, headings, rows, list(raw.assumptions), list(raw.spill))
    return _from_csv(file, encoding, separator)


def _from_xes(file: LogFile, classifier: str) -> LogTable:
    reader = XesReader(file, classifier)
    entries = reader.entries()
    first = list(islice(entries, _LOOKED_AT))
    if not first:
        raise EmptyTable(file.name)
    headings: dict[str, None] = {}
    for _number, cells, case in first:
        headings.update(dict.fromkeys(case or ()))
        headings.update(dict.fromkeys(cells))
    said = [Phrase(N_("format: XES"))]
    if classifier:
        said.append(
            Phrase(N_("the activity is put together as the classifier “%(name)s” says"), name=classifier)
        )
    activity = BY_CLASSIFIER if classifier else ""
    return LogTable(file.name, tuple(headings), chain(first, entries), said, xes=reader, activity=activity)


def _from_csv(file: LogFile, encoding: str | None, separator: str | None) -> LogTable:
    chosen, said = encoding_of(file, encoding)
    lines = iter(TextLines(file, chosen, _MOST_LINE))
    first = next((line for line in lines if line.strip("\ufeff \r\n\t")), "").removeprefix("\ufeff")
    if not first:
        raise EmptyTable(file.name)
    mark = separator or separator_of(first)
    csv.field_size_limit(MOST_CELL)
    rows = csv.reader(chain([first], lines), delimiter=mark)
    try:
        headings = _unlike([clean_line(cell) for cell in next(rows)])
    except csv.Error as error:
        raise _broken(file.name, 1) from error
    if len(headings) > MOST_COLUMNS:
        raise NotALog(file.name, Phrase(N_("it has more than %(most)s columns."), most=MOST_COLUMNS))
    shown = N_("tab") if mark == "\t" else mark
    phrases = [said, Phrase(N_("format: CSV, separator “%(mark)s”"), mark=shown)]
    table = LogTable(file.name, headings, iter(()), phrases)
    table.entries = _csv_entries(file.name, rows, table)
    return table


def _csv_entries(name: str, rows: Iterable[list[str]], table: LogTable) -> Iterator[Entry]:
    headings, number = table.headings, 1
    width = len(headings)
    try:
        for number, row in enumerate(rows, start=2):
            cells = row
            if len(cells) != width:
                if not any(cells):
                    continue
                beyond = "".join(cells[width:]).strip()
                if beyond:
                    table.spilt.append((number, beyond))
                    continue
            if "'" in "".join(cells):
                cells = [rearmed(cell) for cell in cells]
            yield number, dict(zip(headings, cells, strict=False)), None
    except csv.Error as error:
        raise _broken(name, number + 1) from error


def _broken(name: str, row: int) -> NotALog:
    return NotALog(name, Phrase(N_("row %(row)s is broken or has a cell that is too long."), row=row))


def _cells(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return dict(zip(headings, cells, strict=False))


def _unlike(headings: Sequence[str]) -> tuple[str, ...]:
    """Return headings of which no two are alike, and none is empty."""
    found: dict[str, None] = {}
    for place, heading in enumerate(headings, start=1):
        name = heading or f"#{place}"
        if name in found:
            name = f"{name} ({place})"
        found[name] = None
    return tuple(found)
