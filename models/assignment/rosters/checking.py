"""What a check of the database looks for in the rosters."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from models.assignment.rosters import queries
from models.assignment.rosters.loading import working_time
from models.assignment.rosters.queries import CELLS, DEPUTIES, DUTIES
from models.assignment.rosters.rules import overlap, span_of_leave
from models.kernel.findings import Finding
from models.kernel.words import N_
from models.organisation.queries import STAFF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlmodel import Session

    from models.assignment.rosters.views import LeaveView

_ROOM = "rosters"
_GONE = N_("%(name)s left the office and has duties in the days to come: %(count)s.")
_NO_CELL = N_("A duty of %(name)s on %(day)s stands in no cell of the roster.")
_TWICE = N_("Leave of %(name)s from %(first)s overlaps leave from %(other)s.")
_CIRCLE = N_("Deputies go round in a circle: %(names)s.")


def roster_findings(session: Session, now: datetime) -> list[Finding]:
    """Return what does not hold together: duties of those gone, leave twice, deputies in a circle."""
    return [*_duties(session, now), *_leave(session), *_circles(session, now)]


def _duties(session: Session, now: datetime) -> Iterator[Finding]:
    # Without a duty there may be no calendar either, as in a database nobody set up.
    if session.connection().scalar(select(DUTIES.c.id).limit(1)) is None:
        return
    today = working_time(session).local(now).date()
    joined = DUTIES.join(STAFF, STAFF.c.id == DUTIES.c.staff_id)
    gone = (
        select(STAFF.c.name, func.count().label("duties"))
        .select_from(joined)
        .where(STAFF.c.active.is_(False), DUTIES.c.day >= today)
        .group_by(STAFF.c.id, STAFF.c.name)
        .order_by(STAFF.c.id)
    )
    for row in session.connection().execute(gone):
        yield Finding(_ROOM, row.name, _GONE, {"name": row.name, "count": row.duties})
    own = and_(CELLS.c.staff_id == DUTIES.c.staff_id, CELLS.c.day == DUTIES.c.day)
    loose = (
        select(STAFF.c.name, DUTIES.c.day)
        .select_from(joined.outerjoin(CELLS, own))
        .where(CELLS.c.staff_id.is_(None))
        .order_by(DUTIES.c.day, DUTIES.c.id)
    )
    for row in session.connection().execute(loose):
        yield Finding(_ROOM, row.name, _NO_CELL, {"name": row.name, "day": row.day})


def _leave(session: Session) -> Iterator[Finding]:
    by_person: dict[int, list[LeaveView]] = defaultdict(list)
    for each in queries.leave(session):
        by_person[each.staff_id].append(each)
    for leaves in by_person.values():
        for before, after in pairwise(sorted(leaves, key=span_of_leave)):
            if overlap(span_of_leave(before), span_of_leave(after)):
                facts = {"name": after.staff_name, "first": after.from_day, "other": before.from_day}
                yield Finding(_ROOM, after.staff_name, _TWICE, facts)


def _circles(session: Session, now: datetime) -> Iterator[Finding]:
    if session.connection().scalar(select(DEPUTIES.c.id).limit(1)) is None:
        return
    today = working_time(session).local(now).date()
    standing = [
        each
        for each in queries.deputies(session, DEPUTIES.c.from_day <= today)
        if each.to_day is None or each.to_day >= today
    ]
    names = {each.staff_id: each.staff_name for each in standing}
    after: dict[int, list[int]] = defaultdict(list)
    for each in standing:
        after[each.staff_id].append(each.deputy_id)
    for circle in circles(after):
        said = " → ".join(names[each] for each in (*circle, circle[0]))
        yield Finding(_ROOM, names[circle[0]], _CIRCLE, {"names": said})


def circles(after: Mapping[int, list[int]]) -> list[tuple[int, ...]]:
    """Return the circles of three and more along the first deputies of people, each once.

    Two who stand in for each other are what AB角 means and no circle: whoever is there does the work. A
    longer one leaves nobody outside to ask, and is usually a slip.
    """
    found: set[tuple[int, ...]] = set()
    for start in after:
        walked: list[int] = []
        place = start
        while place in after and place not in walked:
            walked.append(place)
            place = after[place][0]
        if place in walked:
            circle = walked[walked.index(place) :]
            least = circle.index(min(circle))
            found.add(tuple(circle[least:] + circle[:least]))
    return sorted(each for each in found if len(each) > _PAIR)


_PAIR = 2
