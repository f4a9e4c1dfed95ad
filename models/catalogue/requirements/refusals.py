"""What the room of requirements refuses, each with its sentence."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class NothingListed(DomainError):
    """Requirements of a list without matters."""

    kind = ErrorKind.MISSING
    code = "requirements.nothing_listed"
    sentence = N_("The list of %(day)s has no matters; no requirements follow from it.")
    next_step = N_("Name another edition or day, or publish a list first.")

    def __init__(self, day: str) -> None:
        super().__init__(day=day)


class NoTrace(DomainError):
    """A name that leads nowhere."""

    kind = ErrorKind.MISSING
    code = "requirements.no_trace"
    sentence = N_("“%(text)s” is no matter, source item, flow or requirement of this list.")
    next_step = N_("Name a code, a requirement such as R0012, a source item such as S0034, or BOOK:ROW.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)
