"""The blocks of a paper as lines of a screen: tables in columns as wide as there is room, cells wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.text import cell_len, fit, wrap
from console.widgets.text_view import HANGING
from models.exchange.papers.model import (
    Align,
    Band,
    Bullets,
    Chart,
    Drawing,
    Heading,
    Paragraph,
    Table,
)
from models.kernel.text import clean_block, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.widgets.lines import Piece
    from models.exchange.papers.model import Block

WIDTH = 77
"""Cells of a line, so that it stands whole in a window of 80 columns"""
_GAP = 1
_NARROWEST = 4


def block_lines(blocks: Iterable[Block]) -> list[Piece]:
    """Return blocks as lines, an empty one between them; what has no place on a screen is left out."""
    found: list[Piece] = []
    for block in blocks:
        lines = list(_lines(block))
        if lines and found:
            found.append(("", ""))
        found += lines
    return found


def _lines(block: Block) -> Iterator[Piece]:
    match block:
        case Heading():
            yield clean_line(block.text), "bold"
        case Paragraph():
            for line in clean_block(block.text).split("\n"):
                yield line, "bold" if block.bold else ""
        case Bullets():
            for number, item in enumerate(block.items, start=1):
                lead = f"{number}. " if block.numbered else "- "
                yield f"{lead}{HANGING}{clean_line(item)}", ""
        case Drawing():
            yield from ((line, "") for line in block.text.split("\n"))
        case Chart():
            yield block.title, "bold"
            yield from ((line, "") for line in block.plain.split("\n"))
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[Piece]:
    titles = tuple(column.title for column in table.columns)
    rows = [row for row in table.rows if not isinstance(row, Band)]
    widths = _widths([titles, *rows])
    right = [column.align is Align.RIGHT for column in table.columns]
    yield from ((line, "dim") for line in _row(titles, widths, right))
    for row in table.rows:
        if isinstance(row, Band):
            yield clean_line(row.text), "bold"
        else:
            yield from ((line, "") for line in _row(row, widths, right))


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column is: as wide as what stands in it, the widest less where it must be."""
    widths = [max((cell_len(line) for cell in column for line in cell.split("\n")), default=0)
              for column in zip(*rows, strict=True)]  # fmt: skip
    room = WIDTH - _GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    wrapped = [wrap(clean_block(cell), max(width, 2)) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped), default=0)):
        texts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        pieces = (
            fit(text, width, right=is_right)
            for text, width, is_right in zip(texts, widths, right, strict=True)
        )
        yield (" " * _GAP).join(pieces).rstrip()
