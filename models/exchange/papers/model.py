"""What a document consists of, before anybody decides how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from models.kernel.numerals import chinese_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date


class Align(StrEnum):
    """Where a text stands in its room."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; numbers are counted per level: 一、 then （一） then 1. then （1）."""

    text: str
    level: int = 1
    """1 to :data:`DEEPEST`"""
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line breaks within it are kept."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    indent: bool = True
    """The first line begins two characters in, as Chinese text does; left-aligned text only"""


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short points, one below the other; numbered ones begin with 1."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines in a fixed-width face, spaces and all: a diagram of characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over a common scale. Where nothing can be drawn, :attr:`plain` stands in its place."""

    title: str
    labels: tuple[str, ...]
    """What stands below each point"""
    series: tuple[tuple[str, tuple[int, ...]], ...]
    """Each line: its name, and a value for every label"""
    plain: str
    """The same in characters, as a :class:`Drawing`"""
    below: str = ""
    """What the points are"""
    beside: str = ""
    """What the values are"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    share: float = 1.0
    """Its part of the width, in relation to the other columns'"""
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Band:
    """A row that goes across the whole table: a category and its count."""

    text: str
    level: int = 0
    """The level at which the contents list it; 0 leaves it out"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its header row repeats on every page. Each row has one text per column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...] | Band, ...]
    caption: str = ""
    together: bool = False
    """All of it stays on one page: a short one that is signed"""


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page, turned if ``landscape`` says so (``None``: as before)."""

    landscape: bool | None = None
    header: str = ""
    """What stands at the top of the pages from here on, if they are turned anew; "" is as before"""


@dataclass(frozen=True, slots=True)
class Title:
    """A title within the document, as large as its own: one of several papers in one file.

    Headings after it are counted from one again.
    """

    text: str
    below: str = ""
    """A line below it"""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of headings, and of those bands that have a level, down to ``depth``."""

    title: str = "目录"
    depth: int = 2


Block: TypeAlias = Heading | Paragraph | Bullets | Drawing | Chart | Table | NewPage | Title | Contents


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    With a ``cover`` the title, the subtitle, the issuer and the day have a page of their own;
    without it they stand above the text.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    issuer: str = ""
    day: date | None = None
    cover: bool = False
    landscape: bool = False
    header: str = ""
    """What stands at the top of every page, until a new page says something else"""


DEEPEST = 4
"""The deepest level of headings."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents."""

    level: int
    text: str


def heading_label(level: int, number: int) -> str:
    """Return what stands before a heading: 一、 （一） 1. （1）."""
    match level:
        case 1:
            return f"{chinese_number(number)}、"
        case 2:
            return f"（{chinese_number(number)}）"
        case 3:
            return f"{number}. "
        case _:
            return f"（{number}）"


def labelled(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Yield every block with the whole text of its heading, number and all; "" for others.

    Raises:
        ValueError: a heading lies deeper than :data:`DEEPEST` or above 1.
    """
    counts = [0] * (DEEPEST + 1)
    for block in blocks:
        if isinstance(block, Title):
            counts = [0] * (DEEPEST + 1)
        if not isinstance(block, Heading):
            yield block, ""
            continue
        if not 1 <= block.level <= DEEPEST:
            message = f"no heading of level {block.level}: {block.text}"
            raise ValueError(message)
        if not block.numbered:
            yield block, block.text
            continue
        counts[block.level] += 1
        counts[block.level + 1 :] = [0] * (DEEPEST - block.level)
        yield block, heading_label(block.level, counts[block.level]) + block.text


def contents(document: Document, depth: int) -> list[Entry]:
    """Return the lines of the contents, in the order of the document."""
    entries: list[Entry] = []
    for block, text in labelled(document.blocks):
        if isinstance(block, Heading) and block.level <= depth:
            entries.append(Entry(block.level, text))
        elif isinstance(block, Table):
            bands = (row for row in block.rows if isinstance(row, Band))
            entries += [Entry(band.level, band.text) for band in bands if 1 <= band.level <= depth]
    return entries


def written_day(day: date) -> str:
    """Return a day as papers write it: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"
