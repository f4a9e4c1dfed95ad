"""Copying what a drill needs of a township into a database of its own, without anybody's data.

What is copied stands in a list, by table: a table that comes later is left out until somebody says
otherwise. Cases, histories, drafts, exports and imports are never copied. People keep their posts, roles
and grids and lose their names, telephones and passwords.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from models.alltables import metadata
from models.kernel.store import Store, open_engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table
    from sqlmodel import Session

COPIED = (
    "calendar_edition",
    "calendar_year",
    "calendar_day",
    "division",
    "grid",
    "unit",
    "post",
    "staff",
    "staff_grid",
    "account",
    "account_role",
    "office",
    "roster_shift",
    "staff_skill",
    "staff_capacity",
    "case_settings",
    "case_wording",
    "stage_limit",
    "duty_item",
    "flow",
    "flow_version",
    "matter_class",
    "matter",
    "matter_version",
    "filing_condition",
    "edition",
    "matter_span",
    "matter_lineage",
)
"""Tables a world takes over, each after those it points to."""
_SIGNED = (("case_settings", "by_name"), ("stage_limit", "made_by"), ("flow_version", "author"))
"""Where somebody's name stands beside what they made."""
_ROWS_AT_ONCE = 2_000
_NEVER_SIGNED_IN: Mapping[str, Any] = {
    "password_hash": None,
    "os_user": None,
    "must_change_password": False,
    "failed_sign_ins": 0,
    "locked_until": None,
    "last_sign_in": None,
}
_PASSING = frozenset({*_NEVER_SIGNED_IN, "version"})
"""What of an account moves whenever somebody signs in, and is not taken over."""
_MARK = 12


def nobody_login(number: int) -> str:
    """Return the login of the ``number``-th account of a township, from 1, in a copy of it."""
    return f"p{number:03d}"


def mark_of(url: str) -> str:
    """Return a word that differs whenever a world copied from a township would differ; it is only read.

    Args:
        url: the database of the office.

    Raises:
        NoDatabase, CannotOpen, StoreGone: it cannot be reached.
    """
    store, digest = Store(open_engine(url)), sha256()
    try:
        with store.read() as session:
            for name in COPIED:
                table = metadata.tables[name]
                passing = _PASSING if name == "account" else frozenset()
                columns = [each for each in table.c if each.name not in passing]
                statement = select(*columns).order_by(*table.primary_key.columns)
                digest.update(name.encode())
                for row in session.connection().execute(statement):
                    digest.update(repr(tuple(row)).encode())
    finally:
        store.close()
    return digest.hexdigest()[:_MARK]


def copy_world(source: str, target: str) -> None:
    """Copy a township into an empty database whose tables are made, and make its people nobody's.

    Args:
        source: the database of the office; one moment of it is read, nothing is written.
        target: the database of the drill, of the same revision.

    Raises:
        NoDatabase, CannotOpen, StoreGone: one of them cannot be reached.
    """
    left, made = Store(open_engine(source)), Store(open_engine(target))
    try:
        with left.read() as reading, made.write(quiet=True) as writing:
            # A division may point to one that comes after it; all of them are checked at the end.
            writing.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for name in COPIED:
                _copy(metadata.tables[name], reading, writing)
            _make_nobody(writing)
    finally:
        left.close()
        made.close()


def _copy(table: Table, reading: Session, writing: Session) -> None:
    found = reading.connection().execute(select(table)).mappings()
    while rows := found.fetchmany(_ROWS_AT_ONCE):
        writing.connection().execute(insert(table), [dict(row) for row in rows])


def _make_nobody(session: Session) -> None:
    """Call people by their number, and let nobody sign in by what they know or are elsewhere."""
    tables, connection = metadata.tables, session.connection()
    connection.execute(update(tables["staff_skill"]).values(permit=""))
    for name, column in _SIGNED:
        connection.execute(update(tables[name]).values({column: ""}))
    staff, accounts = tables["staff"], tables["account"]
    names = {}
    for number, each in enumerate(connection.scalars(select(staff.c.id).order_by(staff.c.id)), 1):
        names[each] = f"队员{number:02d}"
        nobody = {"name": names[each], "code": f"P{number:03d}", "phone": ""}
        connection.execute(update(staff).where(staff.c.id == each).values(nobody))
    rows = connection.execute(select(accounts.c.id, accounts.c.staff_id).order_by(accounts.c.id)).all()
    # First out of each other's way: a login given anew may still be somebody else's.
    connection.execute(update(accounts).values(login="#" + accounts.c.login, **_NEVER_SIGNED_IN))
    for number, row in enumerate(rows, 1):
        nobody = {"name": names.get(row.staff_id, f"管理员{number:02d}"), "login": nobody_login(number)}
        connection.execute(update(accounts).where(accounts.c.id == row.id).values(nobody))
