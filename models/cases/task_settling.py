"""What becomes of the tasks of assisting units when something happens to the case itself.

Tasks stand while a unit leads the case. A step that takes it away from the units (feedback, a return, an
end, a merge) lets them go; one that gives it to a unit that assists ends that unit's task; one that moves
its deadline (an extension, a hold, the end of a hold) moves theirs. The timeline says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.kinds import Action
from models.cases.ledgering import digest, shown, stream_of
from models.cases.task_kinds import WITH_A_LEAD, TaskState
from models.cases.task_refusals import TasksOpen
from models.cases.task_tables import CaseTask
from models.cases.task_timing import promise_columns, task_promise
from models.kernel.tables import guarded_update
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from models.cases.steps import Doer, Outcome, Step
    from models.cases.tables import Case

_MOVES = frozenset({"due_at", "pauses"})
"""Columns of a case on which the deadlines of its tasks rest."""
_SAID = frozenset({"asked", "said", "came", "turnout_note"})
"""Free text of a task."""


def name_tasks(step: Step, result: Outcome) -> None:
    """Name the tasks that end with a step.

    Raises:
        TasksOpen: the case is fed back while units assist, and no reason is given.
    """
    case = step.case
    if not case.open_tasks:
        return
    tasks = step.sources.open_tasks(case.id)
    if step.row.action is Action.FEEDBACK and not step.entries.reason:
        raise TasksOpen(case.number, [task.unit_name for task in tasks])
    if step.target in WITH_A_LEAD:
        leads = result.changes.get("unit_id", case.unit_id)
        tasks = [task for task in tasks if task.unit_id == leads]
    if tasks:
        result.changes["open_tasks"] = case.open_tasks - len(tasks)
        result.details["tasks_ended"] = [task.unit_name for task in tasks]
        result.ending = tuple(task.id for task in tasks)


def settle_tasks(session: Session, step: Step, result: Outcome, changes: Mapping[str, Any]) -> bool:
    """End and move the tasks a step concerns; say whether it concerned any.

    The case stands at its new values already; what was moved is added to the facts of the step.
    """
    said = step.entries.reason or step.entries.note
    for task_id in result.ending:
        task = session.get_one(CaseTask, task_id)
        ended = {
            "state": TaskState.RECALLED,
            "open": False,
            "stopped_at": task.stopped_at or step.now,
            "answer_due_at": None,
            "said": said,
        }
        change_task(session, step.actor, step.now, step.case, task, ended, step.row.action)
    moved: list[str] = []
    if step.case.open_tasks and not _MOVES.isdisjoint(changes):
        moved = move_tasks(session, step)
        if moved:
            result.details["tasks_moved"] = moved
    return bool(result.ending or moved)


def move_tasks(session: Session, step: Step) -> list[str]:
    """Work the deadlines of a case's open tasks out again; return the names of the units concerned."""
    calendar = step.sources.calendar()
    moved = []
    for row in step.sources.open_tasks(step.case.id):
        task = session.get_one(CaseTask, row.id)
        again = promise_columns(task_promise(calendar, step.case, task))
        if any(getattr(task, name) != again[name] for name in ("due_at", "warn_at", "bound")):
            change_task(session, step.actor, step.now, step.case, task, again, step.row.action)
            moved.append(row.unit_name)
    return moved


def change_task(
    session: Session,
    actor: Doer,
    now: datetime,
    case: Case,
    task: CaseTask,
    changes: Mapping[str, Any],
    action: Action,
) -> None:
    """Write changes of a task, and both images into the case's stream; the case is locked."""
    changed = {name: value for name, value in changes.items() if getattr(task, name) != value}
    before = task_image(task, changed)
    guarded_update(session, task, task.version, **changed)
    after = task_image(task, changed)
    record(
        session, actor, now, stream_of(case.number), f"case.{action}.task", {"task": before}, {"task": after}
    )


def task_image(task: CaseTask, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns of a task as the ledger keeps them, under its id; texts as their fingerprints."""
    facts = {name: getattr(task, name) for name in names}
    for name in _SAID & facts.keys():
        facts[name] = digest(facts[name]) if facts[name] else ""
    return {"id": task.id, **shown(facts)}
