"""Reads of what merges did before, in this list and in editions already published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.catalogue.drafting.views import EntryState, StepKind
from models.catalogue.drafting.workspace import MEMBERS, STEPS
from models.catalogue.standing import LINEAGE, VERSIONS
from models.catalogue.timeline import FOREVER
from models.catalogue.views import LineageKind

if TYPE_CHECKING:
    from sqlmodel import Session


def taken_by_merge(session: Session, edition_id: int, matter_id: int) -> list[int]:
    """Return the source items that the last merge of an entry took from it."""
    statement = (
        select(STEPS.c.changes)
        .where(
            STEPS.c.edition_id == edition_id,
            STEPS.c.kind.in_((StepKind.MERGE, StepKind.MERGE_MANY)),
            STEPS.c.undone.is_(False),
        )
        .order_by(STEPS.c.seq.desc())
    )
    for changes in session.connection().execute(statement).scalars():
        taken = [item for item, before, _after in changes["members"] if before == matter_id]
        merged = any(
            row[0] == matter_id and row[2] and row[2]["state"] == EntryState.MERGED
            for row in changes["entries"]
        )
        if merged:
            return taken
    return []


def merged_before(session: Session, matter_id: int) -> int | None:
    """Return the matter into which another was merged in a published edition, if that stands."""
    statement = (
        select(LINEAGE.c.to_id)
        .where(
            LINEAGE.c.from_id == matter_id,
            LINEAGE.c.kind == LineageKind.MERGE,
            LINEAGE.c.known_to.is_(None),
            LINEAGE.c.until == FOREVER,
        )
        .order_by(LINEAGE.c.effective.desc())
    )
    found: int | None = session.connection().execute(statement).scalar()
    return found


def last_name(session: Session, matter_id: int) -> str:
    """Return what a matter was last called; its id where it never was."""
    statement = select(VERSIONS.c.name).where(VERSIONS.c.matter_id == matter_id)
    return str(
        session.connection().execute(statement.order_by(VERSIONS.c.number.desc())).scalar() or matter_id
    )


def items_before(session: Session, matter_id: int) -> list[int]:
    """Return the source items that stood behind a matter in the last edition that had it."""
    last = select(func.max(MEMBERS.c.edition_id)).where(MEMBERS.c.matter_id == matter_id).scalar_subquery()
    statement = select(MEMBERS.c.item_id).where(
        MEMBERS.c.matter_id == matter_id, MEMBERS.c.edition_id == last
    )
    return list(session.connection().execute(statement).scalars())
