"""Which values a field takes, for those who fill in a table: closed lists and yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.exchange.cells import Member, yes_no

if TYPE_CHECKING:
    from models.exchange.frame import Field

_YES_NO = {"是": "yes", "否": "no"}
LONGEST_LIST = 255
"""Characters of all values of a list a spreadsheet offers."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The words that are understood, each with the plain value it stands for, the first for a value first."""

    words: tuple[tuple[str, str], ...]
    many: bool = False
    """Whether a cell may hold several"""

    @property
    def offered(self) -> tuple[str, ...]:
        """One word for each value, where all fit into a list a spreadsheet offers."""
        first: dict[str, str] = {}
        for word, value in self.words:
            first.setdefault(value, word)
        found = tuple(first.values())
        return found if not self.many and sum(len(word) + 1 for word in found) <= LONGEST_LIST else ()


def choices_of(field: Field) -> Choices | None:
    """Return the values of a field, or ``None`` if it takes any."""
    parse = field.parse
    if isinstance(parse, Member):
        named = set(parse.words.values())
        plain = [(value, value) for value in parse.values if value not in named]
        return Choices((*parse.words.items(), *plain), parse.many)
    if parse is yes_no:
        return Choices(tuple(_YES_NO.items()))
    return None
