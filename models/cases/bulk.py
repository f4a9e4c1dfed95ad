"""Cases by the thousand: imported with their history, under the rules of single steps.

A case is played through in memory by the same table of transitions and the same effects
(:func:`models.cases.effects.outcome`) as a live one, and written once, in the state it
ended in. Who may do what *today* is not asked: history was made by people whose roles may
have changed since.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import case as sql_case
from sqlalchemy import select

from models.cases.clock_rows import INSERTED, inserted_row, standing_by_case, write_played
from models.cases.clocks import applied, imported, repeated, settle
from models.cases.columns import CASES, CLOCKS, EVENTS, NUMBER_DAYS
from models.cases.effects import outcome
from models.cases.fulltext import index_cases
from models.cases.gate import no_such_step, require_entries
from models.cases.guards import fact_refusal
from models.cases.ledgering import digest, shown, stream_of
from models.cases.lights import urgent_changes
from models.cases.numbers import day_and_serial
from models.cases.played_tasks import PlayedTasks, standing_tasks
from models.cases.playing_back import standing_steps, step_key
from models.cases.refusals import StepInFuture, StepOutOfOrder
from models.cases.rules import Action, CaseState, transition
from models.cases.steps import Step
from models.cases.task_kinds import TASK_ACTIONS
from models.cases.writing import INTAKE_COLUMNS
from models.kernel.bulk import insert_rows, update_rows
from models.kernel.documents import canonical, plain
from models.kernel.errors import Conflict
from models.kernel.upsert import insert_into
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.compiling import OfficeCalendar
    from models.cases.clocks import StageClock
    from models.cases.door import CleanEntries
    from models.cases.playing_back import StepKey
    from models.cases.sources import Sources
    from models.cases.tables import Case

_CASE_COLUMNS = tuple(column.name for column in CASES.columns if column.name != "id")
_EVENT_COLUMNS = tuple(column.name for column in EVENTS.columns if column.name not in {"id", "activity"})
_MOVED = (
    "state", "open", "clock_running", "state_since", "matter_version_id", "condition_id", "flow_version_id",
    "unit_id", "acceptor_id", "owner_id", "calendar_edition_id", "due_at", "warn_at", "clock_started_at",
    "clock_stopped_at", "receipt", "asked", "asked_at_unit",
    "asked_until", "reviewer_id", "extensions", "holds", "held_until", "pauses", "appeals", "forgiven",
    "to_answer", "answer_due_at", "lead_id", "merged_from", "set_aside",
    "stage", "stage_due_at", "stage_warn_at", "urgent_at", "contacts", "external",
    "urged", "supervised", "pressure", "return_count", "rework_count", "closed_at", "close_kind", "rating",
    "search_text", "open_tasks", "version",
)  # fmt: skip
"""Columns that a history can change."""
_AT_ONCE = 500
"""Numbers asked for in one query: SQLite takes no endless lists."""

StepRow = tuple[Any, ...]
"""An event in the order of :data:`_EVENT_COLUMNS`."""


@dataclass(slots=True)
class Timeline:
    """A case being played: where it stands, and what the import adds to it.

    ``known`` holds the steps that stand, as :func:`step_key` knows them, so that the same history
    may be imported twice. ``broken`` is set once a row of the case could not be used: those
    after it cannot be judged any more.
    """

    case: Case
    seq: int
    last_at: datetime
    known: set[StepKey]
    before: dict[str, Any]
    clocks: list[StageClock]
    calendar: OfficeCalendar | None = None
    """The one the clocks run by, once one was started or stopped"""
    added: list[StepRow] = field(default_factory=list)
    broken: bool = False
    tasks: PlayedTasks = field(default_factory=PlayedTasks)
    """What units were asked to assist with"""

    def play(
        self,
        sources: Sources,
        action: Action,
        actor: Actor,
        at: datetime,
        entries: CleanEntries,
        now: datetime,
    ) -> StepRow:
        """Carry out one more step; return its event.

        Raises:
            StepInFuture, StepOutOfOrder: it cannot have happened then.
            WrongState, CaseEnded: the table of transitions knows no such step.
            RequestRefused: what was asked for on the case, or was not, stands in the way.
            EntryMissing, EntryNotAsked: its entries do not fit.
            NotFound, MatterRetired, UnitClosed: what it names takes no cases.
            NoSuchTask, TaskStandsElsewhere, BindingTask, NothingUrged, LeadsItself, AlreadyAssisting: nor
                can a unit have been asked to assist, or have done, what it says.
        """
        case = self.case
        if at > now:
            raise StepInFuture(case.number)
        if at < self.last_at:
            raise StepOutOfOrder(case.number)
        if action in TASK_ACTIONS:
            return self._play_task(sources, action, actor, at, entries)
        row = transition(action, case.state)
        if row is None:
            raise no_such_step(case.number, case.state, action)
        # Nor how often the office allows it today, if that is less than is packaged.
        stands_in_the_way = fact_refusal(action, case, at, sources.house().caps.or_packaged)
        if stands_in_the_way is not None:
            raise stands_in_the_way
        require_entries(row, entries)
        open_tasks = self.tasks.open if case.open_tasks else []
        step = Step(sources, case, row, actor, entries, at, self.clocks, open_tasks)
        source, unit_before, target = case.state, case.unit_id, step.target
        result = outcome(step)
        changed = self._changed(result.changes)
        if open_tasks:
            self.tasks.settle(sources, case, result, entries, at, changed)
        if result.clocks is not None:
            applied(self.clocks, result.clocks, at, self.seq + 1)
            self.calendar = sources.calendar()
        return self._told(
            action, actor, at, entries, source, target, case.unit_id or unit_before, result.details
        )

    def _play_task(
        self, sources: Sources, action: Action, actor: Actor, at: datetime, entries: CleanEntries
    ) -> StepRow:
        """Carry out a step of what a unit was asked to assist with."""
        case, source = self.case, self.case.state
        result = self.tasks.play(sources, case, action, actor, at, entries)
        self._changed(result.case)
        return self._told(action, actor, at, entries, source, case.state, result.unit_id, result.details)

    def _changed(self, changes: Mapping[str, Any]) -> set[str]:
        """Write columns of the case in memory; return those that are not what they were."""
        case = self.case
        changed = set()
        for name, value in changes.items():
            if getattr(case, name) != value:
                changed.add(name)
                setattr(case, name, value)
        return changed

    def _told(
        self,
        action: Action,
        actor: Actor,
        at: datetime,
        entries: CleanEntries,
        source: CaseState,
        target: CaseState,
        unit_id: int | None,
        details: Mapping[str, Any],
    ) -> StepRow:
        """Add the event of a step that was carried out."""
        self.seq += 1
        self.last_at = at
        event = (
            self.case.id, self.seq, at, action, source, target, actor.account_id, actor.name, unit_id,
            entries.reason, entries.note, plain(details) if details else None,
        )  # fmt: skip
        self.added.append(event)
        return event


def timelines(session: Session, numbers: Iterable[str]) -> dict[str, Timeline]:
    """Return the cases with these numbers, ready to be played on; those not there are left out.

    They are locked until the transaction ends, unless it only reads: a plan writes nothing.
    """
    found: dict[str, Timeline] = {}
    for part in _parts(sorted(set(numbers))):
        wanted_cases = select(CASES).where(CASES.c.number.in_(part))
        if not _only_looking(session):
            wanted_cases = wanted_cases.with_for_update()
        rows = session.connection().execute(wanted_cases).mappings().all()
        # Plain objects with a case's attributes: setting those of a mapped row takes ten times
        # as long, and what is played on them is written by the bulk path anyway.
        cases = {row["id"]: cast("Case", SimpleNamespace(**row)) for row in rows}
        events: dict[int, list[StepRow]] = {case_id: [] for case_id in cases}
        columns = [EVENTS.c[name] for name in _EVENT_COLUMNS]
        wanted = select(*columns).where(EVENTS.c.case_id.in_(cases)).order_by(EVENTS.c.case_id, EVENTS.c.seq)
        for event in session.connection().execute(wanted):
            events[event.case_id].append(tuple(event))
        clocks = standing_by_case(session, cases)
        tasks = standing_tasks(session, cases.values())
        for case_id, case in cases.items():
            steps = events[case_id]
            # What was taken back did not happen: a table that was put right tells it anew.
            standing = standing_steps(steps)
            found[case.number] = Timeline(
                case=case,
                seq=steps[-1][1] if steps else 0,
                last_at=standing[-1][2] if standing else case.reported_at,
                known={step_key(step[2], step[3], step[8]) for step in standing},
                before={name: getattr(case, name) for name in _MOVED},
                clocks=clocks.get(case_id, []),
                tasks=tasks.get(case_id) or PlayedTasks(),
            )
    return found


def _only_looking(session: Session) -> bool:
    """Say whether the transaction cannot write, so that nothing can be locked either."""
    return bool(session.connection().get_execution_options().get("postgresql_readonly"))


def insert_cases(
    session: Session,
    signer: Actor,
    at: datetime,
    cases: Sequence[tuple[Case, Actor]],
    sources: Sources,
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Write new cases, each with whoever took it in, as they lie in the public pool.

    Their intake begins the timeline, the day's count of numbers is raised where theirs are
    higher, and each gets an entry in its own ledger stream.
    """
    running = {case.number: clock for case, _ in cases if (clock := _begun(sources, case)) is not None}
    rows = [[getattr(case, name) for name in _CASE_COLUMNS] for case, _ in cases]
    insert_rows(session, CASES, _CASE_COLUMNS, rows, on_progress)
    ids: dict[str, int] = {}
    for part in _parts([case.number for case, _ in cases]):
        statement = select(CASES.c.number, CASES.c.id).where(CASES.c.number.in_(part))
        ids.update((row.number, row.id) for row in session.connection().execute(statement))
    events = [
        (
            ids[case.number], 1, case.reported_at, Action.INTAKE, None, CaseState.REPORTED,
            taker.account_id, taker.name, None, "", "", plain({"channel": case.channel}),
        )
        for case, taker in cases
    ]  # fmt: skip
    insert_rows(session, EVENTS, _EVENT_COLUMNS, events)
    taken_in = [inserted_row(ids[number], clock, 1) for number, clock in running.items()]
    insert_rows(session, CLOCKS, INSERTED, taken_in)
    index_cases(session, list(ids.values()))
    raise_days(session, [case.number for case, _ in cases])
    kept = (
        (stream_of(case.number), shown({name: getattr(case, name) for name in _said(case)}))
        for case, _ in cases
    )
    record_many(session, signer, at, [(stream, "case.import", None, facts) for stream, facts in kept])


def _said(case: Case) -> tuple[str, ...]:
    """Return what an intake says of this case: the deadlines of superior levels only where there are any."""
    return INTAKE_COLUMNS if case.external is None else (*INTAKE_COLUMNS, "external")


def write_timelines(
    session: Session,
    signer: Actor,
    at: datetime,
    played: Sequence[Timeline],
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Write what was played: the steps, each case's last state, and one ledger entry a case.

    Raises:
        Conflict: somebody acted on one of the cases meanwhile.
    """
    moved = [each for each in played if each.added]
    insert_rows(session, EVENTS, _EVENT_COLUMNS, [step for each in moved for step in each.added], on_progress)
    for each in moved:
        _settle(each)
    write_played(session, [(each.case.id or 0, each.clocks) for each in moved])
    rows = []
    for each in moved:
        each.case.version = each.before["version"] + 1
        values = [getattr(each.case, name) for name in _MOVED]
        rows.append([*values, each.case.id, each.before["version"]])
    if update_rows(session, CASES, _MOVED, ("id", "version"), rows) != len(rows):
        raise Conflict(N_("The case"), None)
    index_cases(session, [each.case.id or 0 for each in moved])
    for each in moved:
        each.tasks.write(session, signer, at, each.case)
    record_many(session, signer, at, [_entry(each) for each in moved])


def _settle(timeline: Timeline) -> None:
    """Give the clocks of a case that was played their deadlines, and repeat the first of them on its row."""
    if timeline.calendar is not None:
        settle(timeline.calendar, timeline.clocks)
    _repeat(timeline.case, timeline.clocks)


def _begun(sources: Sources, case: Case) -> StageClock | None:
    """Start the clock of a case that lies in the public pool, in memory."""
    clock = imported(sources.calendar(), sources.limits(), case.channel, case.reported_at)
    _repeat(case, [] if clock is None else [clock])
    return clock


def _repeat(case: Case, clocks: Sequence[StageClock]) -> None:
    """Repeat on the row of a case which of its clocks are due first."""
    first = repeated(clocks)
    for name, value in (first | urgent_changes(case, first)).items():
        setattr(case, name, value)


def _entry(timeline: Timeline) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    case = timeline.case
    changed = [name for name in _MOVED if getattr(case, name) != timeline.before[name]]
    before = shown({name: timeline.before[name] for name in changed})
    steps = digest(canonical(plain([step[1:] for step in timeline.added])))
    after = shown({name: getattr(case, name) for name in changed})
    after |= {"steps": len(timeline.added), "steps_digest": steps}
    return stream_of(case.number), "case.import_history", before, after


def raise_days(session: Session, numbers: Sequence[str]) -> None:
    """See that the office never gives out a number again that was imported."""
    highest: dict[str, int] = {}
    for number in numbers:
        dated = day_and_serial(number)
        if dated is not None:
            highest[dated[0]] = max(highest.get(dated[0], 0), dated[1])
    for day, given in sorted(highest.items()):
        statement = insert_into(session, NUMBER_DAYS).values(day=day, given=given)
        higher = sql_case((NUMBER_DAYS.c.given < given, given), else_=NUMBER_DAYS.c.given)
        statement = statement.on_conflict_do_update(index_elements=["day"], set_={"given": higher})
        session.connection().execute(statement)


def _parts(numbers: Sequence[str]) -> Iterable[Sequence[str]]:
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
