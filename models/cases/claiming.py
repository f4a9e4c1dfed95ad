"""Cases taken on and left alone: after the office hours the office has set they go back to their pool.

Whatever is done on a case is a step, so what counts is when its last one was. A case given back has nobody
any more and is not found again: each claim ends once. As :mod:`models.cases.sweeping` has it, many processes
may look at once, each case is given back in a transaction of its own, and whoever comes second finds it done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, select

from models.cases.caserows import locked_row
from models.cases.columns import CASES, EVENTS, OPEN
from models.cases.door import clean_entries
from models.cases.kinds import Action, Asked, CaseState
from models.cases.rules import transition
from models.cases.settings.inforce import in_force
from models.cases.settings.of_dispatch import REST_HOURS
from models.cases.sources import StoredSources
from models.cases.steps import Step
from models.cases.sweeping import AT_ONCE, MACHINE
from models.cases.views import ActionEntries
from models.cases.writing import write_step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.cases.settings.house import House
    from models.cases.timing import Calendars
    from models.kernel.clock import Clock
    from models.kernel.store import Store

_MINUTES = 60


def rest_hours(house: House) -> int:
    """Return after how many office hours without a step a claim ends; 0 is never."""
    hours: int = house.document.get(REST_HOURS, 0)
    return hours


def return_claims(store: Store, clock: Clock, calendars: Calendars) -> int:
    """Give back to their pools the cases that were taken on and left alone for too long; return how many."""
    hours = rest_hours(in_force(store))
    done = 0
    while hours:
        now, before = clock.now(), done
        with store.read() as session:
            since = _since(session, calendars, now, hours)
            left = _left_alone(session, since)
        for case_id in left:
            with store.write() as session:
                done += _return_claim(session, calendars, case_id, since, now, hours)
        if len(left) < AT_ONCE or done == before:
            break
    return done


def _since(session: Session, calendars: Calendars, now: datetime, hours: int) -> datetime:
    """Return the moment from which on ``hours`` of office time have passed until now."""
    time = calendars.current_within(session).time
    position = time.position(time.local(now)) - hours * _MINUTES
    # Of the minutes that lie at one place of the count (a night), the last one.
    return time.instant(time.resumes(time.moment_at(position)))


def _left_alone(session: Session, since: datetime) -> Sequence[int]:
    """Return the claims nobody did anything about since, the oldest first; a request waits for others."""
    later = exists().where(EVENTS.c.case_id == CASES.c.id, EVENTS.c.at > since)
    statement = (
        select(CASES.c.id)
        .where(
            OPEN,
            CASES.c.state == CaseState.HANDLING,
            CASES.c.owner_id.is_not(None),
            CASES.c.state_since <= since,
            CASES.c.asked == Asked.NOTHING,
            ~later,
        )
        .order_by(CASES.c.state_since, CASES.c.id)
        .limit(AT_ONCE)
    )
    return session.connection().scalars(statement).all()


def _return_claim(
    session: Session, calendars: Calendars, case_id: int, since: datetime, now: datetime, hours: int
) -> bool:
    case: Any = locked_row(session, case_id)
    row = None if case is None else transition(Action.GIVE_BACK, case.state)
    if row is None or case.owner_id is None or case.asked is not Asked.NOTHING:
        return False
    last = session.connection().scalar(select(func.max(EVENTS.c.at)).where(EVENTS.c.case_id == case_id))
    if last is None or last > since:
        return False
    sources, nothing = StoredSources(session, calendars), clean_entries(ActionEntries())
    return write_step(session, Step(sources, case, row, MACHINE, nothing, now, told={"rested": hours}))
