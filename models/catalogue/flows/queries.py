"""Reads of flows: columns into views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Select, func, or_, select

from models.calendar.queries import edition_by_id, latest_id
from models.calendar.rules import STANDARD_HOURS, parse_windows
from models.catalogue.flows.documents import flow_of
from models.catalogue.flows.tables import Flow, FlowVersion
from models.catalogue.flows.views import FlowLine, FlowUse, FlowVersionLine, FlowView
from models.kernel.paging import Page, after_key
from models.kernel.tables import table_of
from models.kernel.text import clean_line, fold
from models.organisation.tables import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

FLOWS = table_of(Flow)
VERSIONS = table_of(FlowVersion)
UNITS = table_of(Unit)


class Standing(NamedTuple):
    """A flow as it stands in its table."""

    id: int
    code: str
    name: str
    current_number: int
    version: int
    retired: bool


_STANDING = [FLOWS.c[name] for name in Standing._fields]


def standing(session: Session, code: str) -> Standing | None:
    """Return the flow of this code, ``None`` where there is none."""
    row = session.connection().execute(select(*_STANDING).where(FLOWS.c.code == code)).first()
    return None if row is None else Standing(*row)


def all_standing(session: Session) -> list[Standing]:
    """Return every flow, by code."""
    rows = session.connection().execute(select(*_STANDING).order_by(FLOWS.c.code))
    return [Standing(*row) for row in rows]


def current_version_ids(session: Session, codes: Iterable[str]) -> dict[str, int]:
    """Return the id of the newest version of each flow named; retired and unknown ones are left out.

    This is how a flow's code becomes what a version of a matter keeps.
    """
    statement = (
        select(FLOWS.c.code, VERSIONS.c.id)
        .join(VERSIONS, _newest())
        .where(FLOWS.c.code.in_(list(codes)), FLOWS.c.retired.is_(False))
    )
    return dict(session.connection().execute(statement).all())


def version_names(session: Session, version_ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return code and number of the flow behind each version id."""
    statement = (
        select(VERSIONS.c.id, FLOWS.c.code, VERSIONS.c.number)
        .join(FLOWS, FLOWS.c.id == VERSIONS.c.flow_id)
        .where(VERSIONS.c.id.in_(list(version_ids)))
    )
    return {key: (code, number) for key, code, number in session.connection().execute(statement)}


def lines(
    session: Session,
    used: Mapping[int, FlowUse],
    *,
    text: str,
    after: Sequence[Any] | None,
    limit: int,
    retired: bool,
) -> Page[FlowLine]:
    """Return a page of flows in their newest versions, by code."""
    wanted = (*_STANDING, VERSIONS.c.document, VERSIONS.c.created_at, VERSIONS.c.author)
    statement = select(*wanted).join(VERSIONS, _newest()).order_by(FLOWS.c.code).limit(limit + 1)
    if not retired:
        statement = statement.where(FLOWS.c.retired.is_(False))
    for word in clean_line(text).split():
        statement = statement.where(
            or_(
                FLOWS.c.name.contains(word, autoescape=True),
                func.lower(FLOWS.c.code).startswith(fold(word), autoescape=True),
            )
        )
    if after is not None:
        statement = statement.where(after_key([FLOWS.c.code], after))
    rows = session.connection().execute(statement).all()
    shown = [
        FlowLine(
            row.id,
            row.code,
            row.name,
            row.current_number,
            row.version,
            row.retired,
            _steps(row.document),
            used.get(row.id, FlowUse()).matters,
            row.created_at,
            row.author,
        )
        for row in rows[:limit]
    ]
    return Page(tuple(shown), (shown[-1].code,) if len(rows) > limit else None)


def flow_view(session: Session, condition: ColumnElement[bool]) -> FlowView | None:
    """Return one version of a flow, or ``None``; its use is not filled in."""
    wanted = (
        VERSIONS.c.id,
        VERSIONS.c.flow_id,
        VERSIONS.c.number,
        VERSIONS.c.document,
        VERSIONS.c.created_at,
        VERSIONS.c.author,
        FLOWS.c.current_number,
        FLOWS.c.version,
        FLOWS.c.retired,
    )
    row = session.connection().execute(_joined(*wanted).where(condition)).first()
    if row is None:
        return None
    return FlowView(
        row.flow_id,
        row.id,
        row.number,
        row.number == row.current_number,
        row.version,
        row.retired,
        flow_of(row.document),
        row.created_at,
        row.author,
    )


def versions(session: Session, flow_id: int) -> list[tuple[FlowVersionLine, dict[str, Any]]]:
    """Return the versions of a flow with their documents, newest first."""
    wanted = (
        VERSIONS.c.id,
        VERSIONS.c.number,
        VERSIONS.c.document,
        VERSIONS.c.created_at,
        VERSIONS.c.author,
        FLOWS.c.current_number,
    )
    statement = _joined(*wanted).where(VERSIONS.c.flow_id == flow_id).order_by(VERSIONS.c.number.desc())
    return [
        (
            FlowVersionLine(
                row.id,
                row.number,
                str(row.document.get("name", "")),
                _steps(row.document),
                row.number == row.current_number,
                row.created_at,
                row.author,
            ),
            row.document,
        )
        for row in session.connection().execute(statement)
    ]


def raw_versions(session: Session, flow_id: int) -> list[tuple[int, dict[str, Any], str]]:
    """Return number, document and hash of every version of a flow, oldest first."""
    wanted = (VERSIONS.c.number, VERSIONS.c.document, VERSIONS.c.content_hash)
    statement = select(*wanted).where(VERSIONS.c.flow_id == flow_id).order_by(VERSIONS.c.number)
    return [(row[0], row[1], row[2]) for row in session.connection().execute(statement)]


def open_units(session: Session) -> dict[str, str]:
    """Return the names of the units that take work, by code."""
    statement = select(UNITS.c.code, UNITS.c.name).where(UNITS.c.active.is_(True)).order_by(UNITS.c.code)
    return dict(session.connection().execute(statement).all())


def day_minutes(session: Session) -> int:
    """Return the minutes of a working day by the calendar in force; eight hours where there is none."""
    edition_id = latest_id(session)
    edition = None if edition_id is None else edition_by_id(session, edition_id)
    return STANDARD_HOURS.length if edition is None else parse_windows(edition.windows).length


def _newest() -> ColumnElement[bool]:
    return (VERSIONS.c.flow_id == FLOWS.c.id) & (VERSIONS.c.number == FLOWS.c.current_number)


def _joined(*wanted: Any) -> Select[Any]:
    return select(*wanted).join(FLOWS, FLOWS.c.id == VERSIONS.c.flow_id)


def _steps(document: Mapping[str, Any]) -> int:
    steps = document.get("steps")
    return len(steps) if isinstance(steps, list) else 0
