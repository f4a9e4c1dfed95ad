"""Writing lineage: what became of matters, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from models.catalogue.editions.views import ChangeAction
from models.catalogue.standing import LINEAGE, SPANS
from models.catalogue.timeline import FOREVER
from models.catalogue.views import LineageKind
from models.kernel.bulk import insert_rows
from models.kernel.documents import plain

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlmodel import Session

    from models.catalogue.editions.changes import Change, Changes

_LINEAGE = (
    "kind", "from_id", "to_id", "effective", "until", "known_from", "edition_id", "detail", "note",
)  # fmt: skip
_NOTE = 500
_ENDINGS = (LineageKind.MERGE, LineageKind.REPLACE, LineageKind.RETIRE)


def write_lineage(
    session: Session, at: datetime, changes: Changes, ids: dict[str, int], edition_id: int
) -> None:
    """Write what became of matters by an edition, inside the caller's transaction.

    Args:
        session: the caller's transaction.
        at: since when it is known so.
        changes: what the edition changes.
        ids: the matters it wrote, by their codes in the new list.
        edition_id: the edition.
    """
    rows: list[tuple[Any, ...]] = []

    def add(kind: LineageKind, old: int | None, new: int | None, detail: Any, note: str) -> None:
        when = (changes.effective, FOREVER, at, edition_id)
        rows.append((kind, old, new, *when, detail, note[:_NOTE]))

    for change in changes.changes:
        old = change.old
        if old is None:
            continue
        if change.action is ChangeAction.CREATE:
            _take_back(session, at, old.matter_id, changes.effective, edition_id)
        for kind in change.kinds:
            if change.draft is not None:
                add(kind, old.matter_id, old.matter_id, _detail(kind, change), change.note)
            elif kind is LineageKind.RETIRE:
                add(kind, old.matter_id, None, None, change.note)
    known = {**ids, **_unchanged(session, changes, ids)}
    for link in changes.links:
        add(link.kind, link.old.matter_id, known[link.heir], None, link.note)
    insert_rows(session, LINEAGE, _LINEAGE, rows)


def _unchanged(session: Session, changes: Changes, ids: dict[str, int]) -> dict[str, int]:
    """Return the heirs whose own entry is the same as before, by code."""
    wanted = {link.heir for link in changes.links} - ids.keys()
    if not wanted:
        return {}
    statement = select(SPANS.c.code, SPANS.c.matter_id).where(
        SPANS.c.code.in_(wanted),
        SPANS.c.known_to.is_(None),
        SPANS.c.valid_from <= changes.effective,
        SPANS.c.valid_to > changes.effective,
    )
    return dict(session.connection().execute(statement).all())


_DETAILS = {
    LineageKind.RENAME: ("name",),
    LineageKind.RENUMBER: ("code",),
    LineageKind.MOVE: ("lead_unit", "department"),
    LineageKind.RECLASS: ("scheme", "class_code", "duty_list", "parent"),
}


def _detail(kind: LineageKind, change: Change) -> dict[str, Any] | None:
    if change.old is None or change.draft is None or kind not in _DETAILS:
        return None
    was, now = change.old.draft, change.draft
    before = {name: getattr(was, name) for name in _DETAILS[kind]}
    after = {name: getattr(now, name) for name in _DETAILS[kind]}
    found = {"found_by": "name"} if change.by_name and kind is LineageKind.RENUMBER else {}
    document: dict[str, Any] = plain({"before": before, "after": after, **found})
    return document


def _take_back(session: Session, at: datetime, matter_id: int, effective: date, edition_id: int) -> None:
    """Let the merge or retirement of a matter that is in force again hold until that day only."""
    run = session.connection().execute
    ended = (
        LINEAGE.c.from_id == matter_id,
        LINEAGE.c.kind.in_(_ENDINGS),
        LINEAGE.c.known_to.is_(None),
        LINEAGE.c.until == FOREVER,
    )
    rows = run(select(LINEAGE).where(*ended)).mappings().all()
    run(update(LINEAGE).where(*ended).values(known_to=at, ended_by_id=edition_id))
    again = [{**row, "until": effective, "known_from": at, "edition_id": edition_id} for row in rows]
    insert_rows(session, LINEAGE, _LINEAGE, [tuple(row[name] for name in _LINEAGE) for row in again])


def withdraw_lineage(session: Session, at: datetime, edition_id: int) -> None:
    """Let descent stand again as before an edition."""
    run = session.connection().execute
    ended = LINEAGE.c.ended_by_id == edition_id
    rows = (
        run(select(LINEAGE).where(ended, LINEAGE.c.edition_id.is_distinct_from(edition_id))).mappings().all()
    )
    run(
        update(LINEAGE)
        .where(LINEAGE.c.edition_id == edition_id, LINEAGE.c.known_to.is_(None))
        .values(known_to=at, ended_by_id=edition_id)
    )
    again = [{**row, "known_from": at} for row in rows]
    insert_rows(session, LINEAGE, _LINEAGE, [tuple(row[name] for name in _LINEAGE) for row in again])
