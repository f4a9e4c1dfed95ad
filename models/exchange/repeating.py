"""What 同上 and its like stand for in rows that are given back without the row above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.exchange.repairing import SAME_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.exchange.raw import RawTable


class Repeated:
    """Follows a table downwards and says which marks have to be written out.

    A mark stays where the row it repeats is given back as well: whoever corrects that one corrects both.

    Args:
        table: as it was read.
        kept: numbers of the rows that are given back.
    """

    def __init__(self, table: RawTable, kept: Iterable[int]) -> None:
        self._kept = frozenset(kept)
        self._rows = self._kept.union(number for number, _cells in table.rows)
        self._above: dict[Any, tuple[int, str]] = {}

    def written_out(self, number: int, cells: Iterable[tuple[Any, Any]]) -> dict[Any, str]:
        """Return what the marks of a row stand for, by column; every row is to be shown in its order."""
        found: dict[Any, str] = {}
        if number not in self._rows:
            return found
        for column, cell in cells:
            text = str(cell).strip()
            if text and text not in SAME_MARKS:
                self._above[column] = (number, str(cell))
            elif text and column in self._above and self._above[column][0] not in self._kept:
                found[column] = self._above[column][1]
        return found
