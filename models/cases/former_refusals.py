"""What is refused about cases that were loaded from the log of another system."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class GivenDeadline(DomainError):
    """A deadline that another system gave is none that a limit of ours could move."""

    kind = ErrorKind.RULE
    code = "case.given_deadline"
    sentence = N_("The deadline of case %(number)s was given by the former system and cannot be moved here.")
    next_step = N_("Return the case to intake and file it under a matter; then it can be moved.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)
