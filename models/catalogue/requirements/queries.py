"""Reads of everything requirements are derived from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.catalogue.drafting.lookup import members
from models.catalogue.drafting.workspace import MEMBERS
from models.catalogue.editions.queries import as_of, editions
from models.catalogue.flows.documents import flow_of
from models.catalogue.flows.tables import FlowVersion
from models.catalogue.requirements.rules import source_number
from models.catalogue.requirements.views import FlowUse, SourceRef
from models.catalogue.standing import (
    CLASSES,
    EDITIONS,
    FLOWS,
    LINEAGE,
    SPANS,
    UNITS,
    in_force,
    knowledge,
)
from models.catalogue.timeline import ALWAYS
from models.catalogue.views import EditionStatus, LineageKind
from models.kernel.tables import table_of
from models.organisation.views import UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlmodel import Session

    from models.catalogue.editions.views import AsOf
    from models.catalogue.flows.views import FlowDraft
    from models.catalogue.standing import Standing

FLOW_VERSIONS = table_of(FlowVersion)


@dataclass(frozen=True, slots=True)
class Ground:
    """What requirements are derived from."""

    meant: AsOf
    matters: tuple[Standing, ...]
    """By code"""
    flows: dict[str, tuple[FlowUse, FlowDraft]]
    units: dict[str, str]
    own: frozenset[str]
    """Names of the township's own units, which are no departments"""
    class_paths: dict[str, tuple[str, ...]]
    sources: dict[int, tuple[SourceRef, ...]]
    """By matter, those that are not on the list too"""
    since: dict[int, date]
    """The first day of each matter; of one that is in force always it is not there"""
    heirs: dict[int, int] = field(default_factory=dict)
    """Which matter another was merged into, directly"""


def meant(session: Session, text: str, today: date) -> AsOf:
    """Return the list that is meant: an edition, a day, or by default the newest edition in force.

    Where no edition stands, today's list is meant.

    Raises:
        NoEdition: ``text`` is neither an edition nor a day.
    """
    if text:
        return as_of(session, text, today)
    for each in editions(session):
        known = each.status is EditionStatus.PUBLISHED and each.effective is not None
        if known and each.effective is not None and each.effective <= today:
            return as_of(session, str(each.number), today)
    return as_of(session, "", today)


def ground(session: Session, found: AsOf) -> Ground:
    """Read a list and everything its matters name."""
    matters = tuple(in_force(session, found.day, found.known).values())
    rows = session.connection().execute(select(UNITS.c.code, UNITS.c.name, UNITS.c.kind)).all()
    return Ground(
        found,
        matters,
        _flows(session, {each.draft.flow for each in matters} - {""}),
        {row.code: row.name for row in rows},
        frozenset(row.name for row in rows if row.kind is not UnitKind.DEPARTMENT),
        _class_paths(session),
        _sources(session, found),
        _first_days(session),
        _heirs(session, found),
    )


def _flows(session: Session, codes: Iterable[str]) -> dict[str, tuple[FlowUse, FlowDraft]]:
    """Return the flows in their newest versions, by code."""
    newest = (FLOW_VERSIONS.c.flow_id == FLOWS.c.id) & (FLOW_VERSIONS.c.number == FLOWS.c.current_number)
    statement = (
        select(FLOWS.c.code, FLOWS.c.retired, FLOW_VERSIONS.c.number, FLOW_VERSIONS.c.document)
        .join(FLOW_VERSIONS, newest)
        .where(FLOWS.c.code.in_(sorted(codes)))
    )
    found = {}
    for code, retired, number, document in session.connection().execute(statement):
        draft = flow_of(document)
        found[code] = (FlowUse(code, draft.name, number, retired), draft)
    return found


def _class_paths(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the names of each class with those above it, the highest first."""
    columns = (CLASSES.c.id, CLASSES.c.scheme, CLASSES.c.code, CLASSES.c.name, CLASSES.c.parent_id)
    rows: dict[int, Any] = {row.id: row for row in session.connection().execute(select(*columns))}
    found = {}
    for key, row in rows.items():
        line, seen = [row.name], {key}
        parent = row.parent_id
        while parent in rows and parent not in seen:
            seen.add(parent)
            line.append(rows[parent].name)
            parent = rows[parent].parent_id
        found[f"{row.scheme}:{row.code}"] = tuple(reversed(line))
    return found


def _sources(session: Session, found: AsOf) -> dict[int, tuple[SourceRef, ...]]:
    """Return the source items by matter, as they stood behind the last edition that had some."""
    run = session.connection().execute
    published = (
        select(MEMBERS.c.edition_id)
        .join(EDITIONS, EDITIONS.c.id == MEMBERS.c.edition_id)
        .where(EDITIONS.c.number.is_not(None), EDITIONS.c.effective <= found.day)
    )
    if found.edition is not None:
        published = published.where(EDITIONS.c.number <= found.edition.number)
    else:
        published = published.where(EDITIONS.c.status == EditionStatus.PUBLISHED)
    last = run(published.order_by(EDITIONS.c.number.desc()).limit(1)).scalar()
    if last is None:
        return {}
    keys = run(select(MEMBERS.c.matter_id).where(MEMBERS.c.edition_id == last).distinct()).scalars().all()
    by_matter: dict[int, list[SourceRef]] = {}
    for each in members(session, last, sorted(keys)):
        by_matter.setdefault(each.matter_id, []).append(
            SourceRef(
                source_number(each.item_id),
                each.item_id,
                each.matter_id,
                each.book,
                each.book_title,
                each.kind,
                each.sheet,
                each.row,
                each.name,
                each.department,
            )
        )
    return {key: tuple(refs) for key, refs in by_matter.items()}


def _first_days(session: Session) -> dict[int, date]:
    statement = (
        select(SPANS.c.matter_id, func.min(SPANS.c.valid_from))
        .where(SPANS.c.known_to.is_(None))
        .group_by(SPANS.c.matter_id)
    )
    return {key: first for key, first in session.connection().execute(statement) if first != ALWAYS}


def _heirs(session: Session, found: AsOf) -> dict[int, int]:
    statement = (
        select(LINEAGE.c.from_id, LINEAGE.c.to_id)
        .where(
            knowledge(LINEAGE, found.known),
            LINEAGE.c.kind == LineageKind.MERGE,
            LINEAGE.c.effective <= found.day,
            LINEAGE.c.until > found.day,
        )
        .order_by(LINEAGE.c.effective, LINEAGE.c.id)
    )
    return dict(session.connection().execute(statement).all())
