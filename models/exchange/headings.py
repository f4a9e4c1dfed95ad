"""Finding the headings of a sheet: which rows they stand in, and what each column is called."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from models.exchange.workbooks import Grid

LOOKED_AT = 15
"""Rows at the top of a sheet among which the headings are looked for."""
MOST_HEADINGS = 3
"""Rows that headings stand in at most."""
_ENOUGH = 2
"""Known headings that make a row the row of headings."""


def plain_heading(text: str) -> str:
    """Return a heading as it is compared: folded, what stands in brackets left out."""
    return fold(re.sub(r"[（(][^)）]*[)）]", "", clean_line(text)))


def heading_row(rows: Sequence[Sequence[str]], known: AbstractSet[str]) -> tuple[int | None, int]:
    """Return the first row with enough known headings, else the one with most, else the first filled.

    The second is how many of its headings are known; the place is counted from 0.
    """
    counts = [
        (place, recognised(row, known)) for place, row in enumerate(rows[:LOOKED_AT]) if not _blank(row)
    ]
    if not counts:
        return None, 0
    enough = next((each for each in counts if each[1] >= _ENOUGH), None)
    return enough or max(counts, key=lambda each: (each[1], -each[0]))


def recognised(row: Sequence[str], known: AbstractSet[str]) -> int:
    """Return how many different known headings stand in a row."""
    found = {word for cell in row for word in (fold(clean_line(cell)), plain_heading(cell)) if word in known}
    return len(found)


def _blank(row: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in row)


def headings_of(grid: Grid, top: int, bottom: int) -> list[str]:
    """Return the headings; of several rows the lowest where it says something alone.

    Where columns would be called alike the heading above comes before it, and where that does not
    tell them apart either, every heading above.
    """
    rows = _reaching(grid, top, bottom)
    ways = []
    for place in range(len(rows[0])):
        parts = list(dict.fromkeys(row[place] for row in rows if row[place]))
        ways.append(tuple(" ".join(parts[-many:]) for many in (1, 2, len(rows))) if parts else ("", "", ""))
    names = [each[0] for each in ways]
    for way in (1, 2):
        alike = Counter(filter(None, names))
        names = [each[way] if alike[name] > 1 else name for name, each in zip(names, ways, strict=True)]
    while names and not names[-1]:
        names.pop()
    return _told_apart(names)


def _reaching(grid: Grid, top: int, bottom: int) -> list[list[str]]:
    """Return the rows of headings, each heading repeated over the columns it reaches over."""
    every = grid.rows[top : bottom + 1]
    width = max(len(row) for row in every)
    rows = [[cell_at(row, place) for place in range(width)] for row in every]
    for first, left, last, right in grid.merged:
        if top <= first <= last <= bottom and left < width:
            for place in range(left + 1, min(right + 1, width)):
                rows[first - top][place] = rows[first - top][place] or rows[first - top][left]
    for number, row in enumerate(rows[:-1]):
        spanned, last = _spanned(row), _last_filled(row)
        for place in range(1, width):
            beyond = place > last and any(below[place] for below in rows[number + 1 :])
            together = number == 0 or rows[number - 1][place] == rows[number - 1][place - 1]
            if not row[place] and together and (place in spanned or beyond):
                row[place] = row[place - 1]
    return rows


def last_heading_row(grid: Grid, top: int, known: AbstractSet[str]) -> int:
    """Return the last of the rows that hold headings: as merged cells tell, else rows of sub-headings."""
    merged = [area[2] for area in grid.merged if area[0] == top and area[1] < len(grid.rows[top])]
    last = min(top + MOST_HEADINGS - 1, len(grid.rows) - 1)
    bottom = min(max(merged, default=top), last)
    if bottom > top:
        return bottom
    reach = _spanned(grid.rows[top])
    while bottom < last:
        below = grid.rows[bottom + 1]
        filled = {place for place in range(len(below)) if cell_at(below, place)}
        # Text only under headings that have an empty cell beside them: those head several columns.
        if len(filled) < _ENOUGH or not filled <= reach | {place - 1 for place in reach}:
            break
        bottom += 1
        reach = _spanned(below)
    if bottom == top and _also_headings(grid, top, known):
        bottom = top + 1
    return bottom


def _also_headings(grid: Grid, top: int, known: AbstractSet[str]) -> bool:
    """Say whether the row below holds known headings where the row of headings is empty at its end."""
    if top + 1 >= len(grid.rows):
        return False
    upper, lower = grid.rows[top], grid.rows[top + 1]
    last = _last_filled(upper)
    clear = all(not cell_at(upper, place) or not cell_at(lower, place) or place == last
                for place in range(len(lower)))  # fmt: skip
    return clear and recognised(lower, known) >= _ENOUGH


def _last_filled(row: Sequence[str]) -> int:
    return max((place for place in range(len(row)) if cell_at(row, place)), default=-1)


def _spanned(row: Sequence[str]) -> set[int]:
    """Return the empty places between headings, over which the heading before them reaches."""
    last = _last_filled(row)
    first = next((place for place in range(len(row)) if cell_at(row, place)), last)
    return {place for place in range(first, last) if not cell_at(row, place)}


def _told_apart(names: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name} {seen[name]}" if name and seen[name] > 1 else name)
    return found


def cell_at(row: Sequence[str], place: int) -> str:
    """Return a cell on one line; empty beyond the end of the row."""
    return clean_line(row[place]) if place < len(row) else ""
