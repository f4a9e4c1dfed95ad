"""Narrow reads that a write or a preview begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.catalogue.drafting.workspace import ENTRIES, STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

_AT_ONCE = 500


def steps_after(session: Session, edition_id: int, seq: int) -> list[Row[Any]]:
    """Return the steps that stand and follow step ``seq``, the newest first."""
    statement = (
        select(STEPS)
        .where(STEPS.c.edition_id == edition_id, STEPS.c.undone.is_(False), STEPS.c.seq > seq)
        .order_by(STEPS.c.seq.desc())
    )
    return list(session.connection().execute(statement).all())


def versions_of(session: Session, edition_id: int, matter_ids: Sequence[int]) -> dict[int, int]:
    """Return the versions of entries by the id of their matter."""
    found: dict[int, int] = {}
    for start in range(0, len(matter_ids), _AT_ONCE):
        statement = select(ENTRIES.c.matter_id, ENTRIES.c.version).where(
            ENTRIES.c.edition_id == edition_id, ENTRIES.c.matter_id.in_(matter_ids[start : start + _AT_ONCE])
        )
        found.update(session.connection().execute(statement).all())
    return found
