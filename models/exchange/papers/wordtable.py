"""Tables of a Word document as XML: header row repeated, rows unbroken, bands across."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from models.exchange.papers.model import Align, Band
from models.kernel.text import clean_block

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.exchange.papers.model import Table

BODY_FACE, HEAD_FACE = "仿宋", "黑体"
TABLE_SIZE = 10.5
"""Points of what stands in tables"""
_AIR = 40
"""Above and below what stands in a cell, in twentieths of a point: faces of other machines touch the lines"""
_UNBROKEN = 8
"""Lines up to which a row stays on one page; a longer one would leave half a page empty before it"""
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
"""What every piece of XML declares that is handed to the library"""


class TableXml:
    """A table as XML.

    Args:
        table: what it says.
        room: its width in twentieths of a point.
        mark: gives the two ends of a new bookmark, for bands that the contents list.
    """

    def __init__(self, table: Table, room: int, mark: Callable[[], tuple[str, str]]) -> None:
        self._table = table
        self._mark = mark
        shares = sum(column.share for column in table.columns)
        self._widths = [int(room * column.share / shares) for column in table.columns]
        size = f'<w:sz w:val="{round(TABLE_SIZE * 2)}"/>'
        self._keep = "<w:keepNext/>" if table.together else ""
        self._plain = f'<w:rPr><w:rFonts w:eastAsia="{BODY_FACE}"/>{size}</w:rPr>'
        self._head = f'<w:rPr><w:rFonts w:eastAsia="{HEAD_FACE}"/>{size}</w:rPr>'

    def text(self) -> str:
        """Return the whole table."""
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        last = len(self._table.rows) - 1
        rows = "".join(
            self._band(row) if isinstance(row, Band) else self._row(row, last=place == last)
            for place, row in enumerate(self._table.rows)
        )
        return (
            f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(self._widths)}" w:type="dxa"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
            f'<w:top w:w="{_AIR}" w:type="dxa"/><w:bottom w:w="{_AIR}" w:type="dxa"/></w:tblCellMar>'
            "</w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{self._titles()}{rows}</w:tbl>"
        )

    def _titles(self) -> str:
        cells = "".join(
            self._cell(column.title, width, Align.CENTRE, self._head, shaded=True, keep=self._keep)
            for column, width in zip(self._table.columns, self._widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def _row(self, row: tuple[str, ...], *, last: bool) -> str:
        keep = "" if last else self._keep
        cells = "".join(
            self._cell(text, width, column.align, self._plain, keep=keep)
            for text, column, width in zip(row, self._table.columns, self._widths, strict=True)
        )
        long = any(text.count("\n") >= _UNBROKEN for text in row)
        unbroken = "" if long else "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tr>{unbroken}{cells}</w:tr>"

    def _band(self, band: Band) -> str:
        start, end = self._mark() if band.level else ("", "")
        outline = f'<w:outlineLvl w:val="{band.level - 1}"/>' if band.level else ""
        span = f'<w:gridSpan w:val="{len(self._widths)}"/>'
        cell = (
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(self._widths)}" w:type="dxa"/>{span}</w:tcPr><w:p><w:pPr>'
            f'<w:keepNext/><w:spacing w:line="240" w:lineRule="auto"/>{outline}</w:pPr>'
            f"{start}{self._runs(band.text, self._head)}{end}</w:p></w:tc>"
        )
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"

    def _cell(
        self, text: str, width: int, align: Align, look: str, *, shaded: bool = False, keep: str = ""
    ) -> str:
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' if shaded else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr>{keep}<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="{align.value}"/>'
            # The mark at the end of a paragraph has a size of its own, and it alone stands in an empty cell.
            f"{look}</w:pPr>"
            f"{self._runs(text, look)}</w:p></w:tc>"
        )

    @staticmethod
    def _runs(text: str, look: str) -> str:
        lines = clean_block(text).split("\n")
        body = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in lines
        )
        return f"<w:r>{look}{body}</w:r>"
