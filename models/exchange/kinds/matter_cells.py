"""The cells of a matter that hold several conditions at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.calendar.rules import parse_limit
from models.catalogue.views import LimitMode
from models.exchange.cells import Nature, member, of_nature
from models.exchange.refusals import TooLong
from models.kernel.text import clean_line, half_width

_MOST = 1000
NOTHING = frozenset({"—", "——", "/", "／"})
"""What offices write into a cell, or a line of one, that says nothing."""
_BETWEEN_LIMITS = re.compile(r"[\s,;，、；/]+")
_BETWEEN_TEXTS = re.compile(r"[;；]")
MODES = member(LimitMode, {"按小时": LimitMode.HOURS, "按天": LimitMode.DAYS})
"""Reads how the days of a limit are counted."""


@dataclass(frozen=True, slots=True)
class ConditionTexts:
    """A cell of condition texts in each way it can be read.

    Which way is meant shows only beside the limits: a text may itself hold a semicolon.
    """

    number: int | None
    by_line: tuple[str, ...]
    by_mark: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many conditions the cell speaks of, for messages."""
        if self.number is not None:
            return self.number
        return max(len(self.by_line), len(self.by_mark))

    @property
    def shown(self) -> str:
        """The cell on one line, for messages."""
        return str(self.number) if self.number is not None else " / ".join(self.by_line)


def condition_texts(cell: str) -> ConditionTexts:
    """Read texts of conditions, or how many there are.

    Raises:
        TooLong: one of them has more than 1,000 characters.
    """
    plain = half_width(cell).removesuffix(".0")
    if re.fullmatch(r"[0-9]{1,3}", plain):
        return ConditionTexts(int(plain), (), ())
    by_line = _split(cell)
    by_mark = tuple(clean_line(piece) for piece in _BETWEEN_TEXTS.split(cell) if piece.strip())
    return ConditionTexts(None, by_line, by_mark)


def counted(texts: ConditionTexts, many: int) -> tuple[str, ...] | None:
    """Return one text for each of ``many`` conditions (empty where only counted), or ``None``."""
    if texts.number is not None:
        return ("",) * many if texts.number == many else None
    for reading in (texts.by_line, texts.by_mark):
        if len(reading) == many:
            return reading
    return None


def lines(cell: str) -> tuple[str, ...]:
    """Read one text per line; empty lines in between and at the ends count.

    Raises:
        TooLong: one of them has more than 1,000 characters.
    """
    return _split(cell)


def names(cell: str) -> tuple[str, ...]:
    """Read names separated by commas, 、 ； or line breaks; a name may hold spaces."""
    pieces = (clean_line(piece) for piece in re.split(r"[\r\n,;，、；]+", cell))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


@of_nature(Nature.LIMIT)
def limits(cell: str) -> tuple[str, ...]:
    """Read time limits separated by spaces, commas, 、 ； / or line breaks, as ``4WH`` each.

    Raises:
        BadLimit: one of them is no limit.
        ImpossibleLimit: one of them is zero, negative or more than ten years.
    """
    pieces = [piece for piece in _BETWEEN_LIMITS.split(cell.strip()) if piece]
    return tuple(str(parse_limit(piece)) for piece in pieces)


def modes(cell: str) -> tuple[LimitMode, ...]:
    """Read how the days of each limit are counted: ``hours`` 按小时 or ``days`` 按天.

    Raises:
        NotOneOf: it is something else.
    """
    return tuple(MODES(piece) for piece in re.split(r"[\s,;，、；]+", cell.strip()) if piece)


def _split(cell: str) -> tuple[str, ...]:
    found = (clean_line(piece) for piece in re.split(r"\r\n|\n|\r", cell))
    pieces = tuple("" if piece in NOTHING else piece for piece in found)
    longest = max(len(piece) for piece in pieces)
    if longest > _MOST:
        raise TooLong(longest, _MOST)
    return pieces
