"""The deadlines of open cases, worked out a second time by counting on the calendar by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.calendar.byhand import Counter
from models.calendar.rules import Counting, Limit, Mode, Unit
from models.cases.columns import CASES, CONDITIONS, OPEN
from models.cases.former import is_former
from models.cases.task_checking import counted_again
from models.cases.timing import Stretch
from models.cases.views import DeadlineCheck, DeadlineDifference

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.cases.timing import Calendars


def verified(session: Session, calendars: Calendars) -> DeadlineCheck:
    """Count every deadline of an open case again, and of units that assist; name those that differ."""
    statement: Select[Any] = (
        select(
            CASES.c.number,
            CASES.c.due_at,
            CASES.c.clock_started_at,
            CASES.c.calendar_edition_id,
            CASES.c.extensions,
            CASES.c.pauses,
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
        counter = counters.get(row.calendar_edition_id)
        if counter is None:
            time = calendars.by_id_within(session, row.calendar_edition_id).time
            counter = counters[row.calendar_edition_id] = Counter(time)
        again = _again(counter, row)
        counted += 1
        if again != row.due_at:
            differences.append(DeadlineDifference(row.number, row.due_at, again))
    again_of_tasks = list(counted_again(session, calendars))
    counted += len(again_of_tasks)
    differences += [each for each in again_of_tasks if each is not None]
    return DeadlineCheck(counted, tuple(differences))


def _again(counter: Counter, row: Row[Any]) -> datetime:
    limit = Limit(row.limit_amount * (1 + row.extensions), Unit(row.limit_unit))
    pauses = [Stretch.from_texts(pause) for pause in row.pauses or ()]
    return counter.due(row.clock_started_at, limit, Counting(mode=Mode(row.mode.value)), pauses)
