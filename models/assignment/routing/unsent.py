"""Why the rule that fits a filed case did not dispatch it by itself, for whoever dispatches it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.assignment.routing.dispatching import NOT_ROUTED, aim_of, filed_of
from models.assignment.routing.kinds import Why
from models.assignment.routing.queries import rules_in_force
from models.assignment.routing.rules import first_fit
from models.assignment.routing.views import Aim
from models.cases.kinds import CaseState
from models.cases.ledgering import stream_of
from models.cases.settings.inforce import in_force
from models.cases.settings.of_dispatch import ByRule, by_rule
from models.ledger.writing import ENTRIES

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session


def unsent(session: Session, case: Row[Any], now: datetime) -> Aim | None:
    """Return the rule that fits a case and why it did not dispatch it; ``None`` where none fits or it did.

    Where the rules dispatch, this is what was kept when the case was filed: who is on duty may have changed
    since. Where they do not, it is what they say now.

    Args:
        session: an open session.
        case: its row.
        now: the moment.
    """
    if case.state is not CaseState.FILED:
        return None
    edition, rules = rules_in_force(session)
    if not rules:
        return None
    match by_rule(in_force(session)):
        case ByRule.DO:
            aim = _kept(session, case)
        case ByRule.PROPOSE:
            aim = aim_of(session, case, now)
        case ByRule.OFF:
            filed = filed_of(session, case, now, classes=any(each.class_code for each in rules))
            place = first_fit(rules, filed)
            aim = None if place is None else Aim(edition, place + 1, Why.OFF, note=rules[place].note)
    return aim if aim is not None and aim.number is not None and aim.unit_id is None else None


def _kept(session: Session, case: Row[Any]) -> Aim | None:
    """Return what the ledger says since the case stands where it does: its last filing."""
    statement = (
        select(ENTRIES.c.after)
        .where(
            ENTRIES.c.stream == stream_of(case.number),
            ENTRIES.c.action == NOT_ROUTED,
            ENTRIES.c.at >= case.state_since,
        )
        .order_by(ENTRIES.c.seq.desc())
        .limit(1)
    )
    facts = session.connection().scalar(statement)
    if not facts:
        return None
    edition, rules = rules_in_force(session)
    number = facts["rule"]
    note = rules[number - 1].note if number is not None and facts["edition"] == edition else ""
    return Aim(facts["edition"], number, Why(facts["why"]), named=facts["named"], note=note)
