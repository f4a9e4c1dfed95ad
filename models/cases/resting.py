"""What the catalogue asks about cases before it changes: how many rest on something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.cases.columns import CASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

_AT_ONCE = 500


def cases_under(session: Session, version_ids: Sequence[int]) -> int:
    """Return how many cases, open or closed, were filed under one of these versions of matters."""
    total = 0
    for start in range(0, len(version_ids), _AT_ONCE):
        part = version_ids[start : start + _AT_ONCE]
        statement = select(func.count()).where(CASES.c.matter_version_id.in_(part))
        total += session.connection().execute(statement).scalar_one()
    return total
