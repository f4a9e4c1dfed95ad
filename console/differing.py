"""Two wordings side by side, with what differs marked by brackets: it needs no colour to be seen."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from console.terminal.filter import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.widgets.lines import Piece

OPENING, CLOSING = "【", "】"
"""Around what differs; full-width, so that they stand out among Chinese characters."""
_LEAST = 0.3
"""Texts with less in common than this are marked whole: single characters in common only confuse."""


def pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return both wordings as pieces of text and style; what differs is bold and in brackets."""
    left, right = clean_text(old), clean_text(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if left and right and matcher.ratio() < _LEAST:
        return [_marked(left)], [_marked(right)]
    codes = matcher.get_opcodes()
    first = [
        _piece(left[start:end], same=tag == "equal") for tag, start, end, _from, _to in codes if end > start
    ]
    second = [
        _piece(right[start:end], same=tag == "equal") for tag, _from, _to, start, end in codes if end > start
    ]
    return first, second


def marked(old: str, new: str) -> tuple[str, str]:
    """Return both wordings as plain texts with what differs in brackets."""
    first, second = pieces(old, new)
    return "".join(_texts(first)), "".join(_texts(second))


def _texts(found: list[Piece]) -> Iterator[str]:
    for text, _style in found:
        yield text


def _piece(text: str, *, same: bool) -> Piece:
    return (text, "") if same else _marked(text)


def _marked(text: str) -> Piece:
    return f"{OPENING}{text}{CLOSING}", "bold"
