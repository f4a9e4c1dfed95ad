"""The door of calls: units called to a case, reporting in, absences, and how each turned out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts.rules import require
from models.cases.assisted import Doing, TaskOutcome, task_outcome
from models.cases.caserows import locked_row
from models.cases.columns import CASES, OPEN_TASK, TASKS
from models.cases.door import clean_entries
from models.cases.gate import no_such_step
from models.cases.kinds import Action, Entry
from models.cases.refusals import EntryMissing
from models.cases.rules import READER_ROLES, transition
from models.cases.shape import DISPATCHERS, UNIT_ROLES
from models.cases.sources import StoredSources
from models.cases.sweeping import AT_ONCE, MACHINE
from models.cases.task_door import TaskDoors, open_tasks, unit_named
from models.cases.task_kinds import TaskKind, TaskState
from models.cases.task_queries import AWAITED
from models.cases.task_tables import CaseTask
from models.cases.tasks import write_task_step
from models.cases.views import ActionEntries
from models.cases.whistle_refusals import (
    BadArrival,
    BadReportTime,
    NobodyCalled,
    NotCalled,
    ReportedBefore,
    TooEarlyToJudge,
)
from models.cases.whistle_register import register
from models.cases.whistle_views import UnitTurnout, WhistleEntries
from models.cases.whistling import CALL, REPORTS, standing_step
from models.cases.words import ACTION_WORDS
from models.kernel.errors import Invalid
from models.kernel.text import clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.door import CleanEntries
    from models.cases.tables import Case
    from models.cases.task_kinds import Turnout
    from models.cases.views import CaseView

MOST_DAYS = 730
LONGEST_CALL = timedelta(days=7)
_PLACE_LENGTH, _CAME_LENGTH, _JUDGED_LENGTH = 200, 200, 1000
_ENDED = frozenset({TaskState.RECALLED, TaskState.ANSWERED, TaskState.DECLINED})


class WhistleService(TaskDoors):
    """Units called to cases (吹哨报到)."""

    def perform(
        self,
        actor: Actor,
        case_id: int,
        action: Action,
        entries: ActionEntries,
        expected_version: int,
        more: Sequence[int] = (),
    ) -> CaseView:
        """Call a unit and ``more``, report in or judge, as a form asks for it; the place is that of the case.

        Raises:
            DomainError: as :meth:`call`, :meth:`report` and :meth:`judge` list them.
        """
        if action is Action.WHISTLE_REPORT:
            return self.report(actor, case_id, entries.note, expected_version)
        if action is Action.WHISTLE_JUDGE:
            unit_id, turnout = entries.unit_id, entries.turnout
            if unit_id is None or turnout is None:
                raise EntryMissing(action, [Entry.UNIT if unit_id is None else Entry.TURNOUT])
            return self.judge(actor, case_id, unit_id, turnout, expected_version, entries.note)
        units = (*(() if entries.unit_id is None else (entries.unit_id,)), *more)
        by = entries.due or self._clock.now()
        with self._store.read() as session:
            place = session.connection().scalar(select(CASES.c.place).where(CASES.c.id == case_id)) or ""
        call = WhistleEntries(units, entries.note, by, place, entries.limit)
        return self.call(actor, case_id, call, expected_version)

    def call(self, actor: Actor, case_id: int, entries: WhistleEntries, expected_version: int) -> CaseView:
        """Call units to a case, all of them or none.

        Raises:
            NotPermitted: the person does not dispatch.
            NotFound: the case is out of sight, or a unit is not there.
            Conflict: somebody acted on the case meanwhile; carries the present view.
            WrongState: no unit leads the case now.
            NobodyCalled, BadReportTime: whom, or by when, is not said.
            LeadsItself, AlreadyAssisting, UnitClosed, NotForGrids: a unit cannot be called.
            EntryMissing, Invalid, BadLimit, ImpossibleLimit: the entries cannot be used.
        """
        require(actor, CALL.roles, ACTION_WORDS[Action.WHISTLE])
        now = self._clock.now()
        clean = clean_entries(ActionEntries(note=entries.note, limit=entries.limit))
        place = _line(N_("the place"), entries.place, _PLACE_LENGTH)
        if not clean.note:
            raise Invalid(N_("the note"), "", N_("say what the units are called for"))
        if not now < entries.report_by <= now + LONGEST_CALL:
            raise BadReportTime

        def write(session: Session, case: Case) -> bool:
            if case.state not in CALL.cases:
                raise no_such_step(case.number, case.state, Action.WHISTLE)
            if not entries.unit_ids:
                raise NobodyCalled(case.number)
            more = {"kind": TaskKind.WHISTLE, "place": place, "report_by": entries.report_by}
            done = True
            for unit_id in dict.fromkeys(entries.unit_ids):
                one = clean.model_copy(update={"unit_id": unit_id})
                doing = self._doing(session, actor, case, CALL, None, one, now)
                result = task_outcome(doing)
                result.fresh = {**(result.fresh or {}), **more}
                result.details |= {"report_by": entries.report_by, "place": place}
                done = done and write_task_step(session, doing, result)
            return done

        return self._acted(actor, case_id, expected_version, write)

    def report(
        self, actor: Actor, case_id: int, came: str, expected_version: int, at: datetime | None = None
    ) -> CaseView:
        """Report in for the person's own unit: who came, and when if that is not now.

        Raises:
            NotPermitted: the person handles no cases.
            NotFound, Conflict: as :meth:`call`.
            NotCalled: the unit is not called to the case now.
            ReportedBefore: it has reported in already.
            BadArrival: the time lies before the call, or ahead.
            Invalid: it is not said who came.
        """
        require(actor, UNIT_ROLES, ACTION_WORDS[Action.WHISTLE_REPORT])
        now = self._clock.now()
        who = _line(N_("who came"), came, _CAME_LENGTH)
        if not who:
            raise Invalid(N_("who came"), "", N_("name those who came"))

        def write(session: Session, case: Case) -> bool:
            name = unit_named(session, actor.unit_id)
            task = _task(session, case, actor.unit_id, open_only=True)
            step = None if task is None else REPORTS.get(task.state)
            if task is None or step is None:
                raise NotCalled(case.number, name)
            if task.reported_at is not None:
                raise ReportedBefore(case.number, name)
            arrived = now if at is None else at
            if not task.asked_at <= arrived <= now:
                raise BadArrival(name)
            changes: dict[str, Any] = {"reported_at": arrived, "came": who, "state": TaskState.TAKEN}
            if task.owner_id is None:
                changes |= {"owner_id": actor.account_id, "taken_at": now}
            late = task.report_by is not None and arrived > task.report_by
            details = {"came": who, "reported_at": arrived, "late": late}
            doing = self._doing(session, actor, case, step, task, clean_entries(ActionEntries()), now)
            return write_task_step(
                session, doing, TaskOutcome(changes, details=details, unit_id=task.unit_id)
            )

        return self._acted(actor, case_id, expected_version, write)

    def judge(
        self,
        actor: Actor,
        case_id: int,
        unit_id: int,
        turnout: Turnout,
        expected_version: int,
        note: str = "",
    ) -> CaseView:
        """Say how a unit that was called turned out; a later word replaces an earlier one.

        Raises:
            NotPermitted: the person does not dispatch.
            NotFound, Conflict: as :meth:`call`.
            WrongState: the case lies in the archive, or was struck out.
            NotCalled: the unit was never called to the case.
            TooEarlyToJudge: it may still report in.
            Invalid: the note is too long.
        """
        require(actor, DISPATCHERS, ACTION_WORDS[Action.WHISTLE_JUDGE])
        now = self._clock.now()
        why = _line(N_("the note"), note, _JUDGED_LENGTH)

        def write(session: Session, case: Case) -> bool:
            if transition(Action.WHISTLE_JUDGE, case.state) is None:
                raise no_such_step(case.number, case.state, Action.WHISTLE_JUDGE)
            task = _task(session, case, unit_id, open_only=False)
            name = unit_named(session, unit_id)
            if task is None:
                raise NotCalled(case.number, name)
            over = task.report_by is not None and now > task.report_by
            if task.reported_at is None and not over and task.state not in _ENDED:
                raise TooEarlyToJudge(case.number, name)
            step = standing_step(Action.WHISTLE_JUDGE, task.state)
            doing = self._doing(session, actor, case, step, task, clean_entries(ActionEntries(note=why)), now)
            changes = {"turnout": turnout, "turnout_note": why}
            details = {"turnout": turnout}
            return write_task_step(
                session, doing, TaskOutcome(changes, details=details, unit_id=task.unit_id)
            )

        return self._acted(actor, case_id, expected_version, write)

    def sweep(self) -> int:
        """Note the absence of units that did not report in by their time; return of how many.

        Asks for nobody's permission: it is time that acts. Safe in many processes at once.
        """
        done = 0
        while True:
            now, before = self._clock.now(), done
            with self._store.read() as session:
                statement = select(TASKS.c.id).where(AWAITED, TASKS.c.report_by < now)
                due = session.connection().scalars(statement.order_by(TASKS.c.report_by).limit(AT_ONCE)).all()
            for task_id in due:
                with self._store.write() as session:
                    done += self._note_absence(session, task_id, now)
            if len(due) < AT_ONCE or done == before:
                return done

    def _note_absence(self, session: Session, task_id: int, now: datetime) -> bool:
        case_id = session.connection().scalar(select(TASKS.c.case_id).where(TASKS.c.id == task_id))
        case = locked_row(session, case_id or 0)
        task = session.get_one(CaseTask, task_id)
        # Read after the case is locked: somebody may have noted it, or the unit come, just now.
        if case is None or not task.open or task.reported_at is not None or task.absent_at is not None:
            return False
        step = standing_step(Action.WHISTLE_ABSENT, task.state)
        doing = self._doing(session, MACHINE, case, step, task, clean_entries(ActionEntries()), now)
        details = {"report_by": task.report_by}
        result = TaskOutcome({"absent_at": now}, details=details, unit_id=task.unit_id)
        return write_task_step(session, doing, result)

    def register(self, actor: Actor, days: int = 90) -> list[UnitTurnout]:
        """Return how units turned out to the calls of the last days, those absent most often first.

        Whoever only handles work sees the calls of their own unit.

        Raises:
            NotPermitted: the person does not look at cases.
            Invalid: ``days`` is less than one or more than two years.
        """
        require(actor, READER_ROLES, N_("look at cases"))
        if not 1 <= days <= MOST_DAYS:
            raise Invalid(N_("the number of days"), str(days), N_("it is between 1 and 730"))
        with self._store.read() as session:
            return register(session, actor, self._clock.now(), days)

    def _doing(
        self,
        session: Session,
        actor: Any,
        case: Case,
        step: Any,
        task: CaseTask | None,
        clean: CleanEntries,
        now: datetime,
    ) -> Doing:
        sources = StoredSources(session, self._calendar)
        return Doing(sources, case, step, task, open_tasks(session, case), actor, clean, now)


def _task(session: Session, case: Case, unit_id: int | None, *, open_only: bool) -> CaseTask | None:
    """Return the newest call of a unit to a case."""
    statement = select(CaseTask).where(
        TASKS.c.case_id == case.id, TASKS.c.unit_id == unit_id, TASKS.c.kind == TaskKind.WHISTLE
    )
    if open_only:
        statement = statement.where(OPEN_TASK)
    return session.scalars(statement.order_by(TASKS.c.id.desc()).limit(1)).first()


def _line(what: Any, text: str, most: int) -> str:
    clean = clean_line(text)
    if len(clean) > most:
        raise Invalid(what, clean[:20], N_("it is too long"))
    return clean
