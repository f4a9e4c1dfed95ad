"""What the names in a saved filter mean: kept by what they stand for, so that no renaming takes it away.

A filter names grids, units and matters by parts of their names. When it is saved, what these parts
fit is noted beside it, by ids: names change, and so do the codes of grids. From then on it means what
fits by name now, and what was meant then whatever it is called now.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, literal, select

from models.cases.columns import GRIDS, MATTER_VERSIONS, MATTERS, UNITS
from models.cases.filters import MOST
from models.cases.filterwords import FilterField
from models.cases.saved_refusals import NothingCalled
from models.cases.saved_views import KeptName

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import FromClause, Row
    from sqlmodel import Session

    from models.cases.filters import Filter

Document = list[dict[str, Any]]
Known = dict[FilterField, dict[int, tuple[str, bool]]]
"""By field and id: the present name, and whether it is in use"""

MOST_KEPT = 300
"""A part that fits more than this says nothing of any of them in particular."""

_PLACES: dict[FilterField, tuple[FromClause, ColumnElement[Any], ColumnElement[Any], ColumnElement[bool]]] = {
    FilterField.GRID: (GRIDS, GRIDS.c.id, GRIDS.c.name, GRIDS.c.active),
    FilterField.UNIT: (UNITS, UNITS.c.id, UNITS.c.name, UNITS.c.active),
    FilterField.MATTER: (
        MATTERS.join(
            MATTER_VERSIONS,
            (MATTER_VERSIONS.c.matter_id == MATTERS.c.id)
            & (MATTER_VERSIONS.c.number == MATTERS.c.current_number),
        ),
        MATTERS.c.id,
        MATTER_VERSIONS.c.name,
        literal(value=True),
    ),
}
"""Of each field: where its names stand, the id, the name, whether it is in use."""


def names_kept(session: Session, wanted: Filter, before: Document | None = None) -> Document:
    """Return what is to be kept of the names in a filter.

    Args:
        session: an open session.
        wanted: the filter.
        before: what was kept of the filter it replaces. A name that stands in both goes on meaning what
            it meant; what is named no more is kept aside, should the filter be put back.

    Raises:
        NothingCalled: a part fits nothing that is in use, and never meant anything.
    """
    meant = {(each["field"], each["part"]): each for each in before or ()}
    named = {(field.value, part): field for field, part in _parts(wanted)}
    found = [
        {"field": field.value, "part": part, "ids": _ids(session, field, part, meant.get((name, part)))}
        for (name, part), field in named.items()
    ]
    aside = [each | {"aside": True} for key, each in meant.items() if key not in named]
    return [*found, *aside[:MOST]]


def with_kept(wanted: Filter, kept: Document | None) -> Filter:
    """Return a saved filter that also means what its names meant when it was saved."""
    ids = {(each["field"], each["part"]): each["ids"] for each in kept or ()}
    return replace(
        wanted,
        conditions=tuple(
            replace(
                condition,
                kept=frozenset(
                    each for part in condition.names for each in ids.get((condition.field.value, part), ())
                ),
            )
            for condition in wanted.conditions
        ),
    )


def known_names(session: Session, documents: Iterable[Document | None]) -> Known:
    """Return the present names of everything that was kept in any of ``documents``."""
    wanted: dict[FilterField, set[int]] = {}
    for each in (each for document in documents for each in document or ()):
        wanted.setdefault(FilterField(each["field"]), set()).update(each["ids"])
    return {field: _looked_up(session, field, ids) for field, ids in wanted.items()}


def told(
    document: Document | None, known: Mapping[FilterField, Mapping[str, tuple[str, bool]]]
) -> Iterator[KeptName]:
    """Yield what became of each name that was kept."""
    for each in (each for each in document or () if not each.get("aside")):
        field = FilterField(each["field"])
        now = [known.get(field, {}).get(each_id, (str(each_id), False)) for each_id in each["ids"]]
        called = tuple(name for name, in_use in now if in_use)
        gone = tuple(name for name, in_use in now if not in_use)
        yield KeptName(field, each["part"], called, gone)


def _parts(wanted: Filter) -> Iterator[tuple[FilterField, str]]:
    for condition in wanted.conditions:
        for part in condition.names:
            yield condition.field, part


def _ids(session: Session, field: FilterField, part: str, before: dict[str, Any] | None) -> list[int]:
    source, key, name, in_use = _PLACES[field]
    statement = (
        select(key).select_from(source).where(name.contains(part, autoescape=True), in_use).order_by(key)
    )
    found = list(session.connection().execute(statement.limit(MOST_KEPT + 1)).scalars())
    meant: list[int] = [] if before is None else before["ids"]
    if not (found or meant):
        raise NothingCalled(part)
    return sorted({*meant, *(found if len(found) <= MOST_KEPT else ())})


def _looked_up(session: Session, field: FilterField, ids: Collection[int]) -> dict[int, tuple[str, bool]]:
    source, key, name, in_use = _PLACES[field]
    statement = (
        select(key.label("id"), name.label("name"), in_use.label("in_use"))
        .select_from(source)
        .where(key.in_(sorted(ids)))
    )
    rows: Sequence[Row[Any]] = session.connection().execute(statement).all()
    return {row.id: (row.name, bool(row.in_use)) for row in rows}
