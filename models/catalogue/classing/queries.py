"""Reads of the rules, and of the entries they are asked about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.catalogue.classing.deciding import Origin, Subject, subject_of
from models.catalogue.classing.provenance import origins
from models.catalogue.classing.rules import draft_of, values_of
from models.catalogue.classing.tables import ClassingRule
from models.catalogue.classing.views import RuleView
from models.catalogue.drafting.queries import all_live
from models.catalogue.drafting.workspace import ENTRIES, MEMBERS
from models.catalogue.rules import draft_document, draft_from
from models.catalogue.sources.standing import BOOKS, ITEMS
from models.catalogue.standing import CLASSES, EDITIONS, in_force
from models.catalogue.views import EditionStatus
from models.kernel.tables import table_of

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from models.catalogue.sources.views import SourceKind

RULES = table_of(ClassingRule)


def rules(session: Session) -> list[RuleView]:
    """Return the rules in their order."""
    rows = session.connection().execute(select(RULES).order_by(RULES.c.position, RULES.c.id))
    return [
        RuleView(
            row.id,
            number,
            row.version,
            draft_of(row.name, row.conditions, row.settings, row.note, active=row.active),
        )
        for number, row in enumerate(rows, 1)
    ]


def standing_mark(session: Session) -> tuple[Any, ...] | None:
    """Return what changes whenever the rules would decide otherwise; ``None`` where no list is prepared."""
    run = session.connection().execute
    draft = run(
        select(EDITIONS.c.id, EDITIONS.c.version).where(EDITIONS.c.status == EditionStatus.DRAFT)
    ).first()
    if draft is None:
        return None
    sums = (
        select(func.coalesce(func.sum(table.c.version), 0)).scalar_subquery() for table in (CLASSES, BOOKS)
    )
    known = run(select(RULES.c.id, RULES.c.version).order_by(RULES.c.id)).all()
    return (*draft, *run(select(*sums)).one(), *map(tuple, known))


@dataclass(frozen=True, slots=True)
class Ground:
    """What rules are asked about: the entries, the tree of classes, the codes there are."""

    subjects: tuple[Subject, ...]
    above: dict[str, frozenset[str]]
    classes: dict[str, str]
    """Names by ``scheme:code``"""
    prepared: bool


def ground(session: Session, today: date) -> Ground:
    """Return the entries of the list being prepared, or the matters in force where none is."""
    run = session.connection().execute
    drafted = run(select(EDITIONS.c.id).where(EDITIONS.c.status == EditionStatus.DRAFT)).scalar()
    if drafted is None:
        subjects = _of_matters(session, today)
    else:
        kinds, stories = _kinds(session, drafted), origins(session, drafted)
        fresh = _new(session, drafted)
        subjects = [
            subject_of(
                row.matter_id,
                draft_from(row.document),
                values_of(row.document),
                kinds[row.matter_id],
                stories.get(row.matter_id, Origin()),
                is_new=row.matter_id in fresh,
            )
            for row in all_live(session, drafted)
        ]
    above, names = _classes(session)
    return Ground(tuple(subjects), above, names, drafted is not None)


def _new(session: Session, edition_id: int) -> set[int]:
    """Return the entries that are not in force yet."""
    statement = select(ENTRIES.c.matter_id).where(
        ENTRIES.c.edition_id == edition_id, ENTRIES.c.base_version_id.is_(None)
    )
    return set(session.connection().execute(statement).scalars())


def _of_matters(session: Session, today: date) -> list[Subject]:
    """Return the matters in force; a list would begin as their copy, with the sources of the last edition."""
    newest = (
        select(EDITIONS.c.id)
        .where(EDITIONS.c.status == EditionStatus.PUBLISHED)
        .order_by(EDITIONS.c.number.desc())
        .limit(1)
    )
    last = session.connection().execute(newest).scalar()
    kinds = _kinds(session, last) if last is not None else defaultdict(set)
    return [
        subject_of(
            each.matter_id, each.draft, values_of(draft_document(each.draft)), kinds[each.matter_id], Origin()
        )
        for each in in_force(session, today).values()
    ]


def _kinds(session: Session, edition_id: int) -> dict[int, set[SourceKind]]:
    """Return what sort of lists stand behind each entry."""
    statement = (
        select(MEMBERS.c.matter_id, BOOKS.c.kind)
        .join(ITEMS, ITEMS.c.id == MEMBERS.c.item_id)
        .join(BOOKS, BOOKS.c.id == ITEMS.c.book_id)
        .where(MEMBERS.c.edition_id == edition_id)
        .distinct()
    )
    found: dict[int, set[SourceKind]] = defaultdict(set)
    for matter_id, kind in session.connection().execute(statement):
        found[matter_id].add(kind)
    return found


def _classes(session: Session) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Return each class with those above it, and the names of all."""
    columns = (CLASSES.c.id, CLASSES.c.scheme, CLASSES.c.code, CLASSES.c.name, CLASSES.c.parent_id)
    rows: dict[int, Any] = {row.id: row for row in session.connection().execute(select(*columns))}
    keys = {key: f"{row.scheme}:{row.code}" for key, row in rows.items()}
    above: dict[str, frozenset[str]] = {}
    for key, row in rows.items():
        line, parent = [keys[key]], row.parent_id
        while parent in rows and keys[parent] not in line:
            line.append(keys[parent])
            parent = rows[parent].parent_id
        above[keys[key]] = frozenset(line)
    return above, {keys[key]: row.name for key, row in rows.items()}
