"""Putting cells right before they are read, and saying so for each of them.

Only what has one meaning is put right: marks of repetition, characters typed with an input
method on, day numbers of a spreadsheet, a day without its year where the form names the year,
line breaks within a name. Columns are looked over as a whole, so that a table without such
cells costs next to nothing. A number that a spreadsheet has rounded cannot be put right: its row
is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from models.exchange.cells import Nature, nature_of
from models.exchange.columns import UNCOUNTED, NumberedRows
from models.exchange.layout import CLEANED
from models.exchange.refusals import BadCell, RoundedNumber
from models.exchange.views import Problem, Repair
from models.kernel.text import clean_block, clean_line, half_width
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from models.exchange.cells import Parse
    from models.exchange.readers import RawTable
    from models.exchange.views import Reason

_SHOWN = 60
SAME_MARKS = frozenset({"同上", "（同上）", "(同上)", "〃", "〃〃", "″", "“", "”", "''", '"'})
"""What people write under a cell that goes on."""
_MARK = "|"
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?(?:1[4-9]|[2-9]\d)")
_LONG = re.compile(r"\d{15}0{1,5}")
_ID_LENGTH = 18
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_ENDS = "10X98765432"
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000
_EPOCH = date(1899, 12, 30)
_SHIFT_1904 = 1462
"""Days between the two ways of counting."""
_SECONDS = 86_400
_YEARLESS = re.compile(r"(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?")
_FLOAT_CODE = re.compile(r"\d+\.0")
_DIGITS = re.compile(r"\d+")
_OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BREAK = re.compile(
    r"(?<=[\u3400-\u9fff（）])(?:[ \t\u3000\u00a0]*[\r\n]+[ \t\u3000\u00a0]*|[\u3000\u00a0]+| {2,})"
    r"(?=[\u3400-\u9fff（）])"
)
_NUMERALS = {
    **{figure: str(value) for value, figure in enumerate("零一二三四五六七八九")},
    "两": "2",
    "十": "10",
    "半": "",
}
_WORDED = re.compile(
    r"([零一二三四五六七八九两]?)(十?)([零一二三四五六七八九]?)(?=个|工作|紧急|自然|天|日|小时|分)"
)
_AFTER_LIMIT = re.compile(
    r"(?<=[时日天钟])(?:以?内|之内)?(?:制止|处置|处理|办结|完成|解决|到场|答复|反馈|回复)?(?:完毕|完成)?$"
)
_BARE_HOURS = re.compile(r"(?<![作急])小时$")
_HALF_HOUR = re.compile(r"(?<!\d)(?<![一二三四五六七八九十两个])半个?小时")
_BARE_MINUTES = re.compile(r"(?<![作急])分钟?$")
_BETWEEN_LIMITS = re.compile(r"([,;，、；/\r\n]+)")

SAME_AS_ABOVE = N_("taken from the row above")
PLAIN_CHARACTERS = N_("full-width characters made plain")
NO_POINT = N_("“.0” taken off a code")
ZEROS_RESTORED = N_("leading zeros a spreadsheet had dropped were restored")
DAY_NUMBER = N_("a spreadsheet's day number taken for a day")
YEAR_ADDED = N_("the year %(year)s was taken from the lines around the table")
BREAK_REMOVED = N_("a break within the text was taken out")
LIMIT_READ = N_("a time limit in words was taken for its number and unit")

_Rows = list[tuple[int, "Sequence[str]"]]


class NothingAbove(BadCell):
    """A mark of repetition in a column that says nothing above it."""

    code = "exchange.nothing_above"
    sentence = N_("nothing stands above it that it could repeat")


class NoResult(BadCell):
    """A formula that no spreadsheet has worked out."""

    code = "exchange.no_result"
    sentence = N_("its formula has no result")
    next_step = N_("Open the workbook in a spreadsheet, save it, and import it again.")


def put_right(
    table: RawTable, readers: Mapping[int, Parse]
) -> tuple[RawTable, tuple[Repair, ...], list[Problem]]:
    """Return a table with its cells put right, each repair, and the rows that have rounded numbers.

    Args:
        table: as it was read. It stays as it is.
        readers: what reads the cells of a column, by its place.
    """
    repairs: list[Repair] = []
    lost: list[Problem] = []
    changes: dict[int, list[str]] = {}
    for place, parse in sorted(readers.items()):
        rows = table.rows
        column = (
            rows.column(place)
            if isinstance(rows, NumberedRows)
            else [cells[place] for _number, cells in rows]
        )
        together = _MARK.join(column)
        nature = nature_of(parse)
        lost += _rounded(table, place, column, together, nature)
        if table.sheet and UNCOUNTED in together:
            lost += [
                Problem(number, table.headings[place], "", NoResult())
                for (number, _cells), cell in zip(table.rows, column, strict=True)
                if cell == UNCOUNTED
            ]
        made = _Column(table, place, column, together, repairs)
        made.obeyed()
        lost += made.same_as_above()
        made.by_nature(nature)
        if made.changed:
            changes[place] = made.cells
    if not changes:
        return table, (), lost
    made_right: _Rows = []
    for index, (number, cells) in enumerate(table.rows):
        row = list(cells)
        for place, column in changes.items():
            row[place] = column[index]
        made_right.append((number, row))
    return replace(table, rows=made_right), tuple(repairs), lost


def _rounded(
    table: RawTable, place: int, column: Sequence[str], together: str, nature: Nature | None
) -> Iterator[Problem]:
    """Yield the rows of which a long number lost its last digits."""
    coded = nature in {Nature.CODE, Nature.CODES, Nature.LINE}
    if not (_ROUNDED.search(together) or (coded and _LONG.search(together))):
        return
    for (number, _cells), cell in zip(table.rows, column, strict=True):
        text = half_width(cell)
        if _ROUNDED.fullmatch(text) or (coded and _LONG.fullmatch(text) and is_rounded(text)):
            yield Problem(number, table.headings[place], clean_line(cell)[:_SHOWN], RoundedNumber())


def is_rounded(digits: str) -> bool:
    """Say whether a number of 18 digits that ends in 000 is none that an office gave out.

    The number of an ID card may end so: then its check digit holds (GB 11643).
    """
    if len(digits) != _ID_LENGTH:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, digits[:-1], strict=True))
    return _ID_ENDS[total % 11] != digits[-1]


class _Column:
    """One column while it is put right."""

    def __init__(
        self, table: RawTable, place: int, column: list[str], together: str, repairs: list[Repair]
    ) -> None:
        self.cells = column
        self.changed = False
        self._table, self._place = table, place
        self._together = together
        self._repairs = repairs

    def obeyed(self) -> None:
        """Take out what a terminal would obey; of workbooks that was done when they were read."""
        if not self._table.sheet and obeyed(self._together):
            self._each(_without_orders)

    def same_as_above(self) -> list[Problem]:
        """Put what stands above in the place of 同上 and its like; return where nothing does."""
        lost: list[Problem] = []
        if not any(mark in self._together for mark in SAME_MARKS):
            return lost
        above = ""
        for index, cell in enumerate(self.cells):
            plain = cell.strip()
            if plain in SAME_MARKS and above:
                self._change(index, above, SAME_AS_ABOVE)
            elif plain in SAME_MARKS:
                number, heading = self._table.rows[index][0], self._table.headings[self._place]
                lost.append(Problem(number, heading, plain, NothingAbove()))
            elif plain:
                above = cell
        return lost

    def by_nature(self, nature: Nature | None) -> None:
        """Put right what the reader of the column would not understand, or would take silently."""
        if nature is None:
            return
        if nature is Nature.LINE:
            if not self._together.isprintable() or "  " in self._together:
                self._each(_without_breaks)
            return
        if not self._together.isascii():
            self._each(_plain if nature is not Nature.LIMIT else _plain_limit)
        if nature is Nature.CODE:
            self._codes()
        elif nature in {Nature.DAY, Nature.MOMENT}:
            self._each(self._day)

    def _codes(self) -> None:
        filled = [cell for cell in self.cells if cell]
        if ".0" in self._together and all(_FLOAT_CODE.fullmatch(cell) or cell.isdigit() for cell in filled):
            self._each(lambda cell: (cell[:-2], NO_POINT) if cell.endswith(".0") else None)
            filled = [cell for cell in self.cells if cell]
        if not self._table.sheet or not any(cell.startswith("0") for cell in filled):
            return
        lengths = Counter(len(cell) for cell in filled if cell.startswith("0"))
        length = next(iter(lengths))
        shorter = all(cell.isdigit() and len(cell) <= length for cell in filled)
        if len(lengths) == 1 and shorter:
            self._each(lambda cell: (cell.zfill(length), ZEROS_RESTORED) if 0 < len(cell) < length else None)

    def _day(self, cell: str) -> tuple[str, Reason] | None:
        if _SERIAL.fullmatch(cell) is not None and _FIRST_SERIAL <= float(cell) < _LAST_SERIAL:
            return _from_serial(float(cell), dated_from_1904=self._table.dated_from_1904), DAY_NUMBER
        match = _YEARLESS.fullmatch("".join(cell.split())) if self._table.year is not None else None
        if match is None:
            return None
        month, day = (int(part) for part in match.groups())
        try:
            found = date(self._table.year or 1, month, day)
        except ValueError:
            return None
        return found.isoformat(), Phrase(YEAR_ADDED, year=found.year)

    def _each(self, fix: Callable[[str], tuple[str, Reason] | None]) -> None:
        for index, cell in enumerate(self.cells):
            found = fix(cell) if cell else None
            if found is not None:
                self._change(index, *found)

    def _change(self, index: int, after: str, what: Reason) -> None:
        number = self._table.rows[index][0]
        heading = self._table.headings[self._place]
        before = clean_line(self.cells[index])[:_SHOWN]
        self._repairs.append(Repair(number, heading, before, clean_line(after)[:_SHOWN], what))
        self.cells[index] = after
        self.changed = True


def _from_serial(serial: float, *, dated_from_1904: bool) -> str:
    days, part = divmod(serial + (_SHIFT_1904 if dated_from_1904 else 0), 1)
    found = _EPOCH + timedelta(days=int(days))
    seconds = round(part * _SECONDS)
    if not seconds:
        return found.isoformat()
    return f"{found.isoformat()} {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _plain(cell: str) -> tuple[str, Reason] | None:
    plain = half_width(cell)
    return (plain, PLAIN_CHARACTERS) if plain != cell.strip() else None


def _plain_limit(cell: str) -> tuple[str, Reason] | None:
    parts = [
        part if place % 2 else limit_text(part) for place, part in enumerate(_BETWEEN_LIMITS.split(cell))
    ]
    text = "".join(parts)
    return (text, LIMIT_READ) if text != cell else None


def limit_text(text: str) -> str:
    """Return a limit as the calendar's reader takes it: ``五个工作日内办结`` as ``5工作日``.

    A bare 小时, or 分钟, runs on through nights and holidays, as it does for whoever wrote it beside 天;
    that it was taken so is said with the row.
    """
    compact = "".join(half_width(text).split())
    compact = _WORDED.sub(_figure, _HALF_HOUR.sub("30分钟", compact))
    compact = _BARE_HOURS.sub("紧急工作时", _AFTER_LIMIT.sub("", compact))
    compact = _BARE_MINUTES.sub("紧急分钟", compact)
    return compact if compact != "".join(half_width(text).split()) else text


def _figure(match: re.Match[str]) -> str:
    tens, ten, ones = match.groups()
    if not ten:
        return "".join(_NUMERALS[each] for each in (tens, ones) if each)
    return str(int(_NUMERALS.get(tens, "1")) * 10 + int(_NUMERALS.get(ones, "0")))


def may_be_rounded(cell: str) -> bool:
    """Say whether a cell has the form of a number that a spreadsheet rounded."""
    text = half_width(cell)
    return _ROUNDED.fullmatch(text) is not None or _LONG.fullmatch(text) is not None


def mendable(cell: str, nature: Nature | None) -> bool:
    """Say whether a cell may be put right for what it is, or refused for what became of it.

    Marks of repetition and what a terminal obeys are looked for elsewhere.
    """
    if may_be_rounded(cell):
        return True
    if nature is None or nature is Nature.LINE:
        return nature is not None and _BREAK.search(cell.strip()) is not None
    dated = nature in {Nature.DAY, Nature.MOMENT} and _SERIAL.fullmatch(cell) is not None
    return dated or half_width(cell) != cell.strip() or _FLOAT_CODE.fullmatch(cell) is not None


def obeyed(text: str) -> bool:
    """Say whether a text holds characters that are none, such as those a terminal obeys."""
    return not text.isprintable() and _OBEYED.search(text) is not None


def _without_orders(cell: str) -> tuple[str, Reason] | None:
    return (clean_block(cell), CLEANED) if obeyed(cell) else None


def _without_breaks(cell: str) -> tuple[str, Reason] | None:
    text = _BREAK.sub("", cell.strip())
    return (text, BREAK_REMOVED) if text != cell.strip() else None
