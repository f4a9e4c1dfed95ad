"""Numbers that carry their own proof: identity numbers (GB 11643) and credit codes (GB 32100).

Nothing here looks anything up. A number that passes is well formed; whether somebody holds it is
another matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643-1999: 2 to the power of 17…1, modulo 11."""
_MARKS = "10X98765432"
_LONG = re.compile(r"[1-9][0-9]{16}[0-9X]")
_SHORT = re.compile(r"[1-9][0-9]{14}")
_CENTURY = "19"
"""Numbers of 15 digits were given until 1999, to people born in that century."""

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: digits and letters without I, O, S, V and Z."""
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""3 to the power of 0…16, modulo 31."""
_CREDIT = re.compile(rf"[{_SIGNS}]{{2}}[0-9]{{6}}[{_SIGNS}]{{10}}")
_ROUNDED = re.compile(r"[1-9][0-9]{14}000|[1-9](?:\.[0-9]+)?E\+?1[4-7]")
"""A spreadsheet's number holds fifteen digits: the others became noughts, or an exponent."""


class Sex(StrEnum):
    """What the last digit but one of an identity number says."""

    MALE = "male"
    FEMALE = "female"


class Fault(StrEnum):
    """What is wrong with a number."""

    SHAPE = "shape"
    """Not so many characters, or others than it may have"""
    ROUNDED = "rounded"
    """A spreadsheet took it for an amount and lost its last digits"""
    BIRTH = "birth"
    """The day of birth in it does not exist"""
    CHECK = "check"
    """The check digit does not fit: a digit is wrong, or two are exchanged"""


class BadNumber(ValueError):
    """A number that cannot be one of its kind; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class IdNumber:
    """An identity number that holds together."""

    number: str
    """18 characters, the last perhaps ``X``; one of 15 digits is completed"""
    birth: date
    sex: Sex


def id_check_mark(first: str) -> str:
    """Return the last character that belongs to the first 17 digits of an identity number."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first, strict=True))
    return _MARKS[total % 11]


def id_number(text: str) -> IdNumber:
    """Return what an identity number of 18 or 15 characters says.

    Args:
        text: plain digits, ``x`` in either case; no spaces.

    Raises:
        BadNumber: it cannot be one.
    """
    plain = text.upper()
    if _SHORT.fullmatch(plain):
        first = plain[:6] + _CENTURY + plain[6:]
        whole = first + id_check_mark(first)
    elif _LONG.fullmatch(plain):
        whole = plain
    else:
        raise BadNumber(Fault.ROUNDED if _ROUNDED.fullmatch(plain) else Fault.SHAPE)
    fits = id_check_mark(whole[:17]) == whole[17]
    if not fits and _ROUNDED.fullmatch(plain):
        raise BadNumber(Fault.ROUNDED)
    try:
        birth = date(int(whole[6:10]), int(whole[10:12]), int(whole[12:14]))
    except ValueError:
        raise BadNumber(Fault.BIRTH) from None
    if not fits:
        raise BadNumber(Fault.CHECK)
    return IdNumber(whole, birth, Sex.MALE if int(whole[16]) % 2 else Sex.FEMALE)


def credit_check_mark(first: str) -> str:
    """Return the last character that belongs to the first 17 of a unified social credit code."""
    total = sum(weight * _SIGNS.index(sign) for weight, sign in zip(_CREDIT_WEIGHTS, first, strict=True))
    return _SIGNS[-total % 31]


def credit_code(text: str) -> str:
    """Return a unified social credit code of 18 characters, in capitals.

    Raises:
        BadNumber: it cannot be one.
    """
    plain = text.upper()
    if not _CREDIT.fullmatch(plain):
        raise BadNumber(Fault.ROUNDED if _ROUNDED.fullmatch(plain) else Fault.SHAPE)
    if credit_check_mark(plain[:17]) != plain[17]:
        raise BadNumber(Fault.ROUNDED if _ROUNDED.fullmatch(plain) else Fault.CHECK)
    return plain
