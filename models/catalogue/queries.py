"""Reads of the catalogue: columns into views."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from models.catalogue.ready_reads import CLASS_ABOVE, CONDITIONS_OF, DUTY_ITEM, HOLDING, VERSION
from models.catalogue.standing import (
    CLASSES,
    CONDITIONS,
    DUTIES,
    EDITIONS,
    SPANS,
    VERSIONS,
    holds,
    spans_of,
    spans_of_matter,
)
from models.catalogue.timeline import ALWAYS, DAY, FOREVER, Span, chosen, force_on
from models.catalogue.views import (
    ClassView,
    ConditionView,
    DutyItemView,
    DutyList,
    MatterLine,
    MatterStatus,
    MatterView,
    VersionView,
)
from models.kernel.paging import Page, after_key
from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Row
    from sqlmodel import Session


def classes(session: Session, day: date, known: datetime | None = None) -> list[ClassView]:
    """Return the tree of classes, parents before children, each with the matters in force below it."""
    count = (
        select(VERSIONS.c.class_id, func.count())
        .join(SPANS, SPANS.c.version_id == VERSIONS.c.id)
        .where(holds(day, known))
        .group_by(VERSIONS.c.class_id)
    )
    own: dict[int, int] = dict(session.connection().execute(count).all())
    columns = [CLASSES.c[name] for name in ("id", "scheme", "code", "name", "level", "parent_id")]
    statement = select(*columns).order_by(CLASSES.c.scheme, CLASSES.c.level, CLASSES.c.code)
    rows = session.connection().execute(statement).all()
    total = {row.id: own.get(row.id, 0) for row in rows}
    for row in reversed(rows):
        if row.parent_id is not None:
            total[row.parent_id] += total[row.id]
    return [
        ClassView(row.id, row.scheme, row.code, row.name, row.level, row.parent_id, total[row.id])
        for row in rows
    ]


def below(session: Session, class_id: int) -> list[int]:
    """Return a class and all classes below it."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in session.connection().execute(select(CLASSES.c.id, CLASSES.c.parent_id)):
        children[parent].append(key)
    found = [class_id]
    for key in found:
        found.extend(children[key])
    return found


def lines(
    session: Session,
    day: date,
    *,
    class_ids: Sequence[int] | None,
    scheme: str | None = None,
    text: str,
    after: Sequence[Any] | None,
    limit: int,
    known: datetime | None = None,
) -> Page[MatterLine]:
    """Return a page of the matters in force on ``day`` (as known now, or at ``known``), by code."""
    statement = _lines().where(holds(day, known)).order_by(SPANS.c.code).limit(limit + 1)
    if scheme is not None:
        statement = statement.where(CLASSES.c.scheme == scheme)
    if class_ids is not None:
        statement = statement.where(VERSIONS.c.class_id.in_(class_ids))
    for word in clean_line(text).split():
        statement = statement.where(_matches(word))
    if after is not None:
        statement = statement.where(after_key([SPANS.c.code], after))
    rows = [_line(row) for row in session.connection().execute(statement)]
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), (rows[limit - 1].code,) if more else None)


def lines_of(session: Session, day: date, matter_ids: Iterable[int]) -> dict[int, MatterLine]:
    """Return the lines of some matters in force on ``day``, by id."""
    statement = _lines().where(holds(day), SPANS.c.matter_id.in_(list(matter_ids)))
    found = [_line(row) for row in session.connection().execute(statement)]
    return {line.id: line for line in found}


def _line(row: Row[Any]) -> MatterLine:
    return MatterLine(**row._mapping, status=MatterStatus.IN_FORCE)  # noqa: SLF001 -- SQLAlchemy's public name


def _lines() -> Select[Any]:
    count = (
        select(func.count())
        .where(CONDITIONS.c.matter_version_id == VERSIONS.c.id)
        .correlate(VERSIONS)
        .scalar_subquery()
    )
    wanted = (
        SPANS.c.matter_id.label("id"),
        SPANS.c.version_id,
        SPANS.c.code,
        VERSIONS.c.name,
        VERSIONS.c.class_id,
        CLASSES.c.name.label("class_name"),
        VERSIONS.c.kind,
        count.label("conditions"),
    )
    return (
        select(*wanted)
        .select_from(SPANS)
        .join(VERSIONS, VERSIONS.c.id == SPANS.c.version_id)
        .join(CLASSES, CLASSES.c.id == VERSIONS.c.class_id)
    )


def _matches(word: str) -> ColumnElement[bool]:
    """Return the condition that a matter is called by ``word``: name, keyword, code or initials."""
    plain = fold(word)
    return or_(
        VERSIONS.c.name.contains(word, autoescape=True),
        VERSIONS.c.keywords.contains(word, autoescape=True),
        func.lower(VERSIONS.c.code).startswith(plain, autoescape=True),
        VERSIONS.c.initials.contains(plain, autoescape=True),
    )


def bearer(session: Session, day: date, codes: Sequence[str]) -> Span | None:
    """Return the span of the matter that one of ``codes`` means on ``day``; ``None`` where none does."""
    found = spans_of(session, codes=codes)
    return chosen([span for line in found.values() for span in line if span.code in codes], day)


def matter_on(session: Session, matter_id: int, day: date) -> MatterView | None:
    """Return what a matter says on ``day``, or where it is not in force, what it will say or said."""
    span = chosen(spans_of(session, [matter_id]).get(matter_id, []), day)
    return None if span is None else version_view(session, span.version_id, day)


def version_view(session: Session, version_id: int, day: date) -> MatterView | None:
    """Return one version with its conditions and days, or ``None`` where there is none."""
    row = VERSION.first(session, version_id=version_id)
    if row is None:
        return None
    spans = spans_of_matter(session, row.matter_id)
    first, last, status = _force(spans, version_id, day)
    return MatterView(
        id=row.matter_id,
        version_id=row.id,
        version_number=row.number,
        class_path=_class_path(session, row),
        lead_unit_name=row.unit_name or "",
        assisting=tuple(row.assisting or ()),
        duty_item=_duty_item(session, row.duty_item_id),
        flow=row.flow_code or "",
        flow_name=row.flow_name or "",
        conditions=_conditions(session, row.id),
        in_force_from=first,
        in_force_to=last,
        status=status,
        **{name: getattr(row, name) for name in _PLAIN},
    )


_PLAIN = (
    "code", "name", "parent", "duty_list", "kind", "settle_level", "urgency", "severity", "lead_unit_id",
    "department", "legal_basis", "keywords", "grid_duty", "patrol", "privacy",
)  # fmt: skip


def _force(
    spans: Sequence[Span], version_id: int, day: date
) -> tuple[date | None, date | None, MatterStatus]:
    """Return first and last day of the matter's force, and where *this version* stands on ``day``."""
    if not spans:
        return None, None, MatterStatus.RETIRED
    first, finish = force_on(spans, day)
    own = chosen([span for span in spans if span.version_id == version_id], day)
    last = None if finish == FOREVER else max(finish, ALWAYS + DAY) - DAY
    status = MatterStatus.RETIRED if own is None else own.status(day)
    return None if first == ALWAYS else first, last, status


def version_holds(session: Session, version_id: int, day: date) -> bool:
    """Say whether a version is in force on ``day``."""
    return HOLDING.first(session, version_id=version_id, day=day) is not None


def versions(session: Session, matter_id: int, day: date) -> list[VersionView]:
    """Return the versions of a matter, newest first."""
    spans = spans_of(session, [matter_id])[matter_id]
    held = chosen(spans, day)
    columns = [VERSIONS.c[name] for name in ("id", "number", "code", "name", "created_at")]
    statement = select(*columns).where(VERSIONS.c.matter_id == matter_id).order_by(VERSIONS.c.number.desc())
    return [
        VersionView(
            row.id,
            row.number,
            held is not None and held.version_id == row.id,
            row.code,
            row.name,
            _force(spans, row.id, day)[2],
            row.created_at,
        )
        for row in session.connection().execute(statement)
    ]


def duty_items(
    session: Session,
    *,
    duty_list: DutyList | None,
    text: str,
    after: Sequence[Any] | None,
    limit: int,
) -> Page[DutyItemView]:
    """Return a page of duty items, by list and number."""
    order = [DUTIES.c.duty_list, DUTIES.c.number, DUTIES.c.code]
    statement = select(*_duty_columns()).order_by(*order).limit(limit + 1)
    if duty_list is not None:
        statement = statement.where(DUTIES.c.duty_list == duty_list)
    for word in clean_line(text).split():
        columns = (DUTIES.c.name, DUTIES.c.category, DUTIES.c.department, DUTIES.c.code)
        statement = statement.where(or_(*(column.contains(word, autoescape=True) for column in columns)))
    if after is not None:
        statement = statement.where(after_key(order, after))
    rows = [DutyItemView(*row) for row in session.connection().execute(statement)]
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(tuple(rows[:limit]), (last.duty_list, last.number, last.code) if last else None)


def _duty_columns() -> list[ColumnElement[Any]]:
    return [DUTIES.c[name] for name in DutyItemView.__dataclass_fields__]


def _duty_item(session: Session, duty_item_id: int | None) -> DutyItemView | None:
    if duty_item_id is None:
        return None
    return DutyItemView(*DUTY_ITEM.first(session, duty_item_id=duty_item_id))


def _class_path(session: Session, row: Row[Any]) -> tuple[str, ...]:
    """Return the classes a version lies in, the highest first; three come with it, more are rare."""
    path = [name for name in (row.top_name, row.above_name, row.class_name) if name is not None]
    key: int | None = row.over_top
    while key is not None:
        name, key = CLASS_ABOVE.first(session, class_id=key)
        path.insert(0, name)
    return tuple(path)


def _conditions(session: Session, version_id: int) -> tuple[ConditionView, ...]:
    return tuple(_condition(row) for row in CONDITIONS_OF.rows(session, version_id=version_id))


def _condition(row: Row[Any]) -> ConditionView:
    limit = f"{row.limit_amount}{row.limit_unit}"
    names = ("id", "seq", "text", "mode", "closing_condition", "evidence", "origin")
    same = {name: getattr(row, name) for name in names}
    return ConditionView(limit=limit, **same)


def state(session: Session, day: date) -> tuple[Any, ...]:
    """Return a mark that moves with every change of what :func:`suggestable` gives."""
    run = session.connection().execute
    newest = run(select(func.max(SPANS.c.id))).scalar_one()
    # Withdrawing an edition may only close spans: its own version moves then.
    edited = run(select(func.count(), func.sum(EDITIONS.c.version))).one()
    named = run(select(func.count(), func.sum(CLASSES.c.version))).one()
    return (day, newest, *edited, *named)


def suggestable(session: Session, day: date) -> list[tuple[int, str, str, str, str]]:
    """Return id, name, keywords, class name and condition texts of every matter in force."""
    texts: dict[int, list[str]] = defaultdict(list)
    holding = (
        select(CONDITIONS.c.matter_version_id, CONDITIONS.c.text)
        .join(SPANS, SPANS.c.version_id == CONDITIONS.c.matter_version_id)
        .where(holds(day), CONDITIONS.c.text != "")
        .order_by(CONDITIONS.c.id)
    )
    for version_id, text in session.connection().execute(holding):
        texts[version_id].append(text)
    statement = (
        select(VERSIONS.c.id, VERSIONS.c.matter_id, VERSIONS.c.name, VERSIONS.c.keywords, CLASSES.c.name)
        .join(SPANS, SPANS.c.version_id == VERSIONS.c.id)
        .join(CLASSES, CLASSES.c.id == VERSIONS.c.class_id)
        .where(holds(day))
        .order_by(VERSIONS.c.matter_id)
    )
    return [
        (matter_id, name, keywords, class_name, "\n".join(texts[version_id]))
        for version_id, matter_id, name, keywords, class_name in session.connection().execute(statement)
    ]
