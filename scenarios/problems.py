"""What is wrong with a scenario, and where."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIKENESS = 0.5
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. ``sentence`` and ``hint`` are for people; line and column count from 1."""

    code: str
    """Stable, for programs"""
    sentence: Phrase
    hint: Phrase | None = None
    line: int = 0
    """0 where the scenario came from no file"""
    column: int = 0
    where: str = ""
    """The place within the scenario, as ``timeline[3].when``"""
    warning: bool = False
    """It can be played all the same"""


def did_you_mean(word: str, known: Iterable[str]) -> Phrase | None:
    """Return a hint at the words nearest to one that is unknown, else at all of a short list."""
    listed = sorted(set(known))
    near = get_close_matches(word, listed, 3, _LIKENESS)
    if near:
        return Phrase(N_("Did you mean %(near)s?"), near=", ".join(near))
    if listed and len(listed) <= _NAMED:
        return Phrase(N_("Known are: %(known)s."), known=", ".join(listed))
    return None


def shown(value: object) -> str:
    """Return a value of the file as it may stand in a sentence."""
    text = clean_line(str(value))
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 -- a line of a sentence


def written(path: Iterable[str | int]) -> str:
    """Return a path within a scenario as people write it: ``timeline[3].when``; lists count from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
