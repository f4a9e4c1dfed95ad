"""What is handed out of judgements on cases: deadlines counted again, and cases like another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from models.cases.kinds import Stage
    from models.cases.views import CaseLine
    from models.kernel.words import Phrase


@dataclass(frozen=True, slots=True)
class DeadlineDifference:
    """A deadline that is another when counted again."""

    number: str
    kept: datetime
    counted: datetime
    stage: Stage | None = None
    """The stage whose clock it is; ``None`` for the one of handling"""


@dataclass(frozen=True, slots=True)
class DeadlineCheck:
    """What came of counting the deadlines of open cases again."""

    counted: int
    differences: tuple[DeadlineDifference, ...]


@dataclass(frozen=True, slots=True)
class SimilarTo:
    """A case, perhaps not yet taken in, to which open ones may be similar.

    ``case_id`` leaves the case itself out; ``at`` is when it was reported (now, if ``None``).
    """

    title: str = ""
    body: str = ""
    grid_id: int | None = None
    phone: str = ""
    at: datetime | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """An open case that may be about the same thing.

    ``score`` runs from 0 to 1; ``reasons`` say why, as message ids with their parameters.
    """

    line: CaseLine
    score: float
    reasons: tuple[Phrase, ...]
