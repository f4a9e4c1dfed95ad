"""Carrying out what an edition changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from models.catalogue.editions.descending import write_lineage
from models.catalogue.editions.refusals import EditionNameTaken, EditionTooEarly, NothingToPublish
from models.catalogue.refusals import BadForce, LaterVersion
from models.catalogue.rules import draft_document
from models.catalogue.spans import write_cuts
from models.catalogue.standing import EDITIONS, SPANS, references
from models.catalogue.timeline import DAY, Cut, Span, end, finish_after, put
from models.catalogue.views import EditionStatus
from models.catalogue.writing import MatterPlan, note_classes, write_classes, write_versions
from models.ledger.service import record, record_many

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.editions.changes import Changes
    from models.catalogue.rules import MatterDraft
    from models.catalogue.standing import References

RENAMED = "class_names"
"""Where an edition keeps, beside its counts, which classes it gave other names"""


def last_published(session: Session) -> tuple[int, date] | None:
    """Return number and date of force of the newest edition that stands; ``None`` before the first."""
    statement = (
        select(EDITIONS.c.number, EDITIONS.c.effective)
        .where(EDITIONS.c.status == EditionStatus.PUBLISHED)
        .order_by(EDITIONS.c.number.desc())
        .limit(1)
    )
    row = session.connection().execute(statement).first()
    return None if row is None else (row.number, row.effective)


def one_at_a_time(session: Session) -> None:
    """Let nobody else publish or withdraw until the caller's transaction ends.

    SQLite knows one writer only; PostgreSQL is told.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE edition IN SHARE ROW EXCLUSIVE MODE")


def next_number(session: Session) -> int:
    """Return the number the next edition gets; numbers of withdrawn ones are not given out again."""
    return int(session.connection().execute(select(func.max(EDITIONS.c.number))).scalar() or 0) + 1


def require_nothing_later(session: Session, changes: Changes) -> None:
    """Let changes pass that cut nothing already known to begin after the date of force.

    Raises:
        LaterVersion: a matter that changes, or a code that is given, has a version that begins later.
    """
    statement = select(SPANS.c.matter_id, SPANS.c.code, SPANS.c.valid_from).where(
        SPANS.c.known_to.is_(None),
        SPANS.c.valid_from > changes.effective,
        SPANS.c.valid_to > SPANS.c.valid_from,
    )
    later = session.connection().execute(statement.order_by(SPANS.c.valid_from.desc())).all()
    by_code = {row.code: row.valid_from for row in later}
    by_matter = {row.matter_id: row.valid_from for row in later}
    for change in changes.changes:
        begins = by_matter.get(change.old.matter_id) if change.old is not None else None
        begins = begins or (by_code.get(change.draft.code) if change.draft is not None else None)
        if begins is not None:
            raise LaterVersion(change.code, begins)


def require_order(session: Session, effective: date) -> None:
    """Let a date of force pass that does not lie before its predecessor's.

    Raises:
        EditionTooEarly: it does.
    """
    last = last_published(session)
    if last is not None and effective < last[1]:
        raise EditionTooEarly(effective, *last)


def require_name(session: Session, name: str) -> None:
    """Let a name pass that no other edition bears.

    Raises:
        EditionNameTaken: one does.
    """
    statement = select(EDITIONS.c.number).where(EDITIONS.c.name == name, EDITIONS.c.number.is_not(None))
    number = session.connection().execute(statement).scalar()
    if number is not None:
        raise EditionNameTaken(name, number)


def publish(
    session: Session,
    actor: Actor,
    at: datetime,
    changes: Changes,
    *,
    name: str,
    note: str = "",
    plan_hash: str = "",
    draft_id: int | None = None,
) -> int:
    """Write an edition with all it changes, inside the caller's transaction; return its id.

    Args:
        session: the caller's transaction.
        actor: who publishes.
        at: when.
        changes: what is to be written.
        name: what the edition is called; empty for its number alone.
        note: what it says of itself.
        plan_hash: the fingerprint of the plan it was published by.
        draft_id: the draft edition that becomes it; ``None`` makes a new one.

    Raises:
        EditionTooEarly: it is dated before its predecessor.
        EditionNameTaken: another edition has its name.
        NothingToPublish: it holds no matter.
        LaterVersion: a matter has a version that takes force later.
        Conflict: somebody else changed one of the matters meanwhile.
    """
    require_order(session, changes.effective)
    counts = changes.counts()
    if not any(counts[key] for key in ("created", "changed", "same")):
        raise NothingToPublish
    number = next_number(session)
    require_name(session, name or str(number))
    values = {
        "number": number,
        "name": name or str(number),
        "note": note,
        "status": EditionStatus.PUBLISHED,
        "effective": changes.effective,
        "published_at": at,
        "published_by_id": actor.account_id,
        "plan_hash": plan_hash,
        "counts": counts,
    }
    plan = MatterPlan(changes.effective)
    drafts = [change.draft for change in changes.changes if change.draft is not None]
    refs = references(session)
    note_classes(plan, refs, [*drafts, *changes.renaming])
    if plan.renamed_classes:
        values["counts"] = {**counts, RENAMED: _renamed(plan, refs)}
    edition_id = _enter(session, actor, at, values, draft_id)
    write_classes(session, actor, at, plan)
    ids = _write(session, at, changes, edition_id)
    write_lineage(session, at, changes, ids, edition_id)
    _sign(session, actor, at, changes, values)
    return edition_id


def _enter(session: Session, actor: Actor, at: datetime, values: dict[str, Any], draft_id: int | None) -> int:
    run = session.connection().execute
    if draft_id is None:
        begun = {"begun_at": at, "begun_by_id": actor.account_id, "version": 1}
        return int(run(insert(EDITIONS).values(**values, **begun).returning(EDITIONS.c.id)).scalar_one())
    run(update(EDITIONS).where(EDITIONS.c.id == draft_id).values(**values, version=EDITIONS.c.version + 1))
    return draft_id


def _renamed(plan: MatterPlan, refs: References) -> list[list[str]]:
    """Return scheme, code, name before and name now of the classes that get another name."""
    return [
        [scheme, code, refs.classes[scheme, code][1], name]
        for (scheme, code), name in sorted(plan.renamed_classes.items())
    ]


def _write(session: Session, at: datetime, changes: Changes, edition_id: int) -> dict[str, int]:
    """Write versions and lines of days; return the matters of the new list by code."""
    fresh = [change for change in changes.changes if change.old is None]
    newer = [
        (change.old, change.draft)
        for change in changes.changes
        if change.old is not None and change.draft is not None
    ]
    created = [(change.matter_id, change.draft) for change in fresh if change.draft is not None]
    written = write_versions(session, created, newer, at)
    drafts_written = [*(draft for _known, draft in created), *(draft for _old, draft in newer)]
    ids = {draft.code: key for draft, key in zip(drafts_written, written.matter_ids, strict=True)}
    spans = [
        _span(matter_id, version_id, draft, changes.effective)
        for matter_id, version_id, draft in zip(
            written.matter_ids, written.version_ids, drafts_written, strict=True
        )
    ]
    cuts = [Cut(added=(span,)) for span in spans[: len(created)]]
    cuts += [put(old.spans, span) for (old, _draft), span in zip(newer, spans[len(created) :], strict=True)]
    cuts += [
        end(change.old.spans, changes.effective, change.old.draft.code)
        for change in changes.changes
        if change.draft is None and change.old is not None
    ]
    write_cuts(session, cuts, at, edition_id)
    return ids


def _span(matter_id: int, version_id: int, draft: MatterDraft, effective: date) -> Span:
    finish = finish_after(draft.in_force_to)
    if finish < effective:
        raise BadForce(draft.code, effective, finish - DAY)
    return Span(matter_id, version_id, draft.code, effective, finish)


def _sign(session: Session, actor: Actor, at: datetime, changes: Changes, values: dict[str, Any]) -> None:
    said = {name: values[name] for name in ("number", "name", "note", "effective", "plan_hash")}
    record(
        session, actor, at, f"edition:{values['number']}", "edition.publish", None,
        {**said, **values["counts"]},
    )  # fmt: skip
    entries = []
    for change in changes.changes:
        before = draft_document(change.old.draft) if change.old else None
        after = draft_document(change.draft) if change.draft else None
        entries.append((f"matter:{change.code}", f"matter.{change.action.value}", before, after))
    if entries:
        record_many(session, actor, at, entries)
