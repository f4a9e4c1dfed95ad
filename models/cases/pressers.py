"""Who urged what is open on a case: an answer is never from somebody who asked for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from models.cases.asking_refusals import OwnUrging
from models.cases.columns import EVENTS
from models.cases.kinds import Action
from models.kernel.ready import Ready

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.guards import Standing
    from models.cases.views import Offer

_PRESSING = (Action.URGE, Action.SUPERVISE)
_MOST = 200
"""Steps looked back at: more than ever are urged without an answer"""
_STEPS = Ready(
    select(EVENTS.c.seq, EVENTS.c.action, EVENTS.c.actor_id, EVENTS.c.details)
    .where(EVENTS.c.case_id == bindparam("case_id"))
    .order_by(EVENTS.c.seq.desc())
    .limit(_MOST)
)


def pressers(newest_first: Iterable[Row[Any]], open_ones: int) -> frozenset[int | None]:
    """Return the accounts that urged or supervised what is open on a case.

    Args:
        newest_first: its steps, read no further than needed.
        open_ones: how much is open.
    """
    found: set[int | None] = set()
    undone: set[int] = set()
    left = open_ones
    for row in newest_first if left else ():
        if row.action is Action.UNDO:
            undone.add((row.details or {}).get("undone_seq", 0))
        elif row.seq in undone:
            continue
        elif row.action is Action.ANSWER:
            break
        elif row.action in _PRESSING:
            found.add(row.actor_id)
            left -= 1
        elif row.action is Action.ESCALATE and "answer_due_at" in (row.details or {}):
            # The program wants an answer; that is nobody's own.
            left -= 1
        if not left:
            break
    return frozenset(found)


def require_not_own(session: Session, actor: Actor, case_id: int, case: Standing) -> None:
    """Let the person pass if nothing that is open was urged by them.

    Raises:
        OwnUrging: something was.
    """
    if case.to_answer and actor.account_id in pressers(_STEPS.rows(session, case_id=case_id), case.to_answer):
        raise OwnUrging(case.number)


def but_own(actor: Actor, found: frozenset[int | None], offered: Iterable[Offer]) -> tuple[Offer, ...]:
    """Return the offers with the answer refused to whoever urged: ``found`` are those who did."""
    if actor.account_id not in found:
        return tuple(offered)
    return tuple(
        replace(each, allowed=False, refusal=OwnUrging.brief)
        if each.allowed and each.action is Action.ANSWER
        else each
        for each in offered
    )
