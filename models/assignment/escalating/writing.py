"""Taking one step of escalation, in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from models.assignment.escalating.queries import ESCALATIONS, TOLD, rests_since, round_of
from models.assignment.escalating.rules import STEPS
from models.cases.caserows import locked_row
from models.cases.escalated import answer_wanted, write_escalation
from models.kernel.upsert import insert_into

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.assignment.escalating.queries import Due
    from models.assignment.escalating.rules import Rules
    from models.assignment.escalating.telling import People, Reached
    from models.calendar.arithmetic import WorkingTime


def escalate(
    session: Session, rules: Rules, time: WorkingTime, people: People, due: Due, now: datetime
) -> bool:
    """Take a step that was due when it was read; say ``False`` if it is not any more.

    The case is locked first, so that of many processes one takes it and the others find it taken.
    """
    case = locked_row(session, due.case_id)
    if case is None or rests_since(session, due.case_id, due.trigger) != due.since:
        return False
    before = round_of(session, due.case_id, due.trigger, due.since)
    taken = {row.step for row in before}
    if any(row.acted for row in before) or any(STEPS.index(each) >= STEPS.index(due.step) for each in taken):
        return False
    steps = rules.steps(due.trigger)
    reached = people.reached(case, steps[steps.index(due.step) :])
    answer_by = answer_wanted(session, case, time, now)
    facts = _facts(rules, due, reached, answer_by)
    row = {
        "case_id": due.case_id,
        "trigger": due.trigger,
        "since": due.since,
        "step": reached.step,
        "at": now,
        "seq": 0,
        "waiting": rules.after(due.trigger, reached.step) is not None,
        "edition": rules.edition,
        "wait": facts["wait"],
        "answer_by": answer_by,
        "skipped": facts.get("skipped"),
    }
    statement = insert_into(session, ESCALATIONS).values(**row).on_conflict_do_nothing()
    fresh = session.connection().execute(statement.returning(ESCALATIONS.c.id)).scalar()
    seq = None if fresh is None else write_escalation(session, case, facts, answer_by, now)
    if fresh is None or seq is None:
        return False
    session.connection().execute(update(ESCALATIONS).where(ESCALATIONS.c.id == fresh).values(seq=seq))
    end_rounds(session, [each.id for each in before])
    told = [{"escalation_id": fresh, "account_id": each.account_id} for each in reached.to]
    if told:
        session.connection().execute(insert(TOLD), told)
    return True


def end_rounds(session: Session, ids: Sequence[int]) -> None:
    """Note that no further step follows these."""
    if ids:
        statement = update(ESCALATIONS).where(ESCALATIONS.c.id.in_(list(ids))).values(waiting=False)
        session.connection().execute(statement)


def _facts(rules: Rules, due: Due, reached: Reached, answer_by: datetime | None) -> dict[str, Any]:
    """Return what the timeline keeps of a step."""
    facts: dict[str, Any] = {
        "trigger": due.trigger,
        "since": due.since,
        "step": reached.step,
        "wait": rules.waits[due.trigger, reached.step],
        "edition": rules.edition,
        "to": [each.login for each in reached.to],
        "to_names": [each.name for each in reached.to],
    }
    if reached.skipped:
        facts["skipped"] = [[step.value, why.value] for step, why in reached.skipped]
    if answer_by is not None:
        facts["answer_due_at"] = answer_by
    return facts
