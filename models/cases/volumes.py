"""How many cases were closed, by the matter they were filed under."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.cases.columns import CASES, MATTER_VERSIONS
from models.organisation.queries import office_zone

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session


def closed_by_matter(session: Session, first: date, last: date) -> tuple[dict[int, int], date | None]:
    """Return the cases closed from ``first`` to ``last`` by matter, and the day of the earliest case kept.

    Days are the office's. Cases that ended before they were filed count for no matter.
    """
    zone = office_zone(session)
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    run = session.connection().execute
    statement = (
        select(MATTER_VERSIONS.c.matter_id, func.count())
        .join(CASES, CASES.c.matter_version_id == MATTER_VERSIONS.c.id)
        .where(CASES.c.closed_at >= begin, CASES.c.closed_at < end)
        .group_by(MATTER_VERSIONS.c.matter_id)
    )
    earliest = run(select(func.min(CASES.c.reported_at))).scalar()
    since = None if earliest is None else earliest.astimezone(zone).date()
    return dict(run(statement).all()), since
