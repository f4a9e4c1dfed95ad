"""Cells that hold numbers with a proof of their own, and what such numbers say of other cells.

People, firms and houses of the registers are read with these; the rules stand in
:mod:`models.kernel.identity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.door import normal_phone
from models.exchange.refusals import BadCell, NotOneOf
from models.kernel.identity import BadNumber, Fault, IdNumber, Sex, credit_code, id_number
from models.kernel.text import clean_line, fold, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_SEXES = {
    "男": Sex.MALE, "男性": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE, "1": Sex.MALE,
    "女": Sex.FEMALE, "女性": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE, "2": Sex.FEMALE,
}  # fmt: skip
"""Names and the codes of GB/T 2261.1."""
_SEX_WORDS = "男, 女"


class NotAPhone(BadCell):
    """Not a telephone number."""

    code = "exchange.not_a_phone"
    sentence = N_("a phone number has 3 to 20 digits")


class Masked(BadCell):
    """Part of a number that was given out without the rest."""

    code = "exchange.masked"
    sentence = N_("the number is masked, so nobody knows it whole")
    next_step = N_("Leave the column out, or export it unmasked with a second person's consent.")


class NotAnIdNumber(BadCell):
    """Not an identity number, by its length or characters."""

    code = "exchange.not_an_id_number"
    sentence = N_("an identity number has 18 characters (17 digits and a digit or X) or 15 digits")


class NotACreditCode(BadCell):
    """Not a credit code, by its length or characters."""

    code = "exchange.not_a_credit_code"
    sentence = N_("a credit code has 18 digits and capital letters, without I, O, S, V and Z")


class DigitsLost(BadCell):
    """A long number that a spreadsheet rounded."""

    code = "exchange.digits_lost"
    sentence = N_("a spreadsheet has rounded it: its last digits are lost")
    next_step = N_("Format the column as text, enter the number again and import the file again.")


class CheckDigitWrong(BadCell):
    """A check digit that does not fit."""

    code = "exchange.check_digit_wrong"
    sentence = N_("its check digit does not fit: a digit is wrong, or two are exchanged")


class NoSuchBirth(BadCell):
    """A day of birth that does not exist."""

    code = "exchange.no_such_birth"
    sentence = N_("the day of birth in it does not exist")


class BirthDiffers(BadCell):
    """A day of birth that is not the one in the identity number."""

    code = "exchange.birth_differs"
    sentence = N_("the identity number says born on %(birth)s")

    def __init__(self, birth: date) -> None:
        super().__init__(birth=birth.isoformat())


class SexDiffers(BadCell):
    """A sex that is not the one in the identity number."""

    code = "exchange.sex_differs"
    sentence = N_("the identity number says otherwise")


class OutOfOrder(BadCell):
    """A day that comes before one it has to follow."""

    code = "exchange.out_of_order"
    sentence = N_("it lies before %(other)s (%(day)s)")

    def __init__(self, other: str, day: date) -> None:
        super().__init__(other=other, day=day.isoformat())


def phone(cell: str) -> str:
    """Read a phone number as it is kept and compared: plain digits, perhaps with a leading +.

    Raises:
        Masked: it comes from an export that hides part of it.
        NotAPhone: it is none.
    """
    if "*" in half_width(cell):
        raise Masked
    try:
        return normal_phone(cell)
    except ValueError:
        raise NotAPhone from None


def identity(cell: str) -> IdNumber:
    """Read an identity number of 18 or 15 characters; spaces and full-width digits are understood.

    Raises:
        NotAnIdNumber, DigitsLost, NoSuchBirth, CheckDigitWrong: it cannot be one.
    """
    try:
        return id_number(_compact(cell))
    except BadNumber as bad:
        raise _refusal(bad.fault, NotAnIdNumber) from None


def credit(cell: str) -> str:
    """Read a unified social credit code; spaces and full-width characters are understood.

    Raises:
        NotACreditCode, DigitsLost, CheckDigitWrong: it cannot be one.
    """
    try:
        return credit_code(_compact(cell))
    except BadNumber as bad:
        raise _refusal(bad.fault, NotACreditCode) from None


def sex(cell: str) -> Sex:
    """Read 男/女, male/female, or the codes 1 and 2.

    Raises:
        NotOneOf: it is none of these.
    """
    found = _SEXES.get(fold(cell))
    if found is None:
        raise NotOneOf(_SEX_WORDS)
    return found


def against_identity(number: IdNumber, birth: date | None, said: Sex | None) -> Iterator[BadCell]:
    """Yield what birth date and sex of a row say against the identity number beside them."""
    if birth is not None and birth != number.birth:
        yield BirthDiffers(number.birth)
    if said is not None and said is not number.sex:
        yield SexDiffers()


def in_order(earlier: date | None, later: date | None, name: str) -> Iterator[BadCell]:
    """Yield that ``later`` comes before ``earlier``, which is called ``name``; either may be missing."""
    if earlier is not None and later is not None and later < earlier:
        yield OutOfOrder(name, earlier)


def _compact(cell: str) -> str:
    return "".join(half_width(clean_line(cell)).split()).upper()


def _refusal(fault: Fault, shape: type[BadCell]) -> BadCell:
    kinds: dict[Fault, type[BadCell]] = {
        Fault.SHAPE: shape,
        Fault.ROUNDED: DigitsLost,
        Fault.BIRTH: NoSuchBirth,
        Fault.CHECK: CheckDigitWrong,
    }
    return kinds[fault]()
