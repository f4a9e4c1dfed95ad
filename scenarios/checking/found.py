"""A fault of a scenario before it is known where it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.kernel.words import Phrase

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong at ``path``; ``about`` are the injects it is about."""

    code: str
    path: Path
    sentence: Phrase
    hint: Phrase | None = None
    warning: bool = False
    about: tuple[str, ...] = ()
