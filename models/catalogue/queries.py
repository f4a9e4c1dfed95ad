"""Reads of the catalogue: columns into views."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from models.catalogue.standing import CLASSES, CONDITIONS, DUTIES, MATTERS, UNITS, VERSIONS
from models.catalogue.views import (
    ClassView,
    ConditionView,
    DutyItemView,
    DutyList,
    MatterLine,
    MatterView,
    VersionView,
)
from models.kernel.paging import Page, after_key
from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlmodel import Session


def classes(session: Session) -> list[ClassView]:
    """Return the tree of classes, parents before children, each with the matters below it."""
    count = select(VERSIONS.c.class_id, func.count()).where(VERSIONS.c.current).group_by(VERSIONS.c.class_id)
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
    *,
    class_ids: Sequence[int] | None,
    scheme: str | None = None,
    text: str,
    after: Sequence[Any] | None,
    limit: int,
) -> Page[MatterLine]:
    """Return a page of the newest versions, by code."""
    statement = _lines().order_by(MATTERS.c.code).limit(limit + 1)
    if scheme is not None:
        statement = statement.where(CLASSES.c.scheme == scheme)
    if class_ids is not None:
        statement = statement.where(VERSIONS.c.class_id.in_(class_ids))
    for word in clean_line(text).split():
        statement = statement.where(_matches(word))
    if after is not None:
        statement = statement.where(after_key([MATTERS.c.code], after))
    rows = [MatterLine(*row) for row in session.connection().execute(statement)]
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), (rows[limit - 1].code,) if more else None)


def lines_of(session: Session, matter_ids: Iterable[int]) -> dict[int, MatterLine]:
    """Return the lines of some matters by id."""
    statement = _lines().where(MATTERS.c.id.in_(list(matter_ids)))
    found = [MatterLine(*row) for row in session.connection().execute(statement)]
    return {line.id: line for line in found}


def _lines() -> Select[Any]:
    count = (
        select(func.count())
        .where(CONDITIONS.c.matter_version_id == VERSIONS.c.id)
        .correlate(VERSIONS)
        .scalar_subquery()
    )
    wanted = (
        MATTERS.c.id,
        VERSIONS.c.id.label("version_id"),
        MATTERS.c.code,
        VERSIONS.c.name,
        VERSIONS.c.class_id,
        CLASSES.c.name.label("class_name"),
        VERSIONS.c.kind,
        VERSIONS.c.status,
        count,
    )
    return (
        select(*wanted)
        .join(VERSIONS, VERSIONS.c.matter_id == MATTERS.c.id)
        .join(CLASSES, CLASSES.c.id == VERSIONS.c.class_id)
        .where(VERSIONS.c.current)
    )


def _matches(word: str) -> ColumnElement[bool]:
    """Return the condition that a matter is called by ``word``: name, keyword, code or initials."""
    plain = fold(word)
    return or_(
        VERSIONS.c.name.contains(word, autoescape=True),
        VERSIONS.c.keywords.contains(word, autoescape=True),
        func.lower(MATTERS.c.code).startswith(plain, autoescape=True),
        VERSIONS.c.initials.contains(plain, autoescape=True),
    )


def matter_view(session: Session, condition: ColumnElement[bool]) -> MatterView | None:
    """Return one version with its conditions, or ``None`` where there is none."""
    statement = (
        select(VERSIONS, MATTERS.c.code.label("matter_code"), UNITS.c.name.label("unit_name"))
        .join(MATTERS, MATTERS.c.id == VERSIONS.c.matter_id)
        .outerjoin(UNITS, UNITS.c.id == VERSIONS.c.lead_unit_id)
        .where(condition)
    )
    row = session.connection().execute(statement).mappings().first()
    if row is None:
        return None
    return MatterView(
        id=row["matter_id"],
        version_id=row["id"],
        version_number=row["number"],
        code=row["matter_code"],
        class_path=_class_path(session, row["class_id"]),
        lead_unit_name=row["unit_name"] or "",
        duty_item=_duty_item(session, row["duty_item_id"]),
        conditions=_conditions(session, row["id"]),
        **{name: row[name] for name in _PLAIN},
    )


_PLAIN = (
    "name", "kind", "settle_level", "urgency", "severity", "lead_unit_id", "legal_basis", "keywords",
    "in_force_from", "in_force_to", "status",
)  # fmt: skip


def versions(session: Session, matter_id: int) -> list[VersionView]:
    """Return the versions of a matter, newest first."""
    columns = [VERSIONS.c[name] for name in ("id", "number", "current", "name", "status", "created_at")]
    statement = select(*columns).where(VERSIONS.c.matter_id == matter_id).order_by(VERSIONS.c.number.desc())
    return [VersionView(*row) for row in session.connection().execute(statement)]


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
    statement = select(*_duty_columns()).where(DUTIES.c.id == duty_item_id)
    return DutyItemView(*session.connection().execute(statement).one())


def _class_path(session: Session, class_id: int) -> tuple[str, ...]:
    path: list[str] = []
    key: int | None = class_id
    while key is not None:
        statement = select(CLASSES.c.name, CLASSES.c.parent_id).where(CLASSES.c.id == key)
        name, key = session.connection().execute(statement).one()
        path.insert(0, name)
    return tuple(path)


def _conditions(session: Session, version_id: int) -> tuple[ConditionView, ...]:
    statement = (
        select(CONDITIONS).where(CONDITIONS.c.matter_version_id == version_id).order_by(CONDITIONS.c.seq)
    )
    return tuple(_condition(row) for row in session.connection().execute(statement).mappings())


def _condition(row: Mapping[Any, Any]) -> ConditionView:
    limit = f"{row['limit_amount']}{row['limit_unit']}"
    same = {name: row[name] for name in ("id", "seq", "text", "mode", "closing_condition", "evidence")}
    return ConditionView(limit=limit, **same)


def state(session: Session) -> tuple[Any, ...]:
    """Return a mark that moves with every change of what :func:`suggestable` gives."""
    newest = session.connection().execute(select(func.max(VERSIONS.c.id), func.count())).one()
    named = session.connection().execute(select(func.count(), func.sum(CLASSES.c.version))).one()
    return (*newest, *named)


def suggestable(session: Session) -> list[tuple[int, str, str, str, str]]:
    """Return id, name, keywords, class name and condition texts of every matter in force."""
    texts: dict[int, list[str]] = defaultdict(list)
    current = (
        select(CONDITIONS.c.matter_version_id, CONDITIONS.c.text)
        .join(VERSIONS, VERSIONS.c.id == CONDITIONS.c.matter_version_id)
        .where(VERSIONS.c.current, CONDITIONS.c.text != "")
        .order_by(CONDITIONS.c.id)
    )
    for version_id, text in session.connection().execute(current):
        texts[version_id].append(text)
    statement = (
        select(VERSIONS.c.id, VERSIONS.c.matter_id, VERSIONS.c.name, VERSIONS.c.keywords, CLASSES.c.name)
        .join(CLASSES, CLASSES.c.id == VERSIONS.c.class_id)
        .where(VERSIONS.c.current, VERSIONS.c.status == "in_force")
        .order_by(VERSIONS.c.matter_id)
    )
    return [
        (matter_id, name, keywords, class_name, "\n".join(texts[version_id]))
        for version_id, matter_id, name, keywords, class_name in session.connection().execute(statement)
    ]
