"""What the first look at the day's work reads on its own: sight, and the queue of assistance.

As :mod:`models.glance` itself it uses the standard library alone; the services say the same in
:mod:`models.cases.sight` and :mod:`models.cases.task_queries`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.cases.kinds import Asked, CaseState, Channel, QueueKey, Stage
from models.cases.lights import FAR_FUTURE, light, worse
from models.cases.rules import restricted_to_unit
from models.cases.shape import UNIT_ROLES
from models.cases.task_kinds import TaskState
from models.cases.task_views import TaskMark
from models.cases.views import CaseLine

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from models.accounts.views import Actor

Bound = dict[str, Any]

_CODE_LENGTH = 12
PLACE = "CASE WHEN case_task.state = 'declined' THEN '1970-01-01 00:00:00.000000' ELSE case_task.due_at END"
_OPEN_POST = (
    "(cases.post_id IS NULL OR cases.post_id IN (SELECT staff.post_id FROM staff JOIN account"
    " ON account.staff_id = staff.id WHERE account.id = :account AND staff.active)"
    " OR NOT EXISTS (SELECT 1 FROM staff WHERE staff.post_id = cases.post_id AND staff.active))"
)
_MARKS = """
SELECT case_task.case_id, case_task.state, case_task.due_at, case_task.warn_at, case_task.stopped_at,
       case_task.answer_due_at,
       (SELECT unit.name FROM unit WHERE unit.id = case_task.unit_id) AS unit_name
{chosen}
ORDER BY {place} DESC, case_task.id DESC
"""


def listed(actor: Actor) -> tuple[list[str], Bound]:
    """Return the conditions under which a case stands in the person's lists (as ``cases.sight`` has them)."""
    conditions: list[str] = []
    bound: Bound = {}
    if actor.area:
        conditions.append("cases.division_code BETWEEN :low AND :high")
        bound = {"low": actor.area.ljust(_CODE_LENGTH, "0"), "high": actor.area.ljust(_CODE_LENGTH, "9")}
    if restricted_to_unit(actor):
        conditions.append("cases.unit_id = :unit")
        bound["unit"] = actor.unit_id
    return conditions, bound


def assisting(actor: Actor) -> tuple[str, Bound]:
    """Return the tables and conditions of the queue of assistance (as ``cases.task_queries`` has them)."""
    sight, bound = listed(actor)
    if restricted_to_unit(actor):
        own = "case_task.unit_id = :unit AND case_task.state IN ('asked', 'taken')"
        if actor.has(Role.UNIT_LEAD):
            own += " OR case_task.state = 'declined' AND cases.unit_id = :unit"
        sight[-1] = f"({own})"
    where = " AND ".join(["case_task.open", *sight])
    return f"FROM case_task JOIN cases ON cases.id = case_task.case_id WHERE {where}", bound


def urged(actor: Actor) -> tuple[str, Bound]:
    """Return the same of units that were urged and have not replied (as ``cases.task_urging`` has them)."""
    sight, bound = listed(actor)
    alone = "cases.to_answer = 0"
    if restricted_to_unit(actor):
        sight[-1] = "case_task.unit_id = :unit"
        alone = f"({alone} OR cases.unit_id != :unit)"
    where = " AND ".join(["case_task.answer_due_at IS NOT NULL", *sight, alone])
    return f"FROM case_task JOIN cases ON cases.id = case_task.case_id WHERE {where}", bound


def pools(actor: Actor) -> str:
    """Return when a case waits for a person in a pool (as ``cases.pools`` has it)."""
    if actor.unit_id is None or not actor.has(*UNIT_ROLES):
        return "0"
    waits = (
        "cases.open AND cases.state = 'dispatched' AND cases.unit_id = :own_unit AND cases.owner_id IS NULL"
    )
    return waits if actor.has(Role.UNIT_LEAD) else f"{waits} AND {_OPEN_POST}"


def marked(
    db: sqlite3.Connection, actor: Actor, key: QueueKey, lines: Sequence[CaseLine]
) -> tuple[CaseLine, ...]:
    """Add the task each line of a queue, or of a section of a day, stands there for."""
    assists = _marks(db, assisting(actor), PLACE, _ids(lines, key, QueueKey.ASSISTING))
    asked = _marks(db, urged(actor), "case_task.answer_due_at", _ids(lines, key, QueueKey.URGED))
    marks = {**assists, **asked}
    return tuple(replace(line, task=marks[line.id]) if line.id in marks else line for line in lines)


def _ids(lines: Sequence[CaseLine], key: QueueKey, wanted: QueueKey) -> list[int]:
    return [line.id for line in lines if (line.section or key) is wanted]


def _marks(
    db: sqlite3.Connection, found: tuple[str, Bound], place: str, ids: Sequence[int]
) -> dict[int, TaskMark]:
    if not ids:
        return {}
    where, bound = found
    # Whole numbers, read from this database a moment ago.
    chosen = f"{where} AND case_task.case_id IN ({','.join(map(str, ids))})"
    rows = db.execute(_MARKS.format(chosen=chosen, place=place), bound)
    return {
        row["case_id"]: TaskMark(
            row["unit_name"],
            TaskState(row["state"]),
            moment(row["due_at"]),
            moment(row["warn_at"]),
            _moment_or_none(row["stopped_at"]),
            _moment_or_none(row["answer_due_at"]),
        )
        for row in rows
    }


def moment(stored: str) -> datetime:
    """Return an instant as it is kept in SQLite."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def _moment_or_none(stored: str | None) -> datetime | None:
    return None if stored is None else moment(stored)


def line(row: sqlite3.Row, actor: Actor, now: datetime) -> CaseLine:
    """Return a row as a line of a list (as ``cases.queues`` has it), its light that of the worse clock."""
    due_at, warn_at = moment(row["due_at"]), moment(row["warn_at"])
    stopped_at = _moment_or_none(row["clock_stopped_at"])
    stage_due_at, stage_warn_at = _moment_or_none(row["stage_due_at"]), _moment_or_none(row["stage_warn_at"])
    running = bool(row["clock_running"])
    number: str = row["number"]
    state = CaseState(row["state"])
    main = light(
        now,
        due_at=due_at,
        warn_at=warn_at,
        running=running,
        stopped_at=stopped_at,
        held=state is CaseState.HELD,
    )
    return CaseLine(
        id=row["id"],
        number=number,
        # The number without its year: 20260302-0001.
        short_number=number[4:] if number[:8].isdigit() and number[8:9] == "-" else number,
        state=state,
        light=worse(now, main, due_at, stage_due_at, stage_warn_at)[0],
        due_at=due_at if due_at < FAR_FUTURE else None,
        warn_at=warn_at if due_at < FAR_FUTURE else None,
        clock_running=running,
        clock_stopped_at=stopped_at,
        provisional=due_at < FAR_FUTURE and row["provisional_year"] is not None,
        state_since=moment(row["state_since"]),
        reported_at=moment(row["reported_at"]),
        title=row["title"],
        place=row["place"],
        matter_name=row["matter_name"] or "",
        urgency=row["urgency"],
        grid_name=row["grid_name"],
        channel=Channel(row["channel"]),
        unit_name=row["unit_name"] or "",
        owner_name=row["owner_name"] or "",
        mine=row["owner_id"] == actor.account_id,
        return_count=row["return_count"],
        rework_count=row["rework_count"],
        asked=Asked(row["asked"]),
        answer_due_at=_moment_or_none(row["answer_due_at"]),
        stage=None if row["stage"] is None else Stage(row["stage"]),
        stage_due_at=stage_due_at,
        stage_warn_at=stage_warn_at,
        version=row["version"],
    )
