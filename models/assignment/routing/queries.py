"""Reads of the rules: editions, what codes mean, and what a case says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, select

from models.accounts.tables import Account, AccountRole
from models.accounts.views import AccountStatus
from models.assignment.routing.kinds import EditionStatus
from models.assignment.routing.rules import rule_of
from models.assignment.routing.tables import RoutingEdition
from models.assignment.routing.views import EditionView, Names
from models.cases.rules import UNIT_ROLES
from models.catalogue.standing import CLASSES, SPANS, VERSIONS, holds
from models.kernel.store import STORE
from models.kernel.tables import table_of
from models.organisation.queries import DIVISIONS, GRIDS, POSTS, STAFF, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlmodel import Session

    from models.assignment.routing.views import Rule

EDITIONS = table_of(RoutingEdition)
ACCOUNTS = table_of(Account)
ACCOUNT_ROLES = table_of(AccountRole)
DRAFT = EDITIONS.c.status == EditionStatus.DRAFT
IN_FORCE = EDITIONS.c.status == EditionStatus.IN_FORCE
_NAME = "routing"


def edition_row(session: Session, which: ColumnElement[bool]) -> Row[Any] | None:
    """Return an edition with its rules."""
    return session.connection().execute(select(EDITIONS).where(which)).first()


def editions(session: Session) -> list[EditionView]:
    """Return all editions, the draft first, then the newest."""
    statement = select(EDITIONS).order_by(EDITIONS.c.number.is_not(None), EDITIONS.c.number.desc())
    return [edition_view(row) for row in session.connection().execute(statement)]


def edition_view(row: Row[Any]) -> EditionView:
    """Return an edition without its rules."""
    return EditionView(
        row.id,
        row.number,
        row.status,
        row.note,
        row.changed_at,
        row.changed_by,
        row.since,
        row.until,
        len(row.rules),
        row.version,
    )


def rules_of(row: Row[Any] | None) -> tuple[Rule, ...]:
    """Return the rules of an edition in order."""
    return () if row is None else tuple(rule_of(each) for each in row.rules)


def newest_number(session: Session) -> int:
    """Return the number of the newest edition that was ever in force; 0 before the first."""
    return session.connection().scalar(select(func.max(EDITIONS.c.number))) or 0


def rules_in_force(session: Session) -> tuple[int, tuple[Rule, ...]]:
    """Return the number and the rules of the edition in force; 0 and none where there is none.

    They are kept in memory as the office's settings are (:func:`models.cases.settings.inforce.in_force`).
    """
    store = session.info.get(STORE)
    if store is None:
        return _read(session, None)

    def read(kept: tuple[int, tuple[Rule, ...]] | None) -> tuple[int, tuple[Rule, ...]]:
        with store.read() as reading:
            return _read(reading, kept)

    found: tuple[int, tuple[Rule, ...]] = store.memo.recall(_NAME, read)
    return found


def _read(session: Session, kept: tuple[int, tuple[Rule, ...]] | None) -> tuple[int, tuple[Rule, ...]]:
    row = edition_row(session, IN_FORCE)
    number = 0 if row is None else row.number
    return kept if kept is not None and kept[0] == number else (number, rules_of(row))


# ---------------------------------------------------------------- what codes mean


def names(session: Session, day: date) -> Names:
    """Return what the codes of rules mean on a day, and what they meant that is not used any more."""
    run = session.connection().execute
    known: dict[str, dict[str, str]] = {}
    gone: dict[str, dict[str, str]] = {}

    def take(field: str, rows: Iterable[tuple[str, str, bool]]) -> None:
        known[field], gone[field] = {}, {}
        for key, name, used in rows:
            (known if used else gone)[field][key] = name

    spans = SPANS.join(VERSIONS, VERSIONS.c.id == SPANS.c.version_id)
    standing = run(select(SPANS.c.code, VERSIONS.c.name).select_from(spans).where(holds(day)))
    take("matter", ((code, name, True) for code, name in standing))
    classes = run(select(CLASSES.c.scheme, CLASSES.c.code, CLASSES.c.name))
    take("class_code", ((f"{scheme}/{code}", name, True) for scheme, code, name in classes))
    take("grid", tuple(run(select(GRIDS.c.code, GRIDS.c.name, GRIDS.c.active))))
    ended = DIVISIONS.c.valid_to
    divisions = run(select(DIVISIONS.c.code, DIVISIONS.c.name, ended))
    take("division", ((code, name, last is None or last >= day) for code, name, last in divisions))
    take("unit", tuple(run(select(UNITS.c.code, UNITS.c.name, UNITS.c.active))))
    posts = run(
        select(UNITS.c.code, UNITS.c.name, POSTS.c.name, UNITS.c.active).join(
            POSTS, POSTS.c.unit_id == UNITS.c.id
        )
    )
    take("post", ((f"{code}/{post}", f"{unit} {post}", used) for code, unit, post, used in posts))
    people = run(select(STAFF.c.code, STAFF.c.name, STAFF.c.active, STAFF.c.id))
    can = {row.staff_id for row in handlers(session)}
    take("person", ((code, name, used and key in can) for code, name, used, key in people))
    return Names(known, gone)


def handlers(session: Session) -> list[Row[Any]]:
    """Return who handles cases: staff_id, code, name, account_id, and the unit_id they do it in."""
    roles = ACCOUNT_ROLES.c.role.in_(sorted(UNIT_ROLES))
    handles = exists().where(ACCOUNT_ROLES.c.account_id == ACCOUNTS.c.id, roles)
    statement = (
        select(
            STAFF.c.id.label("staff_id"),
            STAFF.c.code,
            STAFF.c.name,
            ACCOUNTS.c.id.label("account_id"),
            ACCOUNTS.c.unit_id,
        )
        .join(ACCOUNTS, ACCOUNTS.c.staff_id == STAFF.c.id)
        .where(STAFF.c.active, ACCOUNTS.c.status == AccountStatus.ACTIVE)
        .where(ACCOUNTS.c.unit_id.is_not(None), handles)
        .order_by(STAFF.c.id, ACCOUNTS.c.id)
    )
    return list(session.connection().execute(statement))


def class_chains(session: Session) -> Mapping[int, frozenset[str]]:
    """Return, for each class, itself and the classes above it, as ``scheme/code``."""
    columns = (CLASSES.c.id, CLASSES.c.parent_id, CLASSES.c.scheme, CLASSES.c.code)
    rows = {row.id: row for row in session.connection().execute(select(*columns))}
    found: dict[int, frozenset[str]] = {}
    for key in rows:
        chain: list[str] = []
        place = rows.get(key)
        while place is not None and len(chain) <= len(rows):
            chain.append(f"{place.scheme}/{place.code}")
            place = rows.get(place.parent_id)
        found[key] = frozenset(chain)
    return found
