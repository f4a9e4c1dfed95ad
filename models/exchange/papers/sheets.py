"""What a workbook consists of, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from models.exchange.papers.model import Align, Band

Cell: TypeAlias = str | int | float | date | None
"""What stands in a cell. A text is always written as text, never as formula, number or link."""


class Tone(StrEnum):
    """How a row stands out; the words in it have to say the same."""

    PLAIN = "plain"
    MARKED = "marked"
    """On grey: looked at first"""
    TOTAL = "total"
    """In bold: sums"""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet."""

    title: str
    width: float = 0
    """In half characters; 0 takes what the cells need, up to ``most``, then they wrap"""
    most: float = 40
    align: Align = Align.LEFT
    group: str = ""
    """Neighbours of one group get a common heading above theirs"""
    number_format: str = ""
    """For numbers, as spreadsheets write it: ``0.0%``"""
    choices: tuple[str, ...] = ()
    """What may be entered; a spreadsheet offers them as a list (255 characters in all at most)"""
    hidden: bool = False
    """There for programs: a key to find the row by when the sheet comes back"""
    note: str = ""
    """Shown beside the heading when somebody points at it"""
    locked: bool = False
    """Not to be written in: with any such column the sheet is protected, without a password"""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: one cell per column."""

    cells: tuple[Cell, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Sheet:
    """One styled sheet: title, a line below it, headings, rows and bands, a few last lines."""

    name: str
    """On its tab; characters a tab cannot have are replaced, doubles get a number"""
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow | Band, ...]
    note: str = ""
    """Below the title at the left: 填报单位"""
    note_right: str = ""
    """Below the title at the right: 日期"""
    foot: tuple[str, ...] = ()
    """Lines below the rows: 填报人, 负责人"""
    landscape: bool = False
    open_rows: int = 0
    """Empty rows below the others in which choices are offered, and everything stays text"""
    filtered: bool = False
    """With arrows at the headings, to sort and filter by"""


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets in one file."""

    sheets: tuple[Sheet, ...]
    title: str = ""
    """In the properties of the file"""
