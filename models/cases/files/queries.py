"""Reads of attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.cases import queries
from models.cases.columns import CASES
from models.cases.files.tables import CaseAttachment
from models.cases.files.views import AttachmentView
from models.cases.joined import joined_rows
from models.kernel.tables import table_of

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor

FILES = table_of(CaseAttachment)


def group_of(session: Session, actor: Actor, case_id: int) -> dict[int, str]:
    """Return the numbers of a case, of those merged into it, and of the leads it was merged into.

    Raises:
        NotFound: the case is out of sight.
    """
    queries.require_in_sight(session, actor, case_id)
    found: dict[int, str] = {}
    above: int | None = case_id
    while above is not None and above not in found:
        if above != case_id and not queries.seen_of(session, actor, [above]):
            break
        row = (
            session.connection()
            .execute(select(CASES.c.number, CASES.c.lead_id).where(CASES.c.id == above))
            .one()
        )
        found[above], above = row.number, row.lead_id
    return found | {row.id: row.number for row in joined_rows(session, case_id)}


def files_of(session: Session, actor: Actor, case_id: int, *, withdrawn: bool) -> tuple[AttachmentView, ...]:
    """Return the files of a case and of those merged with it, its own first.

    Raises:
        NotFound: the case is out of sight.
    """
    numbers = group_of(session, actor, case_id)
    statement = select(FILES).where(FILES.c.case_id.in_(numbers))
    if not withdrawn:
        statement = statement.where(FILES.c.withdrawn_at.is_(None))
    rows = session.connection().execute(statement)
    found = [view_of(row, numbers[row.case_id], own=row.case_id == case_id) for row in rows]
    return tuple(sorted(found, key=lambda each: (not each.own, each.case_number, each.seq)))


def file_row(session: Session, case_id: int, seq: int) -> Row[Any] | None:
    """Return one file of a case."""
    wanted = (FILES.c.case_id == case_id, FILES.c.seq == seq)
    return session.connection().execute(select(FILES).where(*wanted)).first()


def taken(session: Session, case_id: int) -> tuple[int, int, int]:
    """Return how many files a case has, how many bytes, and the highest number."""
    statement = select(
        func.count(), func.coalesce(func.sum(FILES.c.size), 0), func.coalesce(func.max(FILES.c.seq), 0)
    ).where(FILES.c.case_id == case_id)
    count, size, seq = session.connection().execute(statement).one()
    return int(count), int(size), int(seq)


def view_of(row: Row[Any], number: str, *, own: bool) -> AttachmentView:
    """Return a row as others see it."""
    return AttachmentView(
        case_id=row.case_id,
        case_number=number,
        seq=row.seq,
        name=row.name,
        kind=row.kind,
        size=row.size,
        sha256=row.sha256,
        note=row.note,
        at=row.at,
        by=row.actor_name,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_reason=row.withdrawn_reason,
        own=own,
    )
