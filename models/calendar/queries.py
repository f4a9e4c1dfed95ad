"""Reads of the calendar; every function takes an open session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam
from sqlmodel import col, select

from models.calendar.days import DayNote
from models.calendar.notice import NoticeDay
from models.calendar.tables import CalendarDay, CalendarEdition, CalendarYear
from models.calendar.views import EditionView
from models.kernel.ready import Ready
from models.kernel.tables import table_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session


_MADE = select(col(CalendarEdition.id), col(CalendarEdition.created_at))
_LATEST = Ready(_MADE.order_by(col(CalendarEdition.number).desc()).limit(1))
_FORESEEN = "calendar_foreseen"
_BY_ID = Ready(_MADE.where(col(CalendarEdition.id) == bindparam("edition_id")))
_DAYS = Ready(
    select(
        col(CalendarDay.day), col(CalendarDay.kind), col(CalendarDay.festival), col(CalendarDay.notice_year)
    )
    .where(col(CalendarDay.edition_id) == bindparam("edition_id"))
    .order_by(col(CalendarDay.day))
)

EDITIONS = table_of(CalendarEdition)


def latest(session: Session) -> tuple[int, datetime] | None:
    """Return id and time of making of the edition in force, or ``None`` before the first."""
    found: tuple[int, datetime] | None = session.info.get(_FORESEEN) or _LATEST.first(session)
    return found


def foresee(session: Session, edition_id: int | None, made_at: datetime | None) -> None:
    """Take over the edition in force that was read with something else; ``None`` has it read again.

    For a transaction on SQLite that writes: nobody else makes another one before it ends.
    """
    if edition_id is None:
        session.info.pop(_FORESEEN, None)
    else:
        session.info[_FORESEEN] = (edition_id, made_at)


def made(session: Session, edition_id: int) -> tuple[int, datetime] | None:
    """Return id and time of making of one edition, if it is there."""
    found: tuple[int, datetime] | None = _BY_ID.first(session, edition_id=edition_id)
    return found


def latest_id(session: Session) -> int | None:
    """Return the id of the edition in force, or ``None`` before the first."""
    return session.exec(
        select(col(CalendarEdition.id)).order_by(col(CalendarEdition.number).desc()).limit(1)
    ).first()


def id_of_number(session: Session, number: int) -> int | None:
    """Return the id of an edition by its number."""
    return session.exec(select(col(CalendarEdition.id)).where(col(CalendarEdition.number) == number)).first()


def edition_by_id(session: Session, edition_id: int) -> EditionView | None:
    """Return one edition."""
    row = session.get(CalendarEdition, edition_id)
    return None if row is None else _view(row, _notices(session, edition_id))


def editions(session: Session) -> list[EditionView]:
    """Return all editions, the newest first."""
    rows = session.exec(select(CalendarEdition).order_by(col(CalendarEdition.number).desc())).all()
    return [_view(row, _notices(session, row.id or 0)) for row in rows]


def days_of(session: Session, edition_id: int) -> tuple[NoticeDay, ...]:
    """Return the days an edition speaks of, in order."""
    return tuple(
        NoticeDay(row.day, DayNote(row.kind, row.festival), row.notice_year)
        for row in _DAYS.rows(session, edition_id=edition_id)
    )


def _notices(session: Session, edition_id: int) -> tuple[tuple[int, str], ...]:
    rows = session.exec(
        select(col(CalendarYear.year), col(CalendarYear.notice))
        .where(col(CalendarYear.edition_id) == edition_id)
        .order_by(col(CalendarYear.year))
    ).all()
    return tuple((year, notice) for year, notice in rows)


def _view(row: CalendarEdition, notices: tuple[tuple[int, str], ...]) -> EditionView:
    if row.id is None:
        message = "an edition that was never saved has no view"
        raise ValueError(message)
    return EditionView(row.id, row.number, row.name, row.windows, notices, row.created_at)
