"""What of a filter is not understood, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


class FilterNotUnderstood(DomainError):
    """Base of them all."""

    kind = ErrorKind.INPUT
    code = "filter.not_understood"
    next_step = N_("Put it in quotation marks to look for these very words.")


class UnknownField(FilterNotUnderstood):
    """There is nothing of this name to filter by."""

    code = "filter.unknown_field"
    sentence = N_("“%(name)s” is nothing to filter by. There are: %(possible)s.")

    def __init__(self, name: str, possible: Iterable[str]) -> None:
        super().__init__(name=name, possible=list(possible))


class UnknownValue(FilterNotUnderstood):
    """The field has no such value."""

    code = "filter.unknown_value"
    sentence = N_("“%(value)s” is no value of %(name)s. There are: %(possible)s.")
    next_step = N_("Type one of them; several are separated by commas.")

    def __init__(self, name: str, value: str, possible: Iterable[str]) -> None:
        super().__init__(name=name, value=value, possible=list(possible))


class ValueMissing(FilterNotUnderstood):
    """Nothing was typed behind the colon."""

    code = "filter.value_missing"
    sentence = N_("What is looked for is missing behind “%(name)s”.")
    next_step = N_("Type it without a space in between.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class BadFilterDay(FilterNotUnderstood):
    """It is no day."""

    code = "filter.bad_day"
    sentence = N_("“%(value)s” is no day.")
    next_step = N_("Write today, tomorrow, 3-5 or 2026-3-5.")

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class BadFilterNumber(FilterNotUnderstood):
    """It is no number."""

    code = "filter.bad_number"
    sentence = N_("“%(value)s” is no number.")
    next_step = N_("Write a whole number, as in returned>0.")

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class NoComparison(FilterNotUnderstood):
    """More and less make no sense of this field."""

    code = "filter.no_comparison"
    sentence = N_("%(name)s is not more or less than something.")
    next_step = N_("Put a colon between the name and what is looked for.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class TooMuchAsked(FilterNotUnderstood):
    """More words than are looked for at once."""

    code = "filter.too_much"
    sentence = N_("A filter has at most %(most)s words and conditions.")
    next_step = N_("Leave some out.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)
