"""Writing a step down: the case, its timeline and the ledger, in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, func, select

from models.cases.caserows import CaseRow, known_seq
from models.cases.clock_rows import limit_table, write_changes, write_started
from models.cases.clocks import first_clock, repeated
from models.cases.columns import CASES, EVENTS, GRIDS
from models.cases.effects import outcome
from models.cases.externals import entered
from models.cases.fulltext import index_new_case, index_step
from models.cases.keeping import keep_before
from models.cases.ledgering import shown, stream_of
from models.cases.lights import urgent_changes
from models.cases.linked import write_link
from models.cases.numbers import next_number
from models.cases.refusals import GridClosed
from models.cases.rules import FAR_FUTURE, Action, CaseState, Level
from models.cases.search import search_text
from models.cases.tables import Case
from models.cases.task_settling import settle_tasks
from models.kernel.bulk import insert_row, insert_rows
from models.kernel.documents import plain
from models.kernel.errors import NotFound
from models.kernel.ready import Ready
from models.kernel.tables import guarded_update
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.compiling import OfficeCalendar
    from models.cases.door import CleanIntake
    from models.cases.limits import LimitTable
    from models.cases.steps import Doer, Step
    from models.cases.timing import Calendars

INTAKE_COLUMNS = (
    "state",
    "channel",
    "title",
    "body",
    "place",
    "grid_id",
    "division_code",
    "reporter_name",
    "reporter_phone",
    "occurred_at",
    "reported_at",
)
"""What an intake says, as its ledger entry keeps it."""

_NEW = tuple(column.key for column in CASES.c if column.key != "id")
_DEFAULTS = {
    name: field.get_default() for name, field in Case.model_fields.items() if not field.is_required()
}
"""What a new case has in columns nothing is said of."""
_EVENT = (
    "case_id", "seq", "at", "action", "from_state", "to_state", "actor_id", "actor_name", "unit_id",
    "reason", "note", "details",
)  # fmt: skip
_LATEST = Ready(select(func.max(EVENTS.c.seq)).where(EVENTS.c.case_id == bindparam("case_id")))
_GRID = Ready(
    select(GRIDS.c.id, GRIDS.c.name, GRIDS.c.division_code, GRIDS.c.active).where(
        GRIDS.c.id == bindparam("grid_id")
    )
)


def write_intake(
    session: Session, calendars: Calendars, actor: Actor, intake: CleanIntake, now: datetime
) -> Case:
    """Write a new case down; return it.

    Raises:
        NotFound: the grid is not there, or outside the person's area.
        GridClosed: the grid is no longer used.
    """
    grid = _GRID.first(session, grid_id=intake.grid_id)
    if grid is None or not actor.sees(grid.division_code):
        raise NotFound(N_("grid"), intake.grid_id)
    if not grid.active:
        raise GridClosed(grid.name)
    number = next_number(session, now)
    case = fresh_case(number, actor, intake, grid, now)
    limits, calendar = limit_table(session), calendars.current_within(session)
    clock = first_clock(calendar, limits, case.channel, now)
    running = [] if clock is None else [clock]
    case.external = _external(calendar, limits, intake, now)
    begun = repeated(running)
    for name, value in (begun | urgent_changes(case, begun)).items():
        setattr(case, name, value)
    case.id = case_id = insert_row(session, CASES, _NEW, [getattr(case, name) for name in _NEW])
    write_started(session, case_id, running, 1)
    write_event(
        session,
        actor,
        now,
        case_id=case_id,
        seq=1,
        action=Action.INTAKE,
        from_state=None,
        to_state=CaseState.REPORTED,
        details={"channel": intake.channel},
    )
    index_new_case(session, case)
    kept = {name: getattr(case, name) for name in INTAKE_COLUMNS}
    if case.external is not None:
        kept["external"] = case.external
    record(session, actor, now, stream_of(number), f"case.{Action.INTAKE}", None, shown(kept))
    return case


def _external(
    calendar: OfficeCalendar, limits: LimitTable, intake: CleanIntake, now: datetime
) -> dict[str, Any] | None:
    """Return the deadlines of superior levels an intake names, as a case keeps them."""
    named = {Level.CITY: intake.city_due, Level.DISTRICT: intake.district_due}
    due = {level: moment for level, moment in named.items() if moment is not None}
    if not due:
        return None
    return {
        level.value: entered(calendar, limits, intake.channel, None, moment, now)
        for level, moment in due.items()
    }


def fresh_case(number: str, actor: Actor, intake: CleanIntake, grid: Any, now: datetime) -> Case:
    """Return a case as it lies in the public pool, not yet written.

    ``grid`` is a row with ``id``, ``name`` and ``division_code``.
    """
    facts = dict(
        _DEFAULTS,
        number=number,
        state=CaseState.REPORTED,
        open=True,
        channel=intake.channel,
        title=intake.title,
        body=intake.body,
        place=intake.place,
        grid_id=grid.id,
        division_code=grid.division_code,
        reporter_name=intake.reporter_name,
        reporter_phone=intake.reporter_phone,
        occurred_at=intake.occurred_at or now,
        reported_at=now,
        state_since=now,
        reporter_account_id=actor.account_id,
        due_at=FAR_FUTURE,
        warn_at=FAR_FUTURE,
        urgent_at=FAR_FUTURE,
        search_text=search_text(
            number=number, title=intake.title, body=intake.body, place=intake.place, grid_name=grid.name
        ),
    )
    return cast("Case", CaseRow(**facts))


def write_step(session: Session, step: Step) -> bool:
    """Write one step down; say ``False`` if the case was changed by somebody else just now.

    Raises:
        NotFound: a thing chosen is not there.
        MatterRetired, UnitClosed: it takes no cases.
        DutyRecalled, NotForGrids: it lies outside the duty lists.
        MergeRefused: nothing can be merged into the case named, or taken out of it.
    """
    case, entries = step.case, step.entries
    source, unit_before, target = case.state, case.unit_id, step.target
    result = outcome(step)
    changes = {name: value for name, value in result.changes.items() if getattr(case, name) != value}
    before = {name: getattr(case, name) for name in changes}
    if not guarded_update(session, case, case.version, **changes):
        return False
    seq = next_seq(session, case.id or 0)
    tasks = settle_tasks(session, step, result, changes)
    within = step.sources.house().undo_within
    undone_by = step.actor.account_id or step.undone_by
    keep_before(session, undone_by, step.now, case, step.row.action, seq, before, tasks, within)
    write_event(
        session,
        step.actor,
        step.now,
        case_id=case.id or 0,
        seq=seq,
        action=step.row.action,
        from_state=source,
        to_state=target,
        unit_id=case.unit_id or unit_before,
        reason=entries.reason,
        note=entries.note,
        details=result.details,
    )
    index_step(session, case, entries.reason, entries.note, changes, case.unit_id or unit_before)
    said = {"reason": entries.reason, "note": entries.note}
    after = changes | {name: text for name, text in said.items() if text}
    after |= {name: result.details[name] for name in ("other", "link") if name in result.details}
    record(
        session,
        step.actor,
        step.now,
        stream_of(case.number),
        f"case.{step.row.action}",
        shown(before),
        shown(after),
    )
    lead = result.details.get("lead")
    if lead is not None:
        _tell_lead(session, step, lead)
    if result.clocks is not None:
        write_changes(session, case.id or 0, result.clocks, step.now, seq)
    if result.link is not None:
        write_link(session, step, result.link)
    return True


def _tell_lead(session: Session, step: Step, lead: str) -> None:
    """Keep in the other case's stream too that one went into it, or came out."""
    fact = {"joined" if step.row.action is Action.MERGE else "parted": step.case.number}
    record(session, step.actor, step.now, stream_of(lead), f"case.{step.row.action}.lead", None, fact)


def next_seq(session: Session, case_id: int) -> int:
    """Return the number of the next step of a case's timeline."""
    known = known_seq(session, case_id)
    return (known if known is not None else _LATEST.value(session, case_id=case_id) or 0) + 1


def write_event(
    session: Session,
    actor: Doer,
    now: datetime,
    *,
    case_id: int,
    seq: int,
    action: Action,
    from_state: CaseState | None,
    to_state: CaseState,
    unit_id: int | None = None,
    reason: str = "",
    note: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Add a step to a case's timeline."""
    row = (
        case_id, seq, now, action, from_state, to_state, actor.account_id, actor.name, unit_id, reason, note,
        plain(details) if details else None,
    )  # fmt: skip
    insert_rows(session, EVENTS, _EVENT, [row])
