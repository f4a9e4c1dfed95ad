"""The door of assistance: units asked to assist on a case, and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.cases import queries
from models.cases.assisted import Doing, task_outcome
from models.cases.assisting import task_roles_of
from models.cases.door import clean_entries
from models.cases.fulltext import index_step
from models.cases.gate import missing_or_surplus
from models.cases.keeping import keep_before
from models.cases.kinds import Action, CaseState, Entry
from models.cases.ledgering import shown, stream_of
from models.cases.people import handlers_of
from models.cases.rules import READER_ROLES
from models.cases.sources import StoredSources
from models.cases.task_door import TaskDoors, open_tasks, unit_named
from models.cases.task_gate import allowed_step, is_own
from models.cases.task_settling import change_task, task_image
from models.cases.task_tables import CaseTask
from models.cases.words import ACTION_WORDS
from models.cases.writing import next_seq, write_event
from models.kernel.tables import guarded_update
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.assisted import TaskOutcome
    from models.cases.door import CleanEntries
    from models.cases.tables import Case
    from models.cases.views import ActionEntries, CaseView, HandlerView

_LOOK = N_("look at cases")


class CaseTaskService(TaskDoors):
    """What units are asked to assist with."""

    def perform(
        self, actor: Actor, case_id: int, action: Action, entries: ActionEntries, expected_version: int
    ) -> CaseView:
        """Do ``action`` to the task of a unit, as the table of :mod:`models.cases.assisting` says.

        The person's own unit is meant by what assisting units do themselves; everything else names the
        unit in ``entries``.

        Args:
            actor: who acts.
            case_id: the case.
            action: one of :data:`models.cases.task_kinds.TASK_ACTIONS`.
            entries: what the action asks for; no more and no less.
            expected_version: the version of the case the person looked at.

        Raises:
            NotFound: the case is out of sight, or a thing named in ``entries`` is not there.
            NotPermitted, NotTheAsker, NotAssisting: it is for other people.
            Conflict: somebody acted on the case meanwhile; carries the present view.
            WrongState, TaskStandsElsewhere, NoSuchTask: the case or the task is not where it applies.
            BindingTask: it was ruled that the unit has to assist.
            NothingUrged: nobody waits for the answer to an urging.
            LeadsItself, AlreadyAssisting, UnitClosed, NotForGrids: the unit cannot be asked.
            NotOfTheUnit: the person named does not handle cases in the unit.
            EntryMissing, EntryNotAsked, Invalid, BadLimit, ImpossibleLimit: the entries do not fit.
        """
        require(actor, task_roles_of(action), ACTION_WORDS[action])
        clean = clean_entries(entries)
        now = self._clock.now()

        def write(session: Session, case: Case) -> bool:
            doing = self._doing(session, actor, case, action, clean, now)
            return write_task_step(session, doing, task_outcome(doing))

        return self._acted(actor, case_id, expected_version, write)

    def _doing(
        self, session: Session, actor: Actor, case: Case, action: Action, clean: CleanEntries, now: datetime
    ) -> Doing:
        tasks = open_tasks(session, case)
        unit_id = actor.unit_id if is_own(action) else clean.unit_id
        if unit_id is None and not is_own(action):
            missing_or_surplus(action, (Entry.UNIT,), (), clean)
        name = unit_named(session, unit_id)
        step, task = allowed_step(actor, case, action, tasks, unit_id, name)
        missing_or_surplus(action, step.required, step.optional, clean)
        sources = StoredSources(session, self._calendar)
        return Doing(sources, case, step, task, tasks, actor, clean, now)

    def handlers(self, actor: Actor, case_id: int) -> list[HandlerView]:
        """Return whom the assistance of the person's unit can be handed to, the least busy first.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight.
        """
        require(actor, READER_ROLES, _LOOK)
        with self._store.read() as session:
            queries.require_in_sight(session, actor, case_id)
            return handlers_of(session, actor.unit_id)


def write_task_step(session: Session, doing: Doing, result: TaskOutcome) -> bool:
    """Write a step down: the task, the case, its timeline, its stream; ``False`` if the case moved on."""
    case, entries, action, source = doing.case, doing.entries, doing.step.action, doing.case.state
    changes: dict[str, Any] = {
        name: value for name, value in result.case.items() if getattr(case, name) != value
    }
    before = {name: getattr(case, name) for name in changes}
    if not guarded_update(session, case, case.version, **changes):
        return False
    tasks: dict[int, Mapping[str, Any] | None] = {}
    if doing.task is not None:
        task_id = doing.task.id or 0
        tasks[task_id] = change_task(
            session, doing.actor, doing.now, case, doing.task, result.changes, action
        )
    if result.fresh is not None:
        tasks[_begin(session, doing, result.fresh)] = None
    seq, within = next_seq(session, case.id or 0), doing.sources.house().undo_within
    keep_before(session, doing.actor.account_id, doing.now, case, action, seq, before, tasks, within)
    write_event(
        session,
        doing.actor,
        doing.now,
        case_id=case.id or 0,
        seq=seq,
        action=action,
        from_state=source,
        to_state=CaseState(case.state),
        unit_id=result.unit_id,
        reason=entries.reason,
        note=entries.note,
        details=result.details,
    )
    index_step(session, case, entries.reason, entries.note, changes, result.unit_id)
    said = {"reason": entries.reason, "note": entries.note}
    after = changes | {name: text for name, text in said.items() if text}
    stream = stream_of(case.number)
    record(session, doing.actor, doing.now, stream, f"case.{action}", shown(before), shown(after))
    return True


def _begin(session: Session, doing: Doing, columns: dict[str, Any]) -> int:
    task = CaseTask(**columns)
    session.add(task)
    session.flush()
    stream = stream_of(doing.case.number)
    facts = {"task": task_image(task, columns)}
    record(session, doing.actor, doing.now, stream, f"case.{doing.step.action}.task", None, facts)
    return task.id or 0
