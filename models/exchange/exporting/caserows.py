"""Cases and their steps out of the database, one after the other, whatever their number.

In the order of the reports, then of the numbers, on either engine. Rows are read in portions.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from models.calendar.compiling import calendar_in_force
from models.cases.arranging import BASES, Whole, base_of
from models.cases.columns import (
    ACCOUNTS,
    CASES,
    CONDITIONS,
    EVENTS,
    GRIDS,
    MATTER_VERSIONS,
    ORIGINS,
    UNITS,
)
from models.cases.filters import parse
from models.cases.former import NOT_OF_LOGS
from models.cases.kinds import Action, Entry, Level
from models.cases.lights import FAR_FUTURE
from models.cases.narrowing import narrowed
from models.cases.ordering import standing_in
from models.cases.rules import transition
from models.cases.saved_queries import base_in, conditions_of, visible_called
from models.cases.settings.inforce import in_force
from models.cases.sight import in_area
from models.cases.task_kinds import TASK_ACTIONS
from models.exchange.exporting.refusals import NoSuchQueue
from models.exchange.exporting.rules import ASSISTANCE
from models.exchange.exporting.tasksteps import Limits, cells_of, named_limits, with_tasks
from models.exchange.kinds.moments import moment
from models.organisation.queries import office_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.frame import Field

QUEUES = tuple(base.value for base in BASES if base is not Whole.EVERY)
"""What comes with the program that an export can be narrowed to; saved queues are named beside these."""
CASE_COLUMNS = (
    "number", "channel", "title", "body", "place", "grid_code", "reporter_name", "reporter_phone",
    "occurred_at", "reported_at", "taken_by",
)  # fmt: skip
"""Fields that columns of a case stand for"""
_LEVELS = {"city_due": Level.CITY.value, "district_due": Level.DISTRICT.value}
"""Fields for the deadlines of superior levels, and the level of each"""
_STREAMS = "exporting.streams"
AT_ONCE = 1_000
"""Rows read in one portion"""
_CASES_AT_ONCE = 500
"""Cases whose steps are read in one portion"""
FORMER = ("former_activity",)
"""What an export of steps says beyond what an import takes: what a former system called the step"""
_BY_NUMBER = (CASES.c.reported_at, CASES.c.number)
_NOT_TAKEN_IN = frozenset(
    {Entry.CASE, Entry.LINK, Entry.LEVEL, Entry.DUE, Entry.LIMIT, Entry.OLD_LEAD, Entry.TURNOUT}
)
"""Entries that no column of a history stands for: they say something about other cases or tasks"""


def asked_for(
    session: Session, actor: Actor, at: datetime, text: str = "", queue: str = ""
) -> list[ColumnElement[bool]]:
    """Return the conditions under which a case is exported: within the area, the queue and the filter.

    Args:
        session: the reading.
        actor: whose area and whose queues.
        at: the present moment.
        text: a filter as typed in queues.
        queue: a queue, ``open``, or the name of a saved queue or search; empty: all cases there are.

    Raises:
        NoSuchQueue: there is no such queue, and nothing saved within sight is called so.
        FilterNotUnderstood: something in a filter means nothing.
    """
    zone = office_zone(session)
    wanted = parse(text, at.astimezone(zone).date(), in_force(session))
    house = in_force(session)
    held: list[Any] = []
    if queue:
        base = base_of(queue) if queue in QUEUES else None
        if base is None:
            saved = visible_called(session, actor, queue)
            if saved is None:
                raise NoSuchQueue(queue, ", ".join(QUEUES))
            base, held = base_in(saved), [*conditions_of(saved, actor, at, zone)]
        held += [] if base is Whole.EVERY else standing_in(actor, base, at, house)
    return [*in_area(actor), *held, *narrowed(wanted, actor, at, zone)]


def how_many(session: Session, conditions: list[ColumnElement[bool]], *, steps: bool) -> int:
    """Return how many cases, or steps after their intake, there are."""
    statement: Select[Any] = select(func.count()).select_from(CASES).where(*conditions)
    if steps:
        statement = statement.join(EVENTS, EVENTS.c.case_id == CASES.c.id).where(
            EVENTS.c.action != Action.INTAKE
        )
    return session.connection().scalar(statement) or 0


def says_more(session: Session, conditions: list[ColumnElement[bool]]) -> bool:
    """Say whether of any case more is kept than its columns: deadlines of superior levels, or as it came."""
    more = or_(CASES.c.external.is_not(None), ORIGINS.c.kept.is_not(None))
    joined = CASES.outerjoin(ORIGINS, ORIGINS.c.case_id == CASES.c.id)
    found = select(CASES.c.id).select_from(joined).where(*conditions, more).limit(1)
    return session.connection().execute(found).first() is not None


def streamed(session: Session, statement: Select[Any]) -> Iterator[Row[Any]]:
    """Yield the rows of a statement without holding them all; see :func:`close_streams`."""
    # The option belongs to the statement: on the connection it would stay for whoever comes after.
    chosen = statement.execution_options(stream_results=True, yield_per=AT_ONCE)
    found = session.connection().execute(chosen)
    session.info.setdefault(_STREAMS, []).append(found)
    yield from found


def close_streams(session: Session) -> None:
    """Close what was being read when an export was refused; a server keeps it open otherwise."""
    for found in session.info.pop(_STREAMS, ()):
        found.close()


def case_rows(
    session: Session,
    conditions: list[ColumnElement[bool]],
    fields: Sequence[Field],
    promised: Sequence[str] = (),
) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of each case, in the order of ``fields``; behind them what is ``promised``.

    What no column of a case stands for is looked for among the deadlines of superior levels, and among
    what was kept of the case as it came, under any heading of the field.
    """
    zone = office_zone(session)
    further = [each for each in fields if each.name not in CASE_COLUMNS]
    names = ("number", "channel", "title", "body", "place")
    statement = (
        select(
            *(CASES.c[name] for name in names),
            GRIDS.c.code.label("grid"),
            *CASES.c["reporter_name", "reporter_phone", "occurred_at", "reported_at"],
            ACCOUNTS.c.login,
            *([CASES.c.external, ORIGINS.c.kept] if further else ()),
            *(CASES.c[name] for name in promised if name != ASSISTANCE),
            CASES.c.id.label("case_id"),
        )
        .join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
        .outerjoin(ACCOUNTS, ACCOUNTS.c.id == CASES.c.reporter_account_id)
        .outerjoin(ORIGINS, ORIGINS.c.case_id == CASES.c.id)
        .where(*conditions)
        .order_by(*_BY_NUMBER)
    )
    rows = streamed(session, statement)
    asked = with_tasks(session, rows, zone) if ASSISTANCE in promised else ((row, "") for row in rows)
    for row, tasks in asked:
        moments = moment(row.occurred_at, zone), moment(row.reported_at, zone)
        more = (_kept(each, row, zone) for each in further)
        promise = (tasks if name == ASSISTANCE else _promise(getattr(row, name), zone) for name in promised)
        yield (*row[: len(names) + 3], *moments, row.login or "", *more, *promise)


def _promise(kept: Any, zone: ZoneInfo) -> Any:
    """Return a deadline on the office's clock, "" where there is none; a receipt goes on as it is kept."""
    if isinstance(kept, datetime):
        return moment(kept, zone) if kept < FAR_FUTURE else ""
    return "" if kept is None else kept


def _kept(field: Field, row: Row[Any], zone: ZoneInfo) -> str:
    level = _LEVELS.get(field.name)
    if level is not None:
        due = (row.external or {}).get(level, {}).get("due_at")
        return moment(datetime.fromisoformat(due), zone) if due else ""
    kept = row.kept or {}
    return next((str(kept[heading]) for heading in field.headings() if kept.get(heading)), "")


def steps_of(session: Session, ids: Sequence[int], *, intake: bool) -> dict[int, list[Any]]:
    """Return the steps of some cases, each with who acted, in order; with or without the intake."""
    columns = EVENTS.c["case_id", "at", "action", "from_state", "to_state", "reason", "note", "details"]
    statement = (
        select(*columns, EVENTS.c.activity, EVENTS.c.actor_name, ACCOUNTS.c.login, UNITS.c.code.label("unit"))
        .outerjoin(ACCOUNTS, ACCOUNTS.c.id == EVENTS.c.actor_id)
        .outerjoin(UNITS, UNITS.c.id == EVENTS.c.unit_id)
        .where(EVENTS.c.case_id.in_(ids))
        .order_by(EVENTS.c.case_id, EVENTS.c.seq)
    )
    if not intake:
        statement = statement.where(EVENTS.c.action != Action.INTAKE)
    found: dict[int, list[Any]] = {}
    for step in session.connection().execute(statement):
        found.setdefault(step.case_id, []).append(step)
    return found


def with_steps(
    session: Session, cases: Iterable[Row[Any]], *, intake: bool
) -> Iterator[tuple[Row[Any], list[Row[Any]]]]:
    """Yield each case with its steps, a portion of cases at a time: a join would have to be sorted whole."""
    waiting = iter(cases)
    while portion := list(islice(waiting, _CASES_AT_ONCE)):
        steps = steps_of(session, [case.id for case in portion], intake=intake)
        for case in portion:
            yield case, steps.get(case.id, [])


class StepRows:
    """Yields the cells of each step after the intake; ``left`` counts those no import takes in.

    Such a step says something about another case or a call (merging, linking, the whistle), was taken
    back, was done by the program, or comes from the log of a former system.
    """

    def __init__(self, session: Session, conditions: list[ColumnElement[bool]]) -> None:
        self._session = session
        self._conditions = conditions
        self._zone = office_zone(session)
        hours = calendar_in_force(session).time.hours
        self._closing = (hours.close // 60, hours.close % 60)
        self.left = 0

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield cells in the order of the kind's columns, then what a former system called the step."""
        wanted = select(CASES.c.id, CASES.c.number).where(*self._conditions).order_by(*_BY_NUMBER)
        cases = streamed(self._session, wanted)
        for case, steps in with_steps(self._session, cases, intake=False):
            limits = named_limits(self._session, {case.id: steps})
            for step in steps:
                self.left += not _taken_in(step)
                yield self._cells(case.number, step, limits)

    def _cells(self, number: str, step: Row[Any], limits: Limits) -> tuple[Any, ...]:
        said = step.details or {}
        row = transition(step.action, step.from_state) if step.from_state is not None else None
        entries = frozenset((*row.required, *row.optional)) if row is not None else frozenset()
        files, units = Entry.CONDITION in entries, Entry.UNIT in entries
        unit = said.get("unit", "") if units else ""
        person = said.get("person", "") if Entry.PERSON in entries else ""
        limit = old_lead = ""
        if step.action in TASK_ACTIONS:
            unit, person, limit, old_lead = cells_of(step, limits)
        return (
            number,
            moment(step.at, self._zone),
            step.action,
            step.login or "",
            step.reason,
            step.note,
            unit,
            person,
            self._until(said) if Entry.UNTIL in entries else None,
            said.get("pressure") if Entry.PRESSURE in entries else None,
            said.get("matter", "") if files else "",
            said.get("condition") if files else None,
            said.get("chosen") if Entry.CLOSE_KIND in entries else None,
            said.get("rating") if Entry.RATING in entries else None,
            limit,
            old_lead,
            step.activity or "",
        )

    def _until(self, said: dict[str, Any]) -> str | None:
        """Return the day that was named; an answer due at any other time than closing was worked out."""
        if "until" in said:
            day: str | None = said["until"]
            return day
        if "answer_due_at" not in said:
            return None
        due = datetime.fromisoformat(said["answer_due_at"]).astimezone(self._zone)
        return due.date().isoformat() if (due.hour, due.minute) == self._closing else None


def _taken_in(step: Row[Any]) -> bool:
    if step.activity is not None or step.login is None or step.from_state is None:
        return False
    if step.action in NOT_OF_LOGS:
        return step.action in TASK_ACTIONS
    row = transition(step.action, step.from_state)
    return row is not None and _NOT_TAKEN_IN.isdisjoint((*row.required, *row.optional))


def whole_cases(session: Session, conditions: list[ColumnElement[bool]]) -> Iterator[Row[Any]]:
    """Yield each case with its grid, matter, unit and origin, for formats that show cases whole."""
    columns = (
        "id", "number", "channel", "state", "open", "title", "body", "place", "division_code", "occurred_at",
        "reported_at", "state_since", "closed_at", "close_kind", "rating", "due_at",
    )  # fmt: skip
    statement = (
        select(
            *(CASES.c[name] for name in columns),
            GRIDS.c.code.label("grid"),
            GRIDS.c.name.label("grid_name"),
            MATTER_VERSIONS.c.code.label("matter"),
            MATTER_VERSIONS.c.name.label("matter_name"),
            CONDITIONS.c.seq.label("condition"),
            UNITS.c.code.label("unit"),
            UNITS.c.name.label("unit_name"),
            ORIGINS.c.system.label("former_system"),
            ORIGINS.c.number.label("former_number"),
        )
        .join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
        .outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        .outerjoin(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id)
        .outerjoin(UNITS, UNITS.c.id == CASES.c.unit_id)
        .outerjoin(ORIGINS, ORIGINS.c.case_id == CASES.c.id)
        .where(*conditions)
        .order_by(*_BY_NUMBER)
    )
    return streamed(session, statement)


def has_deadline(due_at: datetime) -> bool:
    """Say whether a case has a deadline at all."""
    return due_at < FAR_FUTURE
