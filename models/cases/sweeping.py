"""What becomes due by itself: holds end without anybody doing anything.

A sweep may run in many processes at once. Each case is taken in a transaction of its own; whoever comes
second finds it done. How long ago the day was plays no part: the clock goes on from the end of that day,
whenever the sweep comes by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.cases.caserows import locked_row
from models.cases.columns import CASES, HELD
from models.cases.door import clean_entries
from models.cases.kinds import Action
from models.cases.rules import transition
from models.cases.sources import StoredSources
from models.cases.steps import Step
from models.cases.views import ActionEntries
from models.cases.writing import write_step
from models.ledger.views import Program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Role
    from models.cases.timing import Calendars

AT_ONCE = 100
"""Cases looked up in one go; a sweep that finds more comes back for the rest."""


@dataclass(frozen=True, slots=True)
class Machine(Program):
    """The program as it acts on cases; it holds no role and belongs to no unit."""

    roles: frozenset[Role] = frozenset()


MACHINE = Machine()


def holds_over(session: Session, calendars: Calendars, now: datetime) -> Sequence[int]:
    """Return the cases whose hold has ended, those that ended first first; an index read."""
    today = now.astimezone(calendars.current_within(session).time.zone).date()
    statement = (
        select(CASES.c.id)
        .where(HELD, CASES.c.held_until < today)
        .order_by(CASES.c.held_until, CASES.c.id)
        .limit(AT_ONCE)
    )
    return session.connection().scalars(statement).all()


def end_hold(session: Session, calendars: Calendars, case_id: int, now: datetime) -> bool:
    """Let a case go on whose hold is over; say ``False`` if it went on already."""
    case = locked_row(session, case_id)
    row = None if case is None else transition(Action.RESUME, case.state)
    if case is None or row is None:
        return False
    sources = StoredSources(session, calendars)
    return write_step(session, Step(sources, case, row, MACHINE, clean_entries(ActionEntries()), now))
