"""Writing of books and imports, inside the caller's transaction and with its ledger entries."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from models.catalogue.sources.refusals import BookCodeTaken
from models.catalogue.sources.standing import BOOKS, CHANGES, DRAFTED, IMPORTS, ITEMS
from models.catalogue.sources.views import BookEntries, BookState, BookView, ChangeAction, ItemState
from models.kernel.bulk import insert_rows, update_rows
from models.kernel.errors import Conflict
from models.kernel.text import initials
from models.kernel.upsert import insert_into
from models.kernel.words import N_
from models.ledger.service import record, record_many

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.catalogue.sources.planning import Change, SourcePlan
    from models.catalogue.sources.rules import ItemDraft
    from models.catalogue.sources.views import FieldChange
    from models.ledger.views import Signature

BOOK = N_("The source book")
_ITEM = N_("The source item")
_MOST_FILE = 255
_PLACE = ("number", "position", "row")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The file an import comes from."""

    name: str
    sheet: str
    digest: str
    batch: int
    """The number the exchange gave the import"""


def stream(code: str) -> str:
    """Return the ledger stream of a book, which also holds what happens to its items."""
    return f"source-book:{code}"


def insert_book(session: Session, signature: Signature, at: datetime, code: str, entries: BookEntries) -> int:
    """Write a new book; return its id.

    Raises:
        BookCodeTaken: somebody else made a book of this code at the same moment.
    """
    facts = asdict(entries)
    statement = (
        insert_into(session, BOOKS)
        .values(code=code, state=BookState.IN_USE, imports=0, version=1, created_at=at, **facts)
        .on_conflict_do_nothing(index_elements=["code"])
        .returning(BOOKS.c.id)
    )
    key = session.connection().execute(statement).scalar_one_or_none()
    if key is None:
        raise BookCodeTaken(code)
    record(session, signature, at, stream(code), "source_book.create", None, {"code": code, **facts})
    return int(key)


def update_book(
    session: Session,
    signature: Signature,
    at: datetime,
    book: BookView,
    action: str,
    changes: dict[str, Any],
) -> None:
    """Change a book that is still at the version of ``book``.

    Raises:
        Conflict: somebody changed it meanwhile.
    """
    statement = (
        update(BOOKS)
        .where(BOOKS.c.id == book.id, BOOKS.c.version == book.version)
        .values(version=book.version + 1, **changes)
    )
    if session.connection().execute(statement).rowcount != 1:
        raise Conflict(BOOK, book)
    before = {name: getattr(book, name) for name in changes}
    record(session, signature, at, stream(book.code), action, before, changes)


def write_import(
    session: Session, signature: Signature, at: datetime, book: BookView, plan: SourcePlan, file: FileFacts
) -> int:
    """Write what a plan found; return the number of the import within its book.

    Raises:
        Conflict: another import of the book, or a change of one of its items, came first.
    """
    number = _next_number(session, book)
    import_id = _enter(session, signature, at, book, plan, file, number)
    where = (file.name[:_MOST_FILE], file.sheet[:_MOST_FILE], file.digest)
    created = _insert_items(session, book.id, plan.created, where, number)
    _update_items(session, plan, where, number)
    events: list[tuple[int, ChangeAction, tuple[FieldChange, ...]]] = []
    events += [(key, ChangeAction.CREATED, ()) for key in created]
    events += [(each.old.id, each.action, each.fields) for each in plan.changed]
    events += [(each.id, ChangeAction.GONE, ()) for each in plan.gone]
    # A book that comes for the first time is new as a whole: nobody has to look item by item.
    seen = (at, signature.account_id) if number == 1 else (None, None)
    rows = [
        (key, import_id, action, [[each.field, each.old, each.new] for each in fields], *seen)
        for key, action, fields in events
    ]
    insert_rows(session, CHANGES, ("item_id", "import_id", "action", "changes", "seen_at", "seen_by"), rows)
    _record(session, signature, at, book.code, plan, created)
    return number


def _next_number(session: Session, book: BookView) -> int:
    statement = (
        update(BOOKS)
        .where(BOOKS.c.id == book.id, BOOKS.c.imports == book.imports, BOOKS.c.state == BookState.IN_USE)
        .values(imports=book.imports + 1)
    )
    if session.connection().execute(statement).rowcount != 1:
        raise Conflict(BOOK, book)
    return book.imports + 1


def _enter(
    session: Session,
    signature: Signature,
    at: datetime,
    book: BookView,
    plan: SourcePlan,
    file: FileFacts,
    number: int,
) -> int:
    statement = insert(IMPORTS).values(
        book_id=book.id,
        number=number,
        batch=file.batch,
        at=at,
        actor_id=signature.account_id,
        file=file.name[:_MOST_FILE],
        sheet=file.sheet[:_MOST_FILE],
        digest=file.digest,
        created=len(plan.created),
        changed=len(plan.changed),
        same=len(plan.same),
        gone=len(plan.gone),
    )
    return int(session.connection().execute(statement.returning(IMPORTS.c.id)).scalar_one())


def _insert_items(
    session: Session, book_id: int, drafts: list[ItemDraft], where: tuple[str, str, str], number: int
) -> list[int]:
    """Insert new items; return their ids in the order of the drafts."""
    if not drafts:
        return []
    file, sheet, digest = where
    rows = [
        {
            "book_id": book_id,
            "key": draft.key,
            "initials": initials(draft.name),
            "file": file,
            "sheet": sheet,
            "digest": digest,
            "state": ItemState.PRESENT,
            "first_import": number,
            "last_import": number,
            "version": 1,
            **_columns(draft),
        }
        for draft in drafts
    ]
    statement = insert(ITEMS).returning(ITEMS.c.key, ITEMS.c.id)
    ids: dict[str, int] = dict(session.connection().execute(statement, rows).all())
    return [ids[draft.key] for draft in drafts]


def _columns(draft: ItemDraft) -> dict[str, Any]:
    facts = {name: getattr(draft, name) for name in DRAFTED}
    facts["other"] = [list(pair) for pair in draft.other]
    return facts


def _update_items(session: Session, plan: SourcePlan, where: tuple[str, str, str], number: int) -> None:
    places = ("wording", *_PLACE, "file", "sheet", "digest", "last_import")
    moved = [(*_place(each), *where, number, each.old.id) for each in plan.same]
    update_rows(session, ITEMS, places, ("id",), moved)
    columns = (*DRAFTED, "key", "initials", "state", "file", "sheet", "digest", "last_import", "version")
    rows = [
        (
            *_columns(each.new).values(),
            each.new.key,
            initials(each.new.name),
            ItemState.PRESENT,
            *where,
            number,
            each.old.version + 1,
            each.old.id,
            each.old.version,
        )
        for each in plan.changed
    ]
    if update_rows(session, ITEMS, columns, ("id", "version"), rows) != len(rows):
        raise Conflict(_ITEM, None)
    gone = [(ItemState.GONE, each.version + 1, each.id, each.version) for each in plan.gone]
    if update_rows(session, ITEMS, ("state", "version"), ("id", "version"), gone) != len(gone):
        raise Conflict(_ITEM, None)


def _place(change: Change) -> tuple[Any, ...]:
    return change.new.wording, *(getattr(change.new, name) for name in _PLACE)


def _record(
    session: Session, signature: Signature, at: datetime, code: str, plan: SourcePlan, created: list[int]
) -> None:
    entries: list[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]] = [
        (stream(code), "source_item.create", None, {"id": key, **_columns(draft)})
        for key, draft in zip(created, plan.created, strict=True)
    ]
    entries += [
        (
            stream(code),
            f"source_item.{'return' if each.action is ChangeAction.RETURNED else 'change'}",
            {"id": each.old.id, **{one.field: one.old for one in each.fields}},
            {"id": each.old.id, **{one.field: one.new for one in each.fields}},
        )
        for each in plan.changed
    ]
    entries += [
        (stream(code), "source_item.gone", {"id": each.id, "name": each.draft.name}, None)
        for each in plan.gone
    ]
    if entries:
        record_many(session, signature, at, entries)
