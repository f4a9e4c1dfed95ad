"""Finding the table in a sheet made for the eye.

Offices' sheets begin with a merged title and a line of who fills it in; the headings come
after that, in one or two rows; among the items stand title rows of categories
(一、党的建设（20项）), and below them totals and signatures. Every assumption made here is said.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.kernel.text import clean_block, clean_line, fold
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from models.exchange.workbooks import Grid

CATEGORY = "category"
"""Heading of the column that is added where title rows divide the items."""
LOOKED_AT = 15
"""Rows at the top of a sheet among which the headings are looked for."""
_ENOUGH = 2
"""Known headings that make a row the row of headings."""
_MOST_TOLD = 8

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


@dataclass(frozen=True, slots=True)
class Laid:
    """The table found in a sheet; row numbers are the sheet's, from 1."""

    headings: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    assumptions: tuple[Phrase, ...]
    recognised: int
    """How many of the headings are known."""


@dataclass(slots=True)
class _Found:
    """What is met on the way down a sheet."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    """One for each row."""
    titles: list[tuple[str, int | None]] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)


def lay_out(grid: Grid, known: AbstractSet[str]) -> Laid | None:
    """Find headings and rows; ``None`` for a sheet without a row below its headings.

    Args:
        grid: the sheet.
        known: the headings the reader understands, folded.
    """
    top, recognised = _heading_row(grid, known)
    if top is None:
        return None
    bottom = _last_heading_row(grid, top)
    filled = _filled_down(grid, bottom + 1)
    headings = _headings(grid, top, bottom)
    found = _walk(grid, bottom + 1, headings)
    said = [Phrase(N_("headings: row %(row)s"), row=top + 1)]
    if filled:
        said.append(Phrase(N_("merged cells filled down: %(count)s"), count=filled))
    said += _told(found)
    used = max((place + 1 for _n, cells in found.rows for place, cell in enumerate(cells) if cell), default=0)
    width = max(used, len(headings))
    names = tuple(headings[place] if place < len(headings) else "" for place in range(width))
    names = tuple(name or _letters(place) for place, name in enumerate(names))
    rows = [(number, [*cells[:width], *[""] * (width - len(cells))]) for number, cells in found.rows]
    if found.titles:
        names = (*names, CATEGORY)
        rows = [
            (number, [*cells, name]) for (number, cells), name in zip(rows, found.categories, strict=True)
        ]
    return Laid(names, rows, tuple(said), recognised) if rows else None


def plain_heading(text: str) -> str:
    """Return a heading as it is compared: folded, what stands in brackets left out."""
    return fold(re.sub(r"[（(][^)）]*[)）]", "", clean_line(text)))


def _heading_row(grid: Grid, known: AbstractSet[str]) -> tuple[int | None, int]:
    """Return the first row with enough known headings, else the one with most, else the first filled."""
    counts = [
        (place, _recognised(row, known)) for place, row in enumerate(grid.rows[:LOOKED_AT]) if not _blank(row)
    ]
    if not counts:
        return None, 0
    enough = next((each for each in counts if each[1] >= _ENOUGH), None)
    return enough or max(counts, key=lambda each: (each[1], -each[0]))


def _recognised(row: Sequence[str], known: AbstractSet[str]) -> int:
    found = {word for cell in row for word in (fold(clean_line(cell)), plain_heading(cell)) if word in known}
    return len(found)


def _blank(row: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in row)


def _headings(grid: Grid, top: int, bottom: int) -> list[str]:
    """Return the headings; of two rows the lower where it says something, both where it says it twice."""
    width = max(len(row) for row in grid.rows[top : bottom + 1])
    upper = [_cell(grid.rows[top], place) for place in range(width)]
    if bottom > top:
        for place in _spanned(grid.rows[top]):
            upper[place] = upper[place - 1]
    lower = [""] * width
    for row in grid.rows[top + 1 : bottom + 1]:
        lower = [_cell(row, place) or lower[place] for place in range(width)]
    twice = Counter(text for text in lower if text)
    names = []
    for above, below in zip(upper, lower, strict=True):
        name = below or above
        names.append(f"{above} {below}".strip() if twice[below] > 1 else name)
    while names and not names[-1]:
        names.pop()
    return _told_apart(names)


def _last_heading_row(grid: Grid, top: int) -> int:
    """Return the last of the rows that hold headings: as merged cells tell, else a row of sub-headings."""
    merged = [area[2] for area in grid.merged if area[0] == top and area[1] < len(grid.rows[top])]
    bottom = max(merged, default=top)
    below = grid.rows[top + 1] if top + 1 < len(grid.rows) else ()
    filled = {place for place in range(len(below)) if _cell(below, place)}
    if bottom == top and len(filled) > 1:
        spanned = _spanned(grid.rows[top])
        # Text only under headings that have an empty cell beside them: those head several columns.
        if filled <= spanned | {place - 1 for place in spanned}:
            bottom = top + 1
    return min(bottom, len(grid.rows) - 1)


def _spanned(row: Sequence[str]) -> set[int]:
    """Return the empty places between headings, over which the heading before them reaches."""
    last = max((place for place in range(len(row)) if _cell(row, place)), default=-1)
    first = next((place for place in range(len(row)) if _cell(row, place)), last)
    return {place for place in range(first, last) if not _cell(row, place)}


def _told_apart(names: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name} {seen[name]}" if name and seen[name] > 1 else name)
    return found


def _cell(row: Sequence[str], place: int) -> str:
    return clean_line(row[place]) if place < len(row) else ""


def _filled_down(grid: Grid, first: int) -> int:
    """Repeat in place the text of merged cells in each of their rows; return how many were filled."""
    rows = grid.rows
    filled = 0
    for top, left, bottom, _right in grid.merged:
        if top < first or left >= len(rows[top]) or not rows[top][left]:
            continue
        for number in range(top + 1, min(bottom + 1, len(rows))):
            row = rows[number]
            if isinstance(row, list) and left < len(row) and not row[left]:
                row[left] = rows[top][left]
                filled += 1
    return filled


def _walk(grid: Grid, first: int, headings: Sequence[str]) -> _Found:
    found = _Found()
    major = minor = ""
    folded = [fold(heading) for heading in headings]
    for place, row in enumerate(grid.rows[first:], start=first):
        cells = [clean_block(cell) for cell in row]
        texts = [cell for cell in cells if cell]
        if not texts:
            continue
        alone = texts[0] if len(set(texts)) == 1 else ""
        title = _TITLE.fullmatch(alone) or _COUNTED_TITLE.fullmatch(alone)
        if title is not None:
            parts = title.groupdict()
            major, minor = (major, parts["name"]) if parts.get("minor") else (parts["name"], "")
            found.titles.append((_joined(major, minor), int(parts["count"]) if parts["count"] else None))
        elif _TOTAL.fullmatch(fold(texts[0])) or _FOOTER.fullmatch(texts[0]):
            found.left_out.append(place + 1)
        elif [fold(cell) for cell in cells[: len(folded)]] == folded:
            found.repeated.append(place + 1)
        else:
            found.rows.append((place + 1, cells))
            found.categories.append(_joined(major, minor))
    return found


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
