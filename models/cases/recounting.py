"""What a new holiday notice does to cases whose clock runs: their deadlines are worked out again.

Work goes on in December under deadlines counted Monday to Friday for want of a notice (they are marked
provisional). When the notice comes, the promise is renewed once, by the calendar that then is in force, as a
step of the case's timeline signed by whoever imported it; the steps say what was promised before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.calendar.views import MovedDeadline
from models.cases.clocks import moved_clocks
from models.cases.columns import CASES, OPEN
from models.cases.door import clean_entries
from models.cases.externals import caps_of
from models.cases.former import is_former
from models.cases.kinds import Action, CaseState
from models.cases.rules import transition
from models.cases.sources import StoredSources
from models.cases.steps import Step
from models.cases.tables import Case
from models.cases.task_checking import tasks_recounted
from models.cases.timing import Stretch, promise
from models.cases.views import ActionEntries
from models.cases.writing import write_step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.calendar.compiling import OfficeCalendar
    from models.cases.steps import Doer
    from models.cases.timing import Calendars, Promise


def recounted(session: Session, calendars: Calendars, doer: Doer, now: datetime) -> Iterator[MovedDeadline]:
    """Renew the deadlines that the calendar now in force moves; yield each, the nearest first."""
    calendar = calendars.current_within(session)
    sources = StoredSources(session, calendars)
    for case_id in _waiting(session):
        case = session.get(Case, case_id, with_for_update=True)
        row = None if case is None else transition(Action.RECOUNT, case.state)
        if case is None or row is None:
            continue
        moved = [*_main(calendar, sources, case), *_stages(calendar, sources, case)]
        if not moved:
            continue
        write_step(session, Step(sources, case, row, doer, clean_entries(ActionEntries()), now))
        yield from moved
    yield from tasks_recounted(session, calendars, doer, now)


def _waiting(session: Session) -> list[int]:
    """Return the open cases of which a clock runs, or stands still for a while."""
    handling = CASES.c.clock_started_at.is_not(None) & (
        CASES.c.clock_running | (CASES.c.state == CaseState.HELD)
    )
    statement = (
        select(CASES.c.id)
        .where(OPEN, handling | CASES.c.stage_due_at.is_not(None))
        .order_by(CASES.c.due_at, CASES.c.id)
    )
    return list(session.connection().scalars(statement))


def _main(calendar: OfficeCalendar, sources: StoredSources, case: Case) -> Iterator[MovedDeadline]:
    """Yield the deadline of handling, if it moves."""
    if is_former(case.receipt) or (not case.clock_running and case.state is not CaseState.HELD):
        return
    limit = sources.condition(case.condition_id)
    if limit is not None:
        again = _again(calendar, case, limit)
        if again.due_at != case.due_at:
            yield MovedDeadline(case.number, case.title, case.due_at, again.due_at)


def _stages(calendar: OfficeCalendar, sources: StoredSources, case: Case) -> Iterator[MovedDeadline]:
    """Yield the deadlines of stage clocks that move."""
    if case.stage is None:
        return
    for old, new in moved_clocks(calendar, sources.clocks(case.id)):
        yield MovedDeadline(case.number, case.title, old.due_at, new.due_at, old.stage)


def _again(calendar: OfficeCalendar, case: Case, limit: Row[Any]) -> Promise:
    if case.clock_started_at is None:
        message = "a running clock that never started"
        raise ValueError(message)
    return promise(
        calendar,
        case.clock_started_at,
        amount=limit.limit_amount,
        unit=limit.limit_unit,
        mode=limit.mode,
        extensions=case.extensions,
        pauses=[Stretch.from_texts(pause) for pause in case.pauses or ()],
        caps=caps_of(case.external),
    )
