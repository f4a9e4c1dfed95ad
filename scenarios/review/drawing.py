"""Queue curves in plain characters, for terminals and text files: 76 columns, a picture for each queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.review.words import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scenarios.review.views import Curve

ROWS = 4
"""Lines of one picture at most"""
_FULL, _HALF = "#", "."
_HALF_OF = 0.5
_EDGE = 4
"""Columns left of the picture, for its scale"""
_LABEL_EVERY = 12
"""Columns from one moment written below to the next"""


def drawn(grid: Sequence[int], curves: Sequence[Curve], title: Callable[[Curve], str]) -> str:
    """Return all curves one below the other, and the time below the last.

    Args:
        grid: the moments, in seconds.
        curves: one count for each of them.
        title: what stands above a picture.
    """
    lines: list[str] = []
    for curve in curves:
        lines += [title(curve), *_picture(curve)]
    return "\n".join([*lines, *_axis(grid)])


def _picture(curve: Curve) -> Iterator[str]:
    most = curve.most
    rows = min(ROWS, max(most, 1))
    for row in range(rows, 0, -1):
        scale = str(most) if row == rows else ""
        marks = "".join(_mark(count, most, rows, row) for count in curve.counts)
        yield f"{scale:>{_EDGE - 1}}|{marks}".rstrip()


def _mark(count: int, most: int, rows: int, row: int) -> str:
    if not most:
        return " "
    # What does not fill half a line is still shown: one case waiting is not none.
    height = count * rows / most - (row - 1)
    if height >= 1 - _HALF_OF:
        return _FULL
    return _HALF if height > 0 else " "


def _axis(grid: Sequence[int]) -> Iterator[str]:
    line = [" "] * (len(grid) + _LABEL_EVERY)
    ticks = ["-"] * len(grid)
    for place in range(0, len(grid), _LABEL_EVERY):
        ticks[place] = "+"
        for number, letter in enumerate(clock(grid[place])):
            line[place + number] = letter
    yield f"{'0':>{_EDGE - 1}}+{''.join(ticks)}"
    yield " " * _EDGE + "".join(line).rstrip()
