"""Reads of calls: how units turned out, from the index of calls alone."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.cases.columns import CASES, TASKS, UNITS
from models.cases.rules import restricted_to_unit
from models.cases.sight import in_area
from models.cases.task_queries import WHISTLED
from models.cases.whistle_views import Called, UnitTurnout

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor


def register(session: Session, actor: Actor, now: datetime, days: int) -> list[UnitTurnout]:
    """Return how units turned out to the calls of the last days, those absent most often first.

    Whoever only handles work is told of their own unit.
    """
    own = [TASKS.c.unit_id == actor.unit_id] if restricted_to_unit(actor) else []
    statement: Select[Any] = (
        select(TASKS, CASES.c.number, CASES.c.title, UNITS.c.name.label("unit_name"))
        .select_from(
            TASKS.join(CASES, CASES.c.id == TASKS.c.case_id).join(UNITS, UNITS.c.id == TASKS.c.unit_id)
        )
        .where(
            WHISTLED,
            TASKS.c.asked_at >= now - timedelta(days=days),
            *own,
            *in_area(actor, TASKS.c.division_code),
        )
        .order_by(TASKS.c.unit_id, TASKS.c.asked_at.desc(), TASKS.c.id.desc())
    )
    rows = session.connection().execute(statement).all()
    found = [
        _turnout([_called(row, now) for row in of_unit])
        for _unit_id, of_unit in groupby(rows, key=lambda row: row.unit_id)
    ]
    return sorted(found, key=lambda each: (-each.absent, -each.called, each.unit_id))


def _called(row: Row[Any], now: datetime) -> Called:
    in_time = row.reported_at is not None and row.reported_at <= row.report_by
    late = row.reported_at is not None and not in_time
    over = now > row.report_by
    return Called(
        case_id=row.case_id,
        number=row.number,
        title=row.title,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        asked_at=row.asked_at,
        report_by=row.report_by,
        reported_at=row.reported_at,
        came=row.came,
        absent_at=row.absent_at,
        turnout=row.turnout,
        turnout_note=row.turnout_note,
        waiting=row.open and row.reported_at is None and not over,
        late=late,
        # Who was let go before the time was over was not absent.
        absent=row.reported_at is None and (row.absent_at is not None or (row.open and over)),
    )


def _turnout(calls: list[Called]) -> UnitTurnout:
    first = calls[0]
    in_time = sum(call.reported_at is not None and not call.late for call in calls)
    late, absent = sum(call.late for call in calls), sum(call.absent for call in calls)
    return UnitTurnout(first.unit_id, first.unit_name, len(calls), in_time, late, absent, tuple(calls))
