"""Readers of single cells, shared by the kinds.

Each is made by a function that takes the limits and returns a reader: text in, value out,
a :class:`~models.exchange.refusals.BadCell` (or any other refusal) when it cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from models.exchange.refusals import NotACode, NotADate, NotANumber, NotOneOf, TooLong
from models.kernel.text import clean_block, clean_line, fold, half_width

Parse = Callable[[str], Any]
E = TypeVar("E", bound=StrEnum)
P = TypeVar("P", bound=Callable[[str], Any])


class Nature(StrEnum):
    """What a reader reads, as far as it matters for putting cells right before they are read."""

    LINE = "line"
    """Words on one line"""
    CODE = "code"
    CODES = "codes"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    LIMIT = "limit"


_NATURES: dict[Parse, Nature] = {}


def of_nature(nature: Nature) -> Callable[[P], P]:
    """Return a decorator that notes what a reader reads."""

    def note(parse: P) -> P:
        _NATURES[parse] = nature
        return parse

    return note


def nature_of(parse: Parse) -> Nature | None:
    """Return what a reader reads; ``None`` where nothing is put right but marks of repetition."""
    return _NATURES.get(parse)


_CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._-]*")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_AFTER_DAY = re.compile(r"(?<=[\d日])T?0?0:00(?::00(?:\.0+)?)?$|\((?:星期|周).\)$")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YES = frozenset({"1", "yes", "y", "true", "是", "有效", "启用", "在用"})
_ANSWERS = "是, 否, 1, 0"
_NAMED = 16
"""Words of a closed list that a message names"""
_NO = frozenset({"0", "no", "n", "false", "否", "无效", "停用"})


def line(most: int = 255) -> Parse:
    """Return a reader of one line of at most ``most`` characters."""

    @of_nature(Nature.LINE)
    def parse(cell: str) -> str:
        text = clean_line(cell)
        if len(text) > most:
            raise TooLong(len(text), most)
        return text

    return parse


def block(most: int) -> Parse:
    """Return a reader of text with line breaks, of at most ``most`` characters."""

    def parse(cell: str) -> str:
        text = clean_block(cell)
        if len(text) > most:
            raise TooLong(len(text), most)
        return text

    return parse


def code(most: int = 32) -> Parse:
    """Return a reader of a code: full-width characters made plain, spaces removed."""

    @of_nature(Nature.CODE)
    def parse(cell: str) -> str:
        text = "".join(half_width(clean_line(cell)).split())
        if len(text) > most or _CODE.fullmatch(text) is None:
            raise NotACode(most)
        return text

    return parse


def codes(most: int = 32) -> Parse:
    """Return a reader of several codes, separated by spaces, commas, 、 ； or line breaks."""
    one = code(most)

    @of_nature(Nature.CODES)
    def parse(cell: str) -> tuple[str, ...]:
        pieces = re.split(r"[\s,;，、；]+", half_width(clean_block(cell)))
        return tuple(dict.fromkeys(one(piece) for piece in pieces if piece))

    return parse


def whole(least: int, most: int) -> Parse:
    """Return a reader of a whole number from ``least`` to ``most``."""

    @of_nature(Nature.NUMBER)
    def parse(cell: str) -> int:
        text = half_width(clean_line(cell)).removesuffix(".0")
        # int() would also take underscores and other scripts' digits.
        if not re.fullmatch(r"-?[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise NotANumber(least, most)
        return int(text)

    return parse


@of_nature(Nature.DAY)
def day(cell: str) -> date:
    """Read a date: 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日 or 20260302.

    A time of midnight after it and the day of the week in brackets say nothing more.

    Raises:
        NotADate: it is none of these, or the day does not exist.
    """
    text = "".join(half_width(clean_line(cell)).split())
    text = _AFTER_DAY.sub("", text)
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if match is None:
        raise NotADate
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise NotADate from None


def yes_no(cell: str) -> bool:
    """Read 是/否, yes/no, 1/0.

    Raises:
        NotOneOf: it is neither.
    """
    text = fold(cell)
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise NotOneOf(_ANSWERS)


class Member(Generic[E]):
    """A reader of a closed list: its plain values, and the ``names`` people use.

    ``many`` reads several of them, separated as in :func:`codes`.
    """

    def __init__(
        self, kind: type[E], names: Mapping[str, E], *, many: bool = False, unnamed: Collection[E] = ()
    ) -> None:
        self.many = many
        self.words = {name: each.value for name, each in names.items()}
        """What people write, and the value it stands for"""
        self.values = tuple(each.value for each in kind if each not in unnamed)
        self._known = {each.value: each for each in kind} | {fold(name): each for name, each in names.items()}
        self._allowed = _shortened(names, self.values)

    def __call__(self, cell: str) -> Any:
        """Return what a cell means.

        Raises:
            NotOneOf: it is not on the list.
        """
        if not self.many:
            return self._one(cell)
        pieces = re.split(r"[\s,;，、；]+", clean_block(cell))
        return tuple(dict.fromkeys(self._one(piece) for piece in pieces if piece))

    def _one(self, cell: str) -> E:
        found = self._known.get(fold(cell))
        if found is None:
            raise NotOneOf(self._allowed)
        return found


def _shortened(names: Mapping[str, StrEnum], values: Sequence[str]) -> str:
    """Return one word for each value, as a message lists them; of very many only the first."""
    first: dict[str, str] = {}
    for name, each in names.items():
        first.setdefault(each.value, name)
    words = [first.get(value, value) for value in values]
    more = len(words) - _NAMED
    return ", ".join(words[:_NAMED]) + (f" … (+{more})" if more > 0 else "")


def member(kind: type[E], names: Mapping[str, E], *, unnamed: Collection[E] = ()) -> Parse:
    """Return a reader of a closed list: its plain values, and the ``names`` people use.

    Those ``unnamed`` are understood, so that a refusal can say why they do not fit, but offered to nobody.
    """
    return Member(kind, names, unnamed=unnamed)


def members(kind: type[E], names: Mapping[str, E]) -> Parse:
    """Return a reader of several members of a closed list, separated as in :func:`codes`."""
    return Member(kind, names, many=True)
