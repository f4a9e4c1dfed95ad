"""Writing of matters: planned without writing, then written in bulk as new versions.

Nothing that a case may rest on is edited: a matter that says something new gets a new
version beside the old one, and only the mark of the newest moves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from models.calendar.rules import parse_limit
from models.catalogue.rules import MatterDraft, content_hash, draft_document
from models.catalogue.standing import (
    CLASSES,
    CONDITIONS,
    MATTERS,
    VERSIONS,
    References,
    Standing,
    references,
    standing,
)
from models.kernel.bulk import insert_rows
from models.kernel.errors import Conflict
from models.kernel.text import initials
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.ledger.views import Signature

_INITIALS = 255


@dataclass(slots=True)
class MatterPlan:
    """What writing some drafts would do. Drafts name units and duty items that exist."""

    created: list[MatterDraft] = field(default_factory=list)
    changed: list[tuple[Standing, MatterDraft]] = field(default_factory=list)
    same: list[MatterDraft] = field(default_factory=list)
    new_classes: dict[tuple[str, str], str] = field(default_factory=dict)
    renamed_classes: dict[tuple[str, str], str] = field(default_factory=dict)
    """The new name of classes by scheme and code."""


def plan_matters(
    session: Session, drafts: Sequence[MatterDraft], known: dict[str, Standing] | None = None
) -> MatterPlan:
    """Compare drafts with the newest versions, by the hash of what they say; write nothing."""
    refs = references(session)
    current = standing(session, [draft.code for draft in drafts]) if known is None else known
    plan = MatterPlan()
    for draft in drafts:
        class_id, class_name = refs.classes.get(draft.class_key, (None, ""))
        if class_id is None:
            plan.new_classes[draft.class_key] = draft.class_name or draft.class_code
        elif draft.class_name and draft.class_name != class_name:
            plan.renamed_classes[draft.class_key] = draft.class_name
        old = current.get(draft.code)
        if old is None:
            plan.created.append(draft)
        elif old.content_hash == _hash(draft, refs):
            plan.same.append(draft)
        else:
            plan.changed.append((old, draft))
    return plan


def write_matters(session: Session, signature: Signature, at: datetime, plan: MatterPlan) -> None:
    """Write a plan with its ledger entries, inside the caller's transaction.

    Raises:
        Conflict: somebody wrote a newer version of one of the matters meanwhile.
    """
    _write_classes(session, signature, at, plan)
    refs = references(session)
    ids = _new_matters(session, plan.created, at)
    work = [(ids[draft.code], 1, draft) for draft in plan.created]
    work += [(old.matter_id, old.number + 1, draft) for old, draft in plan.changed]
    for old, _draft in plan.changed:
        _move_mark(session, old)
    _write_versions(session, work, refs, at)
    entries: list[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]] = [
        (f"matter:{draft.code}", "matter.create", None, draft_document(draft)) for draft in plan.created
    ]
    entries += [
        (f"matter:{draft.code}", "matter.change", draft_document(old.draft), draft_document(draft))
        for old, draft in plan.changed
    ]
    if entries:
        record_many(session, signature, at, entries)


def _hash(draft: MatterDraft, refs: References) -> str:
    return content_hash(
        draft,
        refs.classes.get(draft.class_key, (None, ""))[0],
        refs.units[draft.lead_unit] if draft.lead_unit else None,
        refs.duties[draft.duty_item] if draft.duty_item else None,
    )


def _write_classes(session: Session, signature: Signature, at: datetime, plan: MatterPlan) -> None:
    run = session.connection().execute
    entries: list[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]] = []
    fresh = [
        {"scheme": scheme, "code": code, "name": name, "level": 1, "parent_id": None, "version": 1}
        for (scheme, code), name in sorted(plan.new_classes.items())
    ]
    if fresh:
        run(insert(CLASSES), fresh)
        entries += [
            (f"class:{each['scheme']}:{each['code']}", "class.create", None, {"name": each["name"]})
            for each in fresh
        ]
    if plan.renamed_classes:
        names = {key: name for key, (_id, name) in references(session).classes.items()}
        for (scheme, code), name in sorted(plan.renamed_classes.items()):
            run(
                update(CLASSES)
                .where(CLASSES.c.scheme == scheme, CLASSES.c.code == code)
                .values(name=name, version=CLASSES.c.version + 1)
            )
            before = {"name": names[scheme, code]}
            entries.append((f"class:{scheme}:{code}", "class.rename", before, {"name": name}))
    if entries:
        record_many(session, signature, at, entries)


def _new_matters(session: Session, drafts: Sequence[MatterDraft], at: datetime) -> dict[str, int]:
    if not drafts:
        return {}
    statement = insert(MATTERS).returning(MATTERS.c.code, MATTERS.c.id)
    values = [{"code": draft.code, "current_number": 1, "created_at": at} for draft in drafts]
    return dict(session.connection().execute(statement, values).all())


def _move_mark(session: Session, old: Standing) -> None:
    """Make room for the next version, unless somebody else wrote it first."""
    run = session.connection().execute
    moved = run(
        update(MATTERS)
        .where(MATTERS.c.id == old.matter_id, MATTERS.c.current_number == old.number)
        .values(current_number=old.number + 1)
    )
    if moved.rowcount != 1:
        raise Conflict(N_("The matter"), old.draft)
    run(update(VERSIONS).where(VERSIONS.c.id == old.version_id).values(current=False))


def _write_versions(
    session: Session, work: Sequence[tuple[int, int, MatterDraft]], refs: References, at: datetime
) -> None:
    if not work:
        return
    values = [_version_values(matter_id, number, draft, refs, at) for matter_id, number, draft in work]
    statement = insert(VERSIONS).returning(VERSIONS.c.matter_id, VERSIONS.c.id)
    ids: dict[int, int] = dict(session.connection().execute(statement, values).all())
    columns = (
        "matter_version_id", "seq", "text", "limit_amount", "limit_unit", "mode",
        "closing_condition", "evidence",
    )  # fmt: skip
    rows = []
    for matter_id, _number, draft in work:
        for seq, condition in enumerate(draft.conditions, start=1):
            limit = parse_limit(condition.limit)
            what = (condition.text, limit.count, limit.unit.value, condition.mode)
            rows.append((ids[matter_id], seq, *what, condition.closing_condition, condition.evidence))
    insert_rows(session, CONDITIONS, columns, rows)


def _version_values(
    matter_id: int, number: int, draft: MatterDraft, refs: References, at: datetime
) -> dict[str, Any]:
    return {
        "matter_id": matter_id,
        "number": number,
        "current": True,
        "name": draft.name,
        "initials": initials(draft.name)[:_INITIALS],
        "class_id": refs.classes[draft.class_key][0],
        "kind": draft.kind,
        "settle_level": draft.settle_level,
        "urgency": draft.urgency,
        "severity": draft.severity,
        "lead_unit_id": refs.units[draft.lead_unit] if draft.lead_unit else None,
        "duty_item_id": refs.duties[draft.duty_item] if draft.duty_item else None,
        "legal_basis": draft.legal_basis,
        "keywords": draft.keywords,
        "in_force_from": draft.in_force_from,
        "in_force_to": draft.in_force_to,
        "status": draft.status,
        "content_hash": _hash(draft, refs),
        "created_at": at,
    }
