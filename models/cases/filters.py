"""What people type to narrow a list of cases, and what it means.

Words are looked for as they are. ``状态:处置`` asks for a state, ``到期<今天`` for a deadline, ``我的`` for
one's own; what stands in quotation marks is looked for as it is, whatever it looks like. Several values
are separated by commas and mean any of them; several conditions have to hold together. Any text is
understood or refused with a sentence; nothing of it is left out silently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from models.cases.filter_refusals import (
    BadFilterDay,
    BadFilterNumber,
    NoComparison,
    TooMuchAsked,
    UnknownField,
    UnknownValue,
    ValueMissing,
)
from models.cases.filterwords import (
    COUNTS,
    DAY_NAMES,
    DAYS,
    FIELD_NAMES,
    MINE,
    VALUE_NAMES,
    FilterField,
    in_chinese,
)
from models.kernel.text import clean_line, fold, half_width

if TYPE_CHECKING:
    from enum import StrEnum

LONGEST = 120
"""Characters a filter has room for."""
MOST = 12
"""Words and conditions of one filter."""
_LONGEST_WORD = 64
_LONGEST_NUMBER = 4
_YEARS = range(1949, 2200)

_TOKEN = re.compile(r'[“”"]([^“”"]*)[“”"]?|([^\s“”"]+)')
_TERM = re.compile(r"([^\W\d_]+)(<=|>=|≤|≥|<|>|=|:)(.*)", re.DOTALL)
_SIGNS = {"≤": "<=", "≥": ">=", "=": ":"}
_SEPARATORS = re.compile("[,、，]")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``first`` to before ``until``; ``None`` where there is no end."""

    first: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number, and how the case's own compares to it: one of ``: < <= > >=``."""

    sign: str
    number: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a filter; any of the values will do."""

    field: FilterField
    names: tuple[str, ...] = ()
    """Parts of the name of a grid, unit or matter, as they are compared"""
    kept: frozenset[int] = frozenset()
    """Ids of grids, units or matters that are meant whatever they are called now"""
    members: frozenset[StrEnum] = frozenset()
    """States, channels or lights"""
    days: Days | None = None
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to."""

    words: tuple[str, ...] = ()
    """As they are compared"""
    conditions: tuple[Condition, ...] = ()
    mine: bool = False


EVERYTHING = Filter()


def both(one: Filter, other: Filter) -> Filter:
    """Return what two filters ask for together."""
    words = tuple(dict.fromkeys([*one.words, *other.words]))
    return Filter(words, (*one.conditions, *other.conditions), one.mine or other.mine)


def parse(text: str, today: date) -> Filter:
    """Return what a filter asks for.

    Args:
        text: as typed.
        today: the day in the office.

    Raises:
        FilterNotUnderstood: with a sentence about the first thing that means nothing.
    """
    words: list[str] = []
    conditions: list[Condition] = []
    mine = False
    for found in _TOKEN.finditer(clean_line(text)):
        phrase, token = found.group(1), half_width(found.group(2) or "")
        term = _TERM.fullmatch(token) if phrase is None else None
        if term is not None:
            conditions.append(_condition((term[1], term[2], term[3]), today))
        elif phrase is None and fold(token) in MINE:
            mine = True
        elif word := fold(token if phrase is None else phrase):
            words.append(word[:_LONGEST_WORD])
        if len(words) + len(conditions) > MOST:
            raise TooMuchAsked(MOST)
    return Filter(tuple(words), tuple(conditions), mine)


def field_of(name: str) -> FilterField | None:
    """Return the field of a name as typed."""
    folded = fold(name)
    return next((field for field, names in FIELD_NAMES.items() if folded in names), None)


def names_in(name: str, names: tuple[str, str]) -> str:
    """Return the one of a Chinese and an English name that goes with what was typed."""
    return names[0] if in_chinese(name) else names[1]


def _condition(term: tuple[str, str, str], today: date) -> Condition:
    name, sign, value = term
    field = field_of(name)
    if field is None:
        raise UnknownField(name, (names_in(name, names) for names in FIELD_NAMES.values()))
    sign = _SIGNS.get(sign, sign)
    values = [part for part in _SEPARATORS.split(value) if fold(part)]
    if not values:
        raise ValueMissing(name)
    if field in DAYS:
        return Condition(field, days=_days(sign, value, today))
    if field in COUNTS:
        return Condition(field, count=Count(sign, _number(value)))
    if sign != ":":
        raise NoComparison(name)
    if field in VALUE_NAMES:
        members = (_members(field, name, part) for part in values)
        return Condition(field, members=frozenset().union(*members))
    return Condition(field, names=tuple(fold(part) for part in values))


def _members(field: FilterField, name: str, value: str) -> frozenset[StrEnum]:
    """Return the members a value names whole, or else those whose name it is part of."""
    known, wanted = VALUE_NAMES[field], fold(value)
    exact = frozenset(member for member, names in known.items() if wanted in (*names, member.value))
    part = frozenset(member for member, names in known.items() if any(wanted in each for each in names))
    if not (exact or part):
        raise UnknownValue(name, value, (names_in(name, names) for names in known.values()))
    return exact or part


def _days(sign: str, value: str, today: date) -> Days:
    day = _day(value, today)
    after = day + timedelta(days=1)
    return {
        ":": Days(day, after),
        "<": Days(None, day),
        "<=": Days(None, after),
        ">": Days(after, None),
        ">=": Days(day, None),
    }[sign]


def _day(value: str, today: date) -> date:
    if (away := DAY_NAMES.get(fold(value))) is not None:
        return today + timedelta(days=away)
    found = _DAY.fullmatch(fold(value))
    if found is None:
        raise BadFilterDay(value)
    year, month, day = found.groups()
    # Without a year it is the nearest such day.
    years = [int(year)] if year else [today.year + step for step in (0, -1, 1)]
    years = [each for each in years if each in _YEARS]
    possible = []
    for each in years:
        try:
            possible.append(date(each, int(month), int(day)))
        except ValueError:
            continue
    if not possible:
        raise BadFilterDay(value)
    return min(possible, key=lambda each: abs(each - today))


def _number(value: str) -> int:
    wanted = fold(value)
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= _LONGEST_NUMBER):
        raise BadFilterNumber(value)
    return int(wanted)
