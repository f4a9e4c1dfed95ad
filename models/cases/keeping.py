"""What is kept of a step for a short time, so that it can be taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, bindparam, delete, select

from models.cases.columns import CASES, TASKS, UNDOS
from models.cases.kinds import Action
from models.cases.task_kinds import TASK_ACTIONS
from models.kernel.documents import Plain, plain
from models.kernel.ready import Ready
from models.kernel.types import TextEnum, UtcDateTime
from models.kernel.upsert import insert_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from sqlalchemy import Row, Table
    from sqlalchemy.sql.base import Executable
    from sqlmodel import Session

    from models.cases.tables import Case

    TasksBefore = Mapping[int, Mapping[str, Any] | None]
    """By the id of a task, the columns a step changed, as they were; ``None`` of a task it began"""

UNDOABLE = TASK_ACTIONS | frozenset(
    {
        Action.ACCEPT,
        Action.REFUSE,
        Action.ASK_CHECK,
        Action.CHECK,
        Action.FILE,
        Action.DISPATCH,
        Action.TAKE,
        Action.HAND_OVER,
        Action.GIVE_BACK,
        Action.TRANSFER,
        Action.FEEDBACK,
        Action.ASK_EXTENSION,
        Action.ASK_HOLD,
        Action.ENDORSE,
        Action.GRANT_EXTENSION,
        Action.GRANT_HOLD,
        Action.DECLINE,
        Action.WITHDRAW,
        Action.RESUME,
        Action.VERIFY,
        Action.REWORK,
        Action.CLOSE,
        Action.CALL_BACK,
        Action.APPEAL,
        Action.SUPPORT,
        Action.UPHOLD,
        Action.DISMISS,
        Action.URGE,
        Action.SUPERVISE,
        Action.ANSWER,
        Action.REDO,
        Action.REOPEN,
        Action.ARCHIVE,
        Action.CONTACT,
        Action.SET_DEADLINE,
        Action.DROP_DEADLINE,
        Action.RETURN,
        Action.VOID,
    }
)
"""Steps that change nothing but the case's own row, its clocks and the tasks of who assists. One that also
writes elsewhere must not stand here."""

_TASKS = "tasks"
"""Beside the columns of the case: those of tasks"""

_TIDIED = 4
"""Rows too old to be of use that each new step clears away: more than it adds, so that few lie about."""


_COLUMNS = tuple(column.key for column in UNDOS.c)


def _keeping(engine: str) -> Executable:
    statement = insert_on(engine, UNDOS).values({name: bindparam(name) for name in _COLUMNS})
    renewed = {name: statement.excluded[name] for name in _COLUMNS if name != "case_id"}
    return statement.on_conflict_do_update(index_elements=["case_id"], set_=renewed)


_KEEP = Ready(_keeping)
_OLD = (
    select(UNDOS.c.case_id)
    .where(UNDOS.c.at < bindparam("since"))
    .order_by(UNDOS.c.at, UNDOS.c.case_id)
    .limit(_TIDIED)
    .with_for_update(skip_locked=True)
)
_TIDY = Ready(delete(UNDOS).where(UNDOS.c.case_id.in_(_OLD)))


def keep_before(
    session: Session,
    account_id: int | None,
    now: datetime,
    case: Case,
    action: Action,
    seq: int,
    before: Mapping[str, Any],
    tasks: TasksBefore,
    within: timedelta,
) -> None:
    """Keep what a step just written down changed, if there is a person who can take it back.

    Args:
        session: the step's transaction.
        account_id: who can take it back: whoever did it, or had the program do it.
        now: when.
        case: the case; it stands at the new version.
        action: what was done.
        seq: the step's place in the timeline.
        before: the columns it changed, as they were.
        tasks: the same of the tasks of assisting units.
        within: how long a step can be taken back.
    """
    if account_id is None or action not in UNDOABLE:
        return
    kept = Plain({name: plain(value) for name, value in before.items()})
    if tasks:
        kept[_TASKS] = plain(tasks)
    _KEEP.run(
        session,
        case_id=case.id,
        seq=seq,
        version=case.version,
        account_id=account_id,
        action=action,
        at=now,
        before=kept,
    )
    # Last, and never waiting for anybody: two people who tidy must not wait for each other.
    _TIDY.run(session, since=now - within)


def kept_of(session: Session, case_id: int) -> Row[Any] | None:
    """Return what is kept of the last step of a case."""
    return session.connection().execute(select(UNDOS).where(UNDOS.c.case_id == case_id)).first()


def forget(session: Session, case_id: int) -> None:
    """Keep nothing of the last step of a case any more."""
    session.connection().execute(delete(UNDOS).where(UNDOS.c.case_id == case_id))


def taken_back(seq: int, details: Mapping[str, Any] | None) -> range:
    """Return which steps the taking back with this place in its timeline takes back."""
    last = seq - 1
    return range((details or {}).get("undone_from", last), last + 1)


def columns_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the case a plain ``document`` holds, as its row has them."""
    return _columns(CASES, {name: value for name, value in document.items() if name != _TASKS})


def with_tasks(tasks: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a plain document holds of tasks besides the case's columns, if there are any."""
    return {_TASKS: dict(tasks)} if tasks else {}


def tasks_of(document: Mapping[str, Any]) -> TasksBefore:
    """Return what a plain ``document`` holds of tasks, as their rows have it."""
    kept: Mapping[str, Mapping[str, Any] | None] = document.get(_TASKS) or {}
    return {
        int(task_id): None if columns is None else _columns(TASKS, columns)
        for task_id, columns in kept.items()
    }


def _columns(table: Table, document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(table, name, value) for name, value in document.items()}


def _value(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, TextEnum):
        return kind.kind(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return value
