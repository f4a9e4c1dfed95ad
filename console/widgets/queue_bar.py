"""The line of queues: number key, name, counter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.i18n import _
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
    spare: bool = False
    """Left out of a line that is too short while nothing waits in it"""
    saved: bool = False
    """Saved by somebody: stands behind the others, on no more than one line of their own"""
    more: bool = False
    """There are more than were counted"""

    @property
    def tail(self) -> str:
        """The counter as it is written."""
        if self.count is None:
            return ""
        count = f"{self.count}{'+' if self.more else ''}"
        # Names that people give may end in a digit.
        return f" {count}" if self.saved or self.name.isascii() else count

    @property
    def room(self) -> int:
        """Cells it takes, with the space after it."""
        return cell_len(self.key) + cell_len(beside(self.name)) + cell_len(self.tail) + 1


class QueueBar(LineWidget):
    """All queues on one line where they fit, else on as many as they need, the warnings last."""

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
        """Return one line, or more where one is too short."""
        return self._height(width)

    def _height(self, width: int) -> int:
        return len(self._rows(width))

    def _rows(self, width: int) -> list[list[QueueTab]]:
        if _room(self._tabs) <= width:
            return [sorted(self._tabs, key=_warns)]
        saved = [tab for tab in self._tabs if tab.saved]
        rows = self._built_in_rows([tab for tab in self._tabs if not tab.saved], width)
        return [*rows, _window(saved, width)] if saved else rows

    @staticmethod
    def _built_in_rows(every: list[QueueTab], width: int) -> list[list[QueueTab]]:
        if _room(every) <= width:
            return [sorted(every, key=_warns)]
        tabs = [tab for tab in every if tab.count or tab.current or not tab.spare]
        if _room(tabs) <= width:
            return [sorted(tabs, key=_warns)]
        rows = _filled([tab for tab in tabs if not tab.warning], width)
        warnings = _filled([tab for tab in tabs if tab.warning], width)
        if len(rows) > 1 and len(warnings) == 1 and _room([*rows[-1], *warnings[0]]) <= width:
            rows[-1].extend(warnings.pop())
        return [row for row in (*rows, *warnings) if row]

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


def _warns(tab: QueueTab) -> bool:
    return tab.warning


def _room(tabs: Sequence[QueueTab]) -> int:
    return 1 + sum(tab.room for tab in tabs)


def _window(tabs: Sequence[QueueTab], width: int) -> list[QueueTab]:
    """Return as many tabs as one line holds, the current one among them, and how many more there are."""
    if _room(tabs) <= width:
        return list(tabs)
    room = width - _more(len(tabs)).room
    current = next((place for place, tab in enumerate(tabs) if tab.current), 0)
    first, last = 0, 0
    for place in range(len(tabs)):
        while first < place and _room(tabs[first : place + 1]) > room:
            if place > current:
                break
            first += 1
        if _room(tabs[first : place + 1]) > room:
            break
        last = place + 1
    return [*tabs[first:last], _more(len(tabs) - (last - first))]


def _more(count: int) -> QueueTab:
    return QueueTab("", _("%(count)s more: Tab", count=count), None, current=False)


def _filled(tabs: Sequence[QueueTab], width: int) -> list[list[QueueTab]]:
    """Return ``tabs`` in as many rows as they need, each no wider than ``width``."""
    rows: list[list[QueueTab]] = [[]]
    for tab in tabs:
        if rows[-1] and _room([*rows[-1], tab]) > width:
            rows.append([])
        rows[-1].append(tab)
    return rows


def _tab_pieces(tab: QueueTab) -> list[Piece]:
    if tab.current:
        return [(f"{tab.key}{beside(tab.name)}{tab.tail}", "bold reverse"), (" ", "")]
    return [
        (tab.key, "dim"),
        (beside(tab.name), ""),
        (tab.tail, tab.style if tab.count else "dim"),
        (" ", ""),
    ]
