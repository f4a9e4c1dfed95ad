"""What can be recomputed about the tasks of assisting units, and the deadlines of those that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.calendar.byhand import Counter
from models.calendar.rules import Counting, Limit, Mode, Unit
from models.calendar.views import MovedDeadline
from models.cases.column_words import column_word, time_word
from models.cases.columns import CASES, OPEN_TASK, TASKS, UNITS
from models.cases.judged_views import DeadlineDifference
from models.cases.kinds import Action
from models.cases.ledgering import stream_of
from models.cases.sources import StoredSources
from models.cases.tables import Case
from models.cases.task_kinds import OPEN_TASKS, WITH_A_LEAD, WITH_THE_UNIT
from models.cases.task_refusals import TASK_WORDS
from models.cases.task_settling import change_task, task_image
from models.cases.task_tables import CaseTask
from models.cases.task_timing import pauses_since, promise_columns, task_promise
from models.cases.writing import next_seq, write_event
from models.kernel.errors import DomainError
from models.kernel.findings import Finding
from models.kernel.tables import guarded_update
from models.kernel.words import N_
from models.ledger.queries import after_images
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.cases.steps import Doer
    from models.cases.timing import Calendars

_AT_ONCE = 500


def task_findings(session: Session, calendars: Calendars) -> Iterator[Finding]:
    """Yield what is wrong with tasks, in the order of their ids."""
    yield from _count_findings(session)
    last = 0
    while rows := _chunk(session, last):
        last = rows[-1].id
        kept = _last_images(session, {row.number for row in rows})
        for row in rows:
            yield from _state_findings(row)
            if row.open:
                yield from _promise_findings(session, calendars, row)
            yield from _image_findings(session, row, kept.get((row.number, row.id)))


def _finding(row: Row[Any], sentence: str, **params: Any) -> Finding:
    facts = {"number": row.number, "unit": row.unit_name, **params}
    return Finding("cases", stream_of(row.number), sentence, facts)


def _chunk(session: Session, after: int) -> list[Row[Any]]:
    statement: Select[Any] = (
        select(
            TASKS,
            CASES.c.number,
            CASES.c.state.label("case_state"),
            CASES.c.unit_id.label("lead_unit_id"),
            CASES.c.division_code.label("case_division"),
            UNITS.c.name.label("unit_name"),
        )
        .select_from(
            TASKS.join(CASES, CASES.c.id == TASKS.c.case_id).join(UNITS, UNITS.c.id == TASKS.c.unit_id)
        )
        .where(TASKS.c.id > after)
        .order_by(TASKS.c.id)
        .limit(_AT_ONCE)
    )
    return list(session.connection().execute(statement))


def _count_findings(session: Session) -> Iterator[Finding]:
    counted = (
        select(TASKS.c.case_id, func.count().label("tasks"))
        .where(OPEN_TASK)
        .group_by(TASKS.c.case_id)
        .subquery()
    )
    there = func.coalesce(counted.c.tasks, 0)
    statement = (
        select(CASES.c.number, CASES.c.open_tasks, there.label("there"))
        .select_from(CASES.outerjoin(counted, counted.c.case_id == CASES.c.id))
        .where(CASES.c.open_tasks != there)
        .order_by(CASES.c.id)
    )
    for row in session.connection().execute(statement):
        yield Finding(
            "cases",
            stream_of(row.number),
            N_("Case %(number)s counts %(kept)s units that assist; there are %(counted)s."),
            {"number": row.number, "kept": row.open_tasks, "counted": row.there},
        )


def _state_findings(row: Row[Any]) -> Iterator[Finding]:
    wrong = (
        row.open != (row.state in OPEN_TASKS)
        or (row.stopped_at is None) != (row.state in WITH_THE_UNIT)
        or row.division_code != row.case_division
    )
    if wrong:
        yield _finding(
            row,
            N_("Case %(number)s, assistance of %(unit)s: its facts do not agree with its state “%(state)s”."),
            state=TASK_WORDS[row.state],
        )
    if row.open and (row.case_state not in WITH_A_LEAD or row.unit_id == row.lead_unit_id):
        yield _finding(
            row, N_("Case %(number)s: %(unit)s still assists, though no other unit leads the case.")
        )


def _promise_findings(session: Session, calendars: Calendars, row: Row[Any]) -> Iterator[Finding]:
    case = session.get_one(Case, row.case_id)
    try:
        calendar = calendars.by_id_within(session, row.calendar_edition_id)
        again = task_promise(calendar, case, row)
    except (DomainError, ValueError) as error:
        sentence = N_("Case %(number)s, assistance of %(unit)s: its deadline cannot be worked out: %(error)s")
        yield _finding(row, sentence, error=error)
        return
    for name, kept, due in (("due_at", row.due_at, again.due_at), ("warn_at", row.warn_at, again.warn_at)):
        if kept != due:
            yield _finding(
                row,
                N_("Case %(number)s, assistance of %(unit)s: %(column)s is %(kept)s, again %(again)s."),
                column=column_word(name),
                kept=time_word(kept),
                again=time_word(due),
            )


def _last_images(session: Session, numbers: set[str]) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what the ledger says each task holds, by the case's number and the task's id."""
    by_stream = {stream_of(number): number for number in numbers}
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for stream, after in after_images(session, by_stream):
        task = after.get("task")
        if isinstance(task, dict) and "id" in task:
            found.setdefault((by_stream[stream], task["id"]), {}).update(task)
    return found


def _image_findings(session: Session, row: Row[Any], kept: dict[str, Any] | None) -> Iterator[Finding]:
    if kept is None:
        yield _finding(row, N_("Case %(number)s: the ledger does not know the assistance of %(unit)s."))
        return
    names = {name: None for name in kept if name in TASKS.c and name != "id"}
    holds = task_image(session.get_one(CaseTask, row.id), names)
    if any(holds[name] != kept[name] for name in names):
        yield _finding(
            row, N_("Case %(number)s: the assistance of %(unit)s is not what the ledger says was entered.")
        )


# ---------------------------------------------------------------- deadlines of open tasks


def counted_again(session: Session, calendars: Calendars) -> Iterator[DeadlineDifference | None]:
    """Count the deadline of every open task by hand; yield what differs, or ``None`` where nothing does."""
    statement: Select[Any] = (
        select(
            TASKS,
            CASES.c.number,
            CASES.c.pauses,
            CASES.c.due_at.label("case_due_at"),
            UNITS.c.name.label("unit_name"),
        )
        .select_from(
            TASKS.join(CASES, CASES.c.id == TASKS.c.case_id).join(UNITS, UNITS.c.id == TASKS.c.unit_id)
        )
        .where(OPEN_TASK)
        .order_by(TASKS.c.due_at, TASKS.c.id)
    )
    counters: dict[int, Counter] = {}
    for row in session.connection().execute(statement):
        counter = counters.get(row.calendar_edition_id)
        if counter is None:
            time = calendars.by_id_within(session, row.calendar_edition_id).time
            counter = counters[row.calendar_edition_id] = Counter(time)
        limit = Limit(row.limit_amount, Unit(row.limit_unit))
        pauses = pauses_since(row.started_at, row.pauses)
        again = counter.due(row.started_at, limit, Counting(mode=Mode(row.mode.value)), pauses)
        if row.capped:
            again = min(again, row.case_due_at)
        same = again == row.due_at
        yield None if same else DeadlineDifference(f"{row.number} {row.unit_name}", row.due_at, again)


def tasks_recounted(
    session: Session, calendars: Calendars, doer: Doer, now: datetime
) -> Iterator[MovedDeadline]:
    """Renew the deadlines of open tasks that the calendar now in force moves; yield each."""
    calendar = calendars.current_within(session)
    waiting = select(TASKS.c.case_id).where(OPEN_TASK).distinct().order_by(TASKS.c.case_id)
    for case_id in list(session.connection().scalars(waiting)):
        case = session.get_one(Case, case_id, with_for_update=True)
        moved = []
        for row in StoredSources(session, calendars).open_tasks(case_id):
            task = session.get_one(CaseTask, row.id)
            again, was = task_promise(calendar, case, task), task.due_at
            if again.due_at != was:
                change_task(session, doer, now, case, task, promise_columns(again), Action.RECOUNT)
                moved.append(MovedDeadline(case.number, f"{row.unit_name} {case.title}", was, again.due_at))
                _tell(session, doer, now, case, row.unit_name)
        yield from moved


def _tell(session: Session, doer: Doer, now: datetime, case: Case, unit_name: str) -> None:
    """Add the step to the timeline: the case's own deadline stays."""
    guarded_update(session, case, case.version)
    write_event(
        session,
        doer,
        now,
        case_id=case.id or 0,
        seq=next_seq(session, case.id or 0),
        action=Action.RECOUNT,
        from_state=case.state,
        to_state=case.state,
        unit_id=case.unit_id,
        details={"was_due_at": case.due_at, "due_at": case.due_at, "tasks_moved": [unit_name]},
    )
    record(session, doer, now, stream_of(case.number), f"case.{Action.RECOUNT}", {}, {})
