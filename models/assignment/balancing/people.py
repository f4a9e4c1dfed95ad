"""Who can be given cases: the people of a unit, or of all of them, with what the roster says of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.assignment.balancing import queries
from models.assignment.balancing.planning import Person, place_of
from models.assignment.balancing.views import Out
from models.assignment.rosters.loading import working_time
from models.assignment.rosters.presence import presence_at

if TYPE_CHECKING:
    from collections import Counter
    from datetime import datetime

    from sqlmodel import Session

    from models.assignment.rosters.presence import Presence
    from models.calendar.arithmetic import WorkingTime


def people_within(session: Session, unit_id: int | None, now: datetime) -> list[Person]:
    """Return those who handle cases in a unit, ``None`` in any, with what is known of each."""
    rows = queries.people_of(session, unit_id)
    presence, time = presence_at(session, now), working_time(session)
    opens = presence.at(time.instant(time.resumes(time.local(now))))
    have, taken = queries.open_with(session, [row.id for row in rows], now, time)
    grids = {row.id: presence.grids(row.staff_id) if row.staff_id else () for row in rows}
    places = queries.places_of(session, {grid for own in grids.values() for grid in own})
    found = []
    for row in rows:
        homes = tuple(place_of(*places[grid]) for grid in grids[row.id] if grid in places)
        base = Person(
            row.id,
            row.name,
            row.area,
            frozenset(have[row.id]),
            places=homes,
            unit_id=row.unit_id,
            unit_name=row.unit_name,
            staff_id=row.staff_id,
        )
        if row.staff_id is not None and presence.person(row.staff_id) is not None:
            base = _known(base, row.staff_id, presence, opens, taken, time, now)
        found.append(base)
    return found


def _known(
    base: Person,
    staff_id: int,
    presence: Presence,
    opens: Presence,
    taken: Counter[int],
    time: WorkingTime,
    now: datetime,
) -> Person:
    """Return a person with what the roster says of them."""
    limits, away = presence.capacity(staff_id), presence.absent(staff_id)
    out, until, starts = None, None, 0
    if away is not None:
        out, until = Out.AWAY, away.to_day
    elif not presence.is_on_duty(staff_id) and not opens.is_on_duty(staff_id):
        duty = presence.next_duty(staff_id)
        if duty is None:
            out = Out.OFF
        else:
            starts = max(0, time.position(time.local(duty.starts)) - time.position(time.local(now)))
    return replace(
        base,
        pace=limits.per_day or None,
        open_most=limits.open_most,
        left_today=None if limits.per_day is None else max(0, limits.per_day - taken[base.id]),
        starts=starts,
        skills=frozenset(skill.name.strip() for skill in presence.skills(staff_id)),
        out=out,
        until=until,
    )
