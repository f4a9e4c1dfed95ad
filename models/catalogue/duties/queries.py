"""Reads of the duty lists: columns into views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, select, text

from models.catalogue.standing import DUTIES, SPANS, VERSIONS, holds
from models.catalogue.views import DutyItemView, DutyList, DutyStatus
from models.kernel.upsert import is_sqlite

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session


class Resting(NamedTuple):
    """A matter in force and the duty item it rests on."""

    code: str
    name: str
    duty_item_id: int | None


def items(session: Session, *, listed_only: bool = True) -> list[DutyItemView]:
    """Return the items of all lists by list and number: some hundreds."""
    statement = select(*_columns()).order_by(DUTIES.c.duty_list, DUTIES.c.number, DUTIES.c.code)
    if listed_only:
        statement = statement.where(DUTIES.c.status == DutyStatus.LISTED)
    return [DutyItemView(*row) for row in session.connection().execute(statement)]


def items_of(session: Session, duty_list: DutyList) -> list[DutyItemView]:
    """Return the items that stand on one list, by number."""
    statement = (
        select(*_columns())
        .where(DUTIES.c.duty_list == duty_list, DUTIES.c.status == DutyStatus.LISTED)
        .order_by(DUTIES.c.number, DUTIES.c.code)
    )
    return [DutyItemView(*row) for row in session.connection().execute(statement)]


def item(session: Session, code: str) -> DutyItemView | None:
    """Return the item with this code, on its list or taken off; ``None`` where there is none."""
    row = session.connection().execute(select(*_columns()).where(DUTIES.c.code == code)).first()
    return None if row is None else DutyItemView(*row)


def codes(session: Session) -> list[str]:
    """Return every code that was ever given."""
    return list(session.connection().execute(select(DUTIES.c.code)).scalars())


def resting(session: Session, day: date) -> list[Resting]:
    """Return the matters in force on ``day`` with the items they rest on, by code."""
    statement = (
        select(SPANS.c.code, VERSIONS.c.name, VERSIONS.c.duty_item_id)
        .join(VERSIONS, VERSIONS.c.id == SPANS.c.version_id)
        .where(holds(day))
        .order_by(SPANS.c.code)
    )
    return [Resting(*row) for row in session.connection().execute(statement)]


def hold_lists(session: Session) -> None:
    """Let only one transaction at a time renumber, or two would give one number twice.

    On SQLite the writer holds the whole database already.
    """
    if not is_sqlite(session):
        session.connection().execute(text("LOCK TABLE duty_item IN SHARE ROW EXCLUSIVE MODE"))


def _columns() -> list[ColumnElement[Any]]:
    return [DUTIES.c[name] for name in DutyItemView.__dataclass_fields__]
