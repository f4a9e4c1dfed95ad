"""Taking the last step of a case back: it is what it was before, the timeline says what happened.

Its row, its clocks and the tasks of the units that assist are what they were.

Nothing is erased. The step stays in the timeline, followed by one that takes it back; the
ledger keeps both images. It is for the person who did the step, soon after, and only while
nobody has acted on the case since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.cases.clock_rows import take_back
from models.cases.columns import EVENTS, UNITS
from models.cases.fulltext import index_step
from models.cases.keeping import columns_of, forget, kept_of, tasks_of
from models.cases.kinds import Action
from models.cases.ledgering import shown, stream_of
from models.cases.lights import urgent_changes
from models.cases.posts import post_of
from models.cases.refusals import UnitClosed
from models.cases.settings.inforce import in_force
from models.cases.task_settling import take_tasks_back
from models.cases.undo_refusals import ActedOnSince, NothingToUndo, StepStays, TooLateToUndo
from models.cases.writing import next_seq, write_event
from models.kernel.errors import Conflict
from models.kernel.tables import guarded_update
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.tables import Case


def can_undo(session: Session, actor: Actor, case_id: int, version: int, now: datetime) -> bool:
    """Say whether the person can take the last step of a case back at ``now``."""
    kept = kept_of(session, case_id)
    return (
        kept is not None
        and kept.account_id == actor.account_id
        and kept.version == version
        and now - kept.at <= in_force(session).undo_within
    )


def undo_within(session: Session, actor: Actor, case: Case, now: datetime, *, seq: int | None = None) -> None:
    """Take the last step of a locked case back.

    Args:
        session: the transaction.
        actor: who takes it back.
        case: the case, locked.
        now: the moment.
        seq: which step it has to be; the last one, whichever it is, by default.

    Raises:
        ActedOnSince: it is not the last one any more.
        NothingToUndo: somebody else did the last step, or it cannot be taken back.
        TooLateToUndo: it was done too long ago.
        UnitClosed: the unit the case would come back to, or that would assist again, is closed.
        Conflict: somebody changed it just now.
    """
    kept, house = kept_of(session, case.id or 0), in_force(session)
    if seq is not None and (kept is None or kept.seq != seq or kept.version != case.version):
        raise _acted_on(session, case, seq)
    if kept is None or kept.account_id != actor.account_id or kept.version != case.version:
        raise _nothing(session, case)
    if now - kept.at > house.undo_within:
        raise TooLateToUndo(case.number, house.undo_minutes)
    _take_back(session, actor, case, now, kept.action, kept.before)


def _take_back(
    session: Session, actor: Actor, case: Case, now: datetime, action: Action, before: Mapping[str, Any]
) -> None:
    source, unit_before = case.state, case.unit_id
    columns, tasks = columns_of(before), tasks_of(before)
    _require_open(session, columns.get("unit_id"))
    if columns.get("post_id") is not None and post_of(session, columns["post_id"]) is None:
        # The post went meanwhile: the case comes back to the pool of the whole unit.
        columns["post_id"] = None
    # What was kept before this column was there does not hold it.
    columns = columns | urgent_changes(case, columns)
    undone = {name: getattr(case, name) for name in columns}
    if not guarded_update(session, case, case.version, **columns):
        raise Conflict(N_("The case"), None)
    for unit_id in take_tasks_back(session, actor, now, case, tasks):
        # A unit that has to assist again must be there to do it.
        _require_open(session, unit_id)
    seq = next_seq(session, case.id or 0)
    write_event(
        session,
        actor,
        now,
        case_id=case.id or 0,
        seq=seq,
        action=Action.UNDO,
        from_state=source,
        to_state=case.state,
        unit_id=case.unit_id or unit_before,
        details={"undone": action, "undone_seq": seq - 1},
    )
    index_step(session, case, "", "", columns, case.unit_id or unit_before)
    stream = stream_of(case.number)
    record(session, actor, now, stream, f"case.{Action.UNDO}", shown(undone), shown(columns))
    take_back(session, case.id or 0, seq - 1)
    forget(session, case.id or 0)


def _require_open(session: Session, unit_id: int | None) -> None:
    if unit_id is None:
        return
    statement = select(UNITS.c.name, UNITS.c.active).where(UNITS.c.id == unit_id).with_for_update(read=True)
    unit = session.connection().execute(statement).one()
    if not unit.active:
        raise UnitClosed(unit.name)


def _acted_on(session: Session, case: Case, seq: int) -> ActedOnSince | NothingToUndo:
    since = (
        select(EVENTS.c.actor_name, EVENTS.c.action)
        .where(EVENTS.c.case_id == case.id, EVENTS.c.seq > seq)
        .order_by(EVENTS.c.seq)
        .limit(1)
    )
    event = session.connection().execute(since).first()
    if event is None:
        # It is the last step, but one of which nothing is kept.
        return _nothing(session, case)
    return ActedOnSince(case.number, event.actor_name, event.action)


_REVERSED_BY = {
    Action.LINK: Action.UNLINK,
    Action.UNLINK: Action.LINK,
    Action.MERGE: Action.UNMERGE,
    Action.UNMERGE: Action.MERGE,
}
"""Steps that write elsewhere as well, and so have one of their own that reverses them"""


def _nothing(session: Session, case: Case) -> NothingToUndo:
    last = select(EVENTS.c.action).where(EVENTS.c.case_id == case.id).order_by(EVENTS.c.seq.desc()).limit(1)
    action = session.connection().execute(last).scalar_one()
    minutes = in_force(session).undo_minutes
    if action in _REVERSED_BY:
        return StepStays(case.number, action, _REVERSED_BY[action], minutes)
    return NothingToUndo(case.number, minutes)
