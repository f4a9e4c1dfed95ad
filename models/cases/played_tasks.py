"""Tasks of assisting units in cases that a table plays through: in memory, written once at the end.

The rules are those of single steps (:mod:`models.cases.assisted`, :mod:`models.cases.task_settling`).
Who may do what *today* is not asked, as for the case itself: a row names the unit whose task it means.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select

from models.cases.assisted import Doing, task_outcome
from models.cases.columns import TASKS, UNITS
from models.cases.gate import missing_or_surplus
from models.cases.ledgering import stream_of
from models.cases.task_gate import is_own, standing_step
from models.cases.task_settling import change_task, ended_columns, moves_tasks, task_image
from models.cases.task_tables import CaseTask
from models.cases.task_timing import promise_columns, task_promise
from models.kernel.documents import plain
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.assisted import TaskOutcome
    from models.cases.door import CleanEntries
    from models.cases.kinds import Action
    from models.cases.sources import Sources
    from models.cases.steps import Outcome
    from models.cases.tables import Case

_IMPORTED = "import_history"
"""What the ledger calls it, as the entry of the case itself"""
_NAMES = tuple(column.name for column in TASKS.columns if column.name not in {"id", "version"})
_BLANK: dict[str, Any] = {
    name: field.default for name, field in CaseTask.model_fields.items() if not field.is_required()
}
"""What a task that begins says of everything else"""


class PlayedTasks:
    """The tasks of one case that is played: those that were open before, and those it begins.

    Args:
        standing: the open tasks there are, each with the name of its unit.
    """

    def __init__(self, standing: Iterable[Mapping[str, Any]] = ()) -> None:
        self._all = [SimpleNamespace(**each, before=dict(each)) for each in standing]

    @property
    def open(self) -> list[Any]:
        """Return those that are not over, in the order they were asked for."""
        return [each for each in self._all if each.open]

    def play(
        self, sources: Sources, case: Case, action: Action, actor: Actor, at: datetime, entries: CleanEntries
    ) -> TaskOutcome:
        """Carry out a step of a task; the case is left to the caller.

        Raises:
            WrongState, NoSuchTask, TaskStandsElsewhere: neither the case nor a task is where it applies.
            BindingTask, NothingUrged: what happened to the task before stands in the way.
            EntryMissing, EntryNotAsked: its entries do not fit.
            NotFound, UnitClosed, LeadsItself, AlreadyAssisting, NotOfTheUnit: what it names cannot be used.
        """
        unit = sources.unit(entries.unit_id)
        step, task = standing_step(
            case, action, self.open, entries.unit_id, "-" if unit is None else unit.name
        )
        if is_own(action):
            # It is the row that names the unit, for nobody's own is known; the step itself asks for none.
            entries = entries.model_copy(update={"unit_id": None})
        missing_or_surplus(action, step.required, step.optional, entries)
        open_tasks = cast("Sequence[CaseTask]", self.open)
        result = task_outcome(Doing(sources, case, step, task, open_tasks, actor, entries, at))
        if task is not None:
            vars(task).update(result.changes)
        if result.fresh is not None:
            begun = sources.unit(result.fresh["unit_id"])
            name = "" if begun is None else begun.name
            fresh = _BLANK | result.fresh | {"id": -1 - len(self._all), "unit_name": name, "before": None}
            self._all.append(SimpleNamespace(**fresh))
        return result

    def settle(
        self,
        sources: Sources,
        case: Case,
        result: Outcome,
        entries: CleanEntries,
        at: datetime,
        moved: set[str],
    ) -> None:
        """End and move the tasks a step of the case concerns; ``moved`` names the columns it changed."""
        said = entries.reason or entries.note
        for task in self._all:
            if task.id in result.ending:
                vars(task).update(ended_columns(cast("CaseTask", task), said, at))
        if case.open_tasks and moves_tasks(moved):
            units = []
            for task in self.open:
                again = promise_columns(task_promise(sources.calendar(), case, task))
                if any(getattr(task, name) != again[name] for name in ("due_at", "warn_at", "bound")):
                    vars(task).update(again)
                    units.append(task.unit_name)
            if units:
                result.details["tasks_moved"] = units

    def write(self, session: Session, signer: Actor, at: datetime, case: Case) -> None:
        """Write the tasks begun and changed, each into the stream of its case as well."""
        for task in self._all:
            if task.before is None:
                columns = {name: getattr(task, name) for name in _NAMES}
                row = CaseTask(**columns)
                session.add(row)
                session.flush()
                task.id = row.id
                facts = {"task": task_image(row, columns)}
                record(session, signer, at, stream_of(case.number), f"case.{_IMPORTED}.task", None, facts)
                continue
            changes = {
                name: getattr(task, name) for name in _NAMES if getattr(task, name) != task.before[name]
            }
            if changes:
                change_task(session, signer, at, case, session.get_one(CaseTask, task.id), changes, _IMPORTED)

    def before(self) -> dict[str, Any]:
        """Return, by the id of a task that was written, what it was: plain values, ``None`` of one begun."""
        found: dict[str, Any] = {}
        for task in self._all:
            if task.before is None:
                found[str(task.id)] = None
                continue
            were = {name: task.before[name] for name in _NAMES if getattr(task, name) != task.before[name]}
            if were:
                found[str(task.id)] = plain(were)
        return found


def standing_tasks(session: Session, cases: Iterable[Case]) -> dict[int, PlayedTasks]:
    """Return the open tasks of those cases that count any, by the id of the case."""
    ids = [case.id for case in cases if case.open_tasks]
    if not ids:
        return {}
    statement = (
        select(TASKS, UNITS.c.name.label("unit_name"))
        .join(UNITS, UNITS.c.id == TASKS.c.unit_id)
        .where(TASKS.c.case_id.in_(ids), TASKS.c.open)
        .order_by(TASKS.c.id)
    )
    rows: dict[int, list[Mapping[str, Any]]] = {}
    for row in session.connection().execute(statement).mappings():
        rows.setdefault(row["case_id"], []).append(dict(row))
    return {case_id: PlayedTasks(each) for case_id, each in rows.items()}
