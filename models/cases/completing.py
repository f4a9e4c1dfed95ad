"""How a filter goes on: names of fields and values that fit what is typed so far."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.cases.filters import field_of, names_of
from models.cases.filterwords import (
    COUNTS,
    DAY_NAMES,
    DAYS,
    FIELD_NAMES,
    MINE,
    FilterField,
    in_chinese,
)
from models.cases.settings.house import PACKAGED
from models.kernel.text import fold, half_width, initials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.cases.settings.house import House

_LAST = re.compile(r"[^\s“”\"]*$")
_BEGUN = re.compile(r"([^\W\d_]+)(<=|>=|[<>=:：≤≥＜＞＝])(.*)", re.DOTALL)
_LAST_PART = re.compile("[^,、，]*$")


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in place of the end of a text."""

    kept: str
    """The text before it"""
    offers: tuple[str, ...]
    """What may follow, the likeliest first"""


def complete(text: str, *, chinese: bool, house: House = PACKAGED) -> Completion:
    """Return how ``text`` may go on.

    Args:
        text: the filter up to the cursor.
        chinese: whether Chinese names are offered where nothing typed says which.
        house: the office's rules: its own names are offered.
    """
    last = _last_of(_LAST, text)
    begun = _BEGUN.fullmatch(last)
    if begun is None:
        spoken = chinese or in_chinese(last)
        # Who types letters may mean the other language's names as well.
        languages = [spoken, not spoken] if last and last.isascii() else [spoken]
        names = [name for each in languages for name in _fields(each)]
        return _fitting(text[: len(text) - len(last)], last, names)
    name, _sign_typed, value = begun.groups()
    field = field_of(half_width(name))
    part = _last_of(_LAST_PART, value)
    values = [] if field is None else _values(field, in_chinese(name), house)
    return _fitting(text[: len(text) - len(part)], part, values)


def _last_of(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group() if found else ""


def _spoken(names: Sequence[str], chinese: bool) -> str:  # noqa: FBT001 -- of two names, the one or the other
    return names[0] if chinese else names[-1]


def _fields(chinese: bool) -> list[str]:  # noqa: FBT001 -- as above
    return [
        *(_spoken(names, chinese) + _sign(field) for field, names in FIELD_NAMES.items()),
        _spoken(MINE, chinese),
    ]


def _sign(field: FilterField) -> str:
    if field in COUNTS:
        return ">"
    return "<" if field in DAYS else ":"


def _values(field: FilterField, chinese: bool, house: House) -> list[str]:  # noqa: FBT001 -- as above
    if field in DAYS:
        return [name for name in DAY_NAMES if in_chinese(name) is chinese]
    return [_spoken(names, chinese) for names in names_of(field, house).values()]


def _fitting(kept: str, typed: str, names: list[str]) -> Completion:
    """Return the names that begin as typed, by letters or pinyin initials, then those that contain it."""
    wanted = fold(typed)
    ranks = {name: _rank(wanted, name) for name in names}
    fitting = [name for name in names if ranks[name] is not None]
    return Completion(kept, tuple(sorted(fitting, key=lambda name: ranks[name] or 0)))


def _rank(wanted: str, name: str) -> int | None:
    if name.startswith(wanted):
        return 0
    if initials(name).startswith(wanted):
        return 1
    return 2 if wanted in name else None
