"""Columns of a list, and how a line's cells are shared out among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from console.text import cell_len, fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from console.widgets.lines import Piece

R = TypeVar("R")


# Without slots: a slotted frozen generic cannot be made as ``Column[Row](...)`` before Python 3.12.
@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of a list."""

    title: str
    """Its heading (message id)"""
    width: int
    """Cells it takes, at least"""
    cell: Callable[[R], Piece]
    """What a row shows in it: a text and a style"""
    best: int = 0
    """Cells it would like where there is room; a column that grows has them before the others"""
    grow: bool = False
    """Takes what is left of the line"""
    right: bool = False
    """Numbers stand at the right"""
    since: int = 0
    """Shown only in a list at least this wide"""
    mark: str = ""
    """Stands before the heading: the list is sorted by this column"""


def share_out(columns: Sequence[Column[R]], width: int) -> list[tuple[Column[R], int]]:
    """Return the columns shown in ``width`` cells and the cells each gets, one apart."""
    shown = [column for column in columns if width >= column.since]
    rooms = [column.width for column in shown]
    spare = width - sum(rooms) - (len(shown) - 1)
    for place, column in enumerate(shown):
        if spare > 0 and column.grow and column.best > column.width:
            more = min(column.best - column.width, spare)
            rooms[place] += more
            spare -= more
    for place, column in enumerate(shown):
        if spare > 0 and not column.grow and column.best > column.width:
            more = min(column.best - column.width, spare // 2)
            rooms[place] += more
            spare -= more
    for place, column in enumerate(shown):
        if column.grow and spare > 0:
            rooms[place] += spare
            spare = 0
    return list(zip(shown, rooms, strict=True))


def joined(cells: Iterable[tuple[Column[Any], int, str, str]]) -> list[Piece]:
    """Return the pieces of a line: each cell's text in its column, one space between."""
    pieces: list[Piece] = []
    for place, (column, room, text, style) in enumerate(cells):
        if place:
            pieces.append((" ", ""))
        pieces.append((fit(text, room, right=column.right), style))
    return pieces


def cut_cells(columns: Sequence[Column[R]], row: R, width: int) -> list[str]:
    """Return in full what a row says in columns that are too narrow for it in ``width`` cells."""
    said = ((column.cell(row)[0], room) for column, room in share_out(columns, width))
    return [text for text, room in said if cell_len(text) > room]
