"""The line of queues: number key, name, counter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.text import cell_len
from console.widgets.lines import LineWidget, Piece, beside

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class QueueTab:
    """One queue as the line shows it."""

    key: str
    name: str
    count: int | None
    """``None`` while it is not known"""
    current: bool
    style: str = ""
    """Colour of the counter when there is something in it"""
    warning: bool = False
    """Stands at the right end: overdue, due soon, returned"""

    @property
    def tail(self) -> str:
        """The counter as it is written."""
        if self.count is None:
            return ""
        return f" {self.count}" if self.name.isascii() else str(self.count)

    @property
    def room(self) -> int:
        """Cells it takes, with the space after it."""
        return cell_len(self.key) + cell_len(beside(self.name)) + cell_len(self.tail) + 1


class QueueBar(LineWidget):
    """All queues on one line where they fit, else the warnings on a second one."""

    DEFAULT_CSS = "QueueBar { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._tabs: tuple[QueueTab, ...] = ()

    def show(self, tabs: Sequence[QueueTab]) -> None:
        """Show ``tabs``."""
        new = tuple(tabs)
        if new != self._tabs:
            before = self._height(self.size.width)
            self._tabs = new
            self.refresh(layout=self._height(self.size.width) != before)

    def get_content_height(self, _container: object, _viewport: object, width: int) -> int:
        """Return one line, or two where one is too short."""
        return self._height(width)

    def _height(self, width: int) -> int:
        return len(self._rows(width))

    def _rows(self, width: int) -> list[list[QueueTab]]:
        if 1 + sum(tab.room for tab in self._tabs) <= width:
            return [list(self._tabs)]
        plain = [tab for tab in self._tabs if not tab.warning]
        warnings = [tab for tab in self._tabs if tab.warning]
        rows: list[list[QueueTab]] = [[]]
        used = 1
        for tab in plain:
            if used + tab.room > width and rows[-1]:
                rows.append([])
                used = 1
            rows[-1].append(tab)
            used += tab.room
        if len(rows) > 1 and used + sum(tab.room for tab in warnings) <= width:
            rows[-1].extend(warnings)
        else:
            rows.append(warnings)
        return rows

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw line ``y``; the warnings stand at the right end."""
        rows = self._rows(width)
        if y >= len(rows):
            return []
        row = rows[y]
        gap = max(0, width - 1 - sum(tab.room for tab in row))
        pieces: list[Piece] = [(" ", "")]
        for tab in row:
            if tab.warning and gap:
                pieces.append((" " * gap, ""))
                gap = 0
            pieces += _tab_pieces(tab)
        return pieces


def _tab_pieces(tab: QueueTab) -> list[Piece]:
    if tab.current:
        return [(f"{tab.key}{beside(tab.name)}{tab.tail}", "bold reverse"), (" ", "")]
    return [
        (tab.key, "dim"),
        (beside(tab.name), ""),
        (tab.tail, tab.style if tab.count else "dim"),
        (" ", ""),
    ]
