"""The stage clocks of a case: what a step changes about them, and what its row repeats of them.

Which clocks a step starts and stops stands in :mod:`models.cases.stages`, how long each may run in the
office's table (:mod:`models.cases.limits`). Here the one is applied to the other: each clock is frozen with
its receipt when it starts, like the promise of handling.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from models.calendar.arithmetic import FIRST_YEAR, LAST_YEAR
from models.calendar.rules import Counting, parse_limit
from models.cases.kinds import Action, Stage
from models.cases.lights import FAR_FUTURE, WARN_PART
from models.cases.limits import Limited
from models.cases.stages import awaits, may_run, moves
from models.cases.timing import stage_promise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from models.calendar.compiling import OfficeCalendar
    from models.calendar.rules import Mode
    from models.cases.kinds import CaseState, Channel
    from models.cases.limits import LimitTable
    from models.cases.stages import Moves
    from models.cases.steps import Outcome, Step

_STAGES = tuple(Stage)


@dataclass(slots=True)
class StageClock:
    """A clock as it is kept; ``id`` is ``None`` until it is written."""

    stage: Stage
    limit: str
    mode: Mode
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    calendar_edition_id: int
    receipt: dict[str, Any] | None
    """``None`` for an imported one: it is worked out when somebody asks"""
    seq: int = 0
    stopped_at: datetime | None = None
    stopped_seq: int | None = None
    aside: bool = False
    id: int | None = None

    @property
    def runs(self) -> bool:
        """Whether time counts."""
        return self.stopped_at is None


@dataclass(slots=True)
class ClockChanges:
    """What a step does to the clocks of its case, to be written with the step."""

    started: list[StageClock] = field(default_factory=list)
    stopped: list[StageClock] = field(default_factory=list)
    aside: bool = False
    """Those stopped are set aside and may run on"""
    resumed: list[StageClock] = field(default_factory=list)
    recounted: list[tuple[StageClock, StageClock]] = field(default_factory=list)
    """Clocks whose deadline the calendar moved: as they were and as they are"""


def first_clock(
    calendar: OfficeCalendar, limits: LimitTable, channel: Channel, at: datetime
) -> StageClock | None:
    """Return the clock of a case that is taken in at ``at``; ``None`` where no limit is set."""
    return started_clock(calendar, limits, Stage.ACCEPT, channel, None, at)


def started_clock(
    calendar: OfficeCalendar,
    limits: LimitTable,
    stage: Stage,
    channel: Channel,
    urgency: int | None,
    at: datetime,
    *,
    later: bool = False,
) -> StageClock | None:
    """Return a clock that starts at ``at`` under the rule that holds then; ``None`` without one.

    With ``later`` its deadline is left to :func:`settle`: what is played in memory mostly has stopped
    before anybody asks for it.
    """
    rule = limits.rule(Limited(stage.value), channel=channel, urgency=urgency, at=at)
    if rule is None or rule.limit is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    if later:
        return StageClock(stage, rule.limit, rule.mode, at, FAR_FUTURE, FAR_FUTURE, calendar.edition.id, None)
    return _frozen(calendar, stage, rule.limit, rule.mode, at)


def _frozen(calendar: OfficeCalendar, stage: Stage, limit: str, mode: Mode, at: datetime) -> StageClock:
    made = stage_promise(calendar, at, read_limit(limit), mode)
    return StageClock(
        stage, limit, mode, at, made.due_at, made.warn_at, made.calendar_edition_id, made.receipt
    )


read_limit = cache(parse_limit)
"""Reads a limit as the table keeps it: there are few, and they are read often."""


def imported(
    calendar: OfficeCalendar, limits: LimitTable, channel: Channel, at: datetime
) -> StageClock | None:
    """Return the clock of a case that was taken in elsewhere at ``at``, without its receipt."""
    clock = started_clock(calendar, limits, Stage.ACCEPT, channel, None, at, later=True)
    if clock is not None:
        limit = read_limit(clock.limit)
        due = calendar.time.due(at, limit, Counting(mode=clock.mode, provisional=True))
        warn_at = calendar.time.part_passed(at, due, limit, WARN_PART)
        clock.due_at, clock.warn_at = due.at, min(warn_at, due.at)
    return clock


def settle(calendar: OfficeCalendar, clocks: Iterable[StageClock]) -> None:
    """Give clocks played in memory their deadlines; those still running, warning and receipt as well."""
    for clock in clocks:
        if clock.due_at < FAR_FUTURE:
            continue
        limit = read_limit(clock.limit)
        if clock.runs or clock.aside:
            made = stage_promise(calendar, clock.started_at, limit, clock.mode)
            clock.due_at, clock.warn_at, clock.receipt = made.due_at, made.warn_at, made.receipt
        else:
            counting = Counting(mode=clock.mode, provisional=True)
            clock.due_at = clock.warn_at = calendar.time.due(clock.started_at, limit, counting).at


def receipt_of(calendar: OfficeCalendar, clock: StageClock) -> Mapping[str, Any]:
    """Return the receipt of a clock; ``calendar`` is the edition it runs by."""
    if clock.receipt is not None:
        return clock.receipt
    return stage_promise(calendar, clock.started_at, read_limit(clock.limit), clock.mode).receipt


def repeated(clocks: Iterable[StageClock]) -> dict[str, Any]:
    """Return the columns of a case that repeat its running clock due first."""
    first = min(
        (clock for clock in clocks if clock.runs), key=lambda each: (each.due_at, each.stage), default=None
    )
    if first is None:
        return {"stage": None, "stage_due_at": None, "stage_warn_at": None}
    return {"stage": first.stage, "stage_due_at": first.due_at, "stage_warn_at": first.warn_at}


def stage_outcome(step: Step, result: Outcome) -> None:
    """Add to ``result`` what the step does to the stage clocks."""
    case, action = step.case, step.row.action
    if action is Action.RECOUNT:
        _recounted(step, result)
        return
    if action is Action.CONTACT:
        result.changes["contacts"] = case.contacts + 1
    asked = moves(
        action,
        case.state,
        step.target,
        awaits=awaits(case.channel, has_phone=bool(case.reporter_phone)),
        spoken=bool(case.contacts),
    )
    if not (asked.starts or asked.resumes or (asked.stops and case.stage is not None)):
        return
    standing = step.clocks
    changes = ClockChanges(aside=asked.aside)
    changes.stopped = [clock for clock in standing if clock.runs and clock.stage in asked.stops]
    if asked.resumes:
        changes.resumed = [clock for clock in standing if clock.aside]
    staying = [clock for clock in standing if clock.runs and clock.stage not in asked.stops]
    changes.started = _started(step, result, asked, {clock.stage for clock in staying})
    result.clocks = changes
    if step.in_memory is not None:
        return
    running = [*staying, *changes.started, *(replace(clock, stopped_at=None) for clock in changes.resumed)]
    result.changes |= repeated(running)


def _started(step: Step, result: Outcome, asked: Moves, running: set[Stage]) -> list[StageClock]:
    if not asked.starts:
        return []
    wanted = [stage for stage in _STAGES if stage in asked.starts and stage not in running]
    if not wanted:
        return []
    limits = step.sources.limits()
    urgency = step.sources.urgency(result.changes.get("condition_id", step.case.condition_id))
    calendar = step.sources.calendar()
    later = step.in_memory is not None
    made = (
        started_clock(calendar, limits, stage, step.case.channel, urgency, step.now, later=later)
        for stage in wanted
    )
    return [clock for clock in made if clock is not None]


def _recounted(step: Step, result: Outcome) -> None:
    """Work the deadlines of running clocks out by the calendar now in force; their limits stay."""
    if step.case.stage is None:
        return
    standing = step.clocks
    moved = moved_clocks(step.sources.calendar(), standing)
    if not moved:
        return
    result.clocks = ClockChanges(recounted=moved)
    others = [clock for clock in standing if clock.runs and all(clock is not old for old, _ in moved)]
    result.changes |= repeated([*others, *(new for _, new in moved)])
    result.details["stages"] = [
        {"stage": old.stage, "was_due_at": old.due_at, "due_at": new.due_at} for old, new in moved
    ]


def moved_clocks(
    calendar: OfficeCalendar, clocks: Iterable[StageClock]
) -> list[tuple[StageClock, StageClock]]:
    """Return the running clocks another calendar moves, as they were and as they would be."""
    moved = []
    for clock in clocks:
        if clock.runs:
            again = _frozen(calendar, clock.stage, clock.limit, clock.mode, clock.started_at)
            again.id, again.seq = clock.id, clock.seq
            if again.due_at != clock.due_at:
                moved.append((clock, again))
    return moved


def applied(clocks: list[StageClock], changes: ClockChanges, at: datetime, seq: int) -> None:
    """Carry the changes of step ``seq`` out on clocks in memory."""
    for clock in changes.stopped:
        clock.stopped_at, clock.stopped_seq, clock.aside = at, seq, changes.aside
    for clock in changes.resumed:
        clock.stopped_at, clock.stopped_seq, clock.aside = None, None, False
    for clock in changes.started:
        clock.seq = seq
        clocks.append(clock)


def gone_elsewhere(state: CaseState, clocks: Iterable[StageClock]) -> list[StageClock]:
    """Return running clocks that cannot run where a case stands; none, if all is well."""
    return [clock for clock in clocks if clock.runs and not may_run(clock.stage, state)]
