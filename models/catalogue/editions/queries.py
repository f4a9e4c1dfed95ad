"""Reads of editions, of the list on a day, and of lineage."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from models.catalogue.editions.refusals import NoEdition
from models.catalogue.editions.views import (
    AsOf,
    EditionView,
    ListLine,
)
from models.catalogue.standing import (
    CLASSES,
    CONDITIONS,
    EDITIONS,
    SPANS,
    UNITS,
    VERSIONS,
    holds,
)
from models.catalogue.timeline import ALWAYS, DAY, FOREVER
from models.catalogue.views import EditionStatus
from models.kernel.text import half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlmodel import Session


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EDITION = tuple(
    EDITIONS.c[name]
    for name in (
        "id", "number", "name", "note", "status", "effective", "begun_at", "published_at", "withdrawn_at",
        "counts", "version",
    )
)  # fmt: skip


def editions(session: Session) -> list[EditionView]:
    """Return all editions, the newest first; a draft stands before them."""
    statement = select(*_EDITION).order_by(EDITIONS.c.number.is_not(None), EDITIONS.c.number.desc())
    return [_edition(row) for row in session.connection().execute(statement)]


def edition(session: Session, edition_id: int) -> EditionView:
    """Return one edition that is known to be there."""
    return _edition(session.connection().execute(select(*_EDITION).where(EDITIONS.c.id == edition_id)).one())


def _edition(row: Row[Any]) -> EditionView:
    facts = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name
    # Beside the counts stands what withdrawing needs.
    counts = {name: many for name, many in (facts["counts"] or {}).items() if isinstance(many, int)}
    return EditionView(**{**facts, "counts": counts})


def edition_named(session: Session, text: str) -> EditionView:
    """Return the published edition a number or name means.

    Raises:
        NoEdition: there is none.
    """
    plain = half_width(text)
    known = [each for each in editions(session) if each.number is not None]
    by_number = [each for each in known if str(each.number) == plain]
    found = [each for each in known if each.name == plain] or by_number
    if not found:
        raise NoEdition(text)
    return found[0]


def edition_numbered(session: Session, number: int) -> EditionView:
    """Return the published or withdrawn edition of a number.

    Raises:
        NoEdition: there is none.
    """
    statement = select(*_EDITION).where(EDITIONS.c.number == number)
    row = session.connection().execute(statement).first()
    if row is None:
        raise NoEdition(str(number))
    return _edition(row)


def as_of(session: Session, text: str, today: date) -> AsOf:
    """Return the day, and the moment of knowledge, that an edition, a date or "" (today) stands for.

    An edition is shown as it was known when it was published: what was changed, published for
    the same day or withdrawn since does not show.

    Raises:
        NoEdition: ``text`` is neither.
    """
    plain = half_width(text)
    if not plain:
        return AsOf(today)
    if _DAY.fullmatch(plain):
        try:
            return AsOf(date.fromisoformat(plain))
        except ValueError:
            raise NoEdition(text) from None
    found = edition_named(session, plain)
    return AsOf(found.effective or ALWAYS, found.published_at, found)


def list_on(
    session: Session, day: date, known: datetime | None = None, *, codes: Sequence[str] | None = None
) -> list[ListLine]:
    """Return the list in force on ``day``, by code, as known now or at ``known``."""
    statement = _lines().where(holds(day, known)).order_by(SPANS.c.code)
    if codes is not None:
        statement = statement.where(SPANS.c.code.in_(codes))
    return [_line(row) for row in session.connection().execute(statement)]


def _lines() -> Select[Any]:
    count = (
        select(func.count())
        .where(CONDITIONS.c.matter_version_id == VERSIONS.c.id)
        .correlate(VERSIONS)
        .scalar_subquery()
    )
    return (
        select(
            SPANS.c.matter_id,
            SPANS.c.version_id,
            SPANS.c.code,
            VERSIONS.c.name,
            VERSIONS.c.parent,
            CLASSES.c.scheme.label("class_scheme"),
            CLASSES.c.code.label("class_code"),
            CLASSES.c.name.label("class_name"),
            VERSIONS.c.duty_list,
            VERSIONS.c.department,
            func.coalesce(UNITS.c.code, "").label("unit"),
            VERSIONS.c.kind,
            count.label("conditions"),
            SPANS.c.valid_from,
            SPANS.c.valid_to,
        )
        .join(VERSIONS, VERSIONS.c.id == SPANS.c.version_id)
        .join(CLASSES, CLASSES.c.id == VERSIONS.c.class_id)
        .outerjoin(UNITS, UNITS.c.id == VERSIONS.c.lead_unit_id)
    )


def _line(row: Row[Any]) -> ListLine:
    facts: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name
    first, last = shown_days(facts.pop("valid_from"), facts.pop("valid_to"))
    return ListLine(**facts, valid_from=first, valid_to=last)


def shown_days(first: date, finish: date) -> tuple[date | None, date | None]:
    """Return first and last day as people say them: ``None`` where there is no bound."""
    return (None if first == ALWAYS else first), (None if finish == FOREVER else finish - DAY)


def published_after(session: Session, number: int) -> int | None:
    """Return the number of the newest edition that stands and follows ``number``."""
    statement = select(func.max(EDITIONS.c.number)).where(
        EDITIONS.c.number > number, EDITIONS.c.status == EditionStatus.PUBLISHED
    )
    found: int | None = session.connection().execute(statement).scalar()
    return found


def new_versions(session: Session, edition_id: int) -> list[int]:
    """Return the versions that did not hold before an edition brought them."""
    older = select(SPANS.c.version_id).where(SPANS.c.edition_id.is_distinct_from(edition_id))
    statement = select(SPANS.c.version_id).where(
        SPANS.c.edition_id == edition_id, SPANS.c.version_id.not_in(older)
    )
    return list(session.connection().execute(statement.distinct()).scalars())


def unit_names(session: Session) -> dict[str, str]:
    """Return the codes of units by name; of units that share a name, none."""
    found: dict[str, str | None] = {}
    for code, name in session.connection().execute(select(UNITS.c.code, UNITS.c.name)):
        found[name] = None if name in found else code
    return {name: code for name, code in found.items() if code is not None}
