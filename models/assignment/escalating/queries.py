"""Reads of escalation: what is due, whether it still stands, what went up. Open cases alone are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, func, or_, select

from models.assignment.escalating.rules import NO_ACT, latest_start
from models.assignment.escalating.tables import CaseEscalation, CaseEscalationTold
from models.cases.columns import ACCOUNTS, CASES, EVENTS, OPEN, RUNNING, STAGED, URGED
from models.cases.escalation import EscalationTrigger
from models.cases.kinds import Action, CaseState
from models.kernel.ready import Ready
from models.kernel.tables import table_of
from models.kernel.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlmodel import Session

    from models.assignment.escalating.rules import Rules
    from models.calendar.arithmetic import WorkingTime
    from models.cases.escalation import EscalationStep

ESCALATIONS = table_of(CaseEscalation)
TOLD = table_of(CaseEscalationTold)
_T, _S = EscalationTrigger, CaseState
_GIVING = (Action.DISPATCH, Action.TRANSFER, Action.REWORK, Action.REDO, Action.CHANGE_LEAD)
# No lists: what is asked again and again is compiled once, and a list is not.
# A case that goes from one untaken unit to another stays where it stood; the new unit's time begins then.
_GIVEN = (
    select(func.max(EVENTS.c.at, type_=UtcDateTime()))
    .where(EVENTS.c.case_id == CASES.c.id, or_(*(EVENTS.c.action == each for each in _GIVING)))
    .scalar_subquery()
)
_OURS = exists().where(ESCALATIONS.c.case_id == CASES.c.id, ESCALATIONS.c.answer_by == CASES.c.answer_due_at)
"""The answer that is due was wanted by an escalation, whose own steps go on."""

RESTING: Mapping[EscalationTrigger, tuple[Any, ColumnElement[datetime], tuple[Any, ...]]] = {
    _T.NOT_TAKEN: (
        func.coalesce(_GIVEN, CASES.c.state_since, type_=UtcDateTime()),
        CASES.c.state_since,
        (OPEN, CASES.c.state == _S.DISPATCHED),
    ),
    _T.UNANSWERED: (CASES.c.answer_due_at, CASES.c.answer_due_at, (URGED, ~_OURS)),
    _T.STAGE: (CASES.c.stage_due_at, CASES.c.stage_due_at, (STAGED,)),
    _T.DEADLINE: (CASES.c.due_at, CASES.c.due_at, (RUNNING,)),
    _T.RETURNED: (
        CASES.c.state_since,
        CASES.c.state_since,
        (OPEN, CASES.c.state == _S.RETURNED_TO_DISPATCHER),
    ),
}
"""Of each trigger: since when a case rests, the column an index is read by, and which cases rest at all."""


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due, as it was read; whether it still is, is looked at again when it is taken."""

    case_id: int
    number: str
    title: str
    trigger: EscalationTrigger
    since: datetime
    step: EscalationStep
    at: datetime


def due_steps(
    session: Session, rules: Rules, time: WorkingTime, until: datetime, limit: int
) -> tuple[list[Due], list[int]]:
    """Return the steps due by ``until``, the longest due first, and the rounds that are over.

    What never went up is read by the index of its trigger, from the last moment whose wait is over; what did
    is read from the escalations that wait for a further step.
    """
    found = [
        each
        for trigger in EscalationTrigger
        for each in _first_steps(session, rules, time, trigger, until, limit)
    ]
    further, over = _further_steps(session, rules, time, until)
    found += further
    found.sort(key=lambda each: (each.at, each.case_id))
    return found[:limit], over


def _first_steps(
    session: Session, rules: Rules, time: WorkingTime, trigger: EscalationTrigger, until: datetime, limit: int
) -> Iterable[Due]:
    steps = rules.steps(trigger)
    if not steps:
        return ()
    since, indexed, resting = RESTING[trigger]
    latest = latest_start(time, rules.waits[trigger, steps[0]], until)
    begun = exists().where(
        ESCALATIONS.c.case_id == CASES.c.id, ESCALATIONS.c.trigger == trigger, ESCALATIONS.c.since == since
    )
    statement: Select[Any] = (
        select(CASES.c.id, CASES.c.number, CASES.c.title, since.label("since"))
        .where(*resting, indexed <= latest, since <= latest, ~begun)
        .order_by(indexed, CASES.c.id)
        .limit(limit)
    )
    return [
        Due(
            row.id,
            row.number,
            row.title,
            trigger,
            row.since,
            steps[0],
            rules.due(time, trigger, steps[0], row.since),
        )
        for row in session.connection().execute(statement)
    ]


def _further_steps(
    session: Session, rules: Rules, time: WorkingTime, until: datetime
) -> tuple[list[Due], list[int]]:
    joined = ESCALATIONS.join(CASES, CASES.c.id == ESCALATIONS.c.case_id)
    statement: Select[Any] = (
        select(
            ESCALATIONS,
            CASES.c.number,
            CASES.c.title,
            or_(*(_stands(trigger) for trigger in EscalationTrigger)).label("stands"),
            acted(ESCALATIONS.c.case_id, ESCALATIONS.c.seq).label("acted"),
        )
        .select_from(joined)
        .where(ESCALATIONS.c.waiting)
        .order_by(ESCALATIONS.c.at, ESCALATIONS.c.id)
    )
    due, over = [], []
    for row in session.connection().execute(statement):
        step = rules.after(row.trigger, row.step)
        if step is None or not row.stands or row.acted:
            over.append(row.id)
            continue
        at = rules.due(time, row.trigger, step, row.at)
        if at <= until:
            due.append(Due(row.case_id, row.number, row.title, row.trigger, row.since, step, at))
    return due, over


def _stands(trigger: EscalationTrigger) -> ColumnElement[bool]:
    since, _indexed, resting = RESTING[trigger]
    # An answer wanted by this very round is no reason to end it.
    still = (URGED,) if trigger is EscalationTrigger.UNANSWERED else resting
    return and_(ESCALATIONS.c.trigger == trigger, since == ESCALATIONS.c.since, *still)


def acted(case_id: Any, seq: Any) -> ColumnElement[bool]:
    """Return whether a person moved the case, or answered, after a step of its timeline."""
    return exists().where(
        EVENTS.c.case_id == case_id,
        EVENTS.c.seq > seq,
        EVENTS.c.actor_id.is_not(None),
        *(EVENTS.c.action != each for each in sorted(NO_ACT)),
    )


_SINCE = {
    trigger: Ready(
        select(since.label("since")).where(
            CASES.c.id == bindparam("case_id"),
            *((URGED,) if trigger is EscalationTrigger.UNANSWERED else resting),
        )
    )
    for trigger, (since, _indexed, resting) in RESTING.items()
}
_ROUND = Ready(
    select(
        ESCALATIONS.c.id,
        ESCALATIONS.c.step,
        ESCALATIONS.c.at,
        acted(ESCALATIONS.c.case_id, ESCALATIONS.c.seq).label("acted"),
    )
    .where(
        ESCALATIONS.c.case_id == bindparam("case_id"),
        ESCALATIONS.c.trigger == bindparam("trigger", type_=ESCALATIONS.c.trigger.type),
        ESCALATIONS.c.since == bindparam("since", type_=UtcDateTime()),
    )
    .order_by(ESCALATIONS.c.id)
)


def rests_since(session: Session, case_id: int, trigger: EscalationTrigger) -> datetime | None:
    """Return since when a case rests now; ``None`` if it does not."""
    row = _SINCE[trigger].first(session, case_id=case_id)
    return None if row is None else row.since


def round_of(
    session: Session, case_id: int, trigger: EscalationTrigger, since: datetime
) -> Sequence[Row[Any]]:
    """Return the steps that were taken for what rests since a moment, with whether somebody acted after."""
    return _ROUND.rows(session, case_id=case_id, trigger=trigger, since=since)


def escalations(session: Session, conditions: Sequence[Any], limit: int) -> list[Row[Any]]:
    """Return what went up, the newest first."""
    statement: Select[Any] = (
        select(ESCALATIONS, CASES.c.number, CASES.c.title)
        .select_from(ESCALATIONS.join(CASES, CASES.c.id == ESCALATIONS.c.case_id))
        .where(*conditions)
        .order_by(ESCALATIONS.c.id.desc())
        .limit(limit)
    )
    return list(session.connection().execute(statement))


def told_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the names of those each escalation went to."""
    found: dict[int, list[str]] = {each: [] for each in ids}
    if ids:
        statement = (
            select(TOLD.c.escalation_id, ACCOUNTS.c.name)
            .join(ACCOUNTS, ACCOUNTS.c.id == TOLD.c.account_id)
            .where(TOLD.c.escalation_id.in_(list(ids)))
            .order_by(TOLD.c.escalation_id, TOLD.c.account_id)
        )
        for escalation_id, name in session.connection().execute(statement):
            found[escalation_id].append(name)
    return found


def standing_for(account_id: int) -> list[Any]:
    """Return the conditions under which an escalation to a person still waits for somebody to act."""
    mine = select(TOLD.c.escalation_id).where(TOLD.c.account_id == account_id)
    return [ESCALATIONS.c.id.in_(mine), OPEN, ~acted(ESCALATIONS.c.case_id, ESCALATIONS.c.seq)]


def count_of_cases(session: Session, conditions: Sequence[Any]) -> int:
    """Return of how many cases there are escalations that meet all conditions."""
    joined = ESCALATIONS.join(CASES, CASES.c.id == ESCALATIONS.c.case_id)
    statement = select(func.count(ESCALATIONS.c.case_id.distinct())).select_from(joined).where(*conditions)
    return session.connection().scalar(statement) or 0


def latest_for(session: Session, account_id: int) -> int:
    """Return the number of the newest escalation that went to a person; 0 without one."""
    statement = select(func.max(TOLD.c.escalation_id)).where(TOLD.c.account_id == account_id)
    return session.connection().scalar(statement) or 0
