"""What an import of cases tells beside its counts: deadlines moved above, and what else differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from models.cases.kinds import Level
    from models.exchange.views import Reason
    from models.kernel.words import Word


@dataclass(frozen=True, slots=True)
class DeadlineMoved:
    """A superior level named another deadline for a case than it did before.

    ``refused`` says why it was not entered (the case is closed, the deadline has passed);
    ``None`` where the case now has it, with a step in its timeline. Times are the office's.
    """

    row: int
    number: str
    level: Level
    before: datetime | None
    after: datetime
    refused: Reason | None = None


@dataclass(frozen=True, slots=True)
class FieldDiffers:
    """A field of which the source says something else than the case.

    ``written`` says whether the case now has it. Personal data are masked, long texts cut.
    """

    row: int
    number: str
    field: Word
    before: str
    after: str
    written: bool
    open: bool


@dataclass(frozen=True, slots=True)
class CaseReport:
    """Everything of the kind in one import, by rows."""

    moved: tuple[DeadlineMoved, ...] = ()
    differing: tuple[FieldDiffers, ...] = ()
