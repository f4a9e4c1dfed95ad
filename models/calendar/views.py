"""What other rooms and the console see of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from models.calendar.days import DayNote


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition of the calendar. It never changes once it exists.

    ``windows`` are the office's windows as ``08:00-12:00,14:00-18:00``; ``notices`` gives
    each year covered with the notice it rests on (``""`` where nobody named it).
    """

    id: int
    number: int
    name: str
    windows: str
    notices: tuple[tuple[int, str], ...]
    created_at: datetime

    @property
    def years(self) -> tuple[int, ...]:
        """The years whose working days are known, in order."""
        return tuple(year for year, _ in self.notices)


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day about which a new edition says something else. ``None`` is an ordinary day."""

    day: date
    before: DayNote | None
    after: DayNote | None


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """Something promised that is due at another time by a new calendar."""

    number: str
    title: str
    was: datetime
    now: datetime
    clock: str = ""
    """Which of its clocks, where it is not the one of handling"""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did. Where it brought nothing new, no edition was made.

    ``moved`` are the deadlines that were worked out again and are others now.
    """

    edition: EditionView
    made: bool
    changes: tuple[DayChange, ...]
    moved: tuple[MovedDeadline, ...] = ()
