"""Reading of divisions by the hundred thousand: what is plain at once, anything else cell by cell."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from models.exchange.cells import nature_of
from models.exchange.checking import read_cells
from models.exchange.entries import EntryColumns, Texts
from models.exchange.frame import Row
from models.exchange.layout import is_last_line
from models.exchange.readers import rearmed
from models.exchange.repairing import SAME_MARKS, may_be_rounded, mendable, obeyed
from models.exchange.stream import ColumnChunk, NotPlain
from models.kernel.bulk import fetch_plain
from models.kernel.errors import DomainError
from models.kernel.upsert import is_sqlite
from models.organisation.rules import CODE_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import Session

    from models.exchange.checking import ReadColumn
    from models.exchange.frame import Kind, Reading
    from models.exchange.stream import Rows
    from models.exchange.views import Problem
    from models.exchange.wide import Entry, Same

UPPER = "000"
"""The last digits of whatever is no village"""
TOWNSHIP = 9
"""Digits of a township's code that say something"""
_TOGETHER = (
    "SELECT group_concat(code || name, char(10)), min(version), max(version) FROM (SELECT code, name, version"
    " FROM division WHERE code BETWEEN ? AND ? AND substr(code, 10) <> '000' ORDER BY code)"
)
_COUNTY = 6
_ANY = "001"
"""Ends the code of some township"""
_LAST = "\U0010ffff"
"""Follows every other character"""
_RUN = 16
"""Cells that have to be alike before it pays to look at them together"""
_MOST_NAME = 64
_MOST_KEPT = 100_000
_WORD = re.compile("[\u4e00-\u9fff]")
"""A character at the beginning of a name that no number begins with, however it is written"""
_WORDLESS = re.compile("\n(?![\u4e00-\u9fff])(.*)")
"""A name that does not begin with such a character, where each stands on a line of its own"""
_ODD = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff'=+@-]"
)
"""What cleaning may change or take for a formula; a name without any of it is a name as it stands."""
_MARKS = " '=+@-"
"""Those of them that can be seen, and the space"""


class DivisionReader:
    """Reads pieces of one source: what is plain at once, anything else cell by cell."""

    def __init__(
        self,
        kind: Kind,
        columns: Sequence[ReadColumn],
        constants: Mapping[str, Any],
        reading: Reading,
        *,
        raw: bool,
    ) -> None:
        self._kind, self._columns, self._constants = kind, columns, constants
        self._reading, self._raw = reading, raw
        places = {column.field.name: column.place for column in columns}
        parts = [column.place for column in columns if column.field.checked_only]
        self._picked: list[int] = []
        self._days: list[int] = []
        if not constants and "code" in places and "name" in places:
            dates = [places.get(name) for name in ("valid_from", "valid_to")]
            self._days = [place for place in dates if place is not None]
            self._picked = [places["code"], places["name"], *parts]
        self._natures = [(column.place, nature_of(column.field.parse)) for column in columns]
        self._area = reading.actor.area
        self._good: dict[str, bool] = {}
        """Of counties, whether townships may stand below them"""

    def unchanged(self, rows: Rows, session: Session) -> Sequence[Same]:
        """Return villages as they stand if all of them, and no others of their stretch, say what stands.

        The database puts the texts together itself, which is quicker than giving out the rows.
        """
        if not (isinstance(rows, ColumnChunk) and self._picked and not self._days and is_sqlite(session)):
            return []
        codes, names, *parts = (rows.columns[place] for place in self._picked)
        # Of a person with an area each row has to be judged by it.
        if self._reading.actor.area or not codes[0] < codes[-1]:
            return []
        row = fetch_plain(session, _TOGETHER, (codes[0], codes[-1]))[0]
        if row[0] is None or row[1] != row[2] or row[0] != "\n".join(map(str.__add__, codes, names)):
            return []
        keys = Texts.of(codes)
        if keys is None or "'" in row[0] or _may_go_on(names) or not _agree(keys, parts):
            return []
        return EntryColumns([rows.numbers, keys, (row[1],) * len(keys)])

    def read(self, rows: Rows) -> tuple[Sequence[Entry], list[Problem]]:
        """Return the good rows, and what is wrong with the others."""
        problems: list[Problem] = []
        entries: list[Entry] = []
        if not self._picked:
            for number, cells in rows:
                self._slowly(number, cells, entries, problems)
            return entries, problems
        columns = rows.columns if isinstance(rows, ColumnChunk) else _columns(rows)
        numbers = rows.numbers if isinstance(rows, ColumnChunk) else [row[0] for row in rows]
        codes, names, *parts = (columns[place] for place in self._picked)
        if self._raw and (_may_go_on(names) or not "".join(codes).isascii()):
            # Such cells are put right, or left out, only where a table is read whole.
            raise NotPlain
        dated = any(any(columns[place]) for place in self._days)
        keys, called = Texts.of(codes), Texts.of(names)
        plain = _plain_names(called)
        agreeing = keys is not None and _agree(keys, parts)
        if (
            keys is not None
            and called is not None
            and not dated
            and agreeing
            and _whole_codes(keys)
            and all(map(self._judged, keys.beginnings(TOWNSHIP)))
        ):
            nothing = (None,) * len(codes)
            good = EntryColumns([numbers, keys, called, nothing, nothing])
            if plain:
                return good, problems
            entries = list(good)
            self._mend(rows, entries, problems)
            return entries, problems
        for place, (number, cells) in enumerate(rows):
            code, name = codes[place], names[place]
            full = code if len(code) == CODE_LENGTH else code + UPPER
            simple = (
                (plain or _plain_names(Texts.of([name])))
                and len(full) == CODE_LENGTH
                and _digits(full)
                and code[TOWNSHIP:] != UPPER
                and self._judged(full[:TOWNSHIP])
                and (agreeing or all(full.startswith(part[place]) for part in parts))
                and not (dated and self._says_days(cells))
            )
            if simple:
                entries.append((number, full, name, None, None))
            else:
                self._slowly(number, cells, entries, problems)
        return entries, problems

    def _mend(self, rows: Rows, entries: list[Entry], problems: list[Problem]) -> None:
        """Read the rows again whose names are not good as they stand; nothing else was odd."""
        search = _ODD.search
        odd = [
            place
            for place, name in enumerate([entry[2] for entry in entries])
            if search(name)
            or not 0 < len(name) <= _MOST_NAME
            or (_WORD.match(name) is None and may_be_rounded(name))
        ]
        for place in reversed(odd):
            del entries[place]
        for place in odd:
            self._slowly(*rows[place], entries, problems)
        entries.sort(key=itemgetter(0))

    def _says_days(self, cells: Sequence[str]) -> bool:
        return any(cells[place] for place in self._days)

    def _judged(self, township: str) -> bool:
        """Say whether nine digits are those of a township within the person's area."""
        county = township[:_COUNTY]
        found = self._good.get(county)
        if found is None:
            if len(self._good) > _MOST_KEPT:
                self._good.clear()
            found = self._good[county] = _holds_townships(county)
        sees = self._reading.actor.sees
        return found and township[_COUNTY:] != UPPER and (not self._area or sees(township + UPPER))

    def _slowly(
        self, number: int, cells: Sequence[str], entries: list[Entry], problems: list[Problem]
    ) -> None:
        if self._raw:
            cells = [rearmed(cell) for cell in cells]
            _require_no_marks(cells)
            if any(mendable(cells[place], nature) for place, nature in self._natures):
                raise NotPlain
        row = Row(number, dict(self._constants))
        found = list(read_cells(row.values, number, cells, self._columns))
        if not found:
            found = list(self._kind.check(row, self._reading))
        if found:
            problems += found
            return
        values = row.values
        begin, end = values.get("valid_from"), values.get("valid_to")
        days = (begin.isoformat() if begin else None, end.isoformat() if end else None)
        entries.append((number, values["code"], values["name"], *days))


def _columns(rows: Rows) -> list[tuple[str, ...]]:
    return list(zip(*(cells for _number, cells in rows), strict=True))


def _holds_townships(county: str) -> bool:
    """Say whether six digits are those of a county, or of a city that may do without."""
    from models.exchange.kinds.divisions import division_code

    try:
        division_code(county + _ANY)
    except DomainError:
        return False
    return True


def _agree(codes: Texts, parts: Sequence[Sequence[str]]) -> bool:
    """Say whether the columns that repeat part of the code say the same."""
    return all(_repeats(part, codes) for part in parts)


def _repeats(part: Sequence[str], codes: Texts) -> bool:
    """Say whether each cell is what the code beside it begins with."""
    apart, start = codes.apart, 0
    while codes.rising and start < len(apart):
        # All codes from one that begins with the cell to the last that can do so begin with it.
        end = bisect_left(apart, part[start] + _LAST, start)
        if end - start < _RUN or part[start:end].count(part[start]) < end - start:
            break
        if not apart[start].startswith(part[start]):
            return False
        start = end
    return all(map(str.startswith, apart[start:], part[start:]))


def _may_go_on(names: Sequence[str]) -> bool:
    """Say whether one of the names is a mark people write under a cell that goes on."""
    return not SAME_MARKS.isdisjoint(names)


def _require_no_marks(cells: Sequence[str]) -> None:
    """Refuse a row with cells that are put right, or left out, only where a table is read whole.

    Raises:
        NotPlain: there are such cells.
    """
    texts = [cell.strip() for cell in cells]
    first = next(filter(None, texts), "")
    if not first or not SAME_MARKS.isdisjoint(texts) or is_last_line(first) or any(map(obeyed, texts)):
        raise NotPlain


def _digits(code: str) -> bool:
    return code.isascii() and code.isdigit()


def _whole_codes(codes: Texts) -> bool:
    """Say whether all of them are codes of twelve digits, and of villages."""
    text, many = codes.together, codes.many
    step = CODE_LENGTH + 1
    return (
        len(text) == many * step - 1
        and text[CODE_LENGTH::step] == "\n" * (many - 1)
        and _digits("".join(codes.apart))
        and f"{UPPER}\n" not in text
        and not text.endswith(UPPER)
    )


def _plain_names(names: Texts | None) -> bool:
    """Say whether all names are good as they stand; most pieces of most files have no others."""
    if names is None:
        return False
    text = "".join(names.apart)
    lengths = set(map(len, names.apart))
    return (
        0 not in lengths
        and max(lengths) <= _MOST_NAME
        and (_printable(text) or _ODD.search(text) is None)
        # Hardly a village's name begins with a character that a number may have.
        and not any(map(may_be_rounded, _WORDLESS.findall(f"\n{names.together}")))
    )


def _printable(text: str) -> bool:
    """Say whether a text has none of the odd characters, as far as that is quickly found out."""
    return text.isprintable() and not any(mark in text for mark in _MARKS)
