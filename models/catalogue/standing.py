"""Matters as they stand: versions as drafts, and the days on which each holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, or_, select

from models.catalogue.flows.tables import Flow
from models.catalogue.rules import ConditionDraft, MatterDraft
from models.catalogue.tables import (
    DutyItem,
    Edition,
    FilingCondition,
    Matter,
    MatterClass,
    MatterLineage,
    MatterSpan,
    MatterVersion,
)
from models.catalogue.timeline import ALWAYS, Span, chosen, force_of
from models.catalogue.views import MatterStatus
from models.kernel.ready import Ready
from models.kernel.tables import table_of
from models.organisation.queries import office_zone
from models.organisation.tables import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

CLASSES = table_of(MatterClass)
MATTERS = table_of(Matter)
VERSIONS = table_of(MatterVersion)
CONDITIONS = table_of(FilingCondition)
SPANS = table_of(MatterSpan)
LINEAGE = table_of(MatterLineage)
EDITIONS = table_of(Edition)
DUTIES = table_of(DutyItem)
UNITS = table_of(Unit)
FLOWS = table_of(Flow)

_AT_ONCE = 500
"""Matters asked for by code or id in one query; more are read all together."""
_PLAIN = (
    "code", "name", "parent", "duty_list", "department", "grid_duty", "patrol", "privacy", "kind",
    "settle_level", "urgency", "severity", "legal_basis", "keywords",
)  # fmt: skip
_SPAN = tuple(SPANS.c[name] for name in ("matter_id", "version_id", "code", "valid_from", "valid_to", "id"))


@dataclass(frozen=True, slots=True)
class Standing:
    """A version of a matter as it stands in the database, with the matter's line of days.

    ``draft`` says when the matter is in force: the first day of its present unbroken force
    (over all versions) and its last day.
    """

    matter_id: int
    version_id: int
    number: int
    content_hash: str
    draft: MatterDraft
    class_id: int
    unit_id: int | None
    duty_item_id: int | None
    newest: int = 0
    """Number of the matter's newest version"""
    spans: tuple[Span, ...] = ()


@dataclass(slots=True)
class References:
    """The ids behind the codes a draft names."""

    classes: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    """Id and name by scheme and code."""
    units: dict[str, int] = field(default_factory=dict)
    duties: dict[str, int] = field(default_factory=dict)
    flows: dict[str, int] = field(default_factory=dict)


def references(session: Session) -> References:
    """Read the ids of all classes, units and duty items: each at most some hundreds."""
    run = session.connection().execute
    classes = run(select(CLASSES.c.scheme, CLASSES.c.code, CLASSES.c.id, CLASSES.c.name))
    return References(
        {(scheme, code): (key, name) for scheme, code, key, name in classes},
        dict(run(select(UNITS.c.code, UNITS.c.id)).all()),
        dict(run(select(DUTIES.c.code, DUTIES.c.id)).all()),
        dict(run(select(FLOWS.c.code, FLOWS.c.id)).all()),
    )


def office_day(session: Session, now: datetime) -> date:
    """Return the day it is at the office: by its midnight matters come into force."""
    return now.astimezone(office_zone(session)).date()


def holds(day: date, known: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a span covers ``day``, as the office knows it, or knew it at ``known``."""
    return and_(knowledge(SPANS, known), SPANS.c.valid_from <= day, SPANS.c.valid_to > day)


def knowledge(table: Table, known: datetime | None) -> ColumnElement[bool]:
    """Return the condition that a row of two clocks is what the office knows, or knew at ``known``."""
    standing_now: ColumnElement[bool] = table.c.known_to.is_(None)
    if known is None:
        return standing_now
    return and_(table.c.known_from <= known, or_(standing_now, table.c.known_to > known))


def spans_of(
    session: Session, matter_ids: Sequence[int] | None = None, codes: Sequence[str] | None = None
) -> dict[int, list[Span]]:
    """Return the standing spans by matter: of all, of those named, or of all that ever had a code."""
    statement = select(*_SPAN).where(SPANS.c.known_to.is_(None))
    if codes is not None and len(codes) <= _AT_ONCE:
        bearers = select(SPANS.c.matter_id).where(SPANS.c.known_to.is_(None), SPANS.c.code.in_(codes))
        statement = statement.where(SPANS.c.matter_id.in_(bearers))
    if matter_ids is not None and len(matter_ids) <= _AT_ONCE:
        statement = statement.where(SPANS.c.matter_id.in_(matter_ids))
    found: dict[int, list[Span]] = defaultdict(list)
    for row in session.connection().execute(statement):
        found[row[0]].append(Span(*row))
    return found


_OF_MATTER = Ready(
    select(*_SPAN).where(SPANS.c.known_to.is_(None), SPANS.c.matter_id == bindparam("matter_id"))
)


def spans_of_matter(session: Session, matter_id: int) -> list[Span]:
    """Return the standing spans of one matter."""
    return [Span(*row) for row in _OF_MATTER.rows(session, matter_id=matter_id)]


def standing(session: Session, day: date, codes: Iterable[str] | None = None) -> dict[str, Standing]:
    """Return what each code means on ``day``: those named, or all.

    A code means the matter that bears it in force on that day, else the next to bear it,
    else the last that bore it. A code whose last bearer goes on under another one means
    nothing any more.
    """
    wanted = None if codes is None else list(codes)
    spans = spans_of(session, codes=wanted)
    by_code: dict[str, list[Span]] = defaultdict(list)
    for line in spans.values():
        for span in line:
            by_code[span.code].append(span)
    if wanted is not None:
        by_code = defaultdict(list, {code: by_code[code] for code in wanted if code in by_code})
    picked = {
        code: found
        for code, line in by_code.items()
        if (found := chosen(line, day)) is not None and not _left(found, spans[found.matter_id], day)
    }
    versions = _read_some(session, [span.version_id for span in picked.values()])
    return {
        code: _with_force(versions[span.version_id], spans[span.matter_id], day, span)
        for code, span in picked.items()
    }


def _left(span: Span, line: Sequence[Span], day: date) -> bool:
    """Say whether a matter has left the code of ``span`` for another one."""
    return span.status(day) is MatterStatus.RETIRED and any(
        other.code != span.code and other.valid_from >= span.valid_to for other in line
    )


def standing_of(session: Session, day: date, matter_ids: Sequence[int]) -> dict[int, Standing]:
    """Return what some matters say on ``day``, by id; see :func:`models.catalogue.timeline.chosen`."""
    spans = spans_of(session, matter_ids)
    picked = {key: chosen(spans[key], day) for key in matter_ids if spans.get(key)}
    versions = _read_some(session, [span.version_id for span in picked.values() if span])
    return {
        key: _with_force(versions[span.version_id], spans[key], day, span)
        for key, span in picked.items()
        if span
    }


def in_force(session: Session, day: date, known: datetime | None = None) -> dict[str, Standing]:
    """Return the matters in force on ``day`` by code, as known now or at ``known``.

    The drafts say nothing of their days. As known now, ``spans`` holds what a change from that
    day on would cut: the span that covers the day, and those that are to follow.
    """
    covering = select(SPANS.c.version_id).where(holds(day, known))
    versions = read_versions(session, VERSIONS.c.id.in_(covering))
    if known is not None:
        return {each.draft.code: each for each in versions.values()}
    ahead = select(*_SPAN).where(SPANS.c.known_to.is_(None), SPANS.c.valid_to > day)
    by_matter: dict[int, list[Span]] = defaultdict(list)
    for row in session.connection().execute(ahead):
        by_matter[row[0]].append(Span(*row))
    found: dict[str, Standing] = {}
    for line in by_matter.values():
        for span in line:
            if span.covers(day):
                found[span.code] = replace(versions[span.version_id], spans=tuple(line))
    return dict(sorted(found.items()))


def all_versions(session: Session) -> list[Standing]:
    """Return every version of every matter."""
    return list(read_versions(session).values())


def _with_force(version: Standing, spans: Sequence[Span], day: date, meant: Span) -> Standing:
    first, _end = force_of(spans)
    last = max(spans, key=lambda each: (each.valid_to, each.valid_from))
    draft = replace(
        version.draft,
        in_force_from=None if first == ALWAYS else first,
        in_force_to=last.last_day,
        status=meant.status(day),
    )
    return replace(version, draft=draft, spans=tuple(spans))


def read_versions(session: Session, where: ColumnElement[bool] | None = None) -> dict[int, Standing]:
    """Return versions by id, without their days: those for which ``where`` holds, or all."""
    statement, conditions = _versions(), _conditions()
    if where is not None:
        statement = statement.where(where)
        conditions = conditions.where(CONDITIONS.c.matter_version_id.in_(select(VERSIONS.c.id).where(where)))
    by_version: dict[int, list[ConditionDraft]] = defaultdict(list)
    for row in session.connection().execute(conditions):
        limit = f"{row.limit_amount}{row.limit_unit}"
        by_version[row.matter_version_id].append(
            ConditionDraft(limit, row.text, row.mode, row.closing_condition, row.evidence, row.origin)
        )
    rows = session.connection().execute(statement).mappings()
    return {row["id"]: _standing(row, tuple(by_version.get(row["id"], ()))) for row in rows}


def _read_some(session: Session, version_ids: Sequence[int]) -> dict[int, Standing]:
    if len(version_ids) <= _AT_ONCE:
        return read_versions(session, VERSIONS.c.id.in_(version_ids))
    found = select(SPANS.c.version_id).where(SPANS.c.known_to.is_(None))
    return read_versions(session, VERSIONS.c.id.in_(found))


def _versions() -> Select[Any]:
    return (
        select(
            VERSIONS,
            MATTERS.c.current_number.label("newest"),
            CLASSES.c.scheme.label("scheme"),
            CLASSES.c.code.label("class_code"),
            CLASSES.c.name.label("class_name"),
            UNITS.c.code.label("unit_code"),
            DUTIES.c.code.label("duty_code"),
            FLOWS.c.code.label("flow_code"),
        )
        .join(MATTERS, MATTERS.c.id == VERSIONS.c.matter_id)
        .join(CLASSES, CLASSES.c.id == VERSIONS.c.class_id)
        .outerjoin(UNITS, UNITS.c.id == VERSIONS.c.lead_unit_id)
        .outerjoin(DUTIES, DUTIES.c.id == VERSIONS.c.duty_item_id)
        .outerjoin(FLOWS, FLOWS.c.id == VERSIONS.c.flow_id)
        .order_by(VERSIONS.c.code, VERSIONS.c.matter_id, VERSIONS.c.number)
    )


def _conditions() -> Select[Any]:
    return select(CONDITIONS).order_by(CONDITIONS.c.matter_version_id, CONDITIONS.c.seq)


def _standing(row: Mapping[Any, Any], conditions: tuple[ConditionDraft, ...]) -> Standing:
    draft = MatterDraft(
        scheme=row["scheme"],
        class_code=row["class_code"],
        class_name=row["class_name"],
        lead_unit=row["unit_code"] or "",
        duty_item=row["duty_code"] or "",
        flow=row["flow_code"] or "",
        assisting=tuple(row["assisting"] or ()),
        conditions=conditions,
        **{name: row[name] for name in _PLAIN},
    )
    return Standing(
        row["matter_id"],
        row["id"],
        row["number"],
        row["content_hash"],
        draft,
        row["class_id"],
        row["lead_unit_id"],
        row["duty_item_id"],
        row["newest"],
    )
