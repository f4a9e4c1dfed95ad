"""What each queue holds, in conditions the partial indexes of open cases answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, false, not_, or_

from models.cases.columns import ASKED, CASES, IN_POOL, OPEN, RUNNING, STAGED, URGED
from models.cases.deciding import Decision, decisions_of
from models.cases.pools import in_pools_of
from models.cases.rules import FINAL_STATES, QUEUE_STATES, Asked, CaseState, QueueKey, restricted_to_unit

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, TextClause

    from models.accounts.views import Actor
    from models.cases.settings.house import House

    Condition = ColumnElement[bool] | TextClause

_REQUESTS = tuple(asked for asked in Asked if asked is not Asked.NOTHING)


def branches(actor: Actor, key: QueueKey | None, now: datetime, house: House) -> list[list[Condition]]:
    """Return what a queue holds, as alternatives that exclude each other.

    Args:
        actor: whose queue it is.
        key: which; ``None`` is every open case.
        now: the present moment.
        house: the rules in force.
    """
    if key is None:
        return [[OPEN, CASES.c.state == state] for state in sorted(set(CaseState) - FINAL_STATES)]
    if key is QueueKey.TO_ACCEPT:
        return [[IN_POOL]]
    if key is QueueKey.TO_DECIDE:
        return [[*counted(actor, key, now, house), CASES.c.asked == asked] for asked in _REQUESTS]
    if key in QUEUE_STATES:
        return [[OPEN, CASES.c.state == state] for state in sorted(QUEUE_STATES[key])]
    return parts_of(actor, key, now, house)


def parts_of(actor: Actor, key: QueueKey, now: datetime, house: House) -> list[list[Condition]]:
    """Return what a queue that is more than states holds, as parts that exclude each other.

    Cases are due soon or overdue by the clock of handling or by that of a stage, and stand in the part of
    the one due first where both are told of: the second part, which begins with :data:`STAGED`, is the
    stages'. What is overdue by either is not due soon by the other. Whoever only handles work is told of a
    stage while their unit has the case: what awaits a check or a call-back is late by others.
    """
    handling, stage_due = CASES.c.clock_running, CASES.c.stage_due_at
    own: list[Condition] = [handling] if restricted_to_unit(actor) else []
    first, stage_later = CASES.c.due_at <= stage_due, or_(stage_due.is_(None), stage_due >= CASES.c.due_at)
    if key is QueueKey.DUE_SOON:
        warned = and_(handling, CASES.c.warn_at <= now)
        either = or_(CASES.c.stage_warn_at <= now, warned)
        return [
            [*counted(actor, key, now, house), stage_later],
            [STAGED, *own, stage_due >= now, either, not_(and_(warned, first))],
        ]
    if key is QueueKey.OVERDUE:
        return [
            [*counted(actor, key, now, house), stage_later],
            [STAGED, stage_due < now, *own, not_(and_(handling, first))],
        ]
    return [counted(actor, key, now, house)]


def counted(actor: Actor, key: QueueKey, now: datetime, house: House) -> list[Condition]:
    """Return what a queue that is more than states holds by the clock of handling, as one condition."""
    single: dict[QueueKey, list[Condition]] = {
        QueueKey.MINE: [OPEN, CASES.c.owner_id == actor.account_id],
        QueueKey.DUE_SOON: [RUNNING, CASES.c.due_at >= now, CASES.c.warn_at <= now],
        QueueKey.OVERDUE: [RUNNING, CASES.c.due_at < now],
        QueueKey.TO_DECIDE: [ASKED, _waiting_for(actor, house)],
        QueueKey.URGED: [URGED],
        QueueKey.TO_TAKE: in_pools_of(actor),
    }
    return single[key]


def _waiting_for(actor: Actor, house: House) -> ColumnElement[bool]:
    """Return the condition under which what was asked for waits for this person."""
    kinds = {
        Decision.ENDORSE: (CASES.c.asked_at_unit, _of_unit(actor)),
        Decision.GRANT: (
            not_(CASES.c.asked_at_unit),
            or_(CASES.c.asked != Asked.APPEAL, CASES.c.reviewer_id.is_(None)),
        ),
        Decision.LAST_WORD: (CASES.c.asked == Asked.APPEAL, CASES.c.reviewer_id != actor.account_id),
    }
    return or_(false(), *(and_(*kinds[decision]) for decision in decisions_of(actor, house)))


def _of_unit(actor: Actor) -> ColumnElement[bool]:
    return false() if actor.unit_id is None else CASES.c.unit_id == actor.unit_id
