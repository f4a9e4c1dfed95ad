"""What is refused about cases that were loaded from the log of another system."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class NoLimitKnown(DomainError):
    """A deadline that another system gave cannot be moved by a limit nobody knows."""

    kind = ErrorKind.RULE
    code = "case.no_limit_known"
    sentence = N_("The deadline of case %(number)s comes from the former system, its limit is not known.")
    next_step = N_("Return the case to intake and file it under a matter; then it can be moved.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)
