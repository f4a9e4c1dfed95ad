"""Reads of source books and items: columns into views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from models.catalogue.sources.standing import BOOKS, CHANGES, IMPORTS, ITEMS, pairs
from models.catalogue.sources.views import (
    BookState,
    BookView,
    ChangeAction,
    ChangeView,
    ClusterRow,
    FieldChange,
    ImportView,
    ItemLine,
    ItemState,
    ItemView,
    SourceKind,
)
from models.kernel.paging import Page, after_key
from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

_BOOK = (
    "id",
    "code",
    "title",
    "kind",
    "department",
    "level",
    "received",
    "note",
    "state",
    "imports",
    "version",
)
_MANY_CHANGES = 200
"""Changes of one item that are shown with it, the newest."""

# Where a row names no department, the item is of the department whose book it is.
_DEPARTMENT = case((ITEMS.c.department == "", BOOKS.c.department), else_=ITEMS.c.department)
_UNSEEN = exists().where(CHANGES.c.item_id == ITEMS.c.id, CHANGES.c.seen_at.is_(None))


def books(session: Session, condition: ColumnElement[bool] | None = None) -> list[BookView]:
    """Return books with their counts, those in use first, then by code."""
    counts = (
        select(
            ITEMS.c.book_id,
            func.sum(case((ITEMS.c.state == ItemState.PRESENT, 1), else_=0)).label("present"),
            func.sum(case((ITEMS.c.state == ItemState.GONE, 1), else_=0)).label("gone"),
            func.sum(case((_UNSEEN.correlate(ITEMS), 1), else_=0)).label("changed"),
        )
        .group_by(ITEMS.c.book_id)
        .subquery()
    )
    numbers = [func.coalesce(counts.c[name], 0) for name in ("present", "gone", "changed")]
    statement = (
        select(*(BOOKS.c[name] for name in _BOOK), *numbers)
        .outerjoin(counts, counts.c.book_id == BOOKS.c.id)
        .order_by(case((BOOKS.c.state == BookState.RETIRED, 1), else_=0), BOOKS.c.code)
    )
    if condition is not None:
        statement = statement.where(condition)
    return [
        BookView(*row[: len(_BOOK)], *map(int, row[len(_BOOK) :]))
        for row in session.connection().execute(statement)
    ]


def book(session: Session, code: str) -> BookView | None:
    """Return the book with this code, or ``None``."""
    return next(iter(books(session, BOOKS.c.code == code)), None)


def imports(session: Session, book_id: int) -> list[ImportView]:
    """Return the imports of a book, newest first."""
    columns = [IMPORTS.c[name] for name in ImportView.__dataclass_fields__]
    statement = select(*columns).where(IMPORTS.c.book_id == book_id).order_by(IMPORTS.c.number.desc())
    return [ImportView(*row) for row in session.connection().execute(statement)]


def items(
    session: Session,
    *,
    book_code: str | None,
    kind: SourceKind | None,
    state: ItemState | None,
    changed: bool,
    text: str,
    after: Sequence[Any] | None,
    limit: int,
) -> Page[ItemLine]:
    """Return a page of items by book and place; without a book, of the books in use."""
    order = [BOOKS.c.code, ITEMS.c.position, ITEMS.c.id]
    statement = _lines().order_by(*order).limit(limit + 1)
    statement = statement.where(
        BOOKS.c.state == BookState.IN_USE if book_code is None else BOOKS.c.code == book_code
    )
    if kind is not None:
        statement = statement.where(BOOKS.c.kind == kind)
    if state is not None:
        statement = statement.where(ITEMS.c.state == state)
    if changed:
        statement = statement.where(_UNSEEN)
    for word in clean_line(text).split():
        statement = statement.where(_matches(word))
    if after is not None:
        statement = statement.where(after_key(order, after))
    rows = [ItemLine(*row) for row in session.connection().execute(statement)]
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(tuple(rows[:limit]), (last.book, last.position, last.id) if last else None)


def _lines() -> Select[Any]:
    wanted = (
        ITEMS.c.id,
        ITEMS.c.book_id,
        BOOKS.c.code.label("book"),
        BOOKS.c.kind,
        ITEMS.c.position,
        ITEMS.c.code,
        ITEMS.c.name,
        _DEPARTMENT,
        ITEMS.c.category,
        ITEMS.c.matter_type,
        ITEMS.c.state,
        _UNSEEN,
    )
    return select(*wanted).join(BOOKS, BOOKS.c.id == ITEMS.c.book_id)


def _matches(word: str) -> ColumnElement[bool]:
    """Return the condition that an item has ``word`` in a text, before its code, or as initials."""
    plain = fold(word)
    columns = (ITEMS.c.name, ITEMS.c.department, BOOKS.c.department, ITEMS.c.category, ITEMS.c.legal_basis)
    return or_(
        *(column.contains(word, autoescape=True) for column in columns),
        func.lower(ITEMS.c.code).startswith(plain, autoescape=True),
        ITEMS.c.initials.contains(plain, autoescape=True),
    )


def item(session: Session, item_id: int) -> ItemView | None:
    """Return one item with its changes, or ``None``."""
    plain = (
        "id", "book_id", "position", "number", "code", "name", "wording", "category", "matter_type",
        "object", "legal_basis", "other", "file", "sheet", "row", "digest", "state", "first_import",
        "last_import", "version",
    )  # fmt: skip
    statement = (
        select(
            *(ITEMS.c[name] for name in plain),
            _DEPARTMENT.label("department"),
            BOOKS.c.code.label("book"),
            BOOKS.c.title.label("book_title"),
            BOOKS.c.kind,
        )
        .join(BOOKS, BOOKS.c.id == ITEMS.c.book_id)
        .where(ITEMS.c.id == item_id)
    )
    row = session.connection().execute(statement).mappings().first()
    if row is None:
        return None
    found = changes(session, [ITEMS.c.id == item_id], after=None, limit=_MANY_CHANGES)
    return ItemView(**{**row, "other": pairs(row["other"])}, changes=found.rows)


def changes(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    *,
    after: Sequence[Any] | None,
    limit: int,
) -> Page[ChangeView]:
    """Return a page of changes, newest first."""
    statement = (
        select(
            CHANGES.c.id,
            CHANGES.c.item_id,
            BOOKS.c.code,
            IMPORTS.c.number,
            IMPORTS.c.at,
            CHANGES.c.action,
            ITEMS.c.name,
            CHANGES.c.changes,
            CHANGES.c.seen_at,
            CHANGES.c.seen_by,
        )
        .join(IMPORTS, IMPORTS.c.id == CHANGES.c.import_id)
        .join(ITEMS, ITEMS.c.id == CHANGES.c.item_id)
        .join(BOOKS, BOOKS.c.id == ITEMS.c.book_id)
        .where(*conditions)
        .order_by(CHANGES.c.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(after_key([CHANGES.c.id], after, descending=[True]))
    rows = []
    for *head, action, name, fields, seen_at, seen_by in session.connection().execute(statement):
        found = tuple(FieldChange(*each) for each in fields)
        key, item_id, code, number, at = head
        done = ChangeAction(action)
        rows.append(ChangeView(key, item_id, code, number, at, done, name, found, seen_at, seen_by))
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), (rows[limit - 1].id,) if more else None)


def change_conditions(
    book_code: str | None, import_number: int | None, item_id: int | None, *, unseen: bool
) -> list[ColumnElement[bool]]:
    """Return the conditions of :func:`changes` that what is given asks for."""
    found: list[ColumnElement[bool]] = []
    if book_code is not None:
        found.append(BOOKS.c.code == book_code)
    if import_number is not None:
        found.append(IMPORTS.c.number == import_number)
    if item_id is not None:
        found.append(ITEMS.c.id == item_id)
    if unseen:
        found.append(CHANGES.c.seen_at.is_(None))
    return found


def unseen_by_book(
    session: Session, book_id: int | None, item_ids: Sequence[int] | None
) -> list[tuple[str, int, int]]:
    """Return book code, change and item of every change nobody looked at, oldest first."""
    statement = (
        select(BOOKS.c.code, CHANGES.c.id, CHANGES.c.item_id)
        .join(ITEMS, ITEMS.c.id == CHANGES.c.item_id)
        .join(BOOKS, BOOKS.c.id == ITEMS.c.book_id)
        .where(CHANGES.c.seen_at.is_(None))
        .order_by(CHANGES.c.id)
    )
    if book_id is not None:
        statement = statement.where(ITEMS.c.book_id == book_id)
    if item_ids is not None:
        statement = statement.where(ITEMS.c.id.in_(list(item_ids)))
    return [(code, change, key) for code, change, key in session.connection().execute(statement)]


def cluster_rows(session: Session, book_codes: Sequence[str] | None) -> list[ClusterRow]:
    """Return the present items of some books, or of all in use, as clustering wants them, by id."""
    statement = (
        select(
            ITEMS.c.id,
            ITEMS.c.name,
            _DEPARTMENT,
            ITEMS.c.legal_basis,
            ITEMS.c.object,
            BOOKS.c.kind,
            BOOKS.c.code,
        )
        .join(BOOKS, BOOKS.c.id == ITEMS.c.book_id)
        .where(and_(ITEMS.c.state == ItemState.PRESENT, BOOKS.c.state == BookState.IN_USE))
        .order_by(ITEMS.c.id)
    )
    if book_codes is not None:
        statement = statement.where(BOOKS.c.code.in_(list(book_codes)))
    return [ClusterRow(*row) for row in session.connection().execute(statement)]
