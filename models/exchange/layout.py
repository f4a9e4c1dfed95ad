"""Finding the table in a sheet made for the eye.

Offices' sheets begin with a merged title and a line of who fills it in; the headings come
after that, in one to three rows; among the items stand title rows of categories
(一、党的建设（20项）), and below them totals and signatures. Every assumption made here is said.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from operator import eq
from typing import TYPE_CHECKING

from models.exchange.columns import ColumnRows
from models.exchange.headings import heading_row, headings_of, last_heading_row
from models.exchange.views import Repair
from models.kernel.text import clean_block, clean_line, fold, half_width
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from models.exchange.workbooks import Grid

CATEGORY = "category"
"""Heading of the column that is added where title rows divide the items."""
FILLED_DOWN = N_("a merged cell was filled down")
CLEANED = N_("characters that are no text were taken out")
_MOST_TOLD = 8
_YEAR = re.compile(r"(20\d\d)\s*(?:年|[-/.]\s*\d)")

_COUNT = r"(?:[（(]\s*共?计?\s*(?P<count>\d+)\s*[项条个]\s*[)）])"
_TITLE = re.compile(
    r"(?:(?P<major>[一二三四五六七八九十百]+\s*[、.．])|(?P<minor>[（(][一二三四五六七八九十]+[)）]))"
    rf"\s*(?P<name>[^（()）]+?)\s*{_COUNT}?\s*"
)
_COUNTED_TITLE = re.compile(rf"(?P<name>[^\d（()）][^（()）]*?)\s*{_COUNT}")
_TOTAL = re.compile(r"(?:合|总|小|共)\s*计[:：]?(?:共?\d+[项条个]?)?")
_FOOTER = re.compile(
    r"(?:填报|填表|制表|审核|审批|分管|主要|单位)?(?:人|单位|日期|时间|领导|负责人|联系人|联系电话|备注|注|说明)"
    r"(?:[（(][^)）]{1,8}[)）])?\s*\d?\s*[:：].*",
    re.DOTALL,
)


_MOST_TITLE = 200
"""Characters kept of what stands above the headings"""


@dataclass(frozen=True, slots=True)
class Laid:
    """The table found in a sheet; row numbers are the sheet's, from 1."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]
    assumptions: tuple[Phrase, ...]
    recognised: int
    """How many of the headings are known."""
    head: int = 1
    """The last row of the headings, from 1"""
    repairs: tuple[Repair, ...] = ()
    year: int | None = None
    """Which the lines around the table name: of a day without a year"""
    title: str = ""
    """What stands above the headings"""


@dataclass(slots=True)
class _Found:
    """What is met on the way down a sheet."""

    listed: list[tuple[int, Sequence[str]]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    """One for each row."""
    titles: list[tuple[str, int | None]] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    rows: Sequence[tuple[int, Sequence[str]]] = ()
    """The same, or the rows as they stand where all of them are items"""

    def take(self, rows: Sequence[Sequence[str]], begin: int, end: int, category: str) -> None:
        """Take rows as items of one category as they stand."""
        if begin < end:
            self.listed += zip(range(begin + 1, end + 1), rows[begin:end], strict=True)
            self.categories += [category] * (end - begin)


def lay_out(grid: Grid, known: AbstractSet[str]) -> Laid | None:
    """Find headings and rows; ``None`` for a sheet without a row below its headings.

    Args:
        grid: the sheet.
        known: the headings the reader understands, folded.
    """
    top, recognised = heading_row(grid.rows, known)
    if top is None:
        return None
    bottom = last_heading_row(grid, top, known)
    filled = _filled_down(grid, bottom + 1)
    headings = headings_of(grid, top, bottom)
    found = _walk(grid, bottom + 1, headings)
    said = [*grid.said, _headings_told(top + 1, bottom + 1)]
    if filled:
        said.append(Phrase(N_("merged cells filled down: %(count)s"), count=len(filled)))
    said += _told(found)
    wide = len(grid.rows[0]) if grid.clean else -1
    width = wide if wide == len(headings) else max(_used(found.rows, len(headings)), len(headings))
    names = tuple(headings[place] if place < len(headings) else "" for place in range(width))
    names = tuple(name or _letters(place) for place, name in enumerate(names))
    rows = found.rows
    if wide != width:
        rows = [(number, [*cells[:width], *[""] * (width - len(cells))]) for number, cells in rows]
    if found.titles:
        names = (*names, CATEGORY)
        rows = [
            (number, [*cells, name]) for (number, cells), name in zip(rows, found.categories, strict=True)
        ]
    if not rows:
        return None
    repairs = tuple(_repairs(grid, filled, names, bottom + 1))
    year = _year(grid.rows[:top], [grid.rows[number - 1] for number in found.left_out])
    title = " ".join(cell for row in grid.rows[:top] for cell in row if cell)[:_MOST_TITLE]
    return Laid(names, rows, tuple(said), recognised, bottom + 1, repairs, year, title)


def _used(rows: Sequence[tuple[int, Sequence[str]]], least: int) -> int:
    """Return up to which place cells beyond ``least`` are filled."""
    return max(
        (
            place + 1
            for _number, cells in rows
            if len(cells) > least
            for place, cell in enumerate(cells[least:], start=least)
            if cell
        ),
        default=0,
    )


def _headings_told(first: int, last: int) -> Phrase:
    if first == last:
        return Phrase(N_("headings: row %(row)s"), row=first)
    return Phrase(N_("headings: rows %(first)s to %(last)s"), first=first, last=last)


def _year(above: Sequence[Sequence[str]], below: Sequence[Sequence[str]]) -> int | None:
    """Return the year in the lines above the headings, else in those below the table."""
    for row in (*above, *below):
        match = _YEAR.search(half_width(" ".join(row)))
        if match is not None:
            return int(match[1])
    return None


def _repairs(
    grid: Grid, filled: Sequence[tuple[int, int]], names: Sequence[str], head: int
) -> Iterator[Repair]:
    for number, place in filled:
        yield Repair(number, names[place], "", clean_line(grid.rows[number - 1][place]), FILLED_DOWN)
    for number, place, before in grid.cleaned:
        if number > head and place < len(names):
            yield Repair(number, names[place], clean_line(before), grid.rows[number - 1][place], CLEANED)


def is_last_line(first: str) -> bool:
    """Say whether a row that begins with ``first`` is a total or a signature."""
    return is_total(first) or _FOOTER.fullmatch(first) is not None


def is_total(first: str) -> bool:
    """Say whether a row that begins with ``first`` is a total."""
    return _TOTAL.fullmatch(fold(first)) is not None


def _filled_down(grid: Grid, first: int) -> list[tuple[int, int]]:
    """Repeat in place the text of merged cells in each of their rows; return row (from 1) and place."""
    rows = grid.rows
    filled: list[tuple[int, int]] = []
    for top, left, bottom, _right in grid.merged:
        if top < first or top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        for number in range(top + 1, min(bottom + 1, len(rows))):
            row = rows[number]
            if left < len(row) and not row[left]:
                rows[number] = [*row[:left], rows[top][left], *row[left + 1 :]]
                filled.append((number + 1, left))
    return filled


def _walk(grid: Grid, first: int, headings: Sequence[str]) -> _Found:
    found = _Found()
    major = minor = ""
    folded = [fold(heading) for heading in headings]
    begin = first
    odd = _odd(grid, first, headings)
    if not odd and isinstance(grid.rows, ColumnRows):
        found.rows = grid.rows.after(first)
        return found
    for place in odd:
        row = grid.rows[place]
        found.take(grid.rows, begin, place, _joined(major, minor))
        begin = place + 1
        cells = list(row) if grid.clean else [clean_block(cell) for cell in row]
        texts = [cell for cell in cells if cell]
        if not texts:
            continue
        alone = texts[0] if len(set(texts)) == 1 else ""
        title = _TITLE.fullmatch(alone) or _COUNTED_TITLE.fullmatch(alone)
        if title is not None:
            parts = title.groupdict()
            major, minor = (major, parts["name"]) if parts.get("minor") else (parts["name"], "")
            found.titles.append((_joined(major, minor), int(parts["count"]) if parts["count"] else None))
        elif is_last_line(texts[0]):
            found.left_out.append(place + 1)
        elif [fold(cell) for cell in cells[: len(folded)]] == folded:
            found.repeated.append(place + 1)
        else:
            found.listed.append((place + 1, cells))
            found.categories.append(_joined(major, minor))
    found.take(grid.rows, begin, len(grid.rows), _joined(major, minor))
    found.rows = found.listed
    return found


def _odd(grid: Grid, first: int, headings: Sequence[str]) -> Sequence[int]:
    """Return the places of rows that have to be looked at; the others are certainly items.

    That is told from the first two cells of a clean row alone, so that a long sheet costs little.
    """
    columns = grid.rows.columns if isinstance(grid.rows, ColumnRows) else []
    if len(columns) < 2 or len(headings) < 2:  # noqa: PLR2004 -- with one column nothing can be told
        return range(first, len(grid.rows))
    one, two = (column[first:] for column in columns[:2])
    together = f"|{'|'.join(one)}|"
    marked = any(mark in together for mark in "计:：")
    plain = not marked and "" not in one and "" not in two
    if plain and f"|{headings[0]}|" not in together and not any(map(eq, one, two)):
        return ()
    return [
        place
        for place, (left, right) in enumerate(zip(one, two, strict=True), start=first)
        if not (left and left != right != "" and left != headings[0])
        or (marked and ("计" in left or ":" in left or "：" in left))
    ]


def _joined(major: str, minor: str) -> str:
    return " / ".join(part for part in (major, minor) if part)


def _told(found: _Found) -> list[Phrase]:
    said = []
    if found.titles:
        names = [name for name, _count in found.titles]
        shown = "、".join(names[:_MOST_TOLD]) + (" …" if len(names) > _MOST_TOLD else "")
        said.append(
            Phrase(
                N_("title rows taken for categories: %(count)s (%(titles)s)"), count=len(names), titles=shown
            )
        )
    under = Counter(found.categories)
    for name, announced in found.titles:
        below = sum(
            count
            for category, count in under.items()
            if category == name or category.startswith(f"{name} / ")
        )
        if announced is not None and announced != below:
            sentence = N_("the title “%(title)s” announces %(announced)s items, %(found)s follow")
            said.append(Phrase(sentence, title=name, announced=announced, found=below))
    for sentence, rows in (
        (N_("left out as totals or signatures: rows %(rows)s"), found.left_out),
        (N_("left out as headings repeated: rows %(rows)s"), found.repeated),
    ):
        if rows:
            said.append(Phrase(sentence, rows=", ".join(map(str, rows))))
    return said


def _letters(place: int) -> str:
    """Return what a spreadsheet calls a column: A, B, … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
