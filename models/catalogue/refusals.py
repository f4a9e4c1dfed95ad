"""What the catalogue refuses, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import date


class BadScheme(DomainError):
    """Not a code scheme."""

    kind = ErrorKind.INPUT
    code = "catalogue.bad_scheme"
    sentence = N_(
        "“%(value)s” is not a code scheme: use component (部件), event (事件), grid (网格) or a Latin word"
    )
    next_step = N_("Correct the scheme and try again.")

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class BadClassCode(DomainError):
    """Not a class code."""

    kind = ErrorKind.INPUT
    code = "catalogue.bad_class_code"
    sentence = N_("“%(value)s” is not a class code: at most 16 letters, digits, “.”, “-” or “_”")
    next_step = N_("Correct the class code and try again.")

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class NoConditions(DomainError):
    """A matter under which nothing could be filed."""

    code = "catalogue.no_conditions"
    sentence = N_("The matter %(matter)s has no filing condition.")
    next_step = N_("Give it at least one filing condition with a time limit.")

    def __init__(self, matter: str) -> None:
        super().__init__(matter=matter)


class Nameless(DomainError):
    """A matter nobody could ask for."""

    kind = ErrorKind.INPUT
    code = "catalogue.nameless"
    sentence = N_("The matter %(matter)s has no name.")
    next_step = N_("Give it a name and save again.")

    def __init__(self, matter: str) -> None:
        super().__init__(matter=matter)


class OutOfRange(DomainError):
    """A grade outside the scale."""

    kind = ErrorKind.INPUT
    code = "catalogue.out_of_range"
    sentence = N_("%(field)s cannot be %(value)s: it runs from %(least)s to %(most)s.")
    next_step = N_("Correct the entry and save again.")

    def __init__(self, field: str, value: int, least: int, most: int) -> None:
        super().__init__(field=field, value=value, least=least, most=most)


class TextTooLong(DomainError):
    """A text that does not fit."""

    kind = ErrorKind.INPUT
    code = "catalogue.text_too_long"
    sentence = N_("%(field)s has %(length)s characters, at most %(most)s fit.")
    next_step = N_("Shorten the text and save again.")

    def __init__(self, field: str, length: int, most: int) -> None:
        super().__init__(field=field, length=length, most=most)


class CodeTaken(DomainError):
    """A new matter under a code that exists."""

    code = "catalogue.code_taken"
    sentence = N_("There is already a matter with the code %(matter)s.")
    next_step = N_("Change that matter instead, or choose another code.")

    def __init__(self, matter: str) -> None:
        super().__init__(matter=matter)


class LaterVersion(DomainError):
    """A change dated before one that is already published."""

    code = "catalogue.later_version"
    sentence = N_("The matter %(matter)s already has a version that takes force on %(day)s.")
    next_step = N_("Date the change on or after that day, or withdraw the edition that brought it.")

    def __init__(self, matter: str, day: date) -> None:
        super().__init__(matter=matter, day=day)


class BadForce(DomainError):
    """Dates of force that contradict each other or what stands."""

    kind = ErrorKind.INPUT
    code = "catalogue.bad_force"
    sentence = N_("The matter %(matter)s cannot be in force from %(first)s to %(last)s.")
    next_step = N_("Let its force begin on or before its last day.")

    def __init__(self, matter: str, first: date, last: date) -> None:
        super().__init__(matter=matter, first=first, last=last)
