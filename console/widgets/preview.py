"""The preview of what is under the cursor: two lines below the list, or a pane beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.text import cell_len, cut, wrap
from console.widgets.lines import LineWidget, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROWS_BELOW = 2
_GAP = "  "
_LEAST_ROOM = 6
"""Cells below which the beginning of a fact says nothing."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a preview: what it is, what it says, how it is drawn."""

    name: str
    text: str
    style: str = ""


class Preview(LineWidget):
    """Facts of one thing. Below the list they follow one another; beside it each has its lines."""

    DEFAULT_CSS = """
    Preview { height: 2; }
    Preview.-beside { height: 1fr; width: 1fr; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._facts: tuple[Fact, ...] = ()
        self._laid_out: tuple[int, bool, list[list[Piece]]] | None = None

    def show(self, facts: Sequence[Fact]) -> None:
        """Show ``facts``; those without a text are left out."""
        new = tuple(fact for fact in facts if fact.text)
        if new != self._facts:
            self._facts = new
            self._laid_out = None
            self.refresh()

    @property
    def beside(self) -> bool:
        """Whether it stands beside the list."""
        return self.has_class("-beside")

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw line ``y``."""
        if self._laid_out is None or self._laid_out[:2] != (width, self.beside):
            lines = self._column(width) if self.beside else self._rows(width)
            self._laid_out = (width, self.beside, lines)
        lines = self._laid_out[2]
        return lines[y] if y < len(lines) else []

    def _column(self, width: int) -> list[list[Piece]]:
        lines: list[list[Piece]] = []
        indent = 2 + max((cell_len(fact.name) for fact in self._facts), default=0)
        for fact in self._facts:
            first = True
            for text in wrap(fact.text, max(8, width - indent)):
                name = fact.name if first else ""
                space = " " * (indent - cell_len(name))
                lines.append([(name, "dim"), (space, ""), (text, fact.style)])
                first = False
        return lines

    def _rows(self, width: int) -> list[list[Piece]]:
        lines: list[list[Piece]] = [[(" ", "")]]
        used = 1
        for fact in self._facts:
            name = f"{fact.name} " if fact.name else ""
            room = cell_len(name) + cell_len(fact.text)
            if used + room > width and used > 1 and len(lines) < _ROWS_BELOW:
                lines.append([(" ", "")])
                used = 1
            left = width - used - cell_len(name)
            if left < _LEAST_ROOM:
                break
            lines[-1] += [(name, "dim"), (cut(fact.text, left), fact.style), (_GAP, "")]
            used += room + len(_GAP)
        return lines
