"""The deadlines of open cases, worked out a second time by counting on the calendar by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.calendar.byhand import Counter
from models.calendar.rules import Counting, Limit, Mode, Unit, parse_limit
from models.cases.clock_rows import running_rows
from models.cases.columns import CASES, CONDITIONS, OPEN
from models.cases.externals import caps_of
from models.cases.former import is_former
from models.cases.judged_views import DeadlineCheck, DeadlineDifference
from models.cases.task_checking import counted_again
from models.cases.timing import Stretch

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.cases.timing import Calendars


def verified(session: Session, calendars: Calendars) -> DeadlineCheck:
    """Count every deadline of an open case again, every stage clock that runs, and every open task."""
    statement: Select[Any] = (
        select(
            CASES.c.number,
            CASES.c.due_at,
            CASES.c.clock_started_at,
            CASES.c.calendar_edition_id,
            CASES.c.extensions,
            CASES.c.pauses,
            CASES.c.external,
            CASES.c.receipt,
            CONDITIONS.c.limit_amount,
            CONDITIONS.c.limit_unit,
            CONDITIONS.c.mode,
        )
        .join(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id)
        .where(OPEN, CASES.c.clock_started_at.is_not(None))
        .order_by(CASES.c.due_at, CASES.c.id)
    )
    counters: dict[int, Counter] = {}
    differences = []
    counted = 0
    for row in session.connection().execute(statement):
        if is_former(row.receipt):
            # Nobody here worked it out.
            continue
        again = _again(_counter(session, calendars, counters, row.calendar_edition_id), row)
        for cap in caps_of(row.external):
            counter = _counter(session, calendars, counters, cap.edition)
            ours = cap.due_at if cap.reserve is None else counter.earlier(cap.due_at, cap.reserve)
            again = min(again, ours)
        counted += 1
        if again != row.due_at:
            differences.append(DeadlineDifference(row.number, row.due_at, again))
    again_of_tasks = list(counted_again(session, calendars))
    counted += len(again_of_tasks)
    differences += [each for each in again_of_tasks if each is not None]
    for clock in running_rows(session):
        again = _counter(session, calendars, counters, clock.calendar_edition_id).due(
            clock.started_at, parse_limit(clock.limit), Counting(mode=clock.mode)
        )
        counted += 1
        if again != clock.due_at:
            differences.append(DeadlineDifference(clock.number, clock.due_at, again, clock.stage))
    return DeadlineCheck(counted, tuple(differences))


def _counter(
    session: Session, calendars: Calendars, counters: dict[int, Counter], edition_id: int
) -> Counter:
    """Return what counts on an edition of the calendar, made once."""
    if edition_id not in counters:
        counters[edition_id] = Counter(calendars.by_id_within(session, edition_id).time)
    return counters[edition_id]


def _again(counter: Counter, row: Row[Any]) -> datetime:
    limit = Limit(row.limit_amount * (1 + row.extensions), Unit(row.limit_unit))
    pauses = [Stretch.from_texts(pause) for pause in row.pauses or ()]
    return counter.due(row.clock_started_at, limit, Counting(mode=Mode(row.mode.value)), pauses)
