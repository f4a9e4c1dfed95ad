"""What becomes of the tasks of assisting units when something happens to the case itself.

Tasks stand while a unit leads the case. A step that takes it away from the units (feedback, a return, an
end, a merge) lets them go; one that gives it to a unit that assists ends that unit's task; one that moves
its deadline (an extension, a hold, the end of a hold) moves theirs. The timeline says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.columns import TASKS
from models.cases.kinds import Action
from models.cases.ledgering import digest, shown, stream_of
from models.cases.task_kinds import WITH_A_LEAD, TaskState
from models.cases.task_refusals import TasksOpen
from models.cases.task_tables import CaseTask
from models.cases.task_timing import promise_columns, task_promise
from models.kernel.tables import guarded_update
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlmodel import Session

    from models.cases.keeping import TasksBefore
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
    tasks = step.open_tasks
    if step.row.action is Action.FEEDBACK and not step.entries.reason:
        raise TasksOpen(case.number, [task.unit_name for task in tasks])
    if step.target in WITH_A_LEAD:
        leads = result.changes.get("unit_id", case.unit_id)
        tasks = [task for task in tasks if task.unit_id == leads]
    if tasks:
        result.changes["open_tasks"] = case.open_tasks - len(tasks)
        result.details["tasks_ended"] = [task.unit_name for task in tasks]
        result.ending = tuple(task.id for task in tasks)


def settle_tasks(
    session: Session, step: Step, result: Outcome, changes: Mapping[str, Any]
) -> dict[int, Mapping[str, Any]]:
    """End and move the tasks a step concerns; return the columns it changed of each, as they were.

    The case stands at its new values already; what was moved is added to the facts of the step.
    """
    said, before = step.entries.reason or step.entries.note, {}
    for task_id in result.ending:
        task = session.get_one(CaseTask, task_id)
        ended = ended_columns(task, said, step.now)
        before[task_id] = change_task(session, step.actor, step.now, step.case, task, ended, step.row.action)
    if step.case.open_tasks and moves_tasks(changes):
        moved, were = _move_tasks(session, step)
        if moved:
            result.details["tasks_moved"] = moved
        before |= were
    return before


def ended_columns(task: CaseTask, said: str, now: datetime) -> dict[str, Any]:
    """Return what a task says once a step of its case has ended it."""
    return {
        "state": TaskState.RECALLED,
        "open": False,
        "stopped_at": task.stopped_at or now,
        "answer_due_at": None,
        "said": said,
    }


def moves_tasks(changes: Collection[str]) -> bool:
    """Say whether deadlines of tasks rest on any of these columns of their case."""
    return not _MOVES.isdisjoint(changes)


def _move_tasks(session: Session, step: Step) -> tuple[list[str], dict[int, Mapping[str, Any]]]:
    """Work the deadlines of a case's open tasks out again; return the units concerned, and what was."""
    calendar = step.sources.calendar()
    moved, before = [], {}
    for row in step.sources.open_tasks(step.case.id):
        task = session.get_one(CaseTask, row.id)
        again = promise_columns(task_promise(calendar, step.case, task))
        if any(getattr(task, name) != again[name] for name in ("due_at", "warn_at", "bound")):
            before[row.id] = change_task(
                session, step.actor, step.now, step.case, task, again, step.row.action
            )
            moved.append(row.unit_name)
    return moved, before


def take_tasks_back(
    session: Session, actor: Doer, now: datetime, case: Case, tasks: TasksBefore
) -> list[int]:
    """Make tasks what they were before a step: one it began is gone, and stays readable in the ledger.

    Returns:
        The units that assist again.
    """
    again = []
    for task_id, before in tasks.items():
        task = session.get_one(CaseTask, task_id)
        if before is None:
            image = {"task": task_image(task, TASKS.c.keys())}
            record(session, actor, now, stream_of(case.number), f"case.{Action.UNDO}.task", image, None)
            session.delete(task)
        else:
            if before.get("open"):
                again.append(task.unit_id)
            change_task(session, actor, now, case, task, before, Action.UNDO)
    session.flush()
    return again


def change_task(
    session: Session,
    actor: Doer,
    now: datetime,
    case: Case,
    task: CaseTask,
    changes: Mapping[str, Any],
    action: str,
) -> Mapping[str, Any]:
    """Write changes of a task, and both images into the case's stream; the case is locked.

    Returns:
        The columns that changed, as they were.
    """
    changed = {name: value for name, value in changes.items() if getattr(task, name) != value}
    were, before = {name: getattr(task, name) for name in changed}, task_image(task, changed)
    guarded_update(session, task, task.version, **changed)
    after = task_image(task, changed)
    record(
        session, actor, now, stream_of(case.number), f"case.{action}.task", {"task": before}, {"task": after}
    )
    return were


def task_image(task: CaseTask, names: Iterable[str]) -> dict[str, Any]:
    """Return columns of a task as the ledger keeps them, under its id; texts as their fingerprints."""
    facts = {name: getattr(task, name) for name in names}
    for name in _SAID & facts.keys():
        facts[name] = digest(facts[name]) if facts[name] else ""
    return {"id": task.id, **shown(facts)}
