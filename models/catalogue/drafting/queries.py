"""Reads of the working list: columns into views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true

from models.accounts.tables import Account
from models.catalogue.drafting.views import (
    DraftView,
    EntryLine,
    EntryState,
    EntryView,
    Funnel,
    StepKind,
    StepView,
)
from models.catalogue.drafting.workspace import APART, ENTRIES, MEMBERS, STEPS
from models.catalogue.rules import draft_from
from models.kernel.paging import Page, after_key
from models.kernel.tables import table_of
from models.kernel.text import clean_line, fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.catalogue.rules import MatterDraft

ACCOUNTS = table_of(Account)

STEP_SENTENCES = {
    StepKind.COLLECT: N_("took %(count)s source items in"),
    StepKind.ADD: N_("added “%(name)s”"),
    StepKind.MERGE: N_("merged %(count)s entries into “%(name)s”"),
    StepKind.MERGE_MANY: N_("merged %(count)s entries into %(groups)s at once"),
    StepKind.UNMERGE: N_("took the merge of “%(name)s” back"),
    StepKind.SPLIT: N_("split “%(name)s” into %(count)s"),
    StepKind.APART: N_("kept %(count)s entries apart"),
    StepKind.TOGETHER: N_("no longer keeps %(count)s entries apart"),
    StepKind.EDIT: N_("changed “%(name)s”"),
    StepKind.BULK: N_("changed %(count)s entries at once"),
    StepKind.COPY: N_("copied from “%(other)s” to “%(name)s”"),
    StepKind.RETIRE: N_("retired %(count)s entries"),
    StepKind.RESTORE: N_("restored %(count)s entries"),
    StepKind.SETTLE: N_("looked at %(count)s entries"),
    StepKind.NUMBER: N_("gave %(count)s entries a code"),
    StepKind.CLASSIFY: N_("classified %(count)s entries by rules"),
    StepKind.REBASE: N_("took changes made outside the list over, %(count)s entries"),
    StepKind.REVIEW: N_("took the opinion of “%(department)s” on “%(name)s” up"),
    StepKind.REOPEN: N_("took back what the opinion of “%(department)s” changed in “%(name)s”"),
}
"""What each kind of step did."""
_FROM_OTHERS = {
    StepKind.APART: N_("kept %(count)s entries apart from %(others)s others"),
    StepKind.TOGETHER: N_("no longer keeps %(count)s entries apart from %(others)s others"),
}
"""The same of steps that did it to some entries and others, not among themselves."""


def draft_view(session: Session, edition: Row[Any]) -> DraftView:
    """Return the working list as a whole."""
    return DraftView(
        edition.id,
        edition.name,
        edition.note,
        edition.begun_at,
        edition.version,
        funnel(session, edition.id),
        _step(session, edition.id, redo=False),
        _step(session, edition.id, redo=True),
    )


def _step(session: Session, edition_id: int, *, redo: bool) -> StepView | None:
    order = STEPS.c.seq.asc() if redo else STEPS.c.seq.desc()
    return next(iter(_steps(session, edition_id, STEPS.c.undone.is_(redo), order, 1)), None)


def funnel(session: Session, edition_id: int) -> Funnel:
    """Return how far the merging has come, from one read of the entries' index."""
    run = session.connection().execute
    here = ENTRIES.c.edition_id == edition_id
    live = ENTRIES.c.state == EntryState.LIVE
    counts = run(
        select(
            func.count(),
            *(
                func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
                for condition in (
                    live,
                    ENTRIES.c.state == EntryState.MERGED,
                    ENTRIES.c.state == EntryState.RETIRED,
                    ENTRIES.c.state == EntryState.DROPPED,
                    live & ENTRIES.c.settled.is_(False),
                    live & (ENTRIES.c.code == ""),
                )
            ),
        ).where(here)
    ).one()
    items = run(select(func.count()).where(MEMBERS.c.edition_id == edition_id)).scalar_one()
    return Funnel(items, *(int(count) for count in counts))


def next_step(session: Session, edition_id: int, *, redo: bool) -> Row[Any] | None:
    """Return the step that would be undone next, or done again."""
    order = STEPS.c.seq.asc() if redo else STEPS.c.seq.desc()
    statement = (
        select(STEPS)
        .where(STEPS.c.edition_id == edition_id, STEPS.c.undone.is_(redo))
        .order_by(order)
        .limit(1)
    )
    return session.connection().execute(statement).first()


def is_undone(session: Session, edition_id: int, seq: int) -> bool | None:
    """Say whether a step is undone; ``None`` where there is none of this number."""
    statement = select(STEPS.c.undone).where(STEPS.c.edition_id == edition_id, STEPS.c.seq == seq)
    found: bool | None = session.connection().execute(statement).scalar()
    return found


def steps(session: Session, edition_id: int, limit: int, before: int | None = None) -> list[StepView]:
    """Return the newest steps first, or the newest ``before`` one, without what they changed."""
    earlier = true() if before is None else STEPS.c.seq < before
    return _steps(session, edition_id, earlier, STEPS.c.seq.desc(), limit)


def _steps(
    session: Session, edition_id: int, condition: ColumnElement[bool], order: Any, limit: int
) -> list[StepView]:
    columns = [STEPS.c[name] for name in ("seq", "kind", "at", "said", "undone")]
    statement = (
        select(*columns, func.coalesce(ACCOUNTS.c.name, "").label("actor"))
        .outerjoin(ACCOUNTS, ACCOUNTS.c.id == STEPS.c.account_id)
        .where(STEPS.c.edition_id == edition_id, condition)
        .order_by(order)
        .limit(limit)
    )
    return [
        StepView(row.seq, row.kind, row.at, row.actor, _sentence(row.kind, row.said), row.said, row.undone)
        for row in session.connection().execute(statement)
    ]


def _sentence(kind: StepKind, said: Mapping[str, Any]) -> str:
    return _FROM_OTHERS[kind] if kind in _FROM_OTHERS and "others" in said else STEP_SENTENCES[kind]


def lines(
    session: Session,
    edition_id: int,
    *,
    states: Sequence[EntryState],
    text: str = "",
    only_open: bool = False,
    class_key: tuple[str, str] | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> Page[EntryLine]:
    """Return a page of entries, by code and then as they came in."""
    order = [ENTRIES.c.code, ENTRIES.c.matter_id]
    statement = _lines(edition_id).where(ENTRIES.c.state.in_(states)).order_by(*order).limit(limit + 1)
    for word in clean_line(text).split():
        statement = statement.where(_matches(word))
    if only_open:
        statement = statement.where(ENTRIES.c.settled.is_(False))
    if class_key is not None:
        for name, value in zip(("scheme", "class_code"), class_key, strict=True):
            # A field at its default is not in the document.
            statement = statement.where(
                func.coalesce(ENTRIES.c.document[name].as_string(), _DEFAULTS[name]) == value
            )
    if after is not None:
        statement = statement.where(after_key(order, after))
    rows = [_line(row) for row in session.connection().execute(statement)]
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    return Page(tuple(rows[:limit]), (last.code, last.matter_id) if last else None)


_DEFAULTS = {"scheme": "list", "class_code": "00"}


def lines_of(session: Session, edition_id: int, matter_ids: Iterable[int]) -> dict[int, EntryLine]:
    """Return entries by the id of their matter."""
    wanted = list(matter_ids)
    found: dict[int, EntryLine] = {}
    for start in range(0, len(wanted), 500):
        statement = _lines(edition_id).where(ENTRIES.c.matter_id.in_(wanted[start : start + 500]))
        found |= {row.matter_id: _line(row) for row in session.connection().execute(statement)}
    return found


def documents_of(
    session: Session, edition_id: int, matter_ids: Sequence[int]
) -> dict[int, tuple[MatterDraft, EntryState]]:
    """Return what entries say, and how they stand, by the id of their matter."""
    columns = [ENTRIES.c[name] for name in ("matter_id", "document", "state")]
    found: dict[int, tuple[MatterDraft, EntryState]] = {}
    for start in range(0, len(matter_ids), 500):
        statement = select(*columns).where(
            ENTRIES.c.edition_id == edition_id, ENTRIES.c.matter_id.in_(matter_ids[start : start + 500])
        )
        for row in session.connection().execute(statement):
            found[row.matter_id] = (draft_from(row.document), row.state)
    return found


def all_live(session: Session, edition_id: int) -> list[Row[Any]]:
    """Return matter, document, and how many source items, of every live entry."""
    columns = [ENTRIES.c[name] for name in ("matter_id", "document", "settled")]
    statement = (
        select(*columns)
        .where(ENTRIES.c.edition_id == edition_id, ENTRIES.c.state == EntryState.LIVE)
        .order_by(ENTRIES.c.matter_id)
    )
    return list(session.connection().execute(statement).all())


def _lines(edition_id: int) -> Select[Any]:
    count = (
        select(func.count())
        .where(MEMBERS.c.edition_id == edition_id, MEMBERS.c.matter_id == ENTRIES.c.matter_id)
        .correlate(ENTRIES)
        .scalar_subquery()
    )
    names = ("matter_id", "document", "state", "settled", "base_version_id", "version")
    return select(*(ENTRIES.c[name] for name in names), count.label("items")).where(
        ENTRIES.c.edition_id == edition_id
    )


def _line(row: Row[Any]) -> EntryLine:
    document = row.document
    return EntryLine(
        row.matter_id,
        document.get("code", ""),
        document.get("name", ""),
        document.get("scheme", _DEFAULTS["scheme"]),
        document.get("class_code", _DEFAULTS["class_code"]),
        document.get("duty_list", ""),
        document.get("department", ""),
        row.state,
        row.settled,
        row.base_version_id is None,
        row.items,
        len(document.get("conditions", ())),
        row.version,
    )


def _matches(word: str) -> ColumnElement[bool]:
    plain = fold(word)
    return or_(
        ENTRIES.c.name.contains(word, autoescape=True),
        ENTRIES.c.initials.contains(plain, autoescape=True),
        func.lower(ENTRIES.c.code).startswith(plain, autoescape=True),
    )


def entry_view(session: Session, edition_id: int, matter_id: int) -> EntryView | None:
    """Return an entry with its source items and what was merged into it."""
    run = session.connection().execute
    here = ENTRIES.c.edition_id == edition_id
    row = run(select(ENTRIES).where(here, ENTRIES.c.matter_id == matter_id)).first()
    if row is None:
        return None
    absorbed = run(select(ENTRIES.c.matter_id).where(here, ENTRIES.c.into_id == matter_id)).scalars().all()
    items = run(
        select(MEMBERS.c.item_id)
        .where(MEMBERS.c.edition_id == edition_id, MEMBERS.c.matter_id == matter_id)
        .order_by(MEMBERS.c.item_id)
    ).scalars()
    known = lines_of(session, edition_id, absorbed)
    return EntryView(
        matter_id,
        draft_from(row.document),
        row.state,
        row.into_id,
        row.split_from_id,
        row.settled,
        row.base_version_id,
        row.version,
        tuple(items),
        tuple(known[key] for key in sorted(known)),
    )


def kept_apart(session: Session) -> list[tuple[int, int]]:
    """Return every pair of matters of which somebody said that they are not the same."""
    return [(row.one_id, row.other_id) for row in session.connection().execute(select(APART))]


def merged_into(session: Session, edition_id: int) -> dict[int, int]:
    """Return which entry each merged entry went into, directly."""
    statement = select(ENTRIES.c.matter_id, ENTRIES.c.into_id).where(
        ENTRIES.c.edition_id == edition_id, ENTRIES.c.into_id.is_not(None)
    )
    return dict(session.connection().execute(statement).all())


def items_of(session: Session, edition_id: int, matter_ids: Sequence[int] | None = None) -> dict[int, int]:
    """Return the entry of each source item of a list."""
    statement = select(MEMBERS.c.item_id, MEMBERS.c.matter_id).where(MEMBERS.c.edition_id == edition_id)
    if matter_ids is not None:
        statement = statement.where(MEMBERS.c.matter_id.in_(matter_ids))
    return dict(session.connection().execute(statement).all())
