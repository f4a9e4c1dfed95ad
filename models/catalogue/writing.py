"""Writing of matters: planned without writing, then written in bulk as new versions.

Nothing that a case may rest on is edited: a matter that says something new gets a new
version beside the old one, and the line of days says from when on it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from models.calendar.rules import parse_limit
from models.catalogue.refusals import BadForce
from models.catalogue.rules import (
    UNSORTED,
    UNSORTED_NAME,
    MatterDraft,
    content_hash,
    draft_document,
    says_the_same,
)
from models.catalogue.spans import write_cuts
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
from models.catalogue.timeline import ALWAYS, DAY, Cut, Span, dated, finish_after, force_of, put
from models.catalogue.views import MatterStatus
from models.kernel.bulk import insert_rows
from models.kernel.errors import Conflict
from models.kernel.text import initials
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from models.ledger.views import Signature

    Entry = tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]

_INITIALS = 255


@dataclass(slots=True)
class MatterPlan:
    """What writing some drafts would do from ``day`` on. Drafts name units and duty items that exist."""

    day: date
    created: list[MatterDraft] = field(default_factory=list)
    changed: list[tuple[Standing, MatterDraft]] = field(default_factory=list)
    same: list[MatterDraft] = field(default_factory=list)
    new_classes: dict[tuple[str, str], str] = field(default_factory=dict)
    renamed_classes: dict[tuple[str, str], str] = field(default_factory=dict)
    """The new name of classes by scheme and code."""


@dataclass(slots=True)
class Written:
    """Where what was written is to be found: ids by the place of a draft in the lists given."""

    matter_ids: list[int] = field(default_factory=list)
    version_ids: list[int] = field(default_factory=list)


def plan_matters(
    session: Session,
    drafts: Sequence[MatterDraft],
    day: date,
    known: dict[str, Standing] | None = None,
) -> MatterPlan:
    """Compare drafts with what their codes mean on ``day``; write nothing.

    Raises:
        BadForce: a draft whose force would end before it begins.
    """
    current = standing(session, day, [draft.code for draft in drafts]) if known is None else known
    plan = MatterPlan(day)
    note_classes(plan, references(session), drafts)
    for draft in drafts:
        old = current.get(draft.code)
        if old is None:
            first, finish = wanted_days(draft, None, day)
            if finish < first:
                raise BadForce(draft.code, first, finish - DAY)
            plan.created.append(draft)
        elif says_the_same(old.draft, draft) and _same_days(old, draft, day):
            plan.same.append(draft)
        else:
            plan.changed.append((old, draft))
    return plan


def note_classes(plan: MatterPlan, refs: References, drafts: Sequence[MatterDraft]) -> None:
    """Note in ``plan`` which classes the drafts need that do not exist, or are called otherwise."""
    for draft in drafts:
        class_id, class_name = refs.classes.get(draft.class_key, (None, ""))
        if class_id is None:
            unnamed = UNSORTED_NAME if draft.class_key == UNSORTED else draft.class_code
            plan.new_classes[draft.class_key] = draft.class_name or unnamed
        elif draft.class_name and draft.class_name != class_name:
            plan.renamed_classes[draft.class_key] = draft.class_name


def wanted_days(draft: MatterDraft, old: Standing | None, day: date) -> tuple[date, date]:
    """Return the first day of force a draft asks for, and the day before which it is to end."""
    stands = force_of(old.spans) if old is not None and old.spans else None
    first = draft.in_force_from or (stands[0] if stands else ALWAYS)
    finish = finish_after(draft.in_force_to)
    if draft.status is MatterStatus.RETIRED and finish > day:
        # Retired without a date: as it ended, or today; what is yet to come never begins.
        finish = max(first, min(stands[1] if stands else finish, day))
    return first, finish


def _same_days(old: Standing, draft: MatterDraft, day: date) -> bool:
    if not old.spans:
        return True
    first, finish = wanted_days(draft, old, day)
    return finish == force_of(old.spans)[1] and first in {span.valid_from for span in old.spans}


def write_matters(session: Session, signature: Signature, at: datetime, plan: MatterPlan) -> None:
    """Write a plan with its ledger entries, inside the caller's transaction.

    Raises:
        Conflict: somebody wrote a newer version of one of the matters meanwhile.
        LaterVersion: a matter has a version that takes force later.
        BadForce: dates of force that cannot be.
    """
    write_classes(session, signature, at, plan)
    new = [(old, draft) for old, draft in plan.changed if not says_the_same(old.draft, draft)]
    written = write_versions(session, [(None, draft) for draft in plan.created], new, at)
    fresh = iter(zip(written.matter_ids, written.version_ids, strict=True))
    cuts: list[Cut] = []
    for draft in plan.created:
        matter_id, version_id = next(fresh)
        first, finish = wanted_days(draft, None, plan.day)
        cuts.append(Cut(added=(Span(matter_id, version_id, draft.code, first, finish),)))
    versions = {
        old.matter_id: version_id for (old, _draft), (_matter, version_id) in zip(new, fresh, strict=True)
    }
    for old, draft in plan.changed:
        cuts.append(_change(old, draft, versions.get(old.matter_id), plan.day))
    write_cuts(session, cuts, at)
    entries: list[Entry] = [
        (f"matter:{draft.code}", "matter.create", None, draft_document(draft)) for draft in plan.created
    ]
    entries += [
        (f"matter:{draft.code}", "matter.change", draft_document(old.draft), draft_document(draft))
        for old, draft in plan.changed
    ]
    if entries:
        record_many(session, signature, at, entries)


def _change(old: Standing, draft: MatterDraft, version_id: int | None, day: date) -> Cut:
    """Return what changes on the line of days of a matter: its content, its end, or its beginning."""
    first, finish = wanted_days(draft, old, day)
    if version_id is None:
        return dated(old.spans, first, finish, day, draft.code)
    ahead = [span.valid_from for span in old.spans if span.valid_to > day]
    # What is yet to come is changed from its own beginning on. What is over and stays over says
    # something else, and ended when it ended.
    over = day if finish > day else force_of(old.spans)[1]
    start = max(day, min(ahead), first) if ahead else over
    return put(old.spans, Span(old.matter_id, version_id, draft.code, start, max(finish, start)))


def write_classes(session: Session, signature: Signature, at: datetime, plan: MatterPlan) -> None:
    """Write the classes a plan needs: new ones, and new names of known ones."""
    run = session.connection().execute
    entries: list[Entry] = []
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


def write_versions(
    session: Session,
    created: Sequence[tuple[int | None, MatterDraft]],
    changed: Sequence[tuple[Standing, MatterDraft]],
    at: datetime,
) -> Written:
    """Write versions of new matters and newer versions of known ones, but no days yet.

    Args:
        session: the caller's transaction.
        created: first versions, each with the matter's id if its identity exists already.
        changed: what stands, and what it is to say.
        at: when.

    Returns:
        Ids of matters and versions: those of ``created`` in order, then those of ``changed``.

    Raises:
        Conflict: somebody wrote a newer version of one of the matters meanwhile.
    """
    refs = references(session)
    nameless = iter(_new_matters(session, sum(key is None for key, _draft in created), at))
    for key, draft in created:
        if key is not None:
            _take_number(session, key, 0, draft)
    for old, _draft in changed:
        _take_number(session, old.matter_id, old.newest, old.draft)
    work = [(next(nameless) if key is None else key, 1, draft) for key, draft in created]
    work += [(old.matter_id, old.newest + 1, draft) for old, draft in changed]
    if not work:
        return Written()
    values = [_version_values(matter_id, number, draft, refs, at) for matter_id, number, draft in work]
    statement = insert(VERSIONS).returning(VERSIONS.c.matter_id, VERSIONS.c.id)
    ids: dict[int, int] = dict(session.connection().execute(statement, values).all())
    version_ids = [ids[matter_id] for matter_id, _number, _draft in work]
    _write_conditions(session, [draft for _key, _number, draft in work], version_ids)
    return Written([matter_id for matter_id, _number, _draft in work], version_ids)


def _new_matters(session: Session, many: int, at: datetime) -> list[int]:
    if not many:
        return []
    values = [{"current_number": 1, "created_at": at}] * many
    return sorted(session.connection().execute(insert(MATTERS).returning(MATTERS.c.id), values).scalars())


def _take_number(session: Session, matter_id: int, newest: int, draft: MatterDraft) -> None:
    """Make room for the next version, unless somebody else wrote it first."""
    moved = session.connection().execute(
        update(MATTERS)
        .where(MATTERS.c.id == matter_id, MATTERS.c.current_number == newest)
        .values(current_number=newest + 1)
    )
    if moved.rowcount != 1:
        raise Conflict(N_("The matter"), draft)


def _write_conditions(session: Session, drafts: Sequence[MatterDraft], version_ids: Sequence[int]) -> None:
    columns = (
        "matter_version_id", "seq", "text", "limit_amount", "limit_unit", "mode",
        "closing_condition", "evidence", "origin",
    )  # fmt: skip
    rows = []
    for version_id, draft in zip(version_ids, drafts, strict=True):
        for seq, condition in enumerate(draft.conditions, start=1):
            limit = parse_limit(condition.limit)
            what = (condition.text, limit.count, limit.unit.value, condition.mode)
            rest = (condition.closing_condition, condition.evidence, condition.origin)
            rows.append((version_id, seq, *what, *rest))
    insert_rows(session, CONDITIONS, columns, rows)


_PLAIN = (
    "code", "name", "parent", "duty_list", "kind", "settle_level", "urgency", "severity", "department",
    "legal_basis", "keywords", "grid_duty", "patrol", "privacy",
)  # fmt: skip


def _version_values(
    matter_id: int, number: int, draft: MatterDraft, refs: References, at: datetime
) -> dict[str, Any]:
    class_id = refs.classes[draft.class_key][0]
    unit_id = refs.units[draft.lead_unit] if draft.lead_unit else None
    duty_item_id = refs.duties[draft.duty_item] if draft.duty_item else None
    return {
        "matter_id": matter_id,
        "number": number,
        "initials": initials(draft.name)[:_INITIALS],
        "class_id": class_id,
        "lead_unit_id": unit_id,
        "duty_item_id": duty_item_id,
        "flow_id": refs.flows[draft.flow] if draft.flow else None,
        "assisting": list(draft.assisting) or None,
        "content_hash": content_hash(draft, class_id, unit_id, duty_item_id),
        "created_at": at,
        **{name: getattr(draft, name) for name in _PLAIN},
    }
