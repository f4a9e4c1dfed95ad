"""The door to corrective tasks: making them of a review, ending them, listing them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from models.accounts.rules import require
from models.accounts.views import Role
from models.improving import queries
from models.improving.kinds import TaskState
from models.improving.queries import TASKS
from models.improving.refusals import DueBefore, NoOwner, NoReason, TaskEnded, TaskThere
from models.improving.rules import LONGEST_NOTE, LONGEST_TITLE, TRAINERS, trains
from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from models.kernel.findings import Finding
from models.kernel.text import clean_block, clean_line
from models.kernel.words import N_, Phrase
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from typing import Any

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.improving.views import NewTask, Origin, OwnerView, TaskView
    from models.kernel.clock import Clock
    from models.kernel.store import Store
    from models.organisation.views import OfficeView

MOST = 500
"""Tasks a list holds: an office has some dozens open."""
_ROOM = "improving"
_DIFFER = N_("state and ending of corrective task %(id)s differ")
_STREAM = "corrective_tasks"
_MAKE = N_("make corrective tasks of a drill")
_LOOK = N_("look at corrective tasks")
_END = N_("end this corrective task")
_TASK = N_("corrective task")
_TITLE, _NOTE = N_("title"), N_("note")
_TOO_LONG = N_("it has more than %(most)s characters")
_EMPTY = N_("it says nothing")


class ImprovingService:
    """Corrective tasks.

    Args:
        store: the open database.
        clock: says when a task was made and ended.
        office: gives the zone a day is counted in.
    """

    def __init__(self, store: Store, clock: Clock, office: Callable[[], OfficeView]) -> None:
        self._store = store
        self._clock = clock
        self._office = office

    def make(self, actor: Actor, origin: Origin, wanted: Sequence[NewTask]) -> list[TaskView]:
        """Make corrective tasks of what came out of a drill: all of them, or none.

        Args:
            actor: who reviewed it.
            origin: the drill.
            wanted: what is to be done, each by a person or a unit.

        Raises:
            NotPermitted: the person reviews no drills.
            Invalid: a title is blank or too long.
            NoOwner: nobody of the office, and no unit, is called so.
            DueBefore: the day is over.
            TaskThere: the same was made of the same drill before.
        """
        require(actor, TRAINERS, _MAKE)
        now, today = self._clock.now(), self._today()
        with self._store.write() as session:
            made = [_insert(session, actor, origin, each, now, today) for each in wanted]
            changes = [(_STREAM, "corrective.make", None, facts) for facts in made]
            record_many(session, actor, now, changes)
            ids = [facts["id"] for facts in made]
            return queries.tasks(session, actor, (TASKS.c.id.in_(ids),), MOST)

    def owners(self, actor: Actor) -> list[OwnerView]:
        """Return people and units a task can be given to.

        Raises:
            NotPermitted: the person reviews no drills.
        """
        require(actor, TRAINERS, _MAKE)
        with self._store.read() as session:
            return queries.owners(session)

    def tasks(self, actor: Actor, *, open_only: bool = False, own_only: bool = False) -> list[TaskView]:
        """Return corrective tasks, open ones first: everybody sees their own and their unit's, trainers all.

        Raises:
            NotPermitted: the person has no role here at all.
        """
        require(actor, Role, _LOOK)
        conditions = [TASKS.c.state == TaskState.OPEN] if open_only else []
        if own_only or not trains(actor):
            conditions.append(queries.own(actor))
        with self._store.read() as session:
            return queries.tasks(session, actor, conditions, MOST)

    def done(self, actor: Actor, number: int, note: str, expected_version: int) -> TaskView:
        """Say that a task is done.

        Args:
            actor: its owner, or the lead of the unit it lies with.
            number: the task.
            note: what was done.
            expected_version: the version the person looked at.

        Raises:
            NotFound: there is none of this number they may see.
            NotPermitted: it is not theirs to end.
            TaskEnded: it was ended before.
            Conflict: somebody changed it meanwhile; carries it as it is.
            Invalid: the note is too long.
        """
        return self._end(actor, number, TaskState.DONE, note, expected_version)

    def drop(self, actor: Actor, number: int, note: str, expected_version: int) -> TaskView:
        """Give a task up, with the reason; a trainer may do so too.

        Raises:
            NoReason: none is given.
            NotFound, NotPermitted, TaskEnded, Conflict, Invalid: as :meth:`done`.
        """
        if not clean_block(note):
            raise NoReason
        return self._end(actor, number, TaskState.DROPPED, note, expected_version)

    def check(self) -> list[Finding]:
        """Name tasks whose state and ending do not belong together."""
        ended = TASKS.c.closed_at.is_not(None)
        wrong = (TASKS.c.state == TaskState.OPEN) == ended
        with self._store.read() as session:
            found = session.connection().scalars(TASKS.select().with_only_columns(TASKS.c.id).where(wrong))
            return [Finding(_ROOM, str(each), _DIFFER, {"id": each}) for each in found]

    def _end(self, actor: Actor, number: int, state: TaskState, note: str, expected: int) -> TaskView:
        said = clean_block(note)
        if len(said) > LONGEST_NOTE:
            raise Invalid(_NOTE, said[:20], Phrase(_TOO_LONG, most=LONGEST_NOTE))
        now = self._clock.now()
        with self._store.write() as session:
            row = self._row(session, actor, number)
            standing = queries.view_of(row, actor)
            if standing.state is not TaskState.OPEN:
                raise TaskEnded(number, standing.closed_by)
            if not (standing.droppable if state is TaskState.DROPPED else standing.closable):
                raise NotPermitted(actor.name, _END)
            if standing.version != expected:
                raise Conflict(_TASK, standing)
            changes = {"state": state, "note": said, "closed_by": actor.name, "closed_at": now}
            guarded = update(TASKS).where(TASKS.c.id == number, TASKS.c.version == expected)
            done = session.connection().execute(guarded.values(**changes, version=expected + 1))
            if done.rowcount != 1:
                raise Conflict(_TASK, queries.view_of(self._row(session, actor, number), actor))
            before = {"id": number, "state": TaskState.OPEN}
            after = {"id": number, "state": state, "note": said}
            record_many(session, actor, now, [(_STREAM, f"corrective.{state}", before, after)])
            return queries.view_of(self._row(session, actor, number), actor)

    @staticmethod
    def _row(session: Session, actor: Actor, number: int) -> Row[Any]:
        row = session.connection().execute(queries.rows_of().where(TASKS.c.id == number)).first()
        if row is None or not (trains(actor) or queries.is_own(row, actor)):
            raise NotFound(_TASK, number)
        return row

    def _today(self) -> date:
        office = self._office()
        return self._clock.now().astimezone(ZoneInfo(office.zone)).date()


def _insert(
    session: Session, actor: Actor, origin: Origin, wanted: NewTask, now: datetime, today: date
) -> dict[str, Any]:
    """Write one task, and return what the ledger tells of it."""
    connection = session.connection()
    title = _checked(_TITLE, clean_line(wanted.title), LONGEST_TITLE)
    if wanted.due_on < today:
        raise DueBefore(wanted.due_on.isoformat())
    owner_id, unit_id = queries.owner_ids(session, wanted.login, wanted.unit)
    if owner_id is None and unit_id is None:
        raise NoOwner(wanted.login or wanted.unit)
    of_drill = {"drill": origin.number, "drill_title": origin.title, "drill_day": origin.day}
    told = {**of_drill, "party": origin.party, "title": title}
    same = [TASKS.c[name] == value for name, value in told.items()]
    if connection.execute(TASKS.select().where(*same)).first() is not None:
        raise TaskThere(title, origin.number)
    facts: dict[str, Any] = {"drill": origin.number, "title": title, "expectation": wanted.expectation}
    facts |= {"owner_id": owner_id, "unit_id": unit_id}
    values = {**told, **facts, "due_on": wanted.due_on, "state": TaskState.OPEN, "note": "", "version": 1}
    values |= {"made_by": actor.name, "made_at": now, "closed_by": ""}
    number = connection.scalar(insert(TASKS).values(**values).returning(TASKS.c.id))
    return {**facts, "id": number, "due_on": wanted.due_on.isoformat()}


def _checked(field: str, text: str, most: int) -> str:
    if not text:
        raise Invalid(field, text, _EMPTY)
    if len(text) > most:
        raise Invalid(field, text[:20], Phrase(_TOO_LONG, most=most))
    return text
