"""Carrying out what an edition changes, and taking the newest one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from models.catalogue.editions.descending import withdraw_lineage, write_lineage
from models.catalogue.editions.refusals import (
    ChangedSince,
    EditionNameTaken,
    EditionTooEarly,
    NothingToPublish,
)
from models.catalogue.editions.views import ChangeAction
from models.catalogue.refusals import BadForce
from models.catalogue.rules import draft_document
from models.catalogue.spans import close_spans, write_cuts
from models.catalogue.standing import EDITIONS, SPANS, references, spans_of
from models.catalogue.timeline import DAY, FOREVER, Span, end, put
from models.catalogue.views import EditionStatus
from models.catalogue.writing import MatterPlan, note_classes, write_classes, write_versions
from models.kernel.bulk import insert_rows
from models.ledger.service import record, record_many

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.editions.changes import Changes
    from models.catalogue.rules import MatterDraft


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
    if not name:
        return
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
    require_name(session, name)
    counts = changes.counts()
    if not any(counts[key] for key in ("created", "changed", "retired", "same")):
        raise NothingToPublish
    number = (session.connection().execute(select(func.max(EDITIONS.c.number))).scalar() or 0) + 1
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
    edition_id = _enter(session, actor, at, values, draft_id)
    ids = _write(session, actor, at, changes, edition_id)
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


def _write(session: Session, actor: Actor, at: datetime, changes: Changes, edition_id: int) -> dict[str, int]:
    """Write versions and lines of days; return the matters of the new list by code."""
    drafts = [change.draft for change in changes.changes if change.draft is not None]
    plan = MatterPlan(changes.effective)
    note_classes(plan, references(session), drafts)
    write_classes(session, actor, at, plan)
    fresh = [change for change in changes.changes if change.action is ChangeAction.CREATE]
    newer = [
        (change.old, change.draft)
        for change in changes.changes
        if change.action is ChangeAction.CHANGE and change.old is not None and change.draft is not None
    ]
    created = [
        (change.matter_id, change.newest, change.draft) for change in fresh if change.draft is not None
    ]
    written = write_versions(session, created, newer, at)
    drafts_written = [*(draft for *_known, draft in created), *(draft for _old, draft in newer)]
    ids = {draft.code: key for draft, key in zip(drafts_written, written.matter_ids, strict=True)}
    spans = [
        _span(matter_id, version_id, draft, changes.effective)
        for matter_id, version_id, draft in zip(
            written.matter_ids, written.version_ids, drafts_written, strict=True
        )
    ]
    # A matter that is in force again has a line of days already.
    past = spans_of(session, [key for key, newest, _draft in created if key is not None and newest])
    cuts = [put(past.get(span.matter_id, []), span) for span in spans[: len(created)]]
    cuts += [put(old.spans, span) for (old, _draft), span in zip(newer, spans[len(created) :], strict=True)]
    cuts += [
        end(change.old.spans, changes.effective, change.old.draft.code)
        for change in changes.changes
        if change.action is ChangeAction.RETIRE and change.old is not None
    ]
    write_cuts(session, cuts, at, edition_id)
    return ids


def _span(matter_id: int, version_id: int, draft: MatterDraft, effective: date) -> Span:
    finish = FOREVER if draft.in_force_to is None else draft.in_force_to + DAY
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


def withdraw(session: Session, actor: Actor, at: datetime, edition_id: int, number: int) -> None:
    """Let everything stand again as before an edition, inside the caller's transaction.

    Raises:
        ChangedSince: one of its matters was changed afterwards.
        Conflict: somebody is changing one of them now.
    """
    run = session.connection().execute
    of_this = SPANS.c.edition_id == edition_id
    standing = run(select(SPANS.c.id).where(of_this, SPANS.c.known_to.is_(None))).scalars().all()
    # What a withdrawn follower had cut stands again as a copy, known from a later moment.
    first = select(EDITIONS.c.published_at).where(EDITIONS.c.id == edition_id).scalar_subquery()
    brought = run(select(func.count()).where(of_this, SPANS.c.known_from == first)).scalar_one()
    if len(standing) != brought:
        raise ChangedSince(number, brought - len(standing))
    close_spans(session, [(at, edition_id, key) for key in standing])
    columns = ("matter_id", "version_id", "code", "valid_from", "valid_to", "edition_id")
    ended = run(
        select(*(SPANS.c[name] for name in columns)).where(
            SPANS.c.ended_by_id == edition_id, SPANS.c.edition_id.is_distinct_from(edition_id)
        )
    ).all()
    insert_rows(session, SPANS, (*columns, "known_from"), [(*row, at) for row in ended])
    withdraw_lineage(session, at, edition_id)
    run(
        update(EDITIONS)
        .where(EDITIONS.c.id == edition_id)
        .values(status=EditionStatus.WITHDRAWN, withdrawn_at=at, version=EDITIONS.c.version + 1)
    )
    record(session, actor, at, f"edition:{number}", "edition.withdraw", {"number": number}, None)
