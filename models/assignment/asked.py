"""What the roster asks of a person who signs in; loads nothing of the roster's own room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from models.accounts.views import Actor

# As :class:`models.assignment.rosters.tables.RosterSwap` keeps them; an index on ``to_id`` answers.
_ASKED = text(
    "SELECT COUNT(*) FROM roster_swap"
    " WHERE to_id = :staff AND state = 'asked' AND from_day >= :today AND to_day >= :today"
)


def swaps_asked_of(session: Session, actor: Actor, today: date) -> int:
    """Return how many swaps wait for the person to agree to, those of days gone by left out."""
    if actor.staff_id is None:
        return 0
    return int(session.connection().scalar(_ASKED, {"staff": actor.staff_id, "today": today}) or 0)
