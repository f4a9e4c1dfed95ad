"""Personal data as it is shown to people who need not know it.

The forms are those of public practice: a phone keeps its first three and last four digits,
an identity number its first six (the county) and last four, a name its first character.
"""

from __future__ import annotations

import re

STAR = "*"
WIDE_STAR = "＊"
"""As wide as the character it stands for, so that columns of names stay straight."""

_MOST_STARS = 3
_LONG = re.compile(r"(?<![0-9.])[0-9](?:[0-9 -]{5,18})[0-9Xx](?![0-9.])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CASE = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[0-9]{4,5}")
"""The number of a case: a day and a running number"""
_IDENTITY = 15


def mask_phone(phone: str) -> str:
    """Return ``phone`` with its middle hidden: 13800001234 → ``138****1234``.

    Short numbers (fewer than 9 characters) keep only their last two.
    """
    return _masked(phone, 3, 4) if len(phone) >= 9 else _masked(phone, 0, 2)  # noqa: PLR2004


def mask_id_number(number: str) -> str:
    """Return an identity number with the date of birth and more hidden: first 6, last 4 stay.

    Numbers too short to be an identity number keep only their last two characters.
    """
    return _masked(number, 6, 4) if len(number) >= 15 else _masked(number, 0, 2)  # noqa: PLR2004


def mask_name(name: str) -> str:
    """Return a person's name as its first character and stars: 张三 → ``张＊``.

    At most three stars, so that a long name does not tell its length. A single character
    is hidden whole.
    """
    text = name.strip()
    if not text:
        return ""
    if len(text) == 1:
        return WIDE_STAR
    star = WIDE_STAR if not text[0].isascii() else STAR
    return text[0] + star * min(len(text) - 1, _MOST_STARS)


def mask_numbers(text: str) -> str:
    """Return free text with the long numbers in it masked, which may be telephone or identity numbers.

    Dates, written 2026-03-02, stay, and so do the numbers of cases.
    """
    return _LONG.sub(_stars, text)


def _stars(match: re.Match[str]) -> str:
    text = match[0]
    if _DATE.match(text) or _CASE.fullmatch(text):
        return text
    return mask_id_number(text) if len(text) >= _IDENTITY else mask_phone(text)


def _masked(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden <= 0:
        return STAR * len(text)
    return text[:head] + STAR * hidden + text[len(text) - tail :]
