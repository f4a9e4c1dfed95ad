"""How wide a text is on paper, in half characters: a Chinese one takes two."""

from __future__ import annotations

import unicodedata

_WIDE = frozenset("WFA")
"""Wide, full-width, and ambiguous: dashes and quotation marks are wide among Chinese."""


def width(text: str) -> int:
    """Return the width of the longest line of ``text``."""
    return max((_line_width(line) for line in text.split("\n")), default=0)


def padded(text: str, cells: int) -> str:
    """Return ``text`` with spaces after it up to ``cells``."""
    return text + " " * max(0, cells - _line_width(text))


def _line_width(line: str) -> int:
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in _WIDE else 1
        for each in line
    )
