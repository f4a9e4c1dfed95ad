"""Writing an escalation down: the case, its timeline, its stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.calendar.rules import Counting
from models.cases.kinds import Action
from models.cases.ledgering import shown, stream_of
from models.cases.rules import transition
from models.cases.settings.inforce import in_force
from models.cases.sweeping import MACHINE
from models.cases.writing import next_seq, write_event
from models.kernel.documents import plain
from models.kernel.tables import guarded_update
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from models.calendar.arithmetic import WorkingTime
    from models.cases.tables import Case


def answer_wanted(session: Session, case: Case, time: WorkingTime, now: datetime) -> datetime | None:
    """Return until when an escalated case is to be answered; ``None`` where nobody answers any more.

    The time is that for who is urged: to whoever has the case an escalation is an urging.
    """
    if transition(Action.ANSWER, case.state) is None:
        return None
    return time.due(now, in_force(session).answer_within[Action.URGE], Counting(provisional=True)).at


def write_escalation(
    session: Session, case: Case, facts: Mapping[str, Any], answer_by: datetime | None, now: datetime
) -> int | None:
    """Write one escalation of a locked case down; return its step of the timeline.

    The case then stands among what awaits an answer, as one that was urged does.

    Args:
        session: the transaction.
        case: the case, locked.
        facts: what the timeline keeps of it: what rested, since when, to whom it went, by which rule.
        answer_by: until when an answer is wanted; ``None`` where nobody answers any more.
        now: the moment.

    Returns:
        ``None`` if the case was changed by somebody else just now.
    """
    changes: dict[str, Any] = {}
    if answer_by is not None:
        earliest = min(answer_by, case.answer_due_at or answer_by)
        changes = {"to_answer": case.to_answer + 1, "answer_due_at": earliest}
    before = {name: getattr(case, name) for name in changes}
    if not guarded_update(session, case, case.version, **changes):
        return None
    case_id = case.id or 0
    seq = next_seq(session, case_id)
    write_event(
        session,
        MACHINE,
        now,
        case_id=case_id,
        seq=seq,
        action=Action.ESCALATE,
        from_state=case.state,
        to_state=case.state,
        unit_id=case.unit_id,
        details=dict(facts),
    )
    after = shown(changes) | {"escalation": plain(dict(facts))}
    record(session, MACHINE, now, stream_of(case.number), f"case.{Action.ESCALATE}", shown(before), after)
    return seq
