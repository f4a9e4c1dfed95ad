"""Hints beside a form: a few headed rows, in as many lines as there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.text import cell_len, wrap
from console.widgets.lines import LineWidget, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 2


@dataclass(frozen=True, slots=True)
class Hint:
    """One row."""

    pieces: tuple[Piece, ...]
    """What it says, on one line"""
    note: str = ""
    """Why; behind it, or below it where there is room"""


@dataclass(frozen=True, slots=True)
class HintSection:
    """Rows of one kind."""

    title: str
    """Stands before the first of them"""
    rows: tuple[Hint, ...]


class HintPanel(LineWidget):
    """Sections of hints. When lines are short every section keeps its share; none is left out whole."""

    DEFAULT_CSS = """
    HintPanel { height: 6; }
    HintPanel.-beside { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._sections: tuple[HintSection, ...] = ()
        self._empty = ""

    def show(self, sections: Sequence[HintSection], empty: str) -> None:
        """Show ``sections``, or the sentence ``empty`` if none has a row."""
        new = tuple(section for section in sections if section.rows)
        if (new, empty) != (self._sections, self._empty):
            self._sections, self._empty = new, empty
            self.refresh()

    @property
    def beside(self) -> bool:
        """Whether it stands beside the form, with lines to spare."""
        return self.has_class("-beside")

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw line ``y``."""
        if not self._sections:
            lines = wrap(self._empty, width - 2) if self._empty else []
            return [(f" {lines[y]}", "dim")] if y < len(lines) else []
        drawn = self._beside(width) if self.beside else self._below()
        return drawn[y] if y < len(drawn) else []

    def _below(self) -> list[list[Piece]]:
        indent = 1 + _GAP + max(cell_len(section.title) for section in self._sections)
        lines: list[list[Piece]] = []
        for section, share in zip(self._sections, self._shares(), strict=True):
            for place, hint in enumerate(section.rows[:share]):
                title = f" {section.title}" if place == 0 else ""
                space = " " * (indent - cell_len(title))
                note = (f"  {hint.note}", "dim") if hint.note else ("", "")
                lines.append([(title, "bold"), (space, ""), *hint.pieces, note])
        return lines

    def _shares(self) -> list[int]:
        """Return how many rows each section may show: one after the other until the lines are used up."""
        shares = [0] * len(self._sections)
        left = self.size.height
        while left > 0:
            before = left
            for place, section in enumerate(self._sections):
                if left > 0 and shares[place] < len(section.rows):
                    shares[place] += 1
                    left -= 1
            if left == before:
                break
        return shares

    def _beside(self, width: int) -> list[list[Piece]]:
        lines: list[list[Piece]] = []
        for section in self._sections:
            if lines:
                lines.append([])
            lines.append([(f" {section.title}", "bold underline")])
            for hint in section.rows:
                lines.append([(" ", ""), *hint.pieces])
                lines += [
                    [(f"   {text}", "dim")] for text in (wrap(hint.note, width - 4) if hint.note else ())
                ]
        return lines
