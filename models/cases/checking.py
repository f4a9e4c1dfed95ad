"""What can be recomputed about cases, looked at again by ``yiwang check``."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import case as sql_case
from sqlalchemy import select

from models.cases.clock_checking import clock_findings
from models.cases.column_words import column_word, time_word
from models.cases.columns import CASES, CONDITIONS, EVENTS, MATTER_VERSIONS
from models.cases.externals import caps_of
from models.cases.former import clock_stands, is_former
from models.cases.former_checking import former_findings
from models.cases.joined_checking import merging_findings
from models.cases.keeping import UNDOABLE, taken_back
from models.cases.linked import link_findings
from models.cases.number_checking import Highest, note_highest, number_findings
from models.cases.owning import owning_findings
from models.cases.proving import lost_findings, row_findings
from models.cases.rules import (
    FAR_FUTURE,
    FINAL_STATES,
    Action,
    CaseState,
    target_of,
    transition,
)
from models.cases.task_checking import task_findings
from models.cases.timing import Stretch, promise, warned_at
from models.cases.words import ACTION_WORDS, STATE_WORDS
from models.kernel.errors import DomainError
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.cases.timing import Calendars

ROOM = "cases"
_AT_ONCE = 1000

_COLUMNS = (
    CASES.c.id,
    CASES.c.number,
    CASES.c.state,
    CASES.c.open,
    CASES.c.channel,
    CASES.c.reporter_phone,
    CASES.c.clock_running,
    CASES.c.clock_started_at,
    CASES.c.clock_stopped_at,
    CASES.c.due_at,
    CASES.c.warn_at,
    CASES.c.return_count,
    CASES.c.rework_count,
    CASES.c.extensions,
    CASES.c.holds,
    CASES.c.held_until,
    CASES.c.pauses,
    CASES.c.external,
    CASES.c.receipt,
    CASES.c.appeals,
    CASES.c.urged,
    CASES.c.supervised,
    CASES.c.contacts,
    CASES.c.matter_version_id,
    CASES.c.condition_id,
    CASES.c.calendar_edition_id,
    CASES.c.receipt,
    CONDITIONS.c.matter_version_id.label("condition_version_id"),
    CONDITIONS.c.limit_amount,
    CONDITIONS.c.limit_unit,
    CONDITIONS.c.mode,
    MATTER_VERSIONS.c.id.label("found_version_id"),
)


def case_findings(session: Session, calendars: Calendars) -> Iterator[Finding]:
    """Yield what is wrong with cases, by thousands in the order of their ids."""
    last, highest = 0, Highest()
    while rows := _chunk(session, last):
        last = rows[-1].id
        note_highest(highest, (row.number for row in rows))
        timelines = _timelines(session, rows[0].id, last)
        for row in rows:
            events = timelines.get(row.id, [])
            yield from _state_findings(row)
            yield from _timeline_findings(row, events)
            yield from _count_findings(row, events)
            yield from _clock_findings(row)
            if is_former(row.receipt):
                yield from _given_findings(row)
            else:
                yield from _promise_findings(session, calendars, row)
        yield from row_findings(session, rows[0].id, last)
        yield from clock_findings(session, calendars, rows[0].id, last)
        yield from former_findings(session, rows[0].id, last)
    yield from merging_findings(session)
    yield from link_findings(session)
    yield from task_findings(session, calendars)
    yield from lost_findings(session)
    yield from number_findings(session, highest)
    yield from owning_findings(session)


def _chunk(session: Session, after: int) -> Sequence[Row[Any]]:
    statement: Select[Any] = (
        select(*_COLUMNS)
        .select_from(
            CASES.outerjoin(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id).outerjoin(
                MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id
            )
        )
        .where(CASES.c.id > after)
        .order_by(CASES.c.id)
        .limit(_AT_ONCE)
    )
    return session.connection().execute(statement).all()


_TOLD = EVENTS.c.action.in_((Action.CLOSE, Action.UNDO)) | (
    (EVENTS.c.action == Action.DISPATCH) & (EVENTS.c.to_state == CaseState.HANDLING)
)
"""Steps whose facts say where they may lead"""


def _timelines(session: Session, first: int, last: int) -> dict[int, list[Row[Any]]]:
    statement: Select[Any] = (
        select(
            EVENTS.c.case_id,
            EVENTS.c.seq,
            EVENTS.c.action,
            EVENTS.c.from_state,
            EVENTS.c.to_state,
            EVENTS.c.activity,
            sql_case((_TOLD, EVENTS.c.details)).label("details"),
        )
        .where(EVENTS.c.case_id.between(first, last))
        .order_by(EVENTS.c.case_id, EVENTS.c.seq)
    )
    rows = session.connection().execute(statement)
    return {case_id: list(events) for case_id, events in groupby(rows, key=lambda row: row.case_id)}


def _finding(row: Row[Any], sentence: str, **params: Any) -> Finding:
    return Finding(ROOM, f"case:{row.number}", sentence, {"number": row.number, **params})


def _state_word(state: CaseState | None) -> str:
    return "-" if state is None else STATE_WORDS[state]


def _state_findings(row: Row[Any]) -> Iterator[Finding]:
    if row.open != (row.state not in FINAL_STATES):
        yield _finding(
            row,
            N_("Case %(number)s: its mark of being open does not agree with its state “%(state)s”."),
            state=STATE_WORDS[row.state],
        )


def _timeline_findings(row: Row[Any], events: Sequence[Row[Any]]) -> Iterator[Finding]:
    if not events:
        yield _finding(row, N_("Case %(number)s has no timeline."))
        return
    if [event.seq for event in events] != list(range(1, len(events) + 1)):
        yield _finding(row, N_("Case %(number)s: steps of its timeline are missing."))
    first = events[0]
    begins = first.action is Action.INTAKE or first.activity is not None
    if not begins or first.from_state is not None:
        yield _finding(row, N_("Case %(number)s: its timeline does not begin with the intake."))
    stood: CaseState | None = None
    for earlier, later in pairwise(events):
        if later.action is Action.MERGE:
            stood = later.from_state
        if later.from_state is not earlier.to_state:
            yield _finding(
                row,
                N_(
                    "Case %(number)s, step %(step)s: it begins at “%(begins)s”, "
                    "but the step before ended at “%(ended)s”."
                ),
                step=later.seq,
                begins=_state_word(later.from_state),
                ended=STATE_WORDS[earlier.to_state],
            )
        if not (_takes_back(events, later) if later.action is Action.UNDO else _is_step(row, later, stood)):
            yield _finding(
                row,
                N_(
                    "Case %(number)s, step %(step)s: "
                    "“%(action)s” does not lead from “%(begins)s” to “%(ended)s”."
                ),
                step=later.seq,
                action=ACTION_WORDS[later.action],
                begins=_state_word(later.from_state),
                ended=STATE_WORDS[later.to_state],
            )
    if events[-1].to_state is not row.state:
        yield _finding(
            row,
            N_("Case %(number)s stands at “%(state)s”, but its timeline ends at “%(ended)s”."),
            state=STATE_WORDS[row.state],
            ended=STATE_WORDS[events[-1].to_state],
        )


def _takes_back(events: Sequence[Row[Any]], event: Row[Any]) -> bool:
    """Say whether what is taken back are the steps just before, and each only once."""
    taken = taken_back(event.seq, event.details)
    steps = [each for each in events if each.seq in taken]
    return (
        bool(steps)
        and all(each.action in UNDOABLE for each in steps)
        and event.to_state is steps[0].from_state
    )


def _is_step(row: Row[Any], event: Row[Any], stood: CaseState | None) -> bool:
    """Say whether the table knows such a step; ``stood`` is where the case stood when it was merged."""
    if event.from_state is None:
        return False
    if event.activity is not None:
        # A step of another system follows no table of ours; that it was not touched, the ledger proves.
        return True
    step = transition(event.action, event.from_state)
    if step is None:
        return False
    phone, named = bool(row.reporter_phone), "person" in (event.details or {})
    if event.to_state is target_of(step, row.channel, has_phone=phone, stood=stood, named=named):
        return True
    # Who reported what was merged into it then had to be called back.
    return event.to_state is step.target and bool((event.details or {}).get("joined"))


_COUNTED = (
    ("return_count", Action.RETURN),
    ("rework_count", Action.REWORK),
    ("holds", Action.GRANT_HOLD),
    ("appeals", Action.APPEAL),
    ("urged", Action.URGE),
    ("supervised", Action.SUPERVISE),
    ("contacts", Action.CONTACT),
)
"""Columns that count steps of the timeline."""


_ANEW = frozenset({Action.REDO, Action.REOPEN})
"""Steps from which on the limit runs anew, and appeals of a lateness with it."""


def _count_findings(row: Row[Any], events: Sequence[Row[Any]]) -> Iterator[Finding]:
    undone = {
        seq for event in events if event.action is Action.UNDO for seq in taken_back(event.seq, event.details)
    }
    done = [event for event in events if event.seq not in undone]
    anew = max((event.seq for event in done if event.action in _ANEW), default=0)
    for name, action in _COUNTED:
        of_it = [event.seq for event in done if event.action is action]
        # What was done again under an earlier version of the program kept its appeals.
        fitting = {len(of_it)} | ({sum(seq > anew for seq in of_it)} if action is Action.APPEAL else set())
        if getattr(row, name) not in fitting:
            yield _finding(
                row,
                N_("Case %(number)s: %(column)s says %(kept)s, its timeline holds %(counted)s."),
                column=column_word(name),
                kept=getattr(row, name),
                counted=min(fitting),
            )


_CLOCK_RUNS = frozenset(
    {
        CaseState.FILED,
        CaseState.DISPATCHED,
        CaseState.HANDLING,
        CaseState.RETURNED_TO_DISPATCHER,
        CaseState.RETURNED_TO_ACCEPTOR,
    }
)
"""Between filing and feedback the clock runs, whoever has the case."""


def _clock_findings(row: Row[Any]) -> Iterator[Finding]:
    # Without a deadline there is no clock; one that another system gave runs from the beginning.
    runs = row.state in _CLOCK_RUNS and row.due_at < FAR_FUTURE
    if is_former(row.receipt):
        runs = not clock_stands(row.state)
    stopped = row.clock_stopped_at is not None
    started = row.clock_started_at is not None
    if row.clock_running != runs or (started and stopped == runs):
        yield _finding(
            row,
            N_("Case %(number)s: its clock does not agree with its state “%(state)s”."),
            state=STATE_WORDS[row.state],
        )


def _given_findings(row: Row[Any]) -> Iterator[Finding]:
    """Say whether a deadline is still what another system gave; it cannot be worked out again."""
    if row.receipt["due_at"] != row.due_at.isoformat(timespec="seconds"):
        yield _finding(row, N_("Case %(number)s: its deadline is not the one the former system gave."))


def _promise_findings(session: Session, calendars: Calendars, row: Row[Any]) -> Iterator[Finding]:
    if row.condition_id is None:
        if row.due_at != FAR_FUTURE or row.warn_at != FAR_FUTURE:
            yield _finding(row, N_("Case %(number)s has a deadline without a filing condition."))
        return
    if row.condition_version_id is None or row.found_version_id is None:
        yield _finding(row, N_("Case %(number)s rests on a matter or condition that is not there."))
        return
    if row.condition_version_id != row.matter_version_id:
        yield _finding(row, N_("Case %(number)s: its condition belongs to another version of its matter."))
        return
    if row.clock_started_at is None or row.calendar_edition_id is None:
        yield _finding(row, N_("Case %(number)s is filed, but its clock never started."))
        return
    try:
        again = promise(
            calendars.by_id_within(session, row.calendar_edition_id),
            row.clock_started_at,
            amount=row.limit_amount,
            unit=row.limit_unit,
            mode=row.mode,
            extensions=row.extensions,
            pauses=[Stretch.from_texts(pause) for pause in row.pauses or ()],
            caps=caps_of(row.external),
            warn_left=warned_at(row.receipt),
        )
    except (DomainError, ValueError) as error:
        yield _finding(row, N_("Case %(number)s: its deadline cannot be worked out: %(error)s"), error=error)
        return
    for name, kept, due in (("due_at", row.due_at, again.due_at), ("warn_at", row.warn_at, again.warn_at)):
        if kept != due:
            yield _finding(
                row,
                N_("Case %(number)s: %(column)s is %(kept)s, worked out again %(again)s."),
                column=column_word(name),
                kept=time_word(kept),
                again=time_word(due),
            )
