"""Who in a unit a case can be given to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.cases.columns import ACCOUNTS, CASES, OPEN
from models.cases.sources import handlers
from models.cases.views import HandlerView

if TYPE_CHECKING:
    from sqlmodel import Session


def handlers_of(session: Session, unit_id: int | None) -> list[HandlerView]:
    """Return the people who handle cases in a unit, those with the fewest open cases first."""
    in_hand = (
        select(func.count())
        .select_from(CASES)
        .where(OPEN, CASES.c.owner_id == ACCOUNTS.c.id)
        .scalar_subquery()
        .label("in_hand")
    )
    rows = session.connection().execute(handlers(unit_id).add_columns(in_hand))
    found = [HandlerView(row.id, row.login, row.name, row.in_hand) for row in rows]
    return sorted(found, key=lambda each: (each.open_cases, each.id))
