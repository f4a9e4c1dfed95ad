"""Laying a notice over the calendar, and writing the edition that comes of it, inside a transaction.

For those who have a session of their own; the service does the same in its own transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.calendar import queries
from models.calendar.editing import Draft, change_document, edition_document, span_name
from models.calendar.notice import overlay
from models.calendar.tables import CalendarDay, CalendarEdition, CalendarYear
from models.calendar.views import EditionView
from models.kernel.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.calendar.compiling import OfficeCalendar
    from models.calendar.notice import Notice, NoticeDay
    from models.calendar.views import DayChange

MOST_NAME = 64
"""Characters of a notice's number, and of an edition's name, that are kept."""


def laid_over(
    standing: OfficeCalendar, days: tuple[NoticeDay, ...], notice: Notice, source: str, name: str
) -> Draft:
    """Return what the edition would hold that ``notice`` makes of the one in force.

    Args:
        standing: the edition in force.
        days: its days.
        notice: the checked rows; the years they cover are replaced whole.
        source: the notice's own number; empty keeps what is known of these years.
        name: what to call the edition; the span of its years if empty.
    """
    merged = overlay(days, notice)
    cleaned = clean_line(source)[:MOST_NAME]
    known = dict(standing.edition.notices)
    sources = known | {year: cleaned or known.get(year, "") for year in notice.years}
    return Draft(
        clean_line(name)[:MOST_NAME] or span_name(merged.years),
        standing.time.hours,
        merged.days,
        tuple((year, sources[year]) for year in merged.years),
    )


def add_edition(session: Session, at: datetime, before: EditionView | None, draft: Draft) -> EditionView:
    """Write a new edition with its years and days."""
    row = CalendarEdition(
        # The next number of what was looked at: whoever else took it meanwhile came first.
        number=1 if before is None else before.number + 1,
        name=draft.name,
        windows=str(draft.hours),
        created_at=at,
    )
    session.add(row)
    session.flush()
    queries.foresee(session, None, None)
    edition_id = row.id or 0
    session.add_all(
        CalendarYear(edition_id=edition_id, year=year, notice=notice) for year, notice in draft.notices
    )
    session.add_all(
        CalendarDay(
            edition_id=edition_id,
            day=entry.day,
            kind=entry.note.kind,
            festival=entry.note.festival,
            notice_year=entry.notice_year,
        )
        for entry in draft.days
    )
    session.flush()
    return EditionView(edition_id, row.number, row.name, row.windows, draft.notices, row.created_at)


def record_of(
    before: EditionView | None, edition: EditionView, action: str, changes: Sequence[DayChange]
) -> tuple[str, str, dict[str, Any] | None, dict[str, Any]]:
    """Return stream, action, before and after of the ledger entry of a new edition."""
    return (
        f"calendar:{edition.number}",
        f"calendar.{action}",
        None if before is None else edition_document(before),
        edition_document(edition) | {"changes": [change_document(change) for change in changes]},
    )
