"""Assistance in tables: what stands beside a case, and what rows of its history say of it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.cases.columns import TASKS, UNITS
from models.cases.kinds import Action
from models.exchange.kinds.moments import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import Row
    from sqlmodel import Session

_CASES_AT_ONCE = 500
"""Cases whose tasks are read in one portion"""
_Begun = tuple[int, str, "datetime"]
Limits = dict[_Begun, str]
"""Limits that were named, by the case, the code of the unit, and when the clock began"""


def named_limits(session: Session, steps: Mapping[int, Iterable[Row[Any]]]) -> Limits:
    """Return the limits that whoever asked for assistance named; where none was, the case's own holds.

    Args:
        session: the reading.
        steps: the steps of some cases.
    """
    asking = {Action.ASSIST, Action.ASSIST_AGAIN}
    ids = [case_id for case_id, each in steps.items() if any(step.action in asking for step in each)]
    if not ids:
        return {}
    statement = (
        select(*TASKS.c["case_id", "asked_at", "started_at", "limit_amount", "limit_unit"], UNITS.c.code)
        .join(UNITS, UNITS.c.id == TASKS.c.unit_id)
        .where(TASKS.c.case_id.in_(ids), TASKS.c.capped.is_(False))
    )
    found: Limits = {}
    for task in session.connection().execute(statement):
        limit = f"{task.limit_amount}{task.limit_unit}"
        for at in (task.asked_at, task.started_at):
            found[task.case_id, task.code, at] = limit
    return found


def cells_of(step: Row[Any], limits: Limits) -> tuple[str, str, str, str]:
    """Return unit, person, limit and what became of the old lead, of a step of a unit's task."""
    said = step.details or {}
    unit = step.unit or ""
    limit = limits.get((step.case_id, unit, step.at), "")
    if step.action is Action.ASSIST and limit:
        # A ruling may have begun its clock anew, by another limit.
        limit = said.get("limit", limit)
    elif step.action is not Action.ASSIST_AGAIN:
        limit = ""
    return unit, said.get("person", ""), limit, said.get("old_lead") or ""


def with_tasks(session: Session, cases: Iterable[Row[Any]], zone: ZoneInfo) -> Iterator[tuple[Row[Any], str]]:
    """Yield each case with what units were asked to assist with: a line each, its parts between bars."""
    waiting = iter(cases)
    columns = (
        TASKS.c.case_id,
        UNITS.c.code,
        TASKS.c.state,
        TASKS.c.asked_at,
        TASKS.c.due_at,
        TASKS.c.stopped_at,
    )
    while portion := list(islice(waiting, _CASES_AT_ONCE)):
        ids = [case.case_id for case in portion]
        statement = (
            select(*columns).join(UNITS, UNITS.c.id == TASKS.c.unit_id).where(TASKS.c.case_id.in_(ids))
        )
        lines: dict[int, list[str]] = {}
        for task in session.connection().execute(statement.order_by(TASKS.c.id)):
            times = (task.asked_at, task.due_at, task.stopped_at)
            parts = (task.code, task.state, *("" if at is None else moment(at, zone) for at in times))
            lines.setdefault(task.case_id, []).append("|".join(parts))
        for case in portion:
            yield case, "\n".join(lines.get(case.case_id, ()))
