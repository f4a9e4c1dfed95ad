"""Full text in a language without spaces: the short pieces a text is found by.

A text is cut into runs of letters and digits of one kind: plain ones (``12345``, ``xftd``) and all
others, such as Chinese. Of each run every piece of a fixed length is kept (two characters, of plain
ones three), and at its end the shorter ones. So every part of a run begins with a piece, or is made
of pieces: what is shorter than a piece is looked for by how pieces begin, what is longer by its
pieces, and then the order of the pieces has to be looked at again in the text itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_RUNS = re.compile(r"[0-9a-z]+|[^\W_\x00-\x7f]+")
_PLAIN_PIECE = 3
_PIECE = 2


class Sought(NamedTuple):
    """What to ask an index of pieces for, to find a word."""

    whole: tuple[str, ...]
    """Pieces that all have to be there"""
    starts: tuple[str, ...]
    """For each, some piece has to begin so"""
    sure: bool
    """Whether every text that has them contains the word; if not, it has to be looked for there"""


def grams(text: str) -> set[str]:
    """Return the pieces of a folded text (see :func:`models.kernel.text.fold`)."""
    found: set[str] = set()
    for run in _RUNS.findall(text):
        size = _size(run)
        found.update([run[start : start + size] for start in range(len(run))])
    return found


def pieces_of(text: str, wanted: Iterable[str]) -> set[str]:
    """Return which of the ``wanted`` pieces a folded text has, without taking all of it apart.

    Characters of one kind that stand beside each other are always in one run, so a piece of full length is
    there if the text has it anywhere; a shorter one has to stand at the end of a run.
    """
    ends: set[str] | None = None
    found: set[str] = set()
    for piece in wanted:
        if piece not in text:
            continue
        if len(piece) < _size(piece):
            if ends is None:
                ends = {run[-length:] for run in _RUNS.findall(text) for length in range(1, _size(run))}
            if piece not in ends:
                continue
        found.add(piece)
    return found


def sought(word: str) -> Sought:
    """Return how a folded word is found; nothing to ask for if it has no letter and no digit."""
    whole: dict[str, None] = {}
    starts: dict[str, None] = {}
    runs = _RUNS.findall(word)
    for run in runs:
        size = _size(run)
        if len(run) < size:
            starts[run] = None
        whole |= dict.fromkeys(run[start : start + size] for start in range(len(run) - size + 1))
    sure = runs == [word] and len(word) <= _size(word)
    # Beginnings are dear to look up and tell little beside whole pieces.
    return Sought(tuple(whole), () if whole else tuple(starts), sure)


def _size(run: str) -> int:
    return _PLAIN_PIECE if run.isascii() else _PIECE
