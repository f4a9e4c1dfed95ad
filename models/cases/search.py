"""Finding cases by words: what is searched, and how a filter becomes a condition.

Personal data of the reporter is left out on purpose: a filter must not answer the question
whose phone number it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.columns import CASES
from models.kernel.text import clean_line, fold, initials

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

LENGTH = 1000
_BODY_PART = 400
_MOST_WORDS = 8
_LONGEST_WORD = 64


def search_text(
    *, number: str, title: str, body: str, place: str, grid_name: str, matter_name: str = ""
) -> str:
    """Return what filters look through: folded text, then the pinyin initials of the names.

    The parts are separated by spaces, which no folded word contains, so that a word never
    matches across two parts.
    """
    names = [title, place, grid_name, matter_name]
    parts = [number, *map(fold, names), *(initials(fold(name)) for name in names), fold(body)[:_BODY_PART]]
    return " ".join(filter(None, parts))[:LENGTH]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a filter as they are compared; at most eight are used."""
    folded = (fold(word)[:_LONGEST_WORD] for word in clean_line(text).split())
    return tuple(filter(None, folded))[:_MOST_WORDS]


def matches(text: str) -> list[ColumnElement[bool]]:
    """Return the conditions under which a case contains every word of ``text``."""
    return [CASES.c.search_text.contains(word, autoescape=True) for word in words_of(text)]
