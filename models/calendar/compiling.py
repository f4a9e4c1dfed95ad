"""An edition of the calendar with the working time compiled from its days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.calendar import queries
from models.calendar.arithmetic import SHANGHAI, CalendarLabel, WorkingTime
from models.calendar.days import WorkingDays
from models.calendar.rules import parse_windows
from models.kernel.errors import NotFound
from models.kernel.words import N_

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from models.calendar.views import EditionView


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """An edition together with the working time compiled from it."""

    edition: EditionView
    time: WorkingTime


def compiled(session: Session, edition: EditionView, zone: ZoneInfo = SHANGHAI) -> OfficeCalendar:
    """Return an edition with the working time compiled from its days."""
    notes = {entry.day: entry.note for entry in queries.days_of(session, edition.id)}
    label = CalendarLabel(edition.name, edition.number, plain=False, notices=edition.notices)
    days = WorkingDays(notes, edition.years)
    return OfficeCalendar(edition, WorkingTime(days, parse_windows(edition.windows), zone, label))


def calendar_in_force(session: Session, zone: ZoneInfo = SHANGHAI) -> OfficeCalendar:
    """Return the calendar in force, for rooms that have a transaction and no service.

    Raises:
        NotFound: the database was never initialised.
    """
    edition_id = queries.latest_id(session)
    edition = None if edition_id is None else queries.edition_by_id(session, edition_id)
    if edition is None:
        raise NotFound(N_("calendar"), 1)
    return compiled(session, edition, zone)
