"""What a division code says, and what codes, names and phones may be.

Division codes follow GB/T 2260 and GB/T 10114: two digits each for province, city and county, three
each for township and village; a level that is not reached is filled with zeros.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.kernel.errors import Invalid
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_, Phrase
from models.organisation.views import DivisionLevel

if TYPE_CHECKING:
    from models.kernel.words import Word

CODE_LENGTH: Final = 12
NAME_LENGTH: Final = 64
PATH_LENGTH: Final = 255
MOST_HOUSEHOLDS: Final = 100_000

_LEVELS = {
    2: DivisionLevel.PROVINCE,
    4: DivisionLevel.CITY,
    6: DivisionLevel.COUNTY,
    9: DivisionLevel.TOWNSHIP,
    12: DivisionLevel.VILLAGE,
}
LENGTHS = tuple(_LEVELS)
"""How many digits of a code say something, level by level."""
_LOCAL_CODE = re.compile(r"[\w.\-]{1,32}")
_PHONE = re.compile(r"[0-9+()\- ]{0,32}")
_SHOWN_PHONE_HEAD, _SHOWN_PHONE_TAIL = 3, 4


def complete_code(text: str) -> str:
    """Return the twelve digits of a division code given by 2, 4, 6, 9 or 12 of them.

    Full-width digits are taken as plain ones.

    Raises:
        Invalid: there are other signs, another number of digits, or a hole above a level.
    """
    digits = half_width(text)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) not in _LEVELS:
        raise Invalid(N_("division code"), clean_line(text), N_("it must have 2, 4, 6, 9 or 12 digits"))
    code = digits.ljust(CODE_LENGTH, "0")
    if has_hole(code):
        reason = N_("a level of it is 0 although one below it is not")
        raise Invalid(N_("division code"), clean_line(text), reason)
    return code


def has_hole(code: str) -> bool:
    """Say whether a level of a twelve-digit code is 0 although one below it is not.

    A city may have no counties (Dongguan's townships stand below 4419 00), but no other level
    can be skipped.
    """
    below_city = code[4:].strip("0")
    return (
        code[:2] == "00"
        or (code[2:4] == "00" and bool(below_city))
        or (code[6:9] == "000" and code[9:] != "000")
    )


_SIGNIFICANT = tuple(
    next(length for length in LENGTHS if length >= count) for count in range(CODE_LENGTH + 1)
)
"""How many digits belong to a code, by the number of those before its trailing zeros"""


def area_prefix(code: str) -> str:
    """Return the significant digits of a twelve-digit code: 2, 4, 6, 9 or 12 of them.

    Every division below has a code that begins with them.
    """
    return code[: _SIGNIFICANT[len(code.rstrip("0"))]]


def level_of(code: str) -> DivisionLevel:
    """Return the level of a twelve-digit code, told by its trailing zeros."""
    return _LEVELS[len(area_prefix(code))]


def parent_of(code: str) -> str | None:
    """Return the twelve-digit code of the division above, or ``None`` for a province.

    A township of a city without counties stands directly below the city.
    """
    place = LENGTHS.index(len(area_prefix(code)))
    return code[: LENGTHS[place - 1]].ljust(CODE_LENGTH, "0") if place else None


def ancestors(area: str) -> tuple[str, ...]:
    """Return the codes of the divisions above an area (see ``Actor.area``), the nearest first."""
    above = []
    code = parent_of(area.ljust(CODE_LENGTH, "0")) if area else None
    while code is not None:
        above.append(code)
        code = parent_of(code)
    return tuple(above)


def area_bounds(area: str) -> tuple[str, str]:
    """Return the lowest and the highest code within an area.

    Codes are digits of one length, so every engine and collation orders them alike and an
    index serves the range.
    """
    return area.ljust(CODE_LENGTH, "0"), area.ljust(CODE_LENGTH, "9")


def local_code(field: Word, text: str) -> str:
    """Return the code of a grid, unit or person as it is kept.

    Letters of any script, digits, ``.``, ``-`` and ``_``: no space, and no ``/``, which joins
    the codes of a grid's path.

    Raises:
        Invalid: it cannot be a code.
    """
    code = half_width(clean_line(text))
    if not _LOCAL_CODE.fullmatch(code):
        raise Invalid(field, code, N_("1 to 32 letters, digits, dots, hyphens or underscores, no spaces"))
    return code


def entered_name(field: Word, text: str) -> str:
    """Return a name on one line.

    Raises:
        Invalid: nothing is left, or more than 64 characters.
    """
    name = clean_line(text)
    if not 0 < len(name) <= NAME_LENGTH:
        raise Invalid(field, name, N_("it must have 1 to 64 characters"))
    return name


def entered_phone(text: str) -> str:
    """Return a phone number as it is kept; empty for none.

    Raises:
        Invalid: it has other signs than digits, ``+``, ``-``, brackets and spaces.
    """
    phone = half_width(clean_line(text))
    if not _PHONE.fullmatch(phone):
        raise Invalid(N_("phone"), phone, N_("only digits, +, -, brackets and spaces"))
    return phone


def masked_phone(phone: str) -> str:
    """Return a phone number with its middle hidden: what the ledger keeps for ever."""
    hidden = len(phone) - _SHOWN_PHONE_HEAD - _SHOWN_PHONE_TAIL
    if hidden <= 0:
        return "*" * len(phone)
    return phone[:_SHOWN_PHONE_HEAD] + "*" * hidden + phone[-_SHOWN_PHONE_TAIL:]


def entered_zone(text: str) -> str:
    """Return the IANA name of a time zone.

    Raises:
        Invalid: no such zone is known here.
    """
    name = clean_line(text)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(
            N_("time zone"), name, N_("no such zone is known, give one like Asia/Shanghai")
        ) from error
    return name


def entered_households(number: int) -> int:
    """Return a number of households.

    Raises:
        Invalid: it is below 0 or beyond all sense.
    """
    if not 0 <= number <= MOST_HOUSEHOLDS:
        reason = Phrase(N_("it must lie between 0 and %(most)s"), most=MOST_HOUSEHOLDS)
        raise Invalid(N_("households"), number, reason)
    return number
