"""Refusals about the clocks of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.stage_words import STAGE_WORDS
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.cases.kinds import Stage


class NoSuchClock(DomainError):
    """The case never had a clock of this stage."""

    kind = ErrorKind.MISSING
    code = "case.no_such_clock"
    sentence = N_("Case %(number)s never had this clock: %(clock)s.")
    next_step = N_("Stages have a clock only where the table of limits has one; see “case show”.")

    def __init__(self, number: str, stage: Stage) -> None:
        super().__init__(number=number, clock=STAGE_WORDS[stage])
