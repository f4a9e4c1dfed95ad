"""A filter as conditions of a query."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from models.cases.columns import (
    CASES,
    ENDED,
    GRIDS,
    MATTER_VERSIONS,
    MISSED,
    OPEN,
    RETURNED,
    REWORKED,
    RUNNING,
    STAGED,
    TASKS,
    UNITS,
)
from models.cases.filterwords import FilterField
from models.cases.kinds import FINAL_STATES, CaseState, Light
from models.cases.lights import FAR_FUTURE
from models.cases.task_kinds import TaskState

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, TextClause

    from models.accounts.views import Actor
    from models.cases.filters import Condition, Count, Days, Filter

_NAMED = {
    FilterField.GRID: (CASES.c.grid_id, GRIDS.c.id, GRIDS.c.name),
    FilterField.UNIT: (CASES.c.unit_id, UNITS.c.id, UNITS.c.name),
    FilterField.MATTER: (CASES.c.matter_version_id, MATTER_VERSIONS.c.id, MATTER_VERSIONS.c.name),
}
_KEPT = {FilterField.MATTER: MATTER_VERSIONS.c.matter_id}
"""What a saved filter keeps of a name where it is not the row itself: a matter through all its versions."""
_DAYS = {FilterField.DUE: CASES.c.due_at, FilterField.REPORTED: CASES.c.reported_at}
LISTED_DUE = func.coalesce(CASES.c.due_at, CASES.c.due_at)
"""When a case is due, as an expression: lists of open cases go by another moment, and must not be led to the
index that has the deadlines of all cases ever"""
RUNNING_LIGHTS = frozenset({Light.RED, Light.YELLOW, Light.GREEN})
"""Of cases whose clock runs"""
_COUNTS = {FilterField.RETURNED: CASES.c.return_count, FilterField.REWORKED: CASES.c.rework_count}


def narrowed(wanted: Filter, actor: Actor, now: datetime, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    """Return the conditions under which a case is one of those asked for.

    Args:
        wanted: the filter.
        actor: whose own are meant by "mine".
        now: the present moment.
        zone: the office's zone, in which days begin.
    """
    found = [CASES.c.search_text.contains(word, autoescape=True) for word in wanted.words]
    found += [_narrowing(condition, now, zone) for condition in wanted.conditions]
    if wanted.mine:
        found.append(CASES.c.owner_id == actor.account_id)
    return found


def _narrowing(condition: Condition, now: datetime, zone: ZoneInfo) -> ColumnElement[bool]:
    if condition.field is FilterField.ASSISTING:
        return _assists(condition)
    if condition.field is FilterField.DUE and condition.days is not None:
        return _within(LISTED_DUE, condition.days, zone)
    return holds(condition, now, zone)


def holds(condition: Condition, now: datetime, zone: ZoneInfo) -> ColumnElement[bool]:
    """Return one condition of a filter as one of a query; see :func:`narrowed`."""
    field = condition.field
    if field in _NAMED:
        column, key, name = _NAMED[field]
        fitting = [name.contains(part, autoescape=True) for part in condition.names]
        if condition.kept:
            fitting.append(_KEPT.get(field, key).in_(sorted(condition.kept)))
        return column.in_(select(key).where(or_(*fitting)))
    if condition.days is not None:
        return _within(_DAYS[field], condition.days, zone)
    if condition.count is not None:
        hint = RETURNED if field is FilterField.RETURNED else REWORKED
        return _hinted(hint, _compared(_COUNTS[field], condition.count), counts_some(condition))
    members = sorted(condition.members)
    if field is FilterField.STATE:
        ends = condition.members <= FINAL_STATES
        follows = ends or FINAL_STATES.isdisjoint(condition.members)
        return _hinted(ENDED if ends else OPEN, CASES.c.state.in_(members), follows)
    if field is FilterField.SOURCE:
        return CASES.c.channel.in_(members)
    lamps = _lamps(now)
    shines = or_(*(lamps[Light(member)] for member in members))
    if condition.members == {Light.RED}:
        shines = _red(now)
    if condition.members == {Light.MISSED}:
        shines = and_(MISSED, shines)
    return _hinted(OPEN, shines, condition.members <= RUNNING_LIGHTS)


def _assists(condition: Condition) -> ColumnElement[bool]:
    """Return when a unit of such a name assists or assisted; one that was let go did not."""
    fitting = (UNITS.c.name.contains(part, autoescape=True) for part in condition.names)
    asked = select(TASKS.c.case_id).join(UNITS, UNITS.c.id == TASKS.c.unit_id)
    return CASES.c.id.in_(asked.where(TASKS.c.state != TaskState.RECALLED, or_(*fitting)))


def _hinted(hint: TextClause, condition: ColumnElement[bool], follows: bool) -> ColumnElement[bool]:  # noqa: FBT001 -- whether the hint follows
    """Add what follows from a condition anyway, so that a partial index can serve it."""
    return and_(hint, condition) if follows else condition


def _within(column: ColumnElement[datetime], days: Days, zone: ZoneInfo) -> ColumnElement[bool]:
    first, until = bounds(days, zone)
    # A case that is not filed has no deadline at all, neither an early one nor a late one. One bound on
    # each side: of two SQLite may enter the index by the one that bounds nothing.
    conditions = [column < (FAR_FUTURE if until is None else until)]
    if first is not None:
        conditions.append(column >= first)
    return and_(*conditions)


def bounds(days: Days, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Return the moments from which and before which days last; ``None`` where there is no end."""

    def begins(day: date | None) -> datetime | None:
        return None if day is None else datetime.combine(day, time(), zone)

    return begins(days.first), begins(days.until)


def counts_some(condition: Condition) -> bool:
    """Say whether a condition is for a number of something, and not met by a case without any."""
    count = condition.count
    return count is not None and (count.sign == ">" or (count.number > 0 and count.sign in {":", ">="}))


def _compared(column: ColumnElement[int], count: Count) -> ColumnElement[bool]:
    return {
        ":": column == count.number,
        "<": column < count.number,
        "<=": column <= count.number,
        ">": column > count.number,
        ">=": column >= count.number,
    }[count.sign]


def _red(now: datetime) -> ColumnElement[bool]:
    """Return when the light is red as :func:`_lamps` has it, by the moment lists are sorted by.

    That moment is the deadline of a case on hold as well, which shines red for the sake of a stage alone.
    """
    held = CASES.c.state == CaseState.HELD
    return and_(CASES.c.urgent_at < now, or_(~held, CASES.c.stage_due_at < now))


def _lamps(now: datetime) -> dict[Light, ColumnElement[bool]]:
    """Return when each light shines (as :func:`models.cases.lights.light` has it), by the worse clock."""
    # Nothing lies beyond it; asked with "<", an index of all cases ever would be read for the few open ones.
    has = CASES.c.due_at != FAR_FUTURE
    held, running = CASES.c.state == CaseState.HELD, CASES.c.clock_running
    late = and_(CASES.c.clock_stopped_at.is_not(None), CASES.c.clock_stopped_at > CASES.c.due_at)
    # Written as the partial indexes have it: of all cases with a deadline, few are still under way.
    runs, over = and_(has, ~held, RUNNING), and_(has, ~held, ~running)
    staged = CASES.c.stage_due_at.is_not(None)
    stage_red = and_(STAGED, CASES.c.stage_due_at < now)
    stage_warned = and_(STAGED, CASES.c.stage_warn_at <= now)
    red = or_(and_(runs, CASES.c.due_at < now), stage_red)
    warned = or_(and_(runs, CASES.c.warn_at <= now), stage_warned)
    return {
        Light.NONE: and_(~has, ~staged),
        Light.HELD: and_(has, held, ~stage_warned),
        Light.MISSED: and_(over, late, ~staged),
        Light.MET: and_(over, ~late, ~staged),
        Light.RED: red,
        Light.YELLOW: and_(warned, ~red),
        Light.GREEN: and_(or_(runs, and_(staged, ~held)), ~warned),
    }
